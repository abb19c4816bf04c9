package approx

import (
	"context"
	"errors"
	"slices"
	"testing"

	"relucert"
	"relucert/internal/thorough"
)

// TestNetIsWithinEpsilon on random problems of one and two units, always.
func TestNetIsWithinEpsilon(t *testing.T) {
	rng := newRand(t, 1)
	classes := []struct {
		signs   []int
		n       int
		epsilon float64
	}{{[]int{1}, 2, 0.02}, {[]int{1}, 3, 0.05}, {[]int{1, -1}, 1, 0.02}, {[]int{1, 1}, 2, 0.15}, {[]int{-1, 1}, 2, 0.15}}
	for run := range thorough.Of(250, 100) {
		class := classes[run%len(classes)]
		p := random(rng, class.signs, class.n, 12, 0.4)
		low, high := least(t, p)
		r, err := Net(context.Background(), p, NetOptions{Epsilon: class.epsilon, Search: relucert.Options{Threads: 2}})
		if err != nil || !r.Complete {
			t.Fatalf("run %d: %+v, %v", run, r, err)
		}
		if r.TrainingError > high+class.epsilon || r.Lower > high+1e-12 || r.TrainingError < low-1e-12 {
			t.Errorf("run %d: error %v and bound %v, least in [%v, %v]", run, r.TrainingError, r.Lower, low, high)
		}
		if got := r.Network.TrainingError(p.Data); got > r.TrainingError+1e-12 {
			t.Errorf("run %d: the network's error is %v, not %v", run, got, r.TrainingError)
		}
		if float64(r.Nodes) > 100+2*r.Cells {
			t.Errorf("run %d: %d nodes for a net of %g", run, r.Nodes, r.Cells)
		}
	}
}

// TestCubesKeepTheBall: of the cubes that hold weights of the ball, in the units'
// order, none counts as outside.
func TestCubesKeepTheBall(t *testing.T) {
	rng := newRand(t, 13)
	for range 500 {
		first, second := ball(rng, 2), ball(rng, 2)
		if first[0] < second[0] {
			first, second = second, first
		}
		point := append(first, second...)
		node := wholeBall([]int{1, 1}, 2, 1)
		for range 20 {
			if node.isOutside(1) {
				t.Fatalf("%v is in %+v", point, node)
			}
			d := rng.IntN(4)
			halves := node.split(d)
			node = halves[0]
			if point[d] > halves[0].center[d]+halves[0].half[d] {
				node = halves[1]
			}
		}
	}
	if outside := (cubes{[]int{1}, []float64{0.9, 0.9}, []float64{0.1, 0.1}}); !outside.isOutside(1) {
		t.Error("a corner counts as inside")
	}
}

// TestNetWithBiasAndFreeSigns against the oracle.
func TestNetWithBiasAndFreeSigns(t *testing.T) {
	rng := newRand(t, 8)
	for range 10 {
		p := random(rng, []int{-1}, 1, 10, 0.3)
		p.Signs, p.Units, p.NoBias = nil, 1, false
		p.Data.Weights = make([]float64, 10)
		for i := range p.Data.Weights {
			p.Data.Weights[i] = 0.1 + rng.Float64()
		}
		_, high := least(t, p)
		r, err := Net(context.Background(), p, NetOptions{Epsilon: 0.01})
		if err != nil || r.TrainingError > high+0.01 || r.Lower > high+1e-12 {
			t.Errorf("%+v, %v, least %v", r, err, high)
		}
	}
}

func TestNetRefuses(t *testing.T) {
	p := random(newRand(t, 3), []int{1, -1}, 5, 20, 0.1)
	var large TooLargeError
	if _, err := Net(context.Background(), p, NetOptions{Epsilon: 1e-3, NodeLimit: 1e6}); !errors.As(err, &large) || large.Nodes < 1e6 {
		t.Errorf("%v", err)
	}
	if _, err := Net(context.Background(), p, NetOptions{}); err == nil {
		t.Error("ε = 0 was accepted")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := Net(ctx, p, NetOptions{Epsilon: 1e-3})
	if err != nil || r.Complete || r.Epsilon <= 1e-3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestEstimate: the searches that do not end with the pilot take as many cubes as expected, within a
// factor of 4 in the middle, and the one with the most cells is not refused for them.
func TestEstimate(t *testing.T) {
	rng := newRand(t, 31)
	var ratios []float64
	for range 8 {
		p, expected := random(rng, []int{1}, 3, 30, 0.5), 0.0
		r, err := Net(context.Background(), p, NetOptions{Epsilon: 2e-3, NodeLimit: 1e7, OnEstimate: func(nodes float64) { expected = nodes }})
		if err != nil || !r.Complete || r.Cells < 1e7 {
			t.Fatalf("%+v, %v", r, err)
		}
		if expected > 0 {
			ratios = append(ratios, expected/float64(r.Nodes))
		}
	}
	slices.Sort(ratios)
	t.Logf("expected of taken: %.2g", ratios)
	if len(ratios) < 3 || ratios[len(ratios)/2] < 0.25 || ratios[len(ratios)/2] > 4 {
		t.Error("the estimate misleads")
	}
}
