package study

import (
	"context"
	"fmt"
	"slices"

	"relucert/hardness/generate"
	"relucert/hardness/reduce"
	"relucert/network"
	"relucert/paper/baseline"
)

// worstCase is the family beside the benign ones.
const worstCase = "worst case: set cover"

// onCoverRows is the family beside the benign ones of the matching loss.
const onCoverRows = ", one unit, set cover"

func costOn(m generate.Marginal) string { return "planted, inputs " + string(m) }
func onMarginal(m generate.Marginal) string {
	return ", two planted units, inputs " + string(m)
}
func oneOnMarginal(m generate.Marginal) string { return ", one planted unit, inputs " + string(m) }

// benign is experiment (7).
func benign() Experiment {
	e := Experiment{
		Name:     "benign",
		Title:    "Benign inputs beside worst cases",
		Question: "Is training easier where inputs are Gaussian or log-concave?",
		Theory: "The hardness theorems are for data made to be hard; the paper (§1.3) leaves benign distributions open, and points to algorithms and lower bounds for Gaussian and log-concave marginals. " +
			"Nothing in them contradicts cheap training here. For one unit there is an algorithm: where inputs are centred, log-concave and alike in all directions, the minimum of the matching loss, which is convex, " +
			"has an error of at most a constant times the least (Diakonikolas et al. 2020; `relucert compare`).",
		Setup: "One planted unit with label noise 0.5, m = 10n, no norm bound, inputs uniform on the sphere, Gaussian, uniform in a cube or two-sided exponential (`relucert generate planted --inputs`), relative gap 1e-4. " +
			"Beside them set covers of n − 1 sets and 2n elements through `relucert reduce setcover`. Success: two planted units, n = 4, m = 100, usual training as in the section before. Matching loss: one planted unit, n = 4, m = 100.",
		Reading: "What the solver takes on benign data is still an upper bound of what they need. Gradient methods come to within a few percent there; on the worst cases they do not. Of the matching loss the theorem asks for a constant factor on benign inputs; on set covers it promises nothing.",
		verdict: func(f findings) string {
			families := []string{}
			for _, m := range generate.Marginals() {
				families = append(families, onMarginal(m))
			}
			return fmt.Sprintf("Nodes in the median: %.0f on Gaussian inputs, %.0f on two-sided exponential ones, %.0f on set covers. At the optimum on benign inputs: %s; on set covers: %s.",
				f.median(costOn(generate.Gaussian), nodes), f.median(costOn(generate.Laplace), nodes), f.median(worstCase, nodes), f.successes(families...), f.successes(onCovers))
		},
		trials: benignTrials,
	}
	cost := Panel{Name: "cost", Title: "Cost of certainty against n", X: inputs, Y: []Axis{nodes, seconds}}
	for _, m := range generate.Marginals() {
		cost.Curves = append(cost.Curves, Curve{costOn(m), Exponential, 0})
	}
	cost.Curves = append(cost.Curves, Curve{worstCase, Exponential, 0})
	e.Panels = append(e.Panels, cost)
	for _, m := range generate.Marginals() {
		e.Panels = append(e.Panels, successPanel("success-"+string(m), "Two planted units, inputs "+string(m), onMarginal(m)))
	}
	e.Panels = append(e.Panels, successPanel("success-covers", "Set covers", onCovers))
	matched := Panel{Name: "matching", Title: "One unit by the matching loss", X: excess}
	for _, m := range generate.Marginals() {
		matched.Curves = append(matched.Curves, Curve{Series: matching + oneOnMarginal(m)})
	}
	matched.Curves = append(matched.Curves, Curve{Series: matching + onCoverRows})
	e.Panels = append(e.Panels, matched)
	return e
}

func benignTrials(quick bool) []trial {
	most, seeds, instances, training := 6, 5, 10, baseline.Training{Epochs: 1000, Batch: 32, Restarts: 10}
	if quick {
		most, seeds, instances, training = 3, 2, 1, baseline.Training{Epochs: 50, Batch: 32, Restarts: 2}
	}
	var all []trial
	for _, m := range generate.Marginals() {
		all = append(all, sweep(costOn(m), most, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: 2 + level, Samples: 20 + 10*level, Signs: pluses(1), Noise: noise, Inputs: m}, 0, 0)
		})...)
		all = append(all, usually(onMarginal(m), instances, usual(onMarginal(m), training),
			planted(generate.PlantedOptions{Features: 4, Samples: 100, Signs: pluses(2), Noise: noise, Inputs: m}, 0, 0))...)
		all = append(all, usually(oneOnMarginal(m), 2*instances, byMatching(oneOnMarginal(m)),
			planted(generate.PlantedOptions{Features: 4, Samples: 100, Signs: pluses(1), Noise: noise, Inputs: m}, 0, 0))...)
	}
	covers := sweep(worstCase, most, seeds, func(level int) func(uint64) (task, error) {
		return func(seed uint64) (task, error) { return coverOf(3+level, 6+2*level, seed) }
	})
	return slices.Concat(all, covers, usually(onCovers, instances, usual(onCovers, training), setCover),
		usually(onCoverRows, 2*instances, byMatching(onCoverRows), setCover))
}

// byMatching minimises the matching loss.
func byMatching(family string) []way {
	return []way{{matching + family, byHeuristic(func(ctx context.Context, p baseline.Problem, _ uint64) (*network.Network, error) {
		return baseline.Matching(ctx, p)
	})}}
}

// coverOf is a set cover of some sizes as a training problem.
func coverOf(sets, elements int, seed uint64) (task, error) {
	cover, _, err := generate.SetCover(generate.SetCoverOptions{Sets: sets, Elements: elements, Cover: 3, Seed: seed})
	if err != nil {
		return task{}, err
	}
	r, err := reduce.NewSetCover(cover, "exact")
	if err != nil {
		return task{}, err
	}
	return reduced(r)
}
