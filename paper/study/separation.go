package study

import (
	"context"
	"math"
	"slices"

	"relucert/hardness/generate"
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
)

// separation is experiment (3).
func separation() Experiment {
	return Experiment{
		Name:     "separation",
		Title:    "Proper against improper learning",
		Question: "Is it easier to predict as well as the best ReLU than to find a ReLU that does?",
		Theory: "An improper learner may answer with any function. The kernel learner of Goel, Kanade, Klivans and Thaler needs 2^O(1/ε)·poly(n), ours m³ for training once its polynomial is fixed; " +
			"by Theorem 7 no proper learner, which answers with a ReLU, can do that: it needs 2^Ω(1/ε²).",
		Setup: "The same planted data for both: one unit on the sphere, label noise 0.5, ‖w‖ ≤ 1, and the same guarantee, training error at most ε above that of every ReLU: `relucert fit` against `relucert learn-improper`. " +
			"First m = 10n and ε = 0.1, then n = 8, m = 100 and ε from 0.2 down.",
		Reading: "The kernel function is no ReLU, needs all samples to predict, and may have a smaller training error than any ReLU: equal guarantees, not equal functions. " +
			"It ends where its polynomial's norm, 2^O(1/ε), leaves nothing of the ridge in float64 (refused); the proper learner has no such limit in ε.",
		Panels: []Panel{
			{Name: "inputs", Title: "Time against n at ε = 0.1", X: inputs, Y: []Axis{seconds},
				Curves: []Curve{{proper + byInputs, Exponential, 0}, {improper + byInputs, Power, 0}}},
			{Name: "epsilon", Title: "Time against 1/ε at n = 8", X: inverseEpsilon, Y: []Axis{seconds},
				Curves: []Curve{{proper + byEpsilon, Stretched, 2}, {improper + byEpsilon, Power, 0}}},
		},
		trials: separationTrials,
	}
}

func separationTrials(quick bool) []trial {
	most, levels, seeds := 12, 8, 5
	if quick {
		most, levels, seeds = 6, 4, 2
	}
	return slices.Concat(
		both(byInputs, sweep(proper+byInputs, most-1, seeds, func(level int) func(uint64) (task, error) {
			n := 2 + level
			return planted(generate.PlantedOptions{Features: n, Samples: 10 * n, Signs: pluses(1), Noise: noise}, 1, 0.1)
		})),
		both(byEpsilon, sweep(proper+byEpsilon, levels, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: 8, Samples: 100, Signs: pluses(1), Noise: noise}, 1, 0.2*math.Exp2(-float64(level)))
		})),
	)
}

// both trains properly, then improperly, on the data of each trial.
func both(varied string, trials []trial) []trial {
	for i := range trials {
		trials[i].ways = append(trials[i].ways, way{improper + varied, learnImproperly})
	}
	return trials
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
	return nil
}
