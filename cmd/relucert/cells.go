package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/big"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/engine/cells"
	"relucert/internal/indented"
	"relucert/network"
)

// cellsOptions is what the flags of cells say.
type cellsOptions struct {
	data             dataset.Options
	bias, list, json bool
	limit            int64
}

// mostCells takes a minute or so to count.
const mostCells = 10_000_000

func cellsCommand() *cobra.Command {
	o := &cellsOptions{limit: mostCells}
	cmd := &cobra.Command{
		Use:   "cells FILE",
		Short: "Count or list the activation patterns of a unit on the data",
		Long: `Cells counts the ways in which a ReLU unit can be on or off on the rows of FILE: the
cells of the arrangement of the planes ⟨x_i, w⟩ = 0, in exact arithmetic. With
--list it prints each as a line with a sign for each row: + where the unit is on, -
where it is off, 0 for a row of zeros. "-" is standard input.

There are at most 2 Σ C(planes−1, d), d < rank, cells; when that is beyond --limit,
cells refuses and says so.`,
		Example: "  relucert cells data.csv --features a,b --list",
		Args:    files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), desk.Stdout.Stream(), args[0])
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	columnFlags(f, &o.data, "features", "target", "missing")
	reword(f, map[string]string{
		"features": "feature columns `a,b` (default: the numeric ones but the target)",
		"target":   "`COLUMN` that is not a feature (default: the last, unless\n--features is given)",
	})
	f.BoolVar(&o.bias, "bias", true, "give the unit a bias")
	f.Var(counting(&o.limit), "limit", "refuse when there may be more cells")
	f.BoolVar(&o.list, "list", false, "print the patterns, one a line")
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	return cmd
}

func (o *cellsOptions) run(ctx context.Context, out io.Writer, file string) error {
	var data *dataset.Exact
	var planes *cells.Arrangement
	if err := await(ctx, func() (err error) {
		labelled := o.data.Target != "" || len(o.data.Features) == 0
		if data, err = dataset.OpenExact(file, o.data, o.bias, labelled); err == nil {
			planes = cells.New(data.X)
		}
		return err
	}); err != nil {
		return err
	}
	if err := planes.Within(o.limit); err != nil {
		return usagef("%s: %v (--limit sets it)", file, err)
	}
	w := bufio.NewWriter(out)
	answer, err := o.walk(ctx, w, planes, data)
	if err != nil {
		return err
	}
	if err := o.answer(w, answer); err != nil {
		return err
	}
	return w.Flush()
}

// cellCount is the whole answer.
type cellCount struct {
	Rows     int      `json:"rows"`
	Features []string `json:"features"`
	Bias     bool     `json:"bias"`
	Planes   int      `json:"planes"`
	Rank     int      `json:"rank"`
	AtMost   *big.Int `json:"at_most"`
	Cells    int64    `json:"cells"`
	Patterns []string `json:"patterns,omitempty"`
}

// walk counts the cells, and prints or gathers them if they are to be listed.
func (o *cellsOptions) walk(ctx context.Context, w io.Writer, planes *cells.Arrangement, data *dataset.Exact) (*cellCount, error) {
	c := &cellCount{Rows: len(data.X), Features: data.Features, Bias: o.bias,
		Planes: planes.Planes(), Rank: planes.Rank(), AtMost: planes.AtMost()}
	for cell := range planes.Cells(ctx) {
		switch c.Cells++; {
		case o.list && o.json:
			c.Patterns = append(c.Patterns, signsOf(cell, c.Rows))
		case o.list:
			if _, err := fmt.Fprintln(w, signsOf(cell, c.Rows)); err != nil {
				return nil, err
			}
		}
	}
	return c, ctx.Err()
}

func signsOf(cell cells.Cell, rows int) string {
	text := make([]byte, rows)
	for i := range text {
		text[i] = network.SignRune(cell.Sign(i))
	}
	return string(text)
}

func (o *cellsOptions) answer(w io.Writer, c *cellCount) error {
	if o.json {
		return indented.EscapedJSON(w, c)
	}
	if o.list {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "cells\t%d\nat most\t%v\n", c.Cells, c.AtMost)
	fmt.Fprintf(table, "rows\t%d\nplanes\t%d (rows that are multiples of each other share one)\nrank\t%d\n", c.Rows, c.Planes, c.Rank)
	return table.Flush()
}
