package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/export"
)

// exportProblemOptions is what the flags of export problem say.
type exportProblemOptions struct {
	fit         *fitOptions // the data and the class, asked for by fit's own flags
	formulation string      // "": by class
	out         string
}

func exportProblemCommand() *cobra.Command {
	o := &exportProblemOptions{fit: newFitOptions()}
	cmd := &cobra.Command{
		Use:   "problem FILE",
		Short: "Write a training problem for mixed-integer solvers",
		Long: `Problem writes the problem that relucert fit solves with the same flags as a
mixed-integer quadratic program in CPLEX's LP format, or in free MPS if the output
ends in .mps. Bounds of variables come from the norm bound, and from --weight-limit
if that is given; without either, from the same weight limit that fit --method conic
has. Units whose signs are free get a binary each; with --signs there is none. Equal
rows are merged. FILE is CSV, or a FOLDER of relucert reduce.

Labels and sample weights are scaled by powers of two. The file's first lines say which, how
its variables are named, what SSE an objective stands for, and the setting that SCIP needs.`,
		Example: `  relucert export problem data.csv --units 2 --norm-bound 10 -o problem.lp
  relucert export problem job/ --formulation big-m -o problem.mps`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := o.fit.open(args[0], cmd.Flags())
			if err != nil {
				return err
			}
			return await(cmd.Context(), func() error { return o.run(file) })
		},
	}
	o.define(cmd.Flags())
	return cmd
}

func (o *exportProblemOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE`, gzipped if it ends in .gz (default: standard output)")
	f.Var(oneOfOrNone(&o.formulation, "sos1", "indicator", "big-m"), "formulation", "how a unit's kink is said: by sets, binaries that switch, or\nbinaries times bounds (default: indicator for one unit, else sos1)")
	dataFlags(f, &o.fit.data)
	only(f, o.fit.defineClass, "units", "signs", "bias", "linear", "norm-bound", "weight-limit")
}

func (o *exportProblemOptions) run(file string) error {
	if err := o.fit.check(file); err != nil {
		return err
	}
	data, notices, err := dataset.Open(file, o.fit.localData())
	if err != nil {
		return err
	}
	if err := o.fit.checkJob(data); err != nil {
		return err
	}
	for _, notice := range notices {
		fmt.Fprintln(os.Stderr, "relucert: note:", notice)
	}
	return o.write(file, data)
}

func (o *exportProblemOptions) write(file string, data *dataset.Dataset) error {
	o.fit.settleLinear(data)
	problem := o.fit.problem
	problem.Data = data
	form := export.FormulationFor(problem.Units)
	if o.formulation != "" {
		form, _ = export.ParseFormulation(o.formulation)
	}
	program, err := export.NewProgram(problem, form)
	if err != nil {
		return blame(file, err)
	}
	write := program.WriteLP
	if strings.HasSuffix(strings.ToLower(o.out), ".mps") {
		write = program.WriteMPS
	}
	return writeExport(o.out, file, write)
}
