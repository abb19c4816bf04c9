package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/export"
)

// exportProblemOptions is what the flags of export problem say.
type exportProblemOptions struct {
	fit         *fitOptions // the data and the class, asked for by fit's own flags
	formulation export.Formulation
	out         string
}

func exportProblemCommand() *cobra.Command {
	o := &exportProblemOptions{fit: newFitOptions()}
	cmd := &cobra.Command{
		Use:   "problem FILE",
		Short: "Write a training problem for mixed-integer solvers",
		Long: `Problem writes the problem that relucert fit solves with the same flags as a
mixed-integer quadratic program in CPLEX's LP format, whose optimum is the least
SSE. The norm bound is required: all bounds of variables come from it. Units
whose signs are free get a binary each; with --signs there is none. Equal rows
are merged. FILE is CSV, or a FOLDER of relucert reduce.`,
		Example: `  relucert export problem data.csv --units 2 --norm-bound 10 -o problem.lp
  relucert export problem job/ --formulation big-m -o problem.lp`,
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
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE` (default: standard output)")
	f.Var(formulation(&o.formulation), "formulation", "how a unit's kink is said: by sets, binaries that switch, or\nbinaries times bounds")
	dataFlags(f, &o.fit.data)
	only(f, o.fit.defineClass, "units", "signs", "bias", "linear", "norm-bound")
}

// formulation is a way to say that of two variables one is 0.
func formulation(to *export.Formulation) *value[export.Formulation] {
	return &value[export.Formulation]{to: to, text: to.String(), kind: "sos1|indicator|big-m", want: "sos1, indicator or big-m",
		parse: func(s string) (export.Formulation, bool) {
			f, err := export.ParseFormulation(s)
			return f, err == nil
		}}
}

func (o *exportProblemOptions) run(file string) error {
	if err := o.fit.check(file); err != nil {
		return err
	}
	if o.fit.problem.NormBound == 0 {
		return usagef("%s: --norm-bound is required: the bounds of a mixed-integer program come from it", file)
	}
	data, notices, err := dataset.Open(file, o.fit.data)
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
	program, err := export.NewProgram(problem, o.formulation)
	if err != nil {
		return blame(file, err)
	}
	return writeExport(o.out, file, program.WriteLP)
}
