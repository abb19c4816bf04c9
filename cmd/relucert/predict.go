package main

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/dataset/columnar"
	"relucert/inference"
	"relucert/internal/output"
	"relucert/network"
)

// predictOptions is what the flags of predict say.
type predictOptions struct {
	out, column string
	interval    string // confidence or prediction; "": none
	level       float64
	data        dataset.Options
	workers     int
	files       *output.Files // what may be written
}

func predictCommand() *cobra.Command {
	o := new(predictOptions)
	cmd := &cobra.Command{
		Use:   "predict MODEL FILE",
		Short: "Predict the rows of a CSV file with a saved model",
		Long: `Predict copies the CSV file and appends a column with the model's predictions, in UTF-8,
with the file's delimiter and decimal mark. Columns are found by name; the target's is not needed. Rows stream through, so
the file may be larger than memory; "-" is standard input. With --interval there are
two columns more, NAME_low and NAME_high; the model must be a broken line that fit saved.`,
		Example: "  relucert predict model.json new.csv -o predictions.csv",
		Args:    files("MODEL", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("level") && o.interval == "" {
				return usagef("--level is for --interval")
			}
			o.workers = threads(o.workers)
			return o.run(cmd.Context(), args[0], args[1])
		},
	}
	o.define(cmd.Flags())
	cmd.Flags().Var(counting(&o.workers), "threads", "worker threads; the result does not depend on it (default: all cores)")
	o.level = 0.95
	cmd.Flags().Var(named(&o.interval, []string{"confidence", "prediction"}, ""), "interval", "add columns with the ends of an interval: of the mean (confidence), or of\none new sample of weight 1 (prediction)")
	cmd.Flags().Var(level(&o.level), "level", "of the interval")
	return cmd
}

// define is the flags of predict and of predict-improper.
func (o *predictOptions) define(f *pflag.FlagSet) {
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE`, gzipped if it ends in .gz (default: standard output)")
	f.StringVar(&o.column, "column", "prediction", "`NAME` of the new column")
	columnFlags(f, &o.data, "missing")
}

func (o *predictOptions) run(ctx context.Context, modelFile, file string) error {
	predict := func(w io.Writer) error {
		return await(ctx, func() error { return o.predict(ctx, w, modelFile, file) })
	}
	if err := o.check(modelFile, file); err != nil {
		return err
	}
	return o.files.Emit(o.outUse(), predict)
}

// check finds what cannot work before anything is read.
func (o *predictOptions) check(modelFile, file string) error {
	if modelFile == "-" && file == "-" {
		return usagef("MODEL and FILE cannot both be standard input")
	}
	o.files = desk.Reading(output.Use{By: "the model", Path: modelFile}, output.Use{By: "the rows", Path: file})
	return o.files.Check(o.outUse())
}

func (o *predictOptions) outUse() output.Use { return output.Use{By: "--output", Path: o.out} }

// predict streams the rows of file through the model.
func (o *predictOptions) predict(ctx context.Context, w io.Writer, modelFile, file string) error {
	model, err := network.LoadModel(modelFile)
	if err != nil {
		return err
	}
	settle := func(rows *dataset.Scanner) error {
		rows.SetOrigins(model.Origins, dataset.Decimal{})
		return fits(model, rows, file)
	}
	columns, err := o.columns(model)
	if err != nil {
		return usagef("%s: --interval: %v", modelFile, err)
	}
	o.data.Features, o.data.Bases = model.Features, model.Bases
	return o.stream(ctx, w, file, settle, columns)
}

// columns are the prediction and, if asked for, its interval.
func (o *predictOptions) columns(model *network.Model) ([]column, error) {
	all := []column{{o.column, func(row *dataset.Scanner) string { return model.Text(row.X()) }}}
	if o.interval == "" {
		return all, nil
	}
	errs, err := inference.ReadErrors(model.Errors)
	if err != nil {
		return nil, err
	}
	end := func(i int) func(*dataset.Scanner) string {
		return func(row *dataset.Scanner) string {
			band := errs.Bands(row.X(), o.level)[0]
			ends := band.Prediction
			if o.interval == "confidence" {
				ends = band.Confidence
			}
			return model.TargetOrigin.Plus(ends[i], -1)
		}
	}
	return append(all, column{o.column + "_low", end(0)}, column{o.column + "_high", end(1)}), nil
}

// column is a new one: its name, and its text in a row.
type column struct {
	name string
	text func(*dataset.Scanner) string
}

// fits refuses rows whose features are not the model's.
func fits(model *network.Model, rows *dataset.Scanner, file string) error {
	if err := model.Fits(rows); err != nil {
		return usagef("%s: %v", file, err)
	}
	return nil
}

// stream copies the rows of file, each with the text for its features, once settle has seen how they are read.
func (o *predictOptions) stream(ctx context.Context, w io.Writer, file string, settle func(*dataset.Scanner) error, columns []column) error {
	in, err := columnar.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	opts := o.data
	opts.FixedFeatures = true
	rows, err := dataset.NewInputScanner(file, in, opts)
	if err != nil {
		return err
	}
	for _, c := range columns {
		if slices.Contains(rows.Header(), c.name) {
			return usagef("%s has a column %q already: name the new one with --column", file, c.name)
		}
	}
	if err := settle(rows); err != nil {
		return err
	}
	dialect, err := rows.Dialect()
	if err != nil {
		return err
	}
	return o.appendColumns(ctx, w, rows, lines{dialect}, columns)
}

// appendColumns copies the header and the rows, each with the new columns.
func (o *predictOptions) appendColumns(ctx context.Context, w io.Writer, rows *dataset.Scanner, as lines, columns []column) error {
	header := rows.Header()
	for _, c := range columns {
		header = append(header[:len(header):len(header)], c.name)
	}
	var line []byte
	for _, name := range header {
		line = as.field(line, []byte(name))
	}
	if _, err := w.Write(closed(line)); err != nil {
		return err
	}
	err := rows.Spread(ctx, o.workers, func(row *dataset.Scanner, out []byte) []byte {
		for _, field := range row.Record() {
			out = as.field(out, field)
		}
		for _, c := range columns {
			out = as.number(out, c.text(row))
		}
		return closed(out)
	}, func(piece []byte) error {
		_, err := w.Write(piece)
		return err
	})
	return cmp.Or(err, rows.Err())
}
