package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/internal/output"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// realizableOptions is what the flags of realizable say.
type realizableOptions struct {
	data        dataset.Options
	bias, json  bool
	sign, proof string
}

func realizableCommand() *cobra.Command {
	o := new(realizableOptions)
	cmd := &cobra.Command{
		Use:   "realizable FILE",
		Short: "Decide exactly whether one ReLU fits all samples without error",
		Long: `Realizable finds a unit ±max(0, ⟨w, x⟩ + bias) whose output is exactly the label of
every sample in FILE, or proves that there is none: a linear program, decided in
rational arithmetic. Numbers are what they are in decimal, 0.1 is 1/10. "-" is standard
input.

The proof is either the weights, or for each sign a label of the other sign, or
a number λ for each of some rows such that Σ λ x = 0, Σ λ |y| < 0 and λ ≥ 0 where y = 0;
but the unit needs ⟨w, x⟩ = |y| where y is not 0 and ⟨w, x⟩ ≤ 0 where it is, so
that 0 = Σ λ ⟨w, x⟩ ≤ Σ λ |y| < 0. relucheck realizable verifies a proof from the data.

` + exitCodes,
		Example: `  relucert realizable data.csv -o proof.json
  relucheck realizable proof.json data.csv`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.decide(cmd.Context(), desk.Stdout, args[0])
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	dataflags.Define(f, &o.data)
	reword(f, map[string]string{"sample-weights": "`COLUMN` of sample weights, which do not matter here"})
	f.BoolVar(&o.bias, "bias", true, "give the unit a bias")
	f.Var(oneOf(&o.sign, "any", "+", "-"), "sign", "the unit's sign, as in --sign=-")
	f.BoolVar(&o.json, "json", false, "print the proof as one JSON object")
	f.StringVarP(&o.proof, "proof", "o", "", "write the proof to `FILE`, as JSON")
	return cmd
}

func (o *realizableOptions) decide(ctx context.Context, out io.Writer, file string) error {
	files, saved := desk.Reading(output.Use{By: "the data", Path: file}), output.Use{By: "--proof", Path: o.proof}
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
		return explain(out, data, answer)
	})
}

func (o *realizableOptions) question(data *dataset.Exact) farkas.Question {
	return farkas.Question{Target: data.Target, Features: data.Features, Bias: o.bias, Sign: o.sign}
}
