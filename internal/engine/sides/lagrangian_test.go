package sides

import (
	"math"
	"testing"

	"relucert/internal/linalg"
)

// TestGradientIsTheSumOfPulls and of the ball's, and a sample's pull is half its slope where
// the loss is smooth.
func TestGradientIsTheSumOfPulls(t *testing.T) {
	for seed := range uint64(100) {
		q, b := boundedInstance(t, seed, 39, 0.3)
		b.move(3*q.rng.Float64(), normals(q.rng, q.p.N))
		b.evaluate()
		want := make([]float64, q.p.N)
		linalg.AddScaled(want, b.now.ball, b.image)
		walled := map[int]bool{}
		for _, i := range b.region.cuts {
			walled[int(i)] = true
		}
		for i, pull := range b.pull {
			linalg.AddScaled(want, pull, q.p.X[i*q.p.N:][:q.p.N])
			if half := b.slope(i, b.t[i]); b.region.side[i] >= 0 && !walled[i] && b.label[i] > 0 && !near(pull, half, 1e-12) {
				t.Errorf("seed %d: sample %d pulls %g, half its slope is %g", seed, i, pull, half)
			}
		}
		for d, v := range want {
			if !near(b.gradient[d], v, 1e-9) {
				t.Errorf("seed %d: gradient %g, want %g", seed, b.gradient[d], v)
			}
		}
	}
}

// TestCurvatureIsTheDerivative: where no kink is crossed, a small move changes the gradient as the
// Newton matrix says.
func TestCurvatureIsTheDerivative(t *testing.T) {
	checked := 0
	for seed := range uint64(200) {
		q, b := boundedInstance(t, seed, 40, 0.3)
		b.move(q.rng.Float64(), normals(q.rng, q.p.N))
		b.evaluate()
		want := b.curved(normals(q.rng, q.p.N))
		before, curve, ball := append([]float64(nil), b.gradient...), append([]float64(nil), b.curve...), b.now.ball
		const h = 1e-5
		b.move(h, b.step)
		b.evaluate()
		if !sameCurves(b.curve, curve) || (ball > 0) != (b.now.ball > 0) {
			continue
		}
		checked++
		for d, v := range want {
			if got := (b.gradient[d] - before[d]) / h; math.Abs(got-v) > 1e-3*(1+math.Sqrt(linalg.Dot(want, want))) {
				t.Errorf("seed %d: the gradient changes by %g, want %g", seed, got, v)
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d of 200 moves cross no kink", checked)
	}
}

// curved is the Newton matrix times a step, which it keeps.
func (d *descent) curved(step []float64) []float64 {
	d.factorise()
	copy(d.step, step)
	n := d.p.N
	image, norm := make([]float64, n), make([]float64, n)
	linalg.SymMulVec(image, d.matrix.sum, n, step)
	linalg.SymMulVec(norm, d.p.Norm, n, step)
	if d.now.ball > 0 {
		linalg.AddScaled(image, d.now.ball, norm)
		linalg.AddScaled(image, d.ballStiffness()*linalg.Dot(d.image, step), d.image)
	}
	return image
}

func sameCurves(a, b []float64) bool {
	for i, v := range a {
		if !near(v, b[i], 1e-3) {
			return false
		}
	}
	return true
}
