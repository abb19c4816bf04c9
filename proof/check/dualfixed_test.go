package check

import (
	"math/rand/v2"
	"testing"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// TestManyMultipliers: so many large multipliers that their sum would wrap around
// do not pass for few.
func TestManyMultipliers(t *testing.T) {
	p := newProblem(t, rand.New(rand.NewPCG(4, 1)))
	data, err := newFixedData(p.c)
	if err != nil {
		t.Fatal(err)
	}
	proof, _ := p.dualProof()
	l := newBoundFixed(data).forDuals()
	l.load(proof)
	l.weightless[0], l.reach[0] = wide.Ulp, wide.Ulp // so that it is but the sum
	for range 1 << 18 {                              // times 2^30 is 2^48, which is 0
		l.add(0, wide.One.Times(1<<30).Minus(wide.Ulp))
	}
	if l.fits() {
		t.Errorf("%v passes for the sum", l.total)
	}
}

// TestLargeImplication: multipliers of an implication whose sum would wrap around do not
// pass for small ones.
func TestLargeImplication(t *testing.T) {
	p := newProblem(t, rand.New(rand.NewPCG(4, 1)))
	data, err := newFixedData(p.c)
	if err != nil {
		t.Fatal(err)
	}
	implied, r := &certificate.Implied{}, &region{face: whole}
	for i := range 4 { // which cancel
		r = r.cutBy(0, 0)[i%2]
		implied.By = append(implied.By, certificate.Wall{Cut: i, Value: 0x1.fffffffffffffp45})
	}
	l := newBoundFixed(data).forDuals()
	if l.lacking(&dualFixedUnit{cuts: r.cutList()}, implied, 0); !l.guard.failed {
		t.Error("the implication fits")
	}
}
