package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/hardness/reduce"
	"relucert/internal/output"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// realizableOptions is what the flags of realizable say.
type realizableOptions struct {
	data        dataset.Options
	bias, json  bool
	sign, proof string
	sum         sumOptions
}

func realizableCommand() *cobra.Command {
	o := new(realizableOptions)
	cmd := &cobra.Command{
		Use:   "realizable FILE",
		Short: "Decide exactly whether units fit all samples without error",
		Long: `Realizable finds a unit ±max(0, ⟨w, x⟩ + bias) whose output is exactly the label of
every sample in FILE, or proves that there is none: a linear program, decided in
rational arithmetic. Numbers are what they are in decimal, 0.1 is 1/10. "-" is standard
input.

The proof is either the weights, or for each sign a label of the other sign, or
a number λ for each of some rows such that Σ λ x = 0, Σ λ |y| < 0 and λ ≥ 0 where y = 0;
but the unit needs ⟨w, x⟩ = |y| where y is not 0 and ⟨w, x⟩ ≤ 0 where it is, so
that 0 = Σ λ ⟨w, x⟩ ≤ Σ λ |y| < 0. relucheck realizable verifies a proof from the data.

With --units K, or a FOLDER of relucert reduce, it decides the same for sums of K units. That is
NP-hard (Theorem 8): the proof that there is none is a tree, which asks on which side of a
sample a unit lies and ends in such numbers λ at each leaf. The time can double with
every sample; --time-limit and --node-limit end it undecided, with exit code 3.`,
		Example: `  relucert realizable data.csv -o proof.json
  relucheck realizable proof.json data.csv
  relucert realizable data.csv --units 2 -o proof.json
  relucheck realizable proof.json data.csv --units 2`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd, args[0])
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	dataFlags(f, &o.data)
	reword(f, map[string]string{"sample-weights": "`COLUMN` of sample weights, which do not matter here"})
	f.BoolVar(&o.bias, "bias", true, "give the unit a bias")
	f.Var(oneOf(&o.sign, "any", "+", "-"), "sign", "one unit's sign, as in --sign=-")
	o.sum.define(f)
	f.BoolVar(&o.json, "json", false, "print the proof as one JSON object")
	f.StringVarP(&o.proof, "output", "o", "", "write the proof to `FILE`, as JSON")
	return cmd
}

// run decides for one unit, or for the sum of units that the flags or a job ask for.
func (o *realizableOptions) run(cmd *cobra.Command, path string) error {
	file, err := o.open(path, cmd.Flags())
	if err != nil {
		return err
	}
	if !o.sum.asked() {
		return o.decide(cmd.Context(), desk.Stdout, file)
	}
	if cmd.Flags().Changed("sign") {
		return usagef("--sign is of one unit: --signs has one for each")
	}
	o.sum.data, o.sum.bias, o.sum.json, o.sum.proof = o.data, o.bias, o.json, output.Use{By: "--output", Path: o.proof}
	return o.sum.run(cmd.Context(), desk.Stdout, file)
}

// open is the data file: FILE, or that of the folder that reduce wrote, whose meta.json then
// says what the flags would.
func (o *realizableOptions) open(path string, f *pflag.FlagSet) (string, error) {
	file, job, err := openJob(path)
	if job == nil || err != nil {
		return file, err
	}
	if job.Fit.NormBound > 0 {
		return "", usagef("%s has the norm bound %g, and this is a question without one", path, job.Fit.NormBound)
	}
	for _, flag := range []string{"target", "features", "sample-weights", "bias", "sign", "units", "signs", "linear"} {
		if f.Changed(flag) {
			return "", usagef("leave --%s to the %s of the job", flag, reduce.MetaFile)
		}
	}
	o.data.Target, o.data.Features, o.data.Weights = job.Fit.Target, job.Fit.Features, job.Fit.Weights
	o.bias, o.sum.units, o.sum.signs, o.sum.linear = job.Fit.Bias, job.Fit.Units, job.Class().Signs, job.Fit.Output.String()
	return file, nil
}

func (o *realizableOptions) decide(ctx context.Context, out io.Writer, file string) error {
	files, saved := desk.Reading(output.Use{By: "the data", Path: file}), output.Use{By: "--output", Path: o.proof}
	if err := files.Check(saved); err != nil {
		return err
	}
	return await(ctx, func() error {
		data, err := dataset.OpenExact(file, o.data, o.bias, true)
		if err != nil {
			return err
		}
		answer := &farkas.File{Question: o.question(data)}
		proof, err := realizable.Decide(ctx, data.X, data.Y, answer.Signs()...)
		if err != nil {
			return err
		}
		answer.Proof = *proof
		if err := files.Write(saved, answer.Write); err != nil {
			return err
		}
		if o.json {
			return answer.Write(out)
		}
		return explainAnswer(out, data, answer)
	})
}

func (o *realizableOptions) question(data *dataset.Exact) farkas.Question {
	return farkas.Question{Target: data.Target, Features: data.Features, Bias: o.bias, Sign: o.sign}
}
