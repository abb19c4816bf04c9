package sides

import "testing"

// TestProgramIsARelaxation: with the least p and z that are allowed, a network of the node costs
// no more than its loss, and just as much where all pairs are decided.
func TestProgramIsARelaxation(t *testing.T) {
	below := 0
	for seed := range uint64(200) {
		q := randomInstance(t, seed, 25, float64(seed%5)/4)
		s := q.relaxation()
		q.place(s.shape, &s.point)
		for d := range s.sides {
			n := &s.sides[d]
			sum := s.along(n, &s.point, n.constant)
			for _, k := range n.kinks {
				sum += max(0, s.point.t[s.at(n.sample, k.unit)])
			}
			n.p = max(0, sum)
		}
		relaxed, loss := s.relaxedLoss(&s.point), q.loss()
		if relaxed > loss*(1+1e-12) || len(s.sides) == 0 && len(s.decided) == q.p.M && !near(relaxed, loss, 1e-12) {
			t.Errorf("seed %d: relaxed %g, loss %g", seed, relaxed, loss)
		}
		if relaxed < loss*0.99 {
			below++
		}
	}
	if below < 50 {
		t.Errorf("only %d programs relax anything: the test has lost its bite", below)
	}
}

// TestMeasure: residuals are the constraints' values, by their definitions, less the slacks.
func TestMeasure(t *testing.T) {
	for seed := range uint64(100) {
		q := randomInstance(t, seed, 26, 0.4)
		s := q.relaxation()
		q.place(s.shape, &s.point)
		s.program.measure(&s.point)
		for _, d := range s.sides {
			value := d.p - s.along(&d, &s.point, d.constant)
			for _, k := range d.kinks {
				value -= k.z
			}
			if c := s.all[d.first]; !near(c.s+c.residual, value, 1e-12) {
				t.Errorf("seed %d: a side's value is %g, want %g", seed, c.s+c.residual, value)
			}
		}
		for d, w := range s.point.v[q.p.P:] {
			below, above := s.box.sides(s.all, d)
			if a, b := below.s+below.residual, above.s+above.residual; !near(a, q.p.WeightLimit-w, 1e-12) || !near(b, q.p.WeightLimit+w, 1e-12) {
				t.Errorf("seed %d: a box's values at %g are %g and %g", seed, w, a, b)
			}
		}
		for _, b := range s.balls {
			norm := 0.0
			w := s.weights(s.point.v, b.unit)
			for d, a := range w {
				for e, c := range w {
					norm += a * c * q.p.Norm[max(d, e)*q.p.N+min(d, e)]
				}
			}
			if c := s.all[b.first]; !near(2*(c.s+c.residual), square(q.p.NormBound)-norm, 1e-9) {
				t.Errorf("seed %d: a ball's value is %g, want %g", seed, 2*(c.s+c.residual), square(q.p.NormBound)-norm)
			}
		}
	}
}
