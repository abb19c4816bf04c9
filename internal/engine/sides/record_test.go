package sides

import (
	"context"
	"slices"
	"testing"

	"relucert/proof/certificate"
)

// TestRecordTellsTheProof: what is written down proves the bound again.
func TestRecordTellsTheProof(t *testing.T) {
	proved := 0
	for seed := range uint64(200) {
		q := randomInstance(t, seed, 49, 0.4)
		s := q.relaxation()
		loss := q.loss()
		out := s.solve(context.Background(), target{loss, 1e-6 * loss})
		if out.bound == 0 {
			continue // nothing is proved
		}
		proved++
		again := q.relaxation()
		again.prover.read(s.record())
		again.prover.proof.force = s.prover.best.force // no record has it: it says how g is paid
		again.prover.evaluate()
		if got := again.prover.proof.bound; !near(got, out.bound, 1e-12) {
			t.Errorf("seed %d: bound %g, what is recorded proves %g", seed, out.bound, got)
		}
	}
	if proved < 50 {
		t.Errorf("only %d of 200 nodes prove anything: the test has lost its bite", proved)
	}
}

// read sets the multipliers to those of a record. Samples are known by their first rows.
func (q *prover) read(d *certificate.Dual) {
	clear(q.proof.m)
	clear(q.proof.theta)
	q.proof.eta = make([]float64, len(q.walls))
	for _, m := range d.Samples {
		q.proof.m[slices.Index(q.firstRows, m.Row)] = m.Value
	}
	for _, k := range d.Kinks {
		q.proof.theta[q.at(slices.Index(q.firstRows, k.Row), k.Unit)] = k.Value
	}
	for _, w := range d.Walls {
		k := slices.IndexFunc(q.walls, func(v wall) bool { return v.unit == w.Unit && v.number == w.Cut })
		q.proof.eta[k] = w.Value
	}
}
