package theorems

import (
	"context"
	"fmt"
	"strings"

	"relucert"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// Table is small instances, all of them, each with its optimum and what training says.
type Table struct {
	Title string
	Note  string
	Head  []string
	Rows  [][]string
	// Wrong are the rows in which training and trying all solutions disagree: there are none.
	Wrong []string
}

// tables are computed anew, by the name that statements give.
func tables(ctx context.Context, name string) (*Table, error) {
	switch name {
	case "4":
		return covers(ctx)
	case "7":
		return densest(ctx)
	case "8":
		return colourings(ctx)
	case "10":
		return formulas(ctx)
	case "vu":
		return twoWays()
	}
	return nil, fmt.Errorf("there is no table %q", name)
}

// solved is the interval of the least SSE on a reduction's set, to a quarter of one unit of the objective.
func solved(ctx context.Context, r reduce.Reduction) (lower, upper float64, err error) {
	m, err := reduce.NewMeta(r, reduce.Layout{}, instance.Source{}, "theorems")
	if err != nil {
		return 0, 0, err
	}
	data, err := m.Dataset()
	if err != nil {
		return 0, 0, err
	}
	step, _ := r.Claim().Step.Float64()
	result, err := relucert.Fit(ctx, relucert.Problem{Data: data, Class: m.Class()}, relucert.Options{Additive: step / 4, NodeLimit: 50_000, Threads: 1})
	if err != nil {
		return 0, 0, err
	}
	return result.SSELower, result.SSE, nil
}

func interval(lower, upper float64) string {
	if upper < 1e-6 {
		return "0"
	}
	return fmt.Sprintf("%.2f to %.2f", lower, upper)
}

func (t *Table) add(row []string, right bool) {
	t.Rows = append(t.Rows, row)
	if !right {
		t.Wrong = append(t.Wrong, strings.Join(row, " | "))
	}
}
