package check

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"testing"

	"relucert/proof/certificate"
)

// hinges are some for spans of a size, with numbers about those of the data.
func (k *kinkCase) hinges(rng *rand.Rand, size int) (all []certificate.Hinge) {
	label := func() float64 {
		v, _ := k.y[rng.IntN(len(k.y))].Float64()
		return v/k.header.LabelScale + float64(rng.IntN(9)-4)/8
	}
	for i := range (spans{len(k.x), size}).count() {
		for _, sign := range []int{1, -1} {
			if rng.IntN(4) > 0 {
				all = append(all, certificate.Hinge{Span: i, Sign: sign, Force: float64(rng.IntN(65)-32) / 16, Turn: float64(rng.IntN(9)*rng.IntN(2)) / 8, Near: label(), Far: label()})
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
			s.Hinges = k.hinges(rng, size)
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
	for seed := uint64(0); looks < 300; seed++ {
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
