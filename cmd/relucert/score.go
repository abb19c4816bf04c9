package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/dataset/columnar"
	"relucert/internal/indented"
	"relucert/network"
)

// scoreOptions is what the flags of score say.
type scoreOptions struct {
	data dataset.Options
	json bool
}

func scoreCommand() *cobra.Command {
	o := new(scoreOptions)
	cmd := &cobra.Command{
		Use:   "score MODEL FILE",
		Short: "Measure a saved model on labelled data",
		Long: `Score prints SSE, training error (the average squared error), its root and R²
of a model on the samples in FILE. Rows stream through, so the file may be
larger than memory; "-" is standard input.`,
		Example: "  relucert score model.json data.csv --json",
		Args:    files("MODEL", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return o.run(args[0], args[1]) })
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	columnFlags(f, &o.data, "target", "sample-weights", "missing")
	reword(f, map[string]string{"target": "`COLUMN` of the labels (default: the model's)"})
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	return cmd
}

func (o *scoreOptions) run(modelFile, file string) error {
	model, err := network.LoadModel(modelFile)
	if err != nil {
		return err
	}
	in, err := columnar.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := o.open(file, in, model)
	if err != nil {
		return err
	}
	score, err := model.Network.MeasureRows(rows)
	if err != nil {
		return err
	}
	return o.answer(desk.Stdout, rows, score)
}

// open finds the model's columns in the file.
func (o *scoreOptions) open(file string, in io.Reader, model *network.Model) (*dataset.Scanner, error) {
	opts := o.data
	opts.Features, opts.Bases, opts.FixedFeatures = model.Features, model.Bases, true
	if opts.Target == "" {
		opts.Target = model.Target
	}
	rows, err := dataset.NewScanner(file, in, opts)
	if err != nil {
		return nil, err
	}
	rows.SetOrigins(model.Origins, model.TargetOrigin)
	return rows, fits(model, rows, file)
}

func (o *scoreOptions) answer(w io.Writer, rows *dataset.Scanner, s *network.Meter) error {
	if o.json {
		return writeScoreJSON(w, rows, s)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "samples\t%d\n", s.Rows)
	if rows.Dropped() > 0 {
		fmt.Fprintf(table, "rows dropped\t%d\n", rows.Dropped())
	}
	if r2 := s.R2(); !math.IsNaN(r2) {
		fmt.Fprintf(table, "R²\t%.6f\n", r2)
	} else {
		fmt.Fprintf(table, "R²\tnot defined: all labels are equal\n")
	}
	fmt.Fprintf(table, "training error\t%.7g (the average squared error; its root is %.7g)\n", s.TrainingError(), math.Sqrt(s.TrainingError()))
	fmt.Fprintf(table, "SSE\t%.7g\n", s.SSE())
	return table.Flush()
}

// writeScoreJSON writes r2 as null where it is not defined.
func writeScoreJSON(w io.Writer, rows *dataset.Scanner, s *network.Meter) error {
	answer := struct {
		Rows          int64    `json:"rows"`
		Dropped       int      `json:"dropped"`
		Target        string   `json:"target"`
		SSE           float64  `json:"sse"`
		TrainingError float64  `json:"training_error"`
		RMSE          float64  `json:"rmse"`
		RSquared      *float64 `json:"r2"`
	}{s.Rows, rows.Dropped(), rows.Target(), s.SSE(), s.TrainingError(), math.Sqrt(s.TrainingError()), nil}
	if r2 := s.R2(); !math.IsNaN(r2) {
		answer.RSquared = &r2
	}
	return indented.EscapedJSON(w, answer)
}
