package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/paper/kernel"
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

The model's guarantee is for its training rows. Rows that lie outside their range are
counted on standard error; a polynomial may be anything there.`,
		Example: "  relucert predict-improper kernel.json new.csv -o predictions.csv",
		Args:    files("MODEL", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(args[0], args[1]); err != nil {
				return err
			}
			return o.run(cmd.Context(), args[1], func() (*kernel.Model, error) { return kernel.LoadModel(args[0]) })
		},
	}
	o.define(cmd.Flags())
	return cmd
}

// run streams the rows of file through the model.
func (o *improperPrediction) run(ctx context.Context, file string, load func() (*kernel.Model, error)) error {
	return o.files.Emit(o.outUse(), func(w io.Writer) error {
		return await(ctx, func() error {
			model, err := load()
			if err != nil {
				return err
			}
			seen := &strangers{domain: model.Domain()}
			o.data.Features = model.Features
			err = o.stream(ctx, w, file, settled, []column{{o.column, func(row *dataset.Scanner) string {
				seen.look(row)
				return strconv.FormatFloat(model.Predict(row.X()), 'g', -1, 64)
			}}})
			seen.warn(file)
			return err
		})
	})
}

// settled finds nothing to settle.
func settled(*dataset.Scanner) error { return nil }

// strangers are the rows unlike those that the model was trained on.
type strangers struct {
	domain      *kernel.Domain
	rows, count int
	first       string
}

func (s *strangers) look(row *dataset.Scanner) {
	s.rows++
	why := s.domain.Outside(row.X())
	if why == "" {
		return
	}
	if s.count++; s.count == 1 {
		s.first = fmt.Sprintf("line %d: %s", row.Line(), why)
	}
}

func (s *strangers) warn(file string) {
	if s.count > 0 {
		fmt.Fprintf(os.Stderr, "relucert: warning: %s: %d of %d rows lie outside the range of the training rows, where predictions may be anything; the first is %s\n",
			file, s.count, s.rows, s.first)
	}
}
