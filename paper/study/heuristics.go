package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"relucert"
	"relucert/hardness/generate"
	"relucert/network"
	"relucert/paper/baseline"
)

// The families of the sixth experiment, and how each trains.
const (
	certainly = "certified"
	gauss     = "Gauss–Newton"
	adam      = "Adam"
	matching  = "matching loss"
	sgd       = "SGD"

	onLines   = ", broken line"
	onPlanted = ", planted"
	onNoise   = ", noise"
	onCovers  = ", set cover"
)

// excess of a training error over the proved bound. What is within the certificate's
// gap is the optimum.
var excess = Axis{"training error above the proved least, relative", true, func(r Run) float64 {
	return math.Max(closeGap, (r.Error-r.Lower)/r.Lower)
}}

// heuristics is experiment (6).
func heuristics() Experiment {
	return Experiment{
		Name:     "heuristics",
		Title:    "Usual training against the certified optimum",
		Question: "How far from the best network does training land as people do it today?",
		Theory:   "Nothing is guaranteed for gradient descent. By Theorem 4 no polynomial algorithm finds the optimum of all data unless P = NP, and by Theorem 8 none approximates it by any factor for two units or more.",
		Setup: "Adam and SGD: mini-batches of 32, 1000 epochs, the best of 10 restarts, standardised columns, the defaults of PyTorch. Gauss–Newton is the multi-start local search that also starts our own search. " +
			"All start from the same seeds, with as many units and the same signs as the certified search. " +
			"A line with two kinks and noise, as segmented regression has it (m = 100); two planted units with noise (n = 4, m = 100); two units on labels that are noise only (n = 3, m = 60); " +
			"set covers of 8 sets and 12 elements as training sets of one unit (`relucert reduce setcover`).",
		Reading: "The curves show the share of instances on which a method comes that near. At the left edge it found the optimum. Sample weights and coordinates of the set covers are scaled for the proof, not for gradient descent.",
		Panels: []Panel{
			successPanel("lines", "Broken lines: one column, two kinks", onLines),
			successPanel("planted", "Two planted units", onPlanted),
			successPanel("noise", "Two units on noise", onNoise),
			successPanel("covers", "Set covers", onCovers),
		},
		verdict: func(f findings) string {
			return "At the optimum, of the runs of all four families: " + f.successes(onLines, onPlanted, onNoise, onCovers) + "."
		},
		trials: heuristicTrials,
	}
}

// successPanel shows the shares of instances on which the usual ways come how near.
func successPanel(name, title, family string) Panel {
	return Panel{Name: name, Title: title, X: excess, Curves: []Curve{{Series: gauss + family}, {Series: adam + family}, {Series: sgd + family}}}
}

// successes are how often each way ends at the optimum.
func (f findings) successes(families ...string) string {
	var all []string
	for _, method := range []string{gauss, adam, sgd} {
		best, count := 0, 0
		for _, family := range families {
			for _, r := range f.runs {
				if r.Series == method+family {
					if count++; excess.Of(r) <= closeGap*(1+1e-9) {
						best++
					}
				}
			}
		}
		all = append(all, fmt.Sprintf("%s %d of %d", method, best, count))
	}
	return strings.Join(all, ", ")
}

func heuristicTrials(quick bool) []trial {
	seeds, training := 30, baseline.Training{Epochs: 1000, Batch: 32, Restarts: 10}
	if quick {
		seeds, training = 2, baseline.Training{Epochs: 50, Batch: 32, Restarts: 2}
	}
	family := func(name string, load func(uint64) (task, error)) []trial {
		return usually(name, seeds, usual(name, training), load)
	}
	return slices.Concat(
		family(onLines, brokenLine),
		family(onPlanted, planted(generate.PlantedOptions{Features: 4, Samples: 100, Signs: pluses(2), Noise: noise}, 0, 0)),
		family(onNoise, func(seed uint64) (task, error) {
			t, err := planted(generate.PlantedOptions{Features: 3, Samples: 60, Noise: 1}, 0, 0)(seed)
			t.problem.Signs = []int{1, -1}
			return t, err
		}),
		family(onCovers, setCover),
	)
}

// usually trains with certainty, then in ways without proof.
func usually(family string, seeds int, ways []way, load func(uint64) (task, error)) []trial {
	trials := sweep(certainly+family, 1, seeds, func(int) func(uint64) (task, error) { return load })
	for i := range trials {
		trials[i].ways = append(trials[i].ways, ways...)
	}
	return trials
}

// brokenLine is a line with two kinks and noise, as segmented regression has it.
func brokenLine(seed uint64) (task, error) {
	data, _, err := generate.BrokenLine(generate.BrokenLineOptions{Samples: 100, Kinks: []float64{0.3, 0.6}, Noise: 0.2, Seed: seed})
	return task{problem: relucert.Problem{Data: data, Class: network.Class{Signs: pluses(2), Output: network.Affine}}}, err
}

func setCover(seed uint64) (task, error) { return coverOf(8, 12, seed) }

// usual are the ways that people train.
func usual(family string, t baseline.Training) []way {
	return []way{
		{gauss + family, byHeuristic(func(ctx context.Context, p baseline.Problem, seed uint64) (*network.Network, error) {
			return baseline.GaussNewton(ctx, p, seed)
		})},
		{adam + family, byHeuristic(func(ctx context.Context, p baseline.Problem, seed uint64) (*network.Network, error) {
			t.Seed = seed
			return baseline.Adam(ctx, p, t), nil
		})},
		{sgd + family, byHeuristic(func(ctx context.Context, p baseline.Problem, seed uint64) (*network.Network, error) {
			t.Seed = seed
			return baseline.SGD(ctx, p, t), nil
		})},
	}
}

func byHeuristic(train func(context.Context, baseline.Problem, uint64) (*network.Network, error)) func(context.Context, task, *Run) error {
	return func(ctx context.Context, t task, r *Run) error {
		var net *network.Network
		var err error
		r.Seconds = clock(func() { net, err = train(ctx, unbounded(t.problem), r.Seed) })
		if err != nil {
			return err
		}
		r.Status, r.Error = finished, math.NaN()
		if net == nil {
			r.Status = refused
			return nil
		}
		r.Error = net.TrainingError(t.problem.Data)
		return nil
	}
}

func unbounded(p relucert.Problem) baseline.Problem {
	return baseline.Problem{Data: p.Data, Class: p.Class}
}
