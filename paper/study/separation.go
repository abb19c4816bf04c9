package study

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/hardness/reduce"
	"relucert/network"
	"relucert/paper/approx"
	"relucert/paper/kernel"
)

// The series of the third experiment.
const (
	proper   = "proper: a ReLU"
	improper = "improper: a kernel function"
)

// A series of trials for each of its panels: what varies differs.
const (
	byInputs  = ", n varies"
	byEpsilon = ", ε varies"
	byDensest = ", densest subgraph"
)

// freshRows are how many rows an error is measured on.
const freshRows = 4000

// separation is experiment (3).
func separation() Experiment {
	both := func(suffix string, law, other Law, theorem float64) []Curve {
		return []Curve{{proper + suffix, law, theorem}, {improper + suffix, other, 0}}
	}
	return Experiment{
		Name:     "separation",
		Title:    "Proper against improper learning",
		Question: "Is it easier to predict as well as the best ReLU than to find a ReLU that does?",
		Theory: "An improper learner may answer with any function. The kernel learner of Goel, Kanade, Klivans and Thaler learns in 2^O(1/ε)·poly(n). " +
			"Assuming Hypothesis 6, by Theorem 7 no proper learner, which answers with a ReLU, can do that: on some data it needs 2^Ω(1/ε²). " +
			"With ε = c/√n that is 2^O(√n) against 2^Ω(n). Both count the samples that learning takes: `relucert learn-improper` prints how many suffice for it.",
		Setup: "The same samples for both, and the same guarantee on them, training error at most ε above that of every ReLU of norm 1: `relucert fit` against `relucert learn-improper`, answers cut off at ±1. " +
			"One planted unit on the sphere, label noise 0.5: first m = 10n and ε = 0.3/√n, then n = 8, m = 100 and ε from 0.2 down. And both cases of Hypothesis 6 as distributions, N vertices of degree 3, four of which are a clique or no part of which is planted " +
			"(`relucert generate densest --degree 3 --size 4`, also `--unplanted`; `relucert reduce densest --mode paper`): 20N rows drawn, ε = 0.2/√N of the labels' mean square. Learning is judged by the error on 4,000 fresh rows of the same distribution, or on all of the densest-subgraph rows.",
		Reading: "Training improperly is easy in any case: a function with more freedom than there are samples may just repeat their labels. Only the error on fresh rows says whether it has learned. " +
			"It ends where its polynomial's norm, 2^O(1/ε), leaves nothing of the ridge in float64 (refused); the proper learner has no such limit in ε. Planted data are not the hard data of Theorem 7, and time of one proper learner proves nothing of all.",
		Panels: []Panel{
			{Name: "inputs", Title: "Time against n at ε = 0.3/√n", X: inputs, Y: []Axis{seconds}, Curves: both(byInputs, Exponential, Power, 0)},
			{Name: "fresh", Title: "Error on fresh rows against n at ε = 0.3/√n", X: inputs, Y: []Axis{freshExcess}, Curves: both(byInputs, Power, Power, 0)},
			{Name: "epsilon", Title: "Time against 1/ε at n = 8", X: inverseEpsilon, Y: []Axis{seconds}, Curves: both(byEpsilon, Stretched, Power, 2)},
			{Name: "densest", Title: "Densest subgraph: time against N at ε ~ 1/√N", X: vertices, Y: []Axis{seconds}, Curves: both(byDensest, Exponential, Power, 0)},
			{Name: "densest-fresh", Title: "Densest subgraph: error on all rows against N", X: vertices, Y: []Axis{freshExcess}, Curves: both(byDensest, Power, Power, 0)},
		},
		verdict: separationVerdict,
		trials:  separationTrials,
	}
}

// separationVerdict asks for both: the improper learner is faster, and has learned as much.
func separationVerdict(f findings) string {
	a, b := f.largest(proper+byInputs, improper+byInputs)
	if len(a) == 0 || len(b) == 0 {
		return "Too few runs to tell."
	}
	text := fmt.Sprintf("at n = %d the improper learner takes %.2g s, the proper one %.2g s; on fresh rows the one is %.0f %% above the best ReLU, the other %.0f %%.",
		a[0].Inputs, median(b, seconds), median(a, seconds), 100*median(b, freshExcess), 100*median(a, freshExcess))
	if median(b, seconds) < median(a, seconds) && median(b, freshExcess) <= 1.1*median(a, freshExcess)+closeGap {
		return "A separation shows on these data: " + text
	}
	return "No separation is shown: " + text
}

func separationTrials(quick bool) []trial {
	most, levels, pairs, seeds := 12, 8, 5, 5
	if quick {
		most, levels, pairs, seeds = 4, 4, 1, 2
	}
	return slices.Concat(
		properly(byInputs, sweep(proper+byInputs, most-1, seeds, func(level int) func(uint64) (task, error) {
			n := 2 + level
			return learnable(generate.PlantedOptions{Features: n, Samples: 10 * n, Signs: pluses(1), Noise: noise}, 0.3/math.Sqrt(float64(n)))
		})),
		properly(byEpsilon, sweep(proper+byEpsilon, levels, seeds, func(level int) func(uint64) (task, error) {
			return learnable(generate.PlantedOptions{Features: 8, Samples: 100, Signs: pluses(1), Noise: noise}, 0.2*math.Exp2(-float64(level)))
		})),
		properly(byDensest, sweep(proper+byDensest, pairs, seeds, func(level int) func(uint64) (task, error) { return densestRows(8 + 2*level) })),
	)
}

// properly trains so, then improperly, on the data of each trial.
func properly(varied string, trials []trial) []trial {
	for i := range trials {
		trials[i].ways = append(trials[i].ways, way{improper + varied, learnImproperly})
	}
	return trials
}

// learnable is planted, with fresh rows of the same unit.
func learnable(o generate.PlantedOptions, epsilon float64) func(uint64) (task, error) {
	m := o.Samples
	o.Samples += freshRows
	return func(seed uint64) (task, error) {
		t, err := planted(o, 1, epsilon)(seed)
		if err != nil {
			return t, err
		}
		t.problem.Data, t.fresh = cut(t.problem.Data, m)
		t.least = o.Noise * o.Noise // of the planted unit, whatever the inputs
		return t, nil
	}
}

// cut is the first m rows, and the others.
func cut(d *dataset.Dataset, m int) (first, rest *dataset.Dataset) {
	a, b, n := *d, *d, len(d.Features)
	a.X, a.Y, b.X, b.Y = d.X[:m*n], d.Y[:m], d.X[m*n:], d.Y[m:]
	return &a, &b
}

// fewNodes is enough for the least error of all rows to show in the incumbent; to prove it may take hours.
const fewNodes = 1000

// clique is the vertices of a dense part, and κ.
const clique = 4

// densestRows draws rows of an instance of Hypothesis 6, whose own rows are the distribution: with a
// dense part for odd seeds, without for even ones.
func densestRows(vertices int) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		g, _, err := generate.Bounded(generate.BoundedOptions{Vertices: vertices, Size: clique, Degree: clique - 1, Unplanted: seed%2 == 0, Seed: seed})
		if err != nil {
			return task{}, err
		}
		r, err := reduce.NewDensest(g, clique, "paper")
		if err != nil {
			return task{}, err
		}
		t, err := decisive(r, vertices)
		if err != nil {
			return t, err
		}
		all := t.problem
		best, err := relucert.Fit(context.Background(), all, relucert.Options{Additive: t.epsilon * all.Data.SumOfWeights(), NodeLimit: fewNodes, Threads: 1})
		if err != nil {
			return t, err
		}
		t.fresh, t.least = all.Data, best.TrainingError
		t.epsilon = 0.2 / math.Sqrt(float64(vertices)) * meanSquare(all.Data)
		t.problem.Data = approx.Draw(all.Data, 20*vertices, rand.New(rand.NewPCG(seed, 3)))
		t.problem.Class = network.Class{Signs: pluses(1), NormBound: 1, NoBias: true, Output: network.None}
		return t, nil
	}
}

// meanSquare is that of the labels.
func meanSquare(d *dataset.Dataset) float64 {
	sum := 0.0
	for i, y := range d.Y {
		sum += d.Weight(i) * y * y
	}
	return sum / d.SumOfWeights()
}

func learnImproperly(ctx context.Context, t task, r *Run) error {
	var model *kernel.Model
	var err error
	r.Seconds = clock(func() {
		model, err = kernel.Learn(ctx, t.problem.Data, kernel.Options{Epsilon: t.epsilon, NormBound: t.problem.NormBound})
	})
	if err != nil { // options are in range: float64 is not up to it
		r.Status, r.Error = refused, math.NaN()
		return nil
	}
	r.Status, r.Error = finished, model.TrainingError
	r.Fresh, r.Least = improperError(model, t.fresh), t.least
	return nil
}

// improperError is a kernel function's, cut off at what no competitor exceeds.
func improperError(m *kernel.Model, d *dataset.Dataset) float64 {
	sum, most := 0.0, m.NormBound*m.Radius
	for i, y := range d.Y {
		f := math.Max(-most, math.Min(most, m.Predict(d.Row(i))))
		sum += d.Weight(i) * (f - y) * (f - y)
	}
	return sum / d.SumOfWeights()
}
