package inference

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"relucert"
	"relucert/dataset"
)

// Folds says how cross-validation divides the samples.
type Folds struct {
	Number int // at least 2
	// Rolling: the rows are cut into Number+1 blocks in the order of the file, and each block but the first is foretold from those
	// before it. Else folds take turns along the input, so that each has samples everywhere.
	Rolling bool
}

// CrossValidate takes the number of breakpoints with the least mean squared error on samples left out, among those of path.
func CrossValidate(ctx context.Context, path *relucert.Path, p relucert.Problem, folds Folds, opts relucert.Options) (*Choices, error) {
	parts, err := folds.divide(p.Data)
	if err != nil {
		return nil, err
	}
	all, err := candidates(path, &p)
	if err != nil {
		return nil, err
	}
	whole, opts, total := p.Data, quiet(opts), 0.0
	for i, f := range parts {
		p.Data = rows(whole, f.train)
		fold, err := relucert.FitPath(ctx, p, path.Fits[0].K(), opts)
		if err != nil {
			return nil, fmt.Errorf("fold %d: %w", i+1, err)
		}
		test := rows(whole, f.test)
		total += test.SumOfWeights()
		for k, r := range fold.Fits {
			all[k].Value += r.Network.SSE(test)
		}
	}
	for k := range all {
		all[k].Value /= total
		all[k].Least = all[k].Value
	}
	c := Decide("mean squared error on samples left out", all)
	c.Proved = false
	return c, nil
}

// fold is rows to fit and rows to foretell.
type fold struct{ train, test []int }

func (f Folds) divide(d *dataset.Dataset) ([]fold, error) {
	m := d.Rows()
	switch most := f.most(m); {
	case most < 2:
		return nil, fmt.Errorf("%d samples are too few for folds", m)
	case f.Number < 2 || f.Number > most:
		return nil, fmt.Errorf("%d samples are in 2 to %d folds, not %d", m, most, f.Number)
	}
	order := make([]int, m)
	for i := range order {
		order[i] = i
	}
	if f.Rolling {
		return f.roll(order), nil
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d.X[a], d.X[b]) })
	all := make([]fold, f.Number)
	for rank, i := range order {
		for j := range all {
			if rank%f.Number == j {
				all[j].test = append(all[j].test, i)
			} else {
				all[j].train = append(all[j].train, i)
			}
		}
	}
	return all, nil
}

// most is how many folds m samples may be in: with one sample each, or two before the first.
func (f Folds) most(m int) int {
	if f.Rolling {
		return m/2 - 1
	}
	return m
}

func (f Folds) roll(order []int) (all []fold) {
	at := func(block int) int { return block * len(order) / (f.Number + 1) }
	for j := 1; j <= f.Number; j++ {
		all = append(all, fold{order[:at(j)], order[at(j):at(j+1)]})
	}
	return all
}

// rows are some of d's, as a dataset of their own.
func rows(d *dataset.Dataset, which []int) *dataset.Dataset {
	some := like(d, pick(d.X, which), pick(d.Y, which))
	if d.Weights != nil {
		some.Weights = pick(d.Weights, which)
	}
	return some
}

// like is a dataset with d's columns and origins.
func like(d *dataset.Dataset, x, y []float64) *dataset.Dataset {
	return &dataset.Dataset{Name: d.Name, Features: d.Features, Target: d.Target, X: x, Y: y,
		WeightColumn: d.WeightColumn, Origins: d.Origins, TargetOrigin: d.TargetOrigin}
}
