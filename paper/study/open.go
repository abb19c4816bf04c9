package study

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/network"
	"relucert/paper/deep"
)

// The series of the experiment on open questions.
const (
	unitsPlanted = "planted units, n = 2, m = 40"
	unitsNoise   = "labels that are noise only, n = 2, m = 20"
	unitsColours = "colours of the complete graph on six vertices, n = 6, m = 21"
	unitsLine    = "broken lines, one column, m = 60 (breakpoints)"
)

// openQuestions is the experiment on what the paper leaves open: k in the exponent, and depth.
func openQuestions() Experiment {
	return Experiment{
		Name:     "open",
		Title:    "Two open questions: many units, and depth",
		Question: "Must the cost be exponential in the number of units? Does training become harder as the network becomes deeper?",
		Theory: "Theorems 5 and 9 have k in the exponent of their times, and the paper (section 3) asks whether that can be improved or proved necessary, and whether lower bounds " +
			"grow with depth. Nothing is known; on one column broken lines with any number of kinks take a time that is polynomial in k.",
		Setup: "Units: k grows, all else stays. Planted units of sign + with label noise 0.5, and two worst-case families: labels that are noise only, and proofs that the complete " +
			"graph on six vertices has no colouring with k < 6 colours (`reduce coloring --no-gadget --bounded`, where the rows do not depend on k). ε is 0.02 within ‖w‖ ≤ 1, for the graph whether half an edge can be reached. " +
			"The contrast is `--method breakpoints` on a line of noise, relative gap 1e-4. Depth: labels that are noise only, n = 2, m grows, training by patterns (package deep, relative gap 1e-3) of networks of " +
			"equally many weights with and without one more layer of ReLUs.",
		Reading: "A solver's cost is an upper bound and cannot prove a lower one. All three families with several columns grow by a constant factor with each unit, as the bound has it, and broken lines by a power of k. " +
			"Sizes of depth are honest and tiny: beyond these the tree of patterns has millions of nodes. Up to as many samples as weights everything fits, so the first levels cost nothing and the exponents " +
			"say little: what tells is how far the two curves of a panel are apart. One more ReLU over the same units adds no weights, so the bound m^O(weights) is the same for both; it makes two convex problems of one for each sample. " +
			"At equal m the medians of nodes differ by a factor of 4 to 20 for four weights, and by more than 100 for eight with six samples.",
		Panels: []Panel{
			{Name: "units", Title: "Cost against the number of units, all else fixed", X: units, Y: []Axis{nodes, seconds},
				Curves: []Curve{{unitsPlanted, Exponential, 0}, {unitsNoise, Exponential, 0}, {unitsColours, Exponential, 0}}},
			{Name: "line", Title: "The contrast: broken lines through one column", X: units, Y: []Axis{seconds}, Curves: []Curve{{unitsLine, Power, 0}}},
			{Name: "depth4", Title: "Depth: two units, four weights", X: samples, Y: []Axis{nodes, seconds}, Curves: depthCurves(fourWeights())},
			{Name: "depth8", Title: "Depth: four units, eight weights", X: samples, Y: []Axis{nodes, seconds}, Curves: depthCurves(eightWeights())},
		},
		verdict: func(f findings) string {
			layers := func(depths []depth) string {
				flat, deeper := f.largest(depths[0].series, depths[1].series)
				return fmt.Sprintf("%.0f nodes instead of %.0f", median(deeper, nodes), median(flat, nodes))
			}
			return fmt.Sprintf("Both stay open. A unit more on planted data: %s; in proofs that a graph has no colouring: %s; on one column, with breakpoints: %s. "+
				"On the most samples, one more layer of ReLUs takes %s for four weights, %s for eight.",
				f.words("units", unitsPlanted), f.words("units", unitsColours), f.words("line", unitsLine), layers(fourWeights()), layers(eightWeights()))
		},
		trials: openTrials,
	}
}

// depth is a form with its name in the study.
type depth struct {
	series string
	form   deep.Form
}

func fourWeights() []depth {
	return []depth{{"depth 2: a sum of two units", deep.Sum(1, -1)}, {"an output ReLU over two units", deep.OutputReLU(1, -1)}}
}

func eightWeights() []depth {
	return []depth{
		{"depth 2: a sum of four units", deep.Sum(1, 1, -1, -1)},
		{"depth 3: two ReLUs over two units each", deep.Form{{Sign: 1, Signs: []int{1, -1}, Rectified: true}, {Sign: -1, Signs: []int{1, -1}, Rectified: true}}},
	}
}

func depthCurves(depths []depth) (curves []Curve) {
	for _, d := range depths {
		curves = append(curves, Curve{d.series, Power, 0})
	}
	return curves
}

func openTrials(quick bool) []trial {
	most, kinks, four, eight, seeds := 5, 10, 9, 5, 5
	if quick {
		most, kinks, four, eight, seeds = 2, 3, 3, 1, 2
	}
	trials := slices.Concat(
		sweep(unitsPlanted, most, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: 2, Samples: 40, Signs: pluses(1 + level), Noise: noise}, 1, 0.02)
		}),
		sweep(unitsNoise, most, seeds, func(level int) func(uint64) (task, error) { return noiseOf(1+level, 20) }),
		refuting(sweep(unitsColours, most-1, seeds, func(level int) func(uint64) (task, error) { return complete(6, 2+level) })),
		sweep(unitsLine, kinks, seeds, func(level int) func(uint64) (task, error) { return lineOfNoise(1+level, 60) }),
	)
	for _, d := range fourWeights() {
		trials = append(trials, deepTrials(d, four, seeds)...)
	}
	for _, d := range eightWeights() {
		trials = append(trials, deepTrials(d, eight, seeds)...)
	}
	return trials
}

// noiseOf is k units of sign + on labels that are noise only, within ‖w‖ ≤ 1.
func noiseOf(k, m int) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		t, err := planted(generate.PlantedOptions{Features: 2, Samples: m, Noise: 1}, 1, 0.02)(seed)
		t.problem.Signs = pluses(k)
		return t, err
	}
}

// complete asks for colours of the complete graph, of which there are too few. Each seed has other weights of edges, from 1 to 3.
func complete(vertices, colors int) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		h, rng := instance.Hypergraph{}, rand.New(rand.NewPCG(seed, 0))
		for v := range vertices {
			h.Names = append(h.Names, fmt.Sprint(v+1))
			for u := range v {
				h.Edges, h.Weights = append(h.Edges, []int{u, v}), append(h.Weights, 1+rng.Int64N(3))
			}
		}
		r, err := reduce.CompleteColoring(reduce.Coloring{Hypergraph: h, Colors: colors, Bounded: true, NoGadget: true})
		if err != nil {
			return task{}, err
		}
		return decisive(r, vertices)
	}
}

// refuting ends as soon as an error of ε is reached or proved impossible.
func refuting(trials []trial) []trial {
	for i := range trials {
		trials[i].ways = []way{{train: func(ctx context.Context, t task, r *Run) error {
			total := t.problem.Data.SumOfWeights()
			opts := relucert.Options{Until: t.epsilon * total, Threads: 1, NodeLimit: mostNodes, Seed: r.Seed}
			var result *relucert.Result
			var err error
			r.Seconds = clock(func() { result, err = relucert.Fit(ctx, t.problem, opts) })
			if err != nil {
				return err
			}
			r.Nodes, r.Status, r.Error, r.Lower = result.Nodes, result.Status.String(), result.TrainingError, result.SSELower/total
			if result.Status == relucert.Decided {
				r.Status = finished
			}
			return nil
		}}}
	}
	return trials
}

// lineOfNoise is k kinks through labels that are noise only.
func lineOfNoise(k, m int) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		data, _, err := generate.Noise(generate.NoiseOptions{Features: 2, Samples: m, Seed: seed})
		if err != nil {
			return task{}, err
		}
		column := &dataset.Dataset{Features: data.Features[:1], Target: data.Target, Y: data.Y}
		for row := range slices.Chunk(data.X, 2) {
			column.X = append(column.X, row[0])
		}
		return task{problem: relucert.Problem{Data: column, Class: network.Class{Units: k, Output: network.Affine}}}, nil
	}
}

// deepTrials are of 4 samples and more.
func deepTrials(d depth, levels, seeds int) []trial {
	trials := sweep(d.series, levels, seeds, func(level int) func(uint64) (task, error) {
		return planted(generate.PlantedOptions{Features: 2, Samples: 4 + level, Noise: 1}, 0, 0)
	})
	for i := range trials {
		trials[i].ways = []way{{train: d.train}}
	}
	return trials
}

// train is training by patterns.
func (d depth) train(ctx context.Context, t task, r *Run) error {
	data := t.problem.Data
	x := slices.Collect(slices.Chunk(data.X, len(data.Features)))
	var result *deep.Result
	var err error
	r.Seconds = clock(func() {
		result, err = deep.Train(ctx, d.form, x, data.Y, nil, deep.Options{Gap: 1e-3, Seed: r.Seed, NodeLimit: mostNodes})
	})
	if err != nil {
		return err
	}
	r.Units, r.Nodes, r.Status = d.form.Units(), result.Nodes, refused
	if result.Complete {
		r.Status = finished
	}
	r.Error, r.Lower = result.SSE/float64(len(data.Y)), result.Lower/float64(len(data.Y))
	return nil
}
