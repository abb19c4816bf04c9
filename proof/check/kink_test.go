package check

import (
	"bytes"
	"crypto/sha256"

	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

var kinkProofs = flag.Int("kinkproofs", thorough.Of(150, 50), "how many tiny proofs by breakpoints to check")

// kinkWriter writes a naive proof: splits to single chains, and some sweeps with random multipliers.
type kinkWriter struct {
	*kinkCase
	*certificate.Writer
	rng    *rand.Rand
	sweeps bool
}

// best is the least SSE of all chains, within added; nil: there is none.
func (k *kinkCase) best() (best *big.Rat, chain *kinkChain) {
	for _, c := range k.chains {
		if c.sse != nil && (best == nil || c.sse.Cmp(best) < 0) {
			best, chain = c.sse, c
		}
	}
	if best != nil {
		best = new(big.Rat).Add(best, k.within)
	}
	return best, chain
}

// claimBelow is a little below the optimum.
func (k *kinkCase) claimBelow(best *big.Rat) float64 {
	v, _ := best.Float64()
	total, _ := k.total.Float64()
	return max(0, v-1e-9*total)
}

// write is a proof of the claim.
func (k *kinkCase) write(rng *rand.Rand, sweeps bool, claim float64) []byte {
	k.header.Data = sha256.Sum256([]byte(k.csv))
	var b bytes.Buffer
	w := &kinkWriter{k, certificate.NewWriter(&b, k.header), rng, sweeps}
	if spans := sweeps && !k.header.Breakpoints.Parted() && rng.IntN(2) == 0; spans {
		w.spans(claim)
	} else {
		w.Cutoff(claim)
	}
	w.node(certificate.Branch{}, k.chains)
	w.trailer(claim)
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// spans is a start with spans.
func (w *kinkWriter) spans(claim float64) {
	size := 1 << w.rng.IntN(4)
	w.Spans(size)
	w.Cutoff(claim)
	for ; ; size /= 2 {
		if w.Sift(&certificate.Sift{}); size == 1 || w.rng.IntN(3) == 0 {
			return
		}
		w.Halve()
	}
}

// node proves the claim for the chains of a node.
func (w *kinkWriter) node(name certificate.Branch, chains []*kinkChain) {
	if w.sweeps && w.rng.IntN(2) == 0 {
		w.sweep(name)
	}
	if len(chains) == 0 {
		w.Multipliers(&certificate.Multipliers{Node: name})
		return
	}
	for j := range w.header.Units {
		for _, sign := range []bool{false, true} {
			if at, split := w.splitOf(chains, j, sign); split {
				w.divide(name, chains, j, at)
				return
			}
		}
	}
	w.leaf(name, chains)
}

// placeOf is kink j's, sign its sign.
func (w *kinkWriter) placeOf(c *kinkChain, j int, sign bool) int {
	switch {
	case j >= len(c.kinks) && sign:
		return 0
	case j >= len(c.kinks):
		return 2 * len(w.x)
	case sign:
		return max(0, -c.kinks[j].sign)
	}
	return c.kinks[j].place
}

// splitOf is where the chains can be divided at kink j.
func (w *kinkWriter) splitOf(chains []*kinkChain, j int, sign bool) (at int, split bool) {
	var places []int
	for _, c := range chains {
		places = append(places, w.placeOf(c, j, sign))
	}
	slices.Sort(places)
	if places = slices.Compact(places); len(places) < 2 {
		return 0, false
	}
	if sign {
		return 0, true
	}
	return places[1+w.rng.IntN(len(places)-1)], true
}

func (w *kinkWriter) divide(name certificate.Branch, chains []*kinkChain, j, at int) {
	parts := [2][]*kinkChain{}
	for _, c := range chains {
		p := 0
		if place := w.placeOf(c, j, at == 0); at == 0 && place > 0 || at > 0 && place >= at {
			p = 1
		}
		parts[p] = append(parts[p], c)
	}
	split := at
	n := w.Divide(&certificate.KinkSplit{Node: name, Kink: j + 1, At: split})
	for p := range 2 {
		w.node(certificate.Branch{Split: n, Part: p}, parts[p])
	}
}

func (w *kinkWriter) scaled(m *big.Rat) float64 {
	v, _ := m.Float64()
	return v / w.header.LabelScale / w.header.WeightScale
}

// leaf is a record for chains of the same places and signs; there are two if they differ in side.
func (w *kinkWriter) leaf(name certificate.Branch, chains []*kinkChain) {
	if len(chains) == 1 && chains[0].sse != nil && (!w.sweeps || w.hasRun(chains[0]) || w.rng.IntN(2) == 0) {
		r := &certificate.Chain{Node: name}
		for _, q := range chains[0].kinks {
			t := certificate.KinkPenalty{Kind: certificate.InCut, Alpha: w.scaled(q.alpha), Beta: w.scaled(q.beta)}
			if q.place%2 == 0 {
				t = certificate.KinkPenalty{Kind: certificate.AtInput, Alpha: t.Alpha}
			}
			r.All = append(r.All, t)
		}
		w.Chain(r)
		return
	}
	for _, c := range chains {
		w.tokens(name, c)
	}
}

func (w *kinkWriter) hasRun(c *kinkChain) bool {
	return slices.ContainsFunc(c.blocks, func(b kinkBlock) bool { return b.isRun && b.b-b.a > 3 })
}

// tokens is a sweep with a chain's multipliers.
func (w *kinkWriter) tokens(name certificate.Branch, c *kinkChain) {
	m := &certificate.Multipliers{Node: name, Leftwards: w.rng.IntN(2) == 0}
	plus := 0
	for j, q := range c.kinks {
		if w.header.Signs != nil {
			plus += (q.sign + 1) / 2
		}
		p := certificate.Penalty{Level: j + 1, Plus: plus, Sign: q.sign, Side: q.side, At: (q.place + 1) / 2, Alpha: w.scaled(q.alpha), Beta: w.scaled(q.beta)}
		if q.place%2 == 0 {
			p.Turn, p.Beta = true, 0
		}
		m.All = append(m.All, p)
	}
	w.Multipliers(m)
}

// sweep has random multipliers, mostly those of a chain.
func (w *kinkWriter) sweep(name certificate.Branch) {
	if len(w.chains) > 0 && w.rng.IntN(3) > 0 {
		if c := w.chains[w.rng.IntN(len(w.chains))]; c.sse != nil {
			w.tokens(name, c)
		}
		return
	}
	w.Multipliers(&certificate.Multipliers{Node: name, Leftwards: w.rng.IntN(2) == 0})
}

func (w *kinkWriter) trailer(claim float64) {
	best, c := w.best()
	t := &certificate.Trailer{Lower: claim, Upper: upward(w.total)}
	if w.header.Breakpoints.Parted() {
		t.Line, t.Upper = w.function(c), upward(best)
	} else {
		for j := range w.header.Units {
			u := certificate.Unit{Sign: 1, Weights: []float64{0, 0}}
			if w.header.Signs != nil {
				u.Sign = w.header.Signs[j]
			}
			t.Units = append(t.Units, u)
		}
		t.Output = []float64{0, 0}
	}
	w.Trailer(t)
}

func upward(v *big.Rat) float64 {
	f, _ := v.Float64()
	if rational(f).Cmp(v) < 0 {
		f = math.Nextafter(f, math.Inf(1))
	}
	return f
}

// function is a chain's best, its lines meeting at the breakpoints.
func (k *kinkCase) function(c *kinkChain) *certificate.BrokenLine {
	y := new(big.Rat).Mul(c.z[1], k.x[0])
	f := &certificate.BrokenLine{X: k.x[0], Y: y.Add(y, c.z[0]), Slope: c.z[1]}
	for j, q := range c.kinks {
		l, r := c.z[2*j:2*j+2], c.z[2*j+2:2*j+4]
		t := q.from
		if slope := new(big.Rat).Sub(r[1], l[1]); slope.Sign() != 0 {
			t = new(big.Rat).Sub(l[0], r[0])
			t.Quo(t, slope)
		}
		f.Breaks = append(f.Breaks, certificate.Break{At: t, Slope: r[1]})
	}
	return f
}

func (k *kinkCase) check(text []byte, exact bool) (*Verdict, error) {
	opts := k.opts
	opts.Exact, opts.Threads = exact, 2
	return Check(inMemory(string(text)), inMemory(k.csv), opts)
}

// TestKinkProofs: naive proofs of tiny problems are proved in both readings, and none that
// claims more than there is.
func TestKinkProofs(t *testing.T) {
	for seed := range uint64(*kinkProofs) {
		rng := rand.New(rand.NewPCG(seed, 40))
		k := newKinkCase(rng, 1+rng.IntN(4)*rng.IntN(2))
		k.enumerate()
		best, _ := k.best()
		if best == nil || k.total.Sign() == 0 {
			continue
		}
		claim := k.claimBelow(best)
		text := k.write(rng, seed%2 == 1, claim)
		for _, exact := range []bool{false, true} {
			if v, err := k.check(text, exact); err != nil || !v.Proved {
				t.Errorf("seed %d exact %v: %v %v, optimum %v\n%s%s", seed, exact, v, err, best, k.csv, clipped(text))
				return
			}
		}
		above := k.write(rng, seed%2 == 1, upward(new(big.Rat).Add(best, new(big.Rat).Mul(k.total, big.NewRat(1, 1e9)))))
		for _, exact := range []bool{false, true} {
			if v, err := k.check(above, exact); err != nil || v.Proved || fromHex(v.LowerHex) > upward(best) {
				t.Errorf("seed %d exact %v: %v %v, optimum %v\n%s%s", seed, exact, v, err, best, k.csv, clipped(above))
				return
			}
		}
	}
}

func clipped(text []byte) []byte { return text[:min(len(text), 4000)] }

// TestKinkChains: the best chain is the best network.
func TestKinkChains(t *testing.T) {
	for seed := range uint64(*kinkProofs) {
		rng := rand.New(rand.NewPCG(seed, 41))
		k := newKinkCase(rng, 1+rng.IntN(3)*rng.IntN(2))
		if k.header.Breakpoints.Parted() {
			continue
		}
		k.enumerate()
		best, _ := k.best()
		p := oracle.Problem{Units: k.header.Units, Signs: k.header.Signs}
		for i := range k.x {
			x, _ := k.x[i].Float64()
			y, _ := k.y[i].Float64()
			w, _ := k.w[i].Float64()
			p.X, p.Z, p.Y, p.Weights = append(p.X, []float64{1, x}), append(p.Z, []float64{1, x}), append(p.Y, y), append(p.Weights, w)
		}
		want := oracle.Solve(p).SSE
		total, _ := k.total.Float64()
		if got, _ := new(big.Rat).Sub(best, k.within).Float64(); math.Abs(got-want) > 1e-6*total {
			t.Errorf("seed %d: the best chain has %g, the best network %g\n%s%v", seed, got, want, k.csv, k.header.SignText())
		}
	}
}
