package check

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// hinges are some for spans of a size, with numbers about those of the data.
func (k *kinkCase) hinges(rng *rand.Rand, size int) (all []certificate.LoneKink) {
	label := func() float64 {
		v, _ := k.y[rng.IntN(len(k.y))].Float64()
		return v/k.header.LabelScale + float64(rng.IntN(9)-4)/8
	}
	for i := range (spans{len(k.x), size}).count() {
		for _, sign := range []int{1, -1} {
			if rng.IntN(4) > 0 {
				all = append(all, certificate.LoneKink{Span: i, Sign: sign, Force: float64(rng.IntN(65)-32) / 16, Turn: float64(rng.IntN(9)*rng.IntN(2)) / 8, Near: label(), Far: label()})
			}
		}
	}
	return all
}

// loneProof is a proof by looks at spans with hinges, and a look at the tree that they leave.
func (k *kinkCase) loneProof(rng *rand.Rand, cutoff float64) []byte {
	k.header.Data = sha256.Sum256([]byte(k.csv))
	var b bytes.Buffer
	w := &kinkWriter{k, certificate.NewWriter(&b, k.header), rng, true}
	size := 1 << rng.IntN(4)
	w.Spans(size)
	w.Cutoff(cutoff)
	for {
		s := &certificate.Sift{Near: float64(rng.IntN(2)*rng.IntN(40)) * k.header.LabelScale}
		if rng.IntN(4) > 0 {
			s.Lone = k.hinges(rng, size)
		}
		if w.Sift(s); size == 1 {
			break
		}
		if rng.IntN(2) == 0 {
			w.Halve()
			size /= 2
		}
		if rng.IntN(6) == 0 {
			break
		}
	}
	w.Multipliers(&certificate.Multipliers{})
	w.trailer(cutoff)
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestLoneKinks: whatever the multipliers, no look proves more than the optimum.
func TestLoneKinks(t *testing.T) {
	looks, close := 0, 0
	for seed := uint64(0); looks < thorough.Of(300, 50); seed++ {
		rng := rand.New(rand.NewPCG(seed, 70))
		j := &kinkJudge{kinkCase: newKinkCase(rng, 1+rng.IntN(2)), of: make(map[string]*kinkCase)}
		if j.header.Breakpoints.Parted() {
			continue
		}
		j.enumerate()
		best, _ := j.best()
		if best == nil || best.Sign() == 0 {
			continue
		}
		optimum, _ := best.Float64()
		for range 10 {
			looks++
			text := j.loneProof(rng, optimum*[]float64{0.9, 1.01, 1.5, 1e4}[rng.IntN(4)])
			for _, exact := range []bool{false, true} {
				if err := j.judge(text, exact); err != nil {
					t.Fatalf("seed %d: %v\n%s%s", seed, err, j.csv, text)
				}
			}
			if v, err := j.check(text, false); err == nil && v.Lower != "" && fromHex(v.LowerHex) > 0.85*optimum {
				close++
			}
		}
	}
	t.Logf("%d looks, %d with a bound near the optimum", looks, close)
}

// TestHinge: (H) holds for hinges of any kind.
func TestHinge(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 71))
		c := newSpanCase(rng, 14)
		e := 2 + rng.IntN(max(1, len(c.labels)-3))
		f := e + rng.IntN(max(1, len(c.labels)-1-e))
		if f+1 >= len(c.labels) {
			continue
		}
		for _, exact := range []bool{false, true} {
			p := c.proof(t, exact)
			sign := 1 - 2*rng.IntN(2)
			h := certificate.LoneKink{Sign: sign, Force: float64(rng.IntN(65)-32) / 8, Turn: float64(rng.IntN(3)) / 8, Near: float64(rng.IntN(80)) / 4, Far: float64(rng.IntN(80)) / 4}
			got := p.newHinge(e, f, &h)
			for range 20 {
				c.compare(t, p, got, e, f, rat(int64(rng.IntN(9*(f-e+2))), 8), rat(int64(rng.IntN(160)-80), 8), rat(int64(rng.IntN(80)-40), 8), rat(int64(sign*rng.IntN(40)), 8))
			}
		}
	}
}

// compare is for the hinge that has a value and a slope at the input before cut e, and turns so far behind that, in part of the span.
func (c *spanCase) compare(t *testing.T, p *kinkProof, h *hinge, e, f int, at, value, slope, turn *big.Rat) {
	t.Helper()
	width := rat(int64(f-e+1), 1)
	if at.Cmp(width) > 0 {
		at = width
	}
	origin := new(big.Rat).SetInt(p.yOrigin)
	value = new(big.Rat).Sub(value, origin) // as the labels are less their origin
	on := func(x int) *big.Rat {
		d := rat(int64(x-e+1), 1)
		v := new(big.Rat).Add(value, new(big.Rat).Mul(slope, d))
		if d.Sub(d, at); d.Sign() > 0 {
			v.Add(v, d.Mul(d, turn))
		}
		return v
	}
	want := new(big.Rat)
	for x := e; x < f; x++ {
		d := new(big.Rat).Sub(rat(int64(c.labels[x]), 1), origin)
		d.Sub(d, on(x))
		want.Add(want, d.Mul(d, d))
	}
	least := p.inData(h.cost)
	put := func(to *pull, at *big.Rat, value, slope *big.Rat) {
		zero := new(big.Rat).Sub(value, new(big.Rat).Mul(slope, at))
		least.Add(least, zero.Mul(zero, &to.sum))
		least.Add(least, new(big.Rat).Mul(&to.moment, slope))
	}
	put(&h.left, rat(int64(e-1), 1), value, slope)
	steep := new(big.Rat).Add(slope, turn)
	put(&h.right, rat(int64(f), 1), on(f), steep)
	if d := new(big.Rat).Sub(least, want); d.Sign() > 0 {
		t.Fatalf("labels %v, cuts %d to %d, turn of %v at %v: %v is above %v", c.labels, e, f, turn, at, least, want)
	}
}
