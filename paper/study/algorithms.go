package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"relucert"
	"relucert/hardness/generate"
	"relucert/paper/approx"
)

// The series of the fourth experiment.
const (
	coinNeeds   = "needed, any labels: a coin's bias"
	coinFormula = "Theorem 5's count for it"
	rareNeeds   = "needed, realizable: a rare sample"
	rareFormula = "Theorem 9's count for it"
	byRows      = "Theorem 5 at ε = 0.4, n = 2"
	asWritten5  = "Theorem 5 as written, n = 2"
	asWritten9  = "Theorem 9 as written, n = 2"
)

func netCubes(n, k int) string { return fmt.Sprintf("cubes looked at, n = %d, k = %d", n, k) }
func netCells(n, k int) string { return fmt.Sprintf("cells of the net, n = %d, k = %d", n, k) }

// nets are the sizes of nets, n inputs and k units.
var nets = [][2]int{{1, 1}, {2, 1}, {3, 1}, {1, 2}}

// unsure is δ.
const unsure = 0.05

var needed = Axis{"samples", true, func(r Run) float64 { return float64(r.Samples) }}

// algorithms is experiment (4).
func algorithms() Experiment {
	e := Experiment{
		Name:     "algorithms",
		Title:    "The paper's own algorithms",
		Question: "Do Theorems 5 and 9 and the ε-net cost what they say, in samples and in time?",
		Theory: "Theorem 5: of order 1/ε² samples suffice for any labels, Theorem 9: about 1/ε if some network fits exactly; training on them costs the same however many rows there are. All activation patterns of m' samples are of order m'^(nk), " +
			"a power of 1/ε for fixed n. The net of the ball has (1/ε)^(nk) cells.",
		Setup: "Samples needed, n = k = 1, with probability 0.95, by the exact distribution: x = ±1 with y = 1 and P(x = 1) = ½ + ε/2, which tells the side only by a majority; and x = y = 1 with probability ε, else x = y = 0, where one sample that is not 0 is enough. " +
			"Rows: planted unit with noise, `approximate --method sample` at ε = 0.4, m from 10,000 to 640,000. As written: `approximate --method patterns`, m = 100,000. Nets: `approximate --method net`, m = 30, noise.",
		Reading: "The needs of one family are lower bounds for every learner on it, the counts upper bounds for all distributions: their distance is what constants cost, their exponents agree. Cubes are fewer than cells since most of a net is left out together.",
		Panels: []Panel{
			{Name: "needs", Title: "Samples against 1/ε", X: inverseEpsilon, Y: []Axis{needed},
				Curves: []Curve{{coinNeeds, Power, 2}, {coinFormula, Power, 2}, {rareNeeds, Power, 1}, {rareFormula, Power, 1}}},
			{Name: "rows", Title: "Nodes against the number of rows", X: samples, Y: []Axis{nodes}, Curves: []Curve{{byRows, Power, 0}}},
			{Name: "written", Title: "All activation patterns: time against 1/ε", X: inverseEpsilon, Y: []Axis{seconds}, Curves: []Curve{{asWritten5, Power, 0}, {asWritten9, Power, 0}}},
		},
		verdict: func(f findings) string {
			coin, rare, rows := f.fit("needs", coinNeeds), f.fit("needs", rareNeeds), f.fit("rows", byRows)
			return fmt.Sprintf("Samples needed grow like 1/ε to the %s for any labels and to the %s where labels fit exactly, theory says 2 and 1. Rows: %s.", decimals(coin.Exponent), decimals(rare.Exponent), rows.Words())
		},
		trials: algorithmTrials,
	}
	net := Panel{Name: "net", Title: "The net against 1/ε", X: inverseEpsilon, Y: []Axis{nodes}}
	for _, s := range nets {
		net.Curves = append(net.Curves, Curve{netCells(s[0], s[1]), Power, float64(s[0] * s[1])}, Curve{netCubes(s[0], s[1]), Power, float64(s[0] * s[1])})
	}
	e.Panels = append(e.Panels, net)
	return e
}

func algorithmTrials(quick bool) []trial {
	levels, doublings, steps, seeds := 8, 7, 5, 5
	if quick {
		levels, doublings, steps, seeds = 4, 3, 2, 2
	}
	all := slices.Concat(
		counted(coinNeeds, levels, coin), counted(coinFormula, levels, formula((approx.Scale).Samples, 1)),
		counted(rareNeeds, levels, rare), counted(rareFormula, levels, formula((approx.Scale).SamplesRealizable, 0)),
		approximated(byRows, doublings, seeds, approx.SampleOptions{}, func(level int) (int, float64, float64) { return 10_000 << level, 0.4, noise }),
		approximated(asWritten5, steps, seeds, approx.SampleOptions{AllPatterns: true}, func(level int) (int, float64, float64) {
			return 100_000, 1.2 * math.Exp2(-float64(level)/2), noise
		}),
		approximated(asWritten9, steps, seeds, approx.SampleOptions{AllPatterns: true, Realizable: true}, func(level int) (int, float64, float64) {
			return 100_000, 1.2 * math.Exp2(-float64(level)/2), 0
		}),
	)
	for _, s := range nets {
		all = append(all, netted(s[0], s[1], steps, seeds)...)
	}
	return all
}

// by gives trials another way to train.
func by(trials []trial, ways ...way) []trial {
	for i := range trials {
		trials[i].ways = ways
	}
	return trials
}

// counted are numbers of samples that follow from ε alone.
func counted(series string, levels int, count func(epsilon float64) float64) []trial {
	load := func(level int) func(uint64) (task, error) {
		return planted(generate.PlantedOptions{Features: 1, Samples: 1, Signs: pluses(1)}, 1, 0.1*math.Exp2(-float64(level)))
	}
	return by(sweep(series, levels, 2, load), way{train: func(_ context.Context, t task, r *Run) error {
		r.Seconds = clock(func() { r.Samples = int(count(t.epsilon)) })
		r.Status = finished
		return nil
	}})
}

// formula is what the theorems' counts are for one unit and labels from least to 1.
func formula(count func(s approx.Scale, epsilon, delta float64) float64, least float64) func(float64) float64 {
	s := approx.Scale{Units: 1, Signs: pluses(1), Norm: 1, Radius: 1, LeastLabel: least, MostLabel: 1}
	return func(epsilon float64) float64 { return count(s, epsilon, unsure) }
}

// coin is the least odd m where the majority is right with probability 1 − δ.
func coin(epsilon float64) float64 {
	fails := func(half int) bool { // with 2·half + 1 samples
		return distuv.Binomial{N: float64(2*half + 1), P: 0.5 + epsilon/2}.CDF(float64(half)) > unsure
	}
	most := 1
	for fails(most) {
		most *= 2
	}
	return float64(2*sort.Search(most, func(half int) bool { return !fails(half) }) + 1)
}

// rare is the least m in which a sample of probability ε is with probability 1 − δ.
func rare(epsilon float64) float64 { return math.Ceil(math.Log(unsure) / math.Log1p(-epsilon)) }

// approximated are planted units of two inputs through the sampling algorithms.
func approximated(series string, levels, seeds int, o approx.SampleOptions, of func(level int) (rows int, epsilon, noise float64)) []trial {
	load := func(level int) func(uint64) (task, error) {
		rows, epsilon, noise := of(level)
		return planted(generate.PlantedOptions{Features: 2, Samples: rows, Signs: pluses(1), Noise: noise}, 1, epsilon)
	}
	return by(sweep(series, levels, seeds, load), way{train: func(ctx context.Context, t task, r *Run) error {
		o := o
		o.Epsilon, o.Delta, o.Seed, o.Search.Threads = t.epsilon, unsure, r.Seed, 1
		var s *approx.Sampled
		var err error
		r.Seconds = clock(func() { s, err = approx.Sample(ctx, *bounded(t), o) })
		if err != nil {
			return err
		}
		r.Status, r.Nodes, r.Error = finished, s.Nodes, s.TrainingError
		r.Lower = max(0, s.TrainingError-s.Epsilon) // as the theorem has it, but with probability δ
		return nil
	}})
}

func bounded(t task) *approx.Problem {
	return &approx.Problem{Data: t.problem.Data, Class: t.problem.Class}
}

// netted are nets, and how many cells they have.
func netted(n, k, levels, seeds int) []trial {
	load := func(level int) func(uint64) (task, error) {
		return planted(generate.PlantedOptions{Features: n, Samples: 30, Signs: pluses(k), Noise: noise}, 1, 0.1*math.Exp2(-float64(level)))
	}
	return by(sweep(netCubes(n, k), levels, seeds, load), way{train: func(ctx context.Context, t task, r *Run) error {
		var found *approx.Netted
		var err error
		r.Seconds = clock(func() {
			found, err = approx.Net(ctx, *bounded(t), approx.NetOptions{Epsilon: t.epsilon, Search: relucert.Options{Threads: 1}})
		})
		if err != nil {
			return err
		}
		r.Status, r.Nodes, r.Error, r.Lower = finished, found.Nodes, found.TrainingError, found.Lower
		return nil
	}}, way{series: netCells(n, k), train: func(_ context.Context, t task, r *Run) error {
		r.Seconds = clock(func() { r.Nodes = int64(math.Min(bounded(t).Cells(t.epsilon), math.MaxInt64/2)) })
		r.Status, r.Error = finished, r.Lower
		return nil
	}})
}
