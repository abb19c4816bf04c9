package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relucert"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/internal/output"
)

// solveOptions is what the flags of solve-by-training say.
type solveOptions struct {
	fit    *fitOptions
	colors int
	folder string // of the job; "": none is kept
}

func solveCommand() *cobra.Command {
	o := &solveOptions{fit: newFitOptions(), colors: 2}
	cmd := &cobra.Command{
		Use:   "solve-by-training FILE",
		Short: "Decide a CNF formula by training a network",
		Long: `Solve-by-training is reduce sat, fit and decode in one: it makes a training set of the
formula in FILE (DIMACS), trains a network on it, and prints the answer as a SAT solver
does. An assignment is checked against the formula. "s UNSATISFIABLE" is printed only if
the certificate of fit, checked in exact arithmetic, proves it.

Exit codes are those of the SAT competitions: 10 satisfiable, 20 unsatisfiable; and
3 or 130, with "s UNKNOWN", at a limit or when interrupted.`,
		Example: `  relucert solve-by-training formula.cnf
  relucert solve-by-training formula.cnf --time-limit 1m -o job/`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.folder, "output", "o", "", "keep data.csv, meta.json, model.json and proof.rcert in `FOLDER`")
	f.Var(counting(&o.colors), "colors", "number of colours, which is that of the units")
	only(f, o.fit.defineBudget, "time-limit", "node-limit", "memory-limit", "threads", "seed")
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	return cmd
}

func (o *solveOptions) run(ctx context.Context, path string) error {
	keep := o.folder != ""
	if !keep {
		folder, err := os.MkdirTemp("", "relucert-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		o.folder = folder
	}
	meta, err := o.reduce(path)
	if err != nil {
		return err
	}
	status, err := o.train(ctx, meta)
	if err != nil {
		return err
	}
	d, err := o.decode(meta)
	if err != nil {
		return err
	}
	if err := writeSAT(desk.Stdout, meta, d); err != nil {
		return err
	}
	switch {
	case d.Valid:
		return answered(exitSatisfiable)
	case d.refuted(meta):
		return answered(exitUnsatisfiable)
	case status == relucert.Interrupted:
		return context.Canceled
	}
	return ending{status}
}

// reduce makes the job.
func (o *solveOptions) reduce(path string) (*reduce.Meta, error) {
	k := &reduction{out: o.folder, read: func(r io.Reader, path string) (reduce.Reduction, error) {
		formula, err := instance.ReadCNF(r, path)
		if err != nil {
			return nil, err
		}
		return reduce.NewSAT(formula, o.colors, false)
	}}
	o.fit.files = desk.Reading(output.Use{By: "the formula", Path: path})
	o.fit.modelFile, o.fit.certificateFile = filepath.Join(o.folder, "model.json"), filepath.Join(o.folder, "proof.rcert")
	if err := o.fit.files.CheckFolder("--output", o.folder, reduce.DataFile, reduce.MetaFile, "model.json", "proof.rcert"); err != nil {
		return nil, err
	}
	r, source, err := k.open(path)
	if err != nil {
		return nil, err
	}
	meta, err := reduce.NewMeta(r, k.layout, source, version())
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	return meta, k.write(o.fit.files, meta)
}

// train fits the job until it is decided: a network of half the SSE that every violated clause costs
// satisfies the formula, and if none reaches it no assignment does.
func (o *solveOptions) train(ctx context.Context, meta *reduce.Meta) (relucert.Status, error) {
	f := o.fit
	f.job = meta
	f.problem.Class, f.units, f.linearGiven = meta.Class(), meta.Class().Units, true
	f.search.Until, _ = new(big.Rat).Mul(meta.Table().Factor, big.NewRat(1, 2)).Float64()
	if err := f.limitMemory(); err != nil {
		return 0, err
	}
	data, err := meta.Dataset()
	if err != nil {
		return 0, err
	}
	path, err := f.solve(ctx, data, nil)
	if path == nil {
		return 0, err
	}
	model := func(w io.Writer) error { return f.model(data, path.Most()).Write(w) }
	return path.Most().Status, errors.Join(err, f.files.Write(f.modelUse(), model))
}

// decode reads the answer out of the network, or if that satisfies nothing out of the certificate.
func (o *solveOptions) decode(meta *reduce.Meta) (*decoded, error) {
	from := decodeOptions{threads: o.fit.search.Threads}
	d, err := from.decode(meta, o.fit.modelFile)
	if err != nil || d.Valid {
		return d, err
	}
	if _, err := os.Stat(o.fit.certificateFile); err != nil {
		return d, nil // stopped before there was one
	}
	from.certificate = o.fit.certificateFile
	return from.decode(meta, o.fit.modelFile)
}

// refuted says that a formula is proved to be unsatisfiable.
func (d *decoded) refuted(meta *reduce.Meta) bool {
	return meta.Kind == "sat" && d.Proof.bound(meta).Sign() > 0
}

// writeSAT is the answer as SAT solvers print it: s the status, v an assignment, c all else.
func writeSAT(w io.Writer, meta *reduce.Meta, d *decoded) error {
	status := "s UNKNOWN\n"
	switch {
	case d.Valid:
		status = ""
	case d.refuted(meta):
		status = "s UNSATISFIABLE\n"
	}
	var facts strings.Builder
	if err := d.facts(&facts, nil); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s%s\n%s", status, strings.Join(d.Text, "\n"), prefixed("c ", facts.String()))
	return err
}

func prefixed(prefix, lines string) string {
	return prefix + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n"+prefix) + "\n"
}
