package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/internal/checkcmd"
	"relucert/internal/crowd"
	"relucert/internal/dataflags"
	"relucert/internal/job"
	"relucert/internal/output"
	"relucert/internal/queue"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// runCheck has workers check a certificate.
func (o *serveOptions) runCheck(ctx context.Context, f *pflag.FlagSet, file string) error {
	d := &job.Description{Version: job.Version, Data: dataName(file), Parts: 1, Planned: 1}
	for _, a := range arguments(f) {
		if name, _, _ := strings.Cut(strings.TrimPrefix(a, "--"), "="); !isDataFlag(name) && name != "weight-limit" {
			return usagef("--%s is for a search, not for --check", name)
		}
		d.Arguments = append(d.Arguments, a)
	}
	parts := []string{}
	if !crowd.Exists(o.into) { // else they are there
		if _, err := os.Lstat(o.into); err == nil {
			return usagef("-o %s is there already", o.into)
		}
		var err error
		if parts, err = o.cut(d, file); err != nil {
			return err
		}
	}
	o.unit.Arguments, o.unit.Name = d.Arguments, d.Data
	m := &crowd.Foreman{
		Referee: crowd.Referee{Data: sourceOf(o.in(d.Data)), How: o.fit.howPart(o.judges())},
		Folder:  o.into, Question: o.unit, DataFile: o.in(d.Data), Threads: 1, Parts: parts,
	}
	found, err := o.have(ctx, m)
	var bad *crowd.NotProved
	if errors.As(err, &bad) {
		fmt.Fprintf(desk.Stdout, "NOT PROVED  %s\n", bad.Why)
		return checkcmd.ErrNotProved
	}
	if err != nil {
		return err
	}
	return o.concludeCheck(ctx, found, m.Data, m.How)
}

func isDataFlag(name string) bool {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	dataflags.Define(f, new(dataset.Options))
	return f.Lookup(name) != nil
}

// cut makes the folder, with the parts.
func (o *serveOptions) cut(d *job.Description, file string) (parts []string, err error) {
	files := desk.Reading(output.Use{By: "--check", Path: o.check})
	if err := files.MakeFolder("-o", o.in("parts")); err != nil {
		return nil, err
	}
	if err := writeFiles(d, o.into, file); err != nil {
		return nil, err
	}
	err = withScratch(func(scratch *os.File) error {
		cut, err := rearrange.Split(proofFile(o.check), scratch, int(o.shares))
		if err != nil {
			return err
		}
		for i := range cut.Len() {
			path := o.in(filepath.Join("parts", partName(i, cut.Len(), false)))
			if err := files.Write(output.Use{By: "-o", Path: path}, func(w io.Writer) error { return cut.Write(i, w) }); err != nil {
				return err
			}
			parts = append(parts, path)
		}
		return nil
	})
	return parts, err
}

// concludeCheck says what is proved, and by whom.
func (o *serveOptions) concludeCheck(ctx context.Context, found *crowd.Outcome, data check.Source, how check.Options) error {
	if !found.Done {
		fmt.Fprintf(desk.Stdout, "%d parts are not checked\n", found.Open)
		return endOf(ctx)
	}
	names, err := o.partNames()
	if err != nil {
		return err
	}
	cover := new(check.Cover)
	for i, path := range found.Proofs {
		if o.trust == "none" {
			if err := checkAgain(path, data, how); err != nil {
				return err
			}
		}
		if err := cover.Add(sourceOf(path)); err != nil {
			return err
		}
		fmt.Fprintf(desk.Stdout, "%s  checked by %s\n", names[filepath.Base(path)], found.By[i])
	}
	v := cover.Verdict()
	if !v.Covered {
		fmt.Fprintln(desk.Stdout, v)
		return checkcmd.ErrNotProved
	}
	verdict := fmt.Sprintf("PROVED  %s <= min %s <= %s for %s, data sha256:%s, %s\n", v.Lower, v.Objective, v.Upper, &v.Class, v.Data, o.whose())
	_, err = io.WriteString(desk.Stdout, verdict)
	return errors.Join(err, desk.Reading().Write(output.Use{By: "-o", Path: o.in(verdictFile)}, func(w io.Writer) error {
		_, err := io.WriteString(w, verdict)
		return err
	}), crowd.Forget(o.into))
}

// verdictFile has the verdict on a certificate that was checked.
const verdictFile = "verdict.txt"

// partNames are the parts' files by their SHA-256.
func (o *serveOptions) partNames() (map[string]string, error) {
	names := make(map[string]string)
	files, err := filepath.Glob(o.in(filepath.Join("parts", "*")))
	for _, path := range files {
		hash, failed := queue.HashOf(path)
		names[hash], err = path, errors.Join(err, failed)
	}
	return names, err
}

// whose is whose word a verdict is.
func (o *serveOptions) whose() string {
	if o.trust == "none" {
		return "all parts checked here, too"
	}
	return "if these workers are to be trusted"
}

// checkAgain checks a part here.
func checkAgain(part string, data check.Source, how check.Options) error {
	v, err := check.CheckAny(sourceOf(part), data, how)
	if err == nil && !v.Proved {
		fmt.Fprintf(desk.Stdout, "NOT PROVED  %s: %s\n", part, v.Reason)
		err = checkcmd.ErrNotProved
	}
	return err
}
