package baseline

import (
	"context"
	"math"
	"testing"

	"relucert/network"
)

var parts = []network.OutputPart{network.None, network.Intercept, network.Affine}

// TestGradient against finite differences, for all shapes of the model.
func TestGradient(t *testing.T) {
	rng := newRand(t, 1)
	for _, part := range parts {
		for _, biased := range []bool{false, true} {
			m := newModel(&Problem{Data: random(rng, []int{1}, 3, 1, 0).Data, Class: network.Class{Units: 2, NoBias: !biased, Output: part}})
			theta, gradient := make([]float64, m.size()), make([]float64, m.size())
			m.start(rng, theta)
			x := []float64{0.3, -1.2, 0.7}
			m.predict(theta, x)
			m.addGradient(gradient, theta, x, 1)
			for d, v := range theta {
				if v == 0 {
					continue // not of this class
				}
				const h = 1e-6
				theta[d] = v + h
				up := m.predict(theta, x)
				theta[d] = v - h
				slope := (up - m.predict(theta, x)) / (2 * h)
				theta[d] = v
				if math.Abs(slope-gradient[d]) > 1e-6 {
					t.Errorf("%v, bias %v, parameter %d: %v, want %v", part, biased, d, gradient[d], slope)
				}
			}
		}
	}
}

// TestNetworkIsTheModel: the network on raw columns says what the model says on
// standardised ones.
func TestNetworkIsTheModel(t *testing.T) {
	rng := newRand(t, 2)
	for _, part := range parts {
		for _, biased := range []bool{false, true} {
			p := random(rng, []int{1, -1}, 3, 20, 1)
			p.Signs, p.Units, p.NoBias, p.Output = nil, 3, !biased, part
			s, m := standardise(&p), newModel(&p)
			theta := make([]float64, m.size())
			m.start(rng, theta)
			net := s.network(m, theta)
			for i := range p.Data.Y {
				want := m.predict(theta, s.x[i*s.n:(i+1)*s.n])*s.labelUnit + s.labelShift
				if got := net.Predict(p.Data.Row(i)); math.Abs(got-want) > 1e-9*math.Abs(want) {
					t.Errorf("%v, bias %v: %v, want %v", part, biased, got, want)
				}
			}
		}
	}
}

// TestFirstOrder: Adam and SGD are never better than the least SSE, and near it on
// an easy problem.
func TestFirstOrder(t *testing.T) {
	rng := newRand(t, 3)
	p := random(rng, []int{1}, 2, 100, 0.1)
	p.NoBias, p.Output = false, network.Intercept
	low, high := least(t, p)
	training := Training{Epochs: 400, Batch: 32, Restarts: 4, Seed: 1}
	for name, net := range map[string]*network.Network{"adam": Adam(context.Background(), p, training), "sgd": SGD(context.Background(), p, training)} {
		sse := net.SSE(p.Data)
		t.Logf("%s: %.4g, least %.4g", name, sse, high)
		if sse < low*(1-1e-9) || sse > 3*high {
			t.Errorf("%s: SSE %v, least in [%v, %v]", name, sse, low, high)
		}
	}
}

// TestGivenSigns are kept.
func TestGivenSigns(t *testing.T) {
	p := random(newRand(t, 4), []int{1, 1}, 2, 30, 0.1)
	p.Signs = []int{-1, 1}
	for j, u := range Adam(context.Background(), p, Training{Epochs: 20, Batch: 4, Restarts: 3}).Units {
		if u.Sign != p.Signs[j] {
			t.Errorf("unit %d has sign %d", j, u.Sign)
		}
	}
}

func TestEqualSeedsEqualNetworks(t *testing.T) {
	p := random(newRand(t, 5), []int{1, -1}, 2, 40, 0.1)
	train := func(seed uint64) float64 {
		return SGD(context.Background(), p, Training{Epochs: 5, Batch: 8, Restarts: 2, Seed: seed}).SSE(p.Data)
	}
	if train(1) != train(1) || train(1) == train(2) {
		t.Error("the seed does not decide")
	}
}

func TestTrainingEndsWithContext(t *testing.T) {
	p := random(newRand(t, 6), []int{1}, 2, 30, 0.1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if net := Adam(ctx, p, Training{Epochs: 1 << 40, Batch: 32, Restarts: 1}); net != nil {
		t.Error("a network from no training")
	}
}

// TestGaussNewton is hardly ever above the least.
func TestGaussNewton(t *testing.T) {
	rng := newRand(t, 7)
	missed := 0
	for range 30 {
		p := random(rng, []int{1}, 2, 25, 1)
		p.Signs, p.Units = nil, 1
		low, high := least(t, p)
		net, err := GaussNewton(context.Background(), p, 1)
		if err != nil {
			t.Fatal(err)
		}
		sse := net.SSE(p.Data)
		if sse < low*(1-1e-9) {
			t.Errorf("SSE %v below %v", sse, low)
		}
		if sse > high*(1+1e-6) {
			missed++
		}
	}
	if missed > 2 {
		t.Errorf("missed %d of 30", missed)
	}
}

// TestSteppers against PyTorch's formulas, by hand for two steps of gradient 1, then 3.
func TestSteppers(t *testing.T) {
	for name, c := range map[string]struct {
		method func(int) stepper
		want   float64
	}{
		// velocities 1 and 0.9 + 3
		"sgd": {newSGD, -sgdRate * (1 + 3.9)},
		// means 1 and (0.09 + 0.3)/0.19, squares 1 and (0.000999 + 0.009)/0.001999
		"adam": {newAdam, -adamRate * (1 + 0.39/0.19/math.Sqrt(0.009999/0.001999))},
	} {
		theta, s := []float64{0}, c.method(1)
		s.step(theta, []float64{1})
		s.step(theta, []float64{3})
		if math.Abs(theta[0]-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, theta[0], c.want)
		}
	}
}
