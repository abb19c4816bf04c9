package boxes

import (
	"math"
	"testing"

	objectives "relucert/loss"
)

// differences is the step of finite differences and slack what they may miss.
const (
	differences = 1e-6
	slack       = 1e-4
)

// merit is ½F_μ with the augmented Lagrangians of balls and walls, without aims.
func (t *trial) merit(s *relaxation, x []float64, mu float64) float64 {
	s.evaluate(x, mu)
	sum := s.now.loss / 2
	for _, b := range s.norms.balls {
		if b.stiff == 0 {
			continue // a penalty: it is in the loss
		}
		sum += (b.eta*b.eta - b.nu*b.nu) / (2 * b.stiff)
	}
	for _, w := range s.walls {
		sum += (w.eta*w.eta - w.nu*w.nu) / (2 * w.stiff)
	}
	return sum
}

// anyObjective is the SSE for every other seed.
func anyObjective(seed uint64) objectives.Objective {
	o := objectives.Objective{}
	if seed%2 == 0 {
		o.Loss = []objectives.Loss{{}, {Kind: objectives.Absolute}, {Kind: objectives.Huber, Parameter: 0.7}, {Kind: objectives.Quantile, Parameter: 0.8}}[seed/2%4]
		o.Ridge = []float64{0, 0.4}[seed/8%2]
	}
	return o
}

// derivatives calls check at random points of random nodes.
func derivatives(t *testing.T, check func(seed uint64, tr *trial, s *relaxation, mu float64)) {
	for seed := range uint64(trials / 8) {
		tr := newTrialOf(seed, anyObjective(seed))
		s := tr.tree.workers[0]
		for range 8 {
			if j := tr.node.unsplit(); j >= 0 {
				tr.descend(t, seed, tr.tree.splitFaces(tr.node, j))
				continue
			}
			s.load(tr.node)
			if c, ok := tr.cut(); ok {
				tr.descend(t, seed, tr.tree.divide(tr.node, s, c, muStart))
			}
		}
		s.load(tr.node)
		s.start(tr.parameters())
		tr.disturb(s, 0.3)
		for q := range s.x { // off the kinks
			s.x[q] += 0.1 * tr.rng.Float64()
		}
		for k := range s.center {
			s.center[k] = tr.rng.Float64()
		}
		for at := range s.resting {
			s.resting[at] = tr.p.Loss.Within(0.3 * tr.rng.NormFloat64())
		}
		clear(s.newton.aims)
		check(seed, tr, s, 0.1)
	}
}

// differ says that derivatives differ, size being that of the values they come from.
func differ(got, want, size float64) bool {
	return math.Abs(got-want) > slack*(1+math.Abs(want)+math.Abs(size))
}

// TestGradient compares the gradient with finite differences.
func TestGradient(t *testing.T) {
	derivatives(t, func(seed uint64, tr *trial, s *relaxation, mu float64) {
		value := tr.merit(s, s.x, mu)
		got := append([]float64(nil), s.now.gradient...)
		for q := range s.x {
			x := append([]float64(nil), s.x...)
			x[q] += differences
			up := tr.merit(s, x, mu)
			x[q] -= 2 * differences
			want := (up - tr.merit(s, x, mu)) / (2 * differences)
			if differ(got[q], want, value) {
				t.Errorf("seed %d: gradient[%d] %g, differences %g", seed, q, got[q], want)
			}
		}
	})
}

// TestLineSlope compares slopes along a random line with finite differences.
func TestLineSlope(t *testing.T) {
	derivatives(t, func(seed uint64, tr *trial, s *relaxation, mu float64) {
		for j := range s.newton.aims {
			s.newton.aims[j] = aim{tr.rng.Float64(), 0.5 + tr.rng.Float64()}
		}
		size := tr.merit(s, s.x, mu)
		s.newton.chooseFree()
		for f := range s.newton.free {
			s.newton.total[f] = tr.rng.NormFloat64()
		}
		s.newton.aimLine()
		at := func(t float64) float64 {
			x := append([]float64(nil), s.x...)
			for q := range x {
				x[q] += t * s.newton.line.change[q]
			}
			sum := tr.merit(s, x, mu)
			for j, a := range s.newton.aims {
				lambda := min(s.lambda(x, j), a.limit)
				sum -= a.epsilon * (lambda - lambda*lambda/(2*a.limit))
			}
			return sum
		}
		for _, step := range []float64{0, 0.01, 0.1} {
			up, down := at(step+differences), at(step-differences)
			want := (up - down) / (2 * differences)
			tr.merit(s, s.x, mu)
			s.newton.line.ends(step)
			if got := s.newton.line.slope(step); differ(got, want, size+up) {
				t.Errorf("seed %d: slope at %g %g, differences %g", seed, step, got, want)
			}
		}
	})
}

// TestHessian compares the assembled Hessian with differences of the gradient
// in the step's variables.
func TestHessian(t *testing.T) {
	compared, differing := 0, 0
	derivatives(t, func(seed uint64, tr *trial, s *relaxation, mu float64) {
		tr.merit(s, s.x, mu)
		s.newton.chooseFree()
		s.newton.assemble()
		nw := &s.newton
		n := len(nw.free)
		hessian := append([]float64(nil), nw.hessian[:n*n]...)
		x := append([]float64(nil), s.x...)
		slopes := func(f int, by float64) []float64 {
			unit := make([]float64, n)
			unit[f] = by
			for g, q := range nw.free {
				s.x[q] = x[q] + s.newton.change(unit, g)
			}
			tr.merit(s, s.x, mu)
			s.newton.modelGradient()
			return append([]float64(nil), nw.slope[:n]...)
		}
		for f := range n {
			up, down := slopes(f, differences), slopes(f, -differences)
			for g := range n {
				want := (up[g] - down[g]) / (2 * differences)
				compared++
				if differ(hessian[f*n+g], want, hessian[f*n+f]+hessian[g*n+g]) {
					differing++
					t.Logf("seed %d: hessian[%d][%d] %g, differences %g", seed, f, g, hessian[f*n+g], want)
				}
			}
		}
	})
	// A kink of the gradient within the differences' reach is no error.
	if differing > compared/500 {
		t.Errorf("%d of %d second derivatives differ", differing, compared)
	}
}
