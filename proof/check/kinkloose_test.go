package check

import (
	"testing"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// TestKinkLoose: a root made without what costs too much has every state and line that sweeps without multipliers leave of a whole one.
func TestKinkLoose(t *testing.T) {
	left, gone := 0, 0
	for seed := range uint64(24) {
		h := &certificate.Header{Units: 1 + int(seed%5), Breakpoints: &certificate.Breakpoints{}}
		if seed%3 == 0 {
			h.Signs = []int{1, -1, 1, 1, -1}[:h.Units]
		}
		c := classFor(t, waves(8+int(seed), seed), h)
		p := newKinkProof(c, nil, false, 1)
		p.value = wide.Power(valueGrain - 3 - uint(seed%4))
		whole, _ := c.root(func(int, int, int, int) bool { return true }, func(u, v *knot) bool { return true })
		s := &sweeper{dag: whole, prices: newFastPrices(c), threads: 1}
		s.threshold = p.value
		for range 4 {
			s.rightwards()
			s.leftwards()
		}
		swept, _ := p.sweptRoot()
		for k, layer := range whole.layers {
			for i := range layer {
				u := &layer[i]
				if k == 0 || u.gone {
					continue
				}
				v := swept.find(int(u.c), int(u.p), int(u.cut), int(u.sign))
				if v == nil || u.toEnd && !v.toEnd {
					t.Fatalf("seed %d: %+v is missing", seed, u)
				}
				left++
				s.linesFrom(u, func(_ int, w *knot) {
					if w == whole.end {
						return
					}
					found := false
					(&sweeper{dag: swept}).linesFrom(v, func(_ int, z *knot) { found = found || z.cut == w.cut && z.sign == w.sign && z.p == w.p })
					if !found {
						t.Fatalf("seed %d: the line from %+v to %+v is missing", seed, u, w)
					}
				})
			}
			gone += len(layer) - len(swept.layers[k])
		}
	}
	if left < 100 || gone < 100 {
		t.Errorf("%d states left, %d not made", left, gone)
	}
}
