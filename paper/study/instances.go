package study

import (
	"relucert"
	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/network"
)

// noise of planted labels: about as much as a unit on the sphere explains.
const noise = 0.5

// planted is units on the sphere with noise, trained within ‖w‖ ≤ bound (0: any).
func planted(o generate.PlantedOptions, bound, epsilon float64) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		o.Seed = seed
		data, _, err := generate.Planted(o)
		return task{problem: relucert.Problem{Data: data, Class: network.Class{Signs: o.Signs, NormBound: bound, NoBias: true, Output: network.None}}, epsilon: epsilon}, err
	}
}

// pluses are k positive signs.
func pluses(k int) []int {
	signs := make([]int, k)
	for j := range signs {
		signs[j] = 1
	}
	return signs
}

// reduced is the training problem that `relucert fit` solves in a reduction's folder.
func reduced(r reduce.Reduction) (task, error) {
	m, err := reduce.NewMeta(r, reduce.Layout{}, instance.Source{}, "study")
	if err != nil {
		return task{}, err
	}
	data, err := m.Dataset()
	return task{problem: relucert.Problem{Data: data, Class: m.Class()}}, err
}

// decisive is a reduced problem with the additive error that leaves no doubt: half of
// what tells the theorem's two cases apart.
func decisive(r reduce.Reduction, vertices int) (task, error) {
	t, err := reduced(r)
	if err != nil {
		return t, err
	}
	epsilon, _ := r.Set().Epsilon(r.Claim()).Float64()
	t.vertices, t.epsilon = vertices, epsilon/2
	return t, nil
}
