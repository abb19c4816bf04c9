package study

import (
	"fmt"
	"math"
	"slices"

	"relucert/hardness/generate"
	"relucert/hardness/reduce"
)

// The series of the first experiment.
const (
	growing      = "planted, n = 0.01/ε²"
	paperDensest = "densest subgraph, the theorem's constants"
	exactDensest = "densest subgraph, exact constants"
)

func fixedInputs(n int) string { return fmt.Sprintf("planted, n = %d", n) }

// agnostic is experiment (1).
func agnostic() Experiment {
	return Experiment{
		Name:     "agnostic",
		Title:    "One unit, any labels: cost against accuracy",
		Question: "If the training error may be ε above the least possible, how much more work does a smaller ε cost?",
		Theory: "Theorem 5: time 2^O(1/ε²)·poly(n, m) is enough for one unit of bounded norm. Theorem 7: assuming Hypothesis 6, that no algorithm of time 2^o(N) approximates the densest " +
			"κ-subgraph within any constant on graphs of bounded degree, 2^Ω(1/ε²) is needed on some data; these data have n of order 1/ε² inputs and stand for the densest subgraph of a graph with that many vertices. Where n is fixed, " +
			"trying all weights of an ε-net costs (1/ε)^O(n): a power of 1/ε, exponent 0 below.",
		Setup: fmt.Sprintf("Planted data: samples uniform on the sphere, a unit on the sphere, label noise %v, trained within ‖w‖ ≤ 1; m = 60 with n fixed, "+
			"m = 10n with n = 0.01/ε². Densest subgraph: cubic graphs (a random cycle and a matching), half of the vertices sought, through both reductions of "+
			"`relucert reduce densest`; ε is half of what tells the cases apart: one edge more or less, or with the theorem's constants the most edges that degrees allow and less than an eighth of them. Every run has an instance of its own.", noise),
		Reading: "With n fixed the search comes to an end among finitely many activation patterns, however small ε is, so its cost must level off. With n growing the solver changes its method at n = 6, from many cheap nodes to few dear ones: time tells more than nodes there. " +
			"With the theorem's constants 1/ε is 130·√N to 310·√N for the N here, rounded cases and small N making it uneven, and N is Θ(1/ε²) only in the long run; with the exact constants 1/ε grows with a higher power of N. " +
			"So cost is set against N itself, which is Θ(1/ε²) in the theorem: exponent 1 in N is the theorem's exponent 2 in 1/ε.",
		Panels: []Panel{
			{Name: "fixed", Title: "Planted unit, n fixed", X: inverseEpsilon, Y: []Axis{nodes, seconds},
				Curves: stretched(2, fixedInputs(3), fixedInputs(5), fixedInputs(7))},
			{Name: "growing", Title: "Planted unit, n growing with 1/ε²", X: inverseEpsilon, Y: []Axis{seconds, nodes}, Curves: stretched(2, growing)},
			{Name: "densest", Title: "Densest subgraph", X: vertices, Y: []Axis{nodes, seconds}, Curves: stretched(1, paperDensest, exactDensest)},
			{Name: "densest-epsilon", Title: "Densest subgraph, in the reduction's own ε", X: inverseEpsilon, Y: []Axis{nodes, seconds}, Curves: stretched(2, exactDensest)},
		},
		verdict: func(f findings) string {
			return "With n growing like 1/ε²: " + f.words("growing", growing) + ". Densest subgraph, exact constants, against N: " + f.words("densest", exactDensest) + "."
		},
		trials: agnosticTrials,
	}
}

func agnosticTrials(quick bool) []trial {
	levels, most, pairs, seeds := 10, 14, 4, 5
	if quick {
		levels, most, pairs, seeds = 4, 6, 2, 2
	}
	var all []trial
	for _, n := range []int{3, 5, 7} {
		all = append(all, sweep(fixedInputs(n), levels, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: n, Samples: 60, Signs: pluses(1), Noise: noise}, 1, thirds(level))
		})...)
	}
	all = append(all, sweep(growing, most-1, seeds, func(level int) func(uint64) (task, error) {
		n := 2 + level
		return planted(generate.PlantedOptions{Features: n, Samples: 10 * n, Signs: pluses(1), Noise: noise}, 1, 0.1/math.Sqrt(float64(n)))
	})...)
	paper := sweep(paperDensest, pairs, seeds, func(level int) func(uint64) (task, error) { return densest(6+2*level, "paper") })
	exact := sweep(exactDensest, pairs, seeds, func(level int) func(uint64) (task, error) { return densest(6+2*level, "exact") })
	return slices.Concat(all, paper, exact)
}

// thirds are ε of 0.2, a third of it, and so on.
func thirds(level int) float64 { return 0.2 * math.Pow(3, -float64(level)) }

// densest asks for half of the vertices of a cubic graph.
func densest(vertices int, mode string) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		r, err := reduce.NewDensest(cubic(seed, vertices), vertices/2, mode)
		if err != nil {
			return task{}, err
		}
		return decisive(r, vertices)
	}
}
