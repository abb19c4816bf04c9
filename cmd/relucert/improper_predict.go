package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"relucert/improper"
)

// improperPrediction has predict's flags.
type improperPrediction struct{ predictOptions }

func improperPredictCommand() *cobra.Command {
	o := new(improperPrediction)
	cmd := &cobra.Command{
		Use:   "predict-improper MODEL FILE",
		Short: "Predict the rows of a CSV file with what learn-improper saved",
		Long: `Predict-improper copies the CSV file and appends a column with the predictions of a
kernel model. Columns are found by name; the target's is not needed. Rows stream
through; "-" is standard input.

` + exitCodes,
		Example: "  relucert predict-improper kernel.json new.csv -o predictions.csv",
		Args:    files("MODEL", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(args[0], args[1]); err != nil {
				return err
			}
			return o.run(cmd.Context(), args[1], func() (*improper.Model, error) { return improper.LoadModel(args[0]) })
		},
	}
	o.define(cmd.Flags())
	return cmd
}

// run streams the rows of file through the model.
func (o *improperPrediction) run(ctx context.Context, file string, load func() (*improper.Model, error)) error {
	return o.files.Emit(o.outUse(), func(w io.Writer) error {
		return await(ctx, func() error {
			model, err := load()
			if err != nil {
				return err
			}
			return o.stream(ctx, w, file, model.Features, model.Predict)
		})
	})
}
