package study

import (
	"slices"

	"relucert/hardness/generate"
)

// The series of the fifth experiment.
const (
	byFeatures = "noise, m = 100, one unit"
	bySamples  = "noise, n = 3, one unit"
	byUnits    = "planted, n = 2, m = 50"
)

// sizes is experiment (5).
func sizes() Experiment {
	return Experiment{
		Name:     "sizes",
		Title:    "Cost against the sizes of the problem",
		Question: "What makes training to proven optimality slow: many columns, many rows or many units?",
		Theory: "Theorem 4: NP-hard already for one unit, so some growth faster than any power of n is to be expected. Arora et al.: m^O(nk) is enough, a power of m for fixed n and k, " +
			"with an exponent that grows with n and k.",
		Setup: "A relative gap of 1e-4, no bias, no norm bound. Labels that are noise only, samples uniform on the sphere: n from 2 with m = 100, and m from 50 with n = 3. " +
			"And k planted units of sign + with label noise 0.5, n = 2, m = 50.",
		Reading: "Labels that are noise only are hard; bench/results.md has times of real data.",
		Panels: []Panel{
			{Name: "n", Title: "Against the number of inputs", X: inputs, Y: []Axis{seconds, nodes}, Curves: []Curve{{byFeatures, Exponential, 0}}},
			{Name: "m", Title: "Against the number of samples", X: samples, Y: []Axis{seconds, nodes}, Curves: []Curve{{bySamples, Power, 0}}},
			{Name: "k", Title: "Against the number of units", X: units, Y: []Axis{seconds, nodes}, Curves: []Curve{{byUnits, Exponential, 0}}},
		},
		verdict: func(f findings) string {
			return "An input more: " + f.words("n", byFeatures) + ". Rows: time " + f.words("m", bySamples) + ". A unit more: " + f.words("k", byUnits) + "."
		},
		trials: sizeTrials,
	}
}

func sizeTrials(quick bool) []trial {
	features, doublings, units, seeds := 9, 11, 6, 5
	if quick {
		features, doublings, units, seeds = 3, 4, 2, 2
	}
	return slices.Concat(
		sweep(byFeatures, features, seeds, func(level int) func(uint64) (task, error) { return noisy(2+level, 100) }),
		sweep(bySamples, doublings, seeds, func(level int) func(uint64) (task, error) { return noisy(3, 50<<level) }),
		sweep(byUnits, units, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: 2, Samples: 50, Signs: pluses(1 + level), Noise: noise}, 0, 0)
		}),
	)
}

// noisy is one unit of sign + on labels that are noise only.
func noisy(n, m int) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		t, err := planted(generate.PlantedOptions{Features: n, Samples: m, Noise: 1}, 0, 0)(seed)
		t.problem.Signs = pluses(1)
		return t, err
	}
}
