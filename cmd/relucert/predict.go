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
	"relucert/network"
)

// predictOptions is what the flags of predict say.
type predictOptions struct {
	out, column, missing string
}

func predictCommand() *cobra.Command {
	o := new(predictOptions)
	cmd := &cobra.Command{
		Use:   "predict MODEL FILE",
		Short: "Predict the rows of a CSV file with a saved model",
		Long: `Predict copies the CSV file and appends a column with the model's predictions.
Columns are found by name; the target's is not needed. Rows stream through, so
the file may be larger than memory; "-" is standard input.

` + exitCodes,
		Example: "  relucert predict model.json new.csv -o predictions.csv",
		Args:    files("MODEL", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], args[1])
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE` (default: standard output)")
	f.StringVar(&o.column, "column", "prediction", "`NAME` of the new column")
	f.Var(oneOf(&o.missing, "error", "drop"), "missing", "what a missing value is: an error, or a reason to drop its row")
	return cmd
}

func (o *predictOptions) run(ctx context.Context, modelFile, file string) error {
	predict := func(w io.Writer) error {
		return await(ctx, func() error { return o.predict(w, modelFile, file) })
	}
	switch {
	case modelFile == "-" && file == "-":
		return usagef("MODEL and FILE cannot both be standard input")
	case o.out == "":
		return predict(os.Stdout)
	case sameFile(o.out, modelFile), sameFile(o.out, file):
		return usagef("--output %s would overwrite the input", o.out)
	}
	if err := checkWritable(o.out); err != nil {
		return usagef("--output: %v", err)
	}
	return write(o.out, predict)
}

// predict streams the rows of file through the model.
func (o *predictOptions) predict(w io.Writer, modelFile, file string) error {
	model, err := network.LoadModel(modelFile)
	if err != nil {
		return err
	}
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
	return o.copy(w, rows, &model.Network)
}

// copy writes the header and the rows, each with its prediction.
func (o *predictOptions) copy(w io.Writer, rows *dataset.Scanner, net *network.Network) error {
	out := csv.NewWriter(w)
	record := append(slices.Clone(rows.Header()), o.column)
	out.Write(record)
	for rows.Scan() {
		record = record[:0]
		for _, field := range rows.Record() {
			record = append(record, string(field))
		}
		record = append(record, strconv.FormatFloat(net.Predict(rows.X()), 'g', -1, 64))
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
