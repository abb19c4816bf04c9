package main

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"relucert/dataset"
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
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE` (default: standard output)")
	f.StringVar(&o.column, "column", "prediction", "`NAME` of the new column")
	f.Var(oneOf(&o.missing, "error", "drop"), "missing", "what a missing value is: an error, or a reason to drop its row")
	return cmd
}

func (o *improperPrediction) check(modelFile, file string) error {
	if modelFile == "-" && file == "-" {
		return usagef("MODEL and FILE cannot both be standard input")
	}
	if o.out == "" {
		return nil
	}
	return claim{"--output", o.out}.check([]claim{{"the model", modelFile}, {"the rows", file}})
}

// run streams the rows of file through the model.
func (o *improperPrediction) run(ctx context.Context, file string, load func() (*improper.Model, error)) error {
	predict := func(w io.Writer) error {
		return await(ctx, func() error {
			model, err := load()
			if err != nil {
				return err
			}
			return o.stream(ctx, w, file, model)
		})
	}
	if o.out == "" {
		return predict(os.Stdout)
	}
	return write(o.out, predict)
}

func (o *improperPrediction) stream(ctx context.Context, w io.Writer, file string, model *improper.Model) error {
	in, err := dataset.OpenFile(file)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := dataset.NewInputScanner(file, in, dataset.Options{Features: model.Features, DropMissing: o.missing == "drop"})
	if err != nil {
		return err
	}
	if slices.Contains(rows.Header(), o.column) {
		return usagef("%s has a column %q already: name the new one with --column", file, o.column)
	}
	return appendColumn(ctx, w, rows, o.column, model.Predict)
}

// appendColumn copies the header and the rows, each with a value more.
func appendColumn(ctx context.Context, w io.Writer, rows *dataset.Scanner, name string, value func([]float64) float64) error {
	out := csv.NewWriter(w)
	out.Write(append(slices.Clone(rows.Header()), name))
	for rows.Scan() && ctx.Err() == nil {
		var record []string
		for _, field := range rows.Record() {
			record = append(record, string(field))
		}
		record = append(record, strconv.FormatFloat(value(rows.X()), 'g', -1, 64))
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	if err := rows.Err(); err != nil {
		return err
	}
	return out.Error()
}
