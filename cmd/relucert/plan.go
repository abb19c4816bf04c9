package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/reduce"
	"relucert/internal/dataflags"
	"relucert/internal/job"
	"relucert/internal/output"
)

// planOptions is what the flags of plan say.
type planOptions struct {
	fit   *fitOptions
	parts int64
	into  string
}

func planCommand() *cobra.Command {
	o := &planOptions{fit: newFitOptions()}
	cmd := &cobra.Command{
		Use:   "plan FILE --parts N -o DIR",
		Short: "Cut a search into parts for many machines",
		Long: `Plan begins the search that fit FILE would make, and stops when so many nodes are
open that N parts have work of about the same weight. The folder DIR then is a job:
the data, a folder for each part, an array script for Slurm (slurm.sh) and a manifest
for Kubernetes (kubernetes.yaml). Any number of machines that see DIR work on the parts

    relucert work DIR/part-017

and relucert gather DIR says how far they are, checks what they prove, and makes one
certificate of it. The job is for methods conic and sign.

` + exitCodes,
		Example: "  relucert plan data.csv --target y --units 2 --linear affine --parts 200 -o job\n" +
			"  sbatch job/slurm.sh",
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), cmd.Flags(), args[0]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(counting(&o.parts), "parts", "how many parts; fewer where the search has not so many open nodes")
	f.StringVarP(&o.into, "into", "o", "", "`DIR`, the job's folder, which must not be there")
	o.fit.defineSearch(f)
	return cmd
}

// defineSearch is the flags that say what is searched, and how.
func (o *fitOptions) defineSearch(f *pflag.FlagSet) {
	dataflags.Define(f, &o.data)
	o.defineClass(f)
	o.defineUnits(f)
	o.defineObjective(f)
	o.defineBudget(f)
	o.defineMethod(f)
}

func (o *planOptions) run(ctx context.Context, f *pflag.FlagSet, file string) error {
	switch {
	case o.parts == 0 || o.parts > mostParts:
		return usagef("--parts must say how many, 1 to %d", mostParts)
	case o.into == "":
		return usagef("-o must name the job's folder")
	case file == "-":
		return usagef("a job's data cannot be standard input")
	}
	if _, err := os.Lstat(o.into); err == nil {
		return usagef("-o %s is there already", o.into)
	}
	if err := o.settle(f, file); err != nil {
		return err
	}
	data, _, err := o.fit.read(ctx, file)
	if err != nil {
		return err
	}
	o.fit.settleLinear(data)
	o.fit.problem.Data = data
	return o.plan(ctx, f, file, data)
}

// settle checks what fit would.
func (o *planOptions) settle(f *pflag.FlagSet, file string) error {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return usagef("%s is a folder: give the data file, and the flags that say what its %s does", file, reduce.MetaFile)
	}
	if err := cmp.Or(o.fit.settleUnits(f), o.fit.checkObjective(f)); err != nil {
		return err
	}
	if o.fit.span.path || o.fit.exact || o.fit.outputReLU {
		return usagef("a plan is for one number of units, 1 or more, and not for --until 0 or --output-relu")
	}
	return o.fit.check(file)
}

func (o *planOptions) plan(ctx context.Context, f *pflag.FlagSet, file string, data *dataset.Dataset) error {
	d := &job.Description{Version: job.Version, Data: dataName(file), Arguments: arguments(f), Planned: int(o.parts)}
	var folders []string
	for i := range d.Planned {
		folders = append(folders, filepath.Join(o.into, d.Part(i)))
	}
	search := o.fit.search
	search.Certificate = &relucert.Certificate{Out: io.Discard, DropMissing: o.fit.data.DropMissing}
	r, parts, err := relucert.Plan(ctx, o.fit.problem, search, folders)
	if err != nil {
		return o.fit.refusal(data.Name, err)
	}
	if parts == 0 || r.Status == relucert.Interrupted {
		return ending{r.Status}
	}
	d.Parts = parts
	if err := writeJob(d, o.into, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(desk.Stdout, "%d parts in %s after %d nodes: %s %.7g, lower bound %.7g\n", parts, o.into, r.Nodes, r.Objective.Name(), r.SSE, r.SSELower)
	return err
}

// arguments are the flags of the search that were given, for work to follow.
func arguments(f *pflag.FlagSet) (all []string) {
	of := pflag.NewFlagSet("", pflag.ContinueOnError)
	newFitOptions().defineSearch(of)
	f.Visit(func(flag *pflag.Flag) {
		if of.Lookup(flag.Name) != nil && !ofOneRun[flag.Name] {
			all = append(all, argument(flag))
		}
	})
	return all
}

// argument gives the flag the value that it has.
func argument(flag *pflag.Flag) string {
	text := flag.Value.String()
	if list, ok := flag.Value.(pflag.SliceValue); ok {
		text = strings.Join(list.GetSlice(), ",")
	}
	return "--" + flag.Name + "=" + text
}

// ofOneRun are the flags that say how long and on what plan itself works.
var ofOneRun = map[string]bool{"time-limit": true, "node-limit": true, "memory-limit": true, "threads": true}

// jobFile is a file of a job's folder.
type jobFile struct {
	name  string
	write func(io.Writer) error
}

// writeJob writes all but the parts.
func writeJob(d *job.Description, folder, data string) error {
	where, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	return writeFiles(d, folder, data,
		jobFile{job.SlurmFile, func(w io.Writer) error { return d.WriteSlurm(w, where) }},
		jobFile{job.KubernetesFile, d.WriteKubernetes})
}

// writeFiles writes the data, more files, and the description, without which it is no job, last.
func writeFiles(d *job.Description, folder, data string, more ...jobFile) error {
	files := desk.Reading(output.Use{By: "the data", Path: data})
	all := append([]jobFile{{d.Data, func(w io.Writer) error { return copyFile(w, data) }}}, more...)
	for _, f := range append(all, jobFile{job.DescriptionFile, d.Write}) {
		if err := files.Write(output.Use{By: "-o", Path: filepath.Join(folder, f.name)}, f.write); err != nil {
			return err
		}
	}
	return nil
}

// dataName is that of the data in a job's folder.
func dataName(file string) string {
	if strings.HasSuffix(file, ".gz") {
		return "data.csv.gz"
	}
	return "data.csv"
}

func copyFile(to io.Writer, from string) error {
	f, err := dataset.OpenFile(from)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}
