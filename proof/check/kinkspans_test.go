package check

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// spanCase is labels at 0, 1, 2, …, for which all ways are spanList in rationals.
type spanCase struct {
	labels []int
	kinks  int
}

func newSpanCase(rng *rand.Rand, most int) *spanCase {
	c := &spanCase{kinks: 1 + rng.IntN(3)}
	for i := range 3 + rng.IntN(most-2) {
		c.labels = append(c.labels, 5*(i%7)*rng.IntN(2)+rng.IntN(9))
	}
	return c
}

func (c *spanCase) csv() string {
	var b strings.Builder
	b.WriteString("x,y\n")
	for x, y := range c.labels {
		fmt.Fprintf(&b, "%d,%d\n", x, y)
	}
	return b.String()
}

// straight is the loss of the least-squares line of labels [a, b).
func (c *spanCase) straight(a, b int) *big.Rat {
	n := int64(b - a)
	if n < 3 {
		return new(big.Rat)
	}
	var x, y, xx, xy, yy int64
	for i := int64(a); i < int64(b); i++ {
		v := int64(c.labels[i])
		x, y, xx, xy, yy = x+i, y+v, xx+i*i, xy+i*v, yy+v*v
	}
	a2, b2 := n*xx-x*x, n*xy-x*y
	loss := rat(n*yy-y*y, n)
	return loss.Sub(loss, rat(b2*b2, n*a2))
}

// parted is the least loss of labels [a, b) on so many lines and one, apart, cut at some of the cuts between e and f.
func (c *spanCase) parted(a, b, e, f, kinks int) *big.Rat {
	if kinks == 0 {
		return c.straight(a, b)
	}
	var least *big.Rat
	for h := e; h <= f; h++ {
		v := c.parted(h, b, h, f, kinks-1)
		if v.Add(v, c.straight(a, h)); least == nil || v.Cmp(least) < 0 {
			least = v
		}
	}
	return least
}

// inner is P of FORMAT.md, its definition word by word.
func (c *spanCase) inner(s spans, i, kinks int) *big.Rat {
	switch {
	case i >= s.count():
		return new(big.Rat)
	case kinks < 2:
		return c.parted(s.first(i), s.last(i), s.first(i), s.last(i), kinks)
	case kinks > 6 || s.size < 4:
		return new(big.Rat)
	}
	half := spans{s.inputs, s.size / 2}
	var least *big.Rat
	for a := range kinks + 1 {
		v := c.inner(half, 2*i, a)
		if v.Add(v, c.inner(half, 2*i+1, kinks-a)); least == nil || v.Cmp(least) < 0 {
			least = v
		}
	}
	return least
}

// spanList is a listing of all ways: their least cost, and which kinks those below the stop have in which spans.
type spanList struct {
	*spanCase
	spans
	open  map[[2]int]bool // kink and span
	stop  *big.Rat
	least *big.Rat
	left  map[[2]int]bool
}

// list goes on from input a with so many kinks, before span i at least.
func (l *spanList) list(a, i, kinks int, cost *big.Rat, used [][2]int) {
	all := new(big.Rat).Add(cost, l.straight(a, len(l.labels)))
	if l.least == nil || all.Cmp(l.least) < 0 {
		l.least = all
	}
	if all.Cmp(l.stop) < 0 {
		for _, u := range used {
			l.left[u] = true
		}
	}
	for ; i < l.count(); i++ {
		next := slices.Clone(used)
		for d := 1; kinks+d <= l.kinks && l.open[[2]int{kinks + d, i}]; d++ {
			next = append(next, [2]int{kinks + d, i})
			v := l.inner(l.spans, i, d)
			v.Add(v, cost).Add(v, l.straight(a, l.first(i)))
			l.list(l.last(i), i+1, kinks+d, v, next)
		}
	}
}

// sifted is what is open after a record, and the least cost.
func (c *spanCase) sifted(s spans, open map[[2]int]bool, stop *big.Rat) *spanList {
	l := &spanList{spanCase: c, spans: s, open: open, stop: stop, left: make(map[[2]int]bool)}
	l.list(0, 0, 0, new(big.Rat), nil)
	return l
}

func (c *spanCase) allOpen(s spans) map[[2]int]bool {
	open := make(map[[2]int]bool)
	for i := range s.count() {
		for j := range c.kinks {
			open[[2]int{j + 1, i}] = true
		}
	}
	return open
}

func (c *spanCase) halved(s spans, open map[[2]int]bool) map[[2]int]bool {
	next := make(map[[2]int]bool)
	for i := range s.count() {
		for j := range c.kinks {
			if open[[2]int{j + 1, i / 2}] {
				next[[2]int{j + 1, i}] = true
			}
		}
	}
	return next
}

// eachChain visits the cuts of all chains with kinks at most, and what they cost at least.
func (c *spanCase) eachChain(visit func(cuts []int, cost *big.Rat)) {
	var cuts []int
	var extend func(a int, cost *big.Rat)
	extend = func(a int, cost *big.Rat) {
		visit(cuts, new(big.Rat).Add(cost, c.straight(a, len(c.labels))))
		for h := max(a, 1); h < len(c.labels) && len(cuts) < c.kinks; h++ {
			cuts = append(cuts, h)
			extend(h, new(big.Rat).Add(cost, c.straight(a, h)))
			cuts = cuts[:len(cuts)-1]
		}
	}
	extend(0, new(big.Rat))
}

func (c *spanCase) proof(t *testing.T, exact bool) *kinkProof {
	return newKinkProof(classFor(t, c.csv(), &certificate.Header{Units: c.kinks, Breakpoints: &certificate.Breakpoints{}}), nil, exact, 2)
}

// TestSpansAgainstListing: records leave open what a listing of all ways says, and no chain below the cutoff is lost.
func TestSpansAgainstListing(t *testing.T) {
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 60))
		c := newSpanCase(rng, 14)
		s := spans{len(c.labels), 1 << rng.IntN(5)}
		stop := c.cutoff(rng)
		p, q := c.proof(t, false), c.proof(t, true)
		open := c.allOpen(s)
		for _, p := range []*kinkProof{p, q} {
			p.setCutoff(stop)
			p.sieve = p.newSieve(s.size)
		}
		bound := new(big.Rat)
		for ; ; s.size /= 2 {
			want := c.sifted(s, open, stop)
			bound = upperOf(bound, lowerOf(want.least, stop))
			for _, p := range []*kinkProof{p, q} {
				p.sift(&certificate.Sift{}, 1)
				if err := want.agrees(p, bound); err != nil {
					t.Fatalf("seed %d: %v of %v, spans of %d", seed, err, c.labels, s.size)
				}
			}
			if s.size == 1 {
				break
			}
			open = c.halved(spans{s.inputs, s.size / 2}, want.left)
			p.sieve.halve()
			q.sieve.halve()
		}
		c.eachChain(func(cuts []int, cost *big.Rat) {
			for j, h := range cuts {
				if cost.Cmp(stop) < 0 && !p.sieve.allows(j+1, 0, h, 1) {
					t.Fatalf("seed %d: a chain with cuts %v of %v costs %v, but kink %d has gone", seed, cuts, c.labels, cost, j+1)
				}
			}
		})
	}
}

// cutoff is one between the costs of the chains, and not near any cost of ways of small rationals.
func (c *spanCase) cutoff(rng *rand.Rand) *big.Rat {
	most := c.straight(0, len(c.labels))
	v := most.Mul(most, rat(1+rng.Int64N(1<<20), 1<<20))
	return v.Add(v, rat(1, 1<<40))
}

// agrees says what differs.
func (l *spanList) agrees(p *kinkProof, bound *big.Rat) error {
	got := lowerOf(l.stop, p.inData(p.nodes[certificate.Branch{}].bound)) // the cutoff is rounded up
	if d := new(big.Rat).Sub(bound, got); d.Sign() < 0 || d.Cmp(rat(1, 1<<40)) > 0 {
		return fmt.Errorf("the bound is %v, not %v", got, bound)
	}
	for i := range l.count() {
		for j := range l.kinks {
			if want := l.left[[2]int{j + 1, i}]; p.sieve.allows(j+1, 0, l.first(i), 1) != want {
				return fmt.Errorf("kink %d is open in span %d: %v", j+1, i, !want)
			}
		}
	}
	return nil
}

// TestInnerCosts: what spans cost is the definition's, and no more than their inputs on lines apart.
func TestInnerCosts(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 61))
		c := newSpanCase(rng, 40)
		c.kinks = 8
		for _, exact := range []bool{false, true} {
			p := c.proof(t, exact)
			in := newInnerCosts(p.kinkClass, p.prices, 16, 2)
			for size := 1; size <= 16; size *= 2 {
				s := spans{p.n, size}
				for i := range s.count() {
					for kinks := range 9 {
						got, want := p.inData(in.in(size, i, kinks)), c.inner(s, i, kinks)
						if d := new(big.Rat).Sub(want, got); d.Sign() < 0 || d.Cmp(rat(1, 1<<40)) > 0 {
							t.Fatalf("seed %d: %d kinks in span %d of %d cost %v, want %v: %v", seed, kinks, i, size, got, want, c.labels)
						}
						if least := c.parted(s.first(i), s.last(i), s.first(i), s.last(i), min(kinks, 2)); kinks < 3 && got.Cmp(least) > 0 {
							t.Fatalf("seed %d: %d kinks in span %d of %d cost %v, but %v is possible", seed, kinks, i, size, got, least)
						}
					}
				}
			}
		}
	}
}

func siftedCase() *spanCase {
	c := &spanCase{kinks: 2}
	for i := range 19 {
		c.labels = append(c.labels, 5*(i%7)+i*i%11)
	}
	return c
}

// siftedText is the good certificate kinks-sifted: spans alone prove what lines apart cost.
func (c *spanCase) siftedText(t *testing.T) string {
	t.Helper()
	least := c.sifted(spans{19, 1}, c.allOpen(spans{19, 1}), new(big.Rat)).least
	claim, _ := new(big.Rat).Sub(least, rat(1, 1<<20)).Float64()
	total := 0
	for _, y := range c.labels {
		total += y * y
	}
	h := &certificate.Header{Data: sha256.Sum256([]byte(c.csv())), Target: "y", Features: []string{"x"}, Units: 2, Bias: true, Output: certificate.Affine,
		Breakpoints: &certificate.Breakpoints{}, LabelScale: 1, WeightScale: 1}
	var b strings.Builder
	w := certificate.NewWriter(&b, h)
	w.Spans(16)
	w.Cutoff(claim)
	for range 4 {
		w.Sift(&certificate.Sift{})
		w.Halve()
	}
	w.Sift(&certificate.Sift{})
	idle := certificate.Unit{Sign: 1, Weights: []float64{0, 0}}
	w.Trailer(&certificate.Trailer{Units: []certificate.Unit{idle, idle}, Output: []float64{0, 0}, Lower: claim, Upper: float64(total)})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shifted are the labels without the first two, so that all spans have others.
func (c *spanCase) shifted() *spanCase { return &spanCase{c.labels[2:], c.kinks} }

func TestSiftedGood(t *testing.T) {
	c := siftedCase()
	for name, want := range map[string]string{"sifted.csv": c.csv(), "shifted.csv": c.shifted().csv(), "kinks-sifted.rcert": c.siftedText(t)} {
		path := "testdata/good/" + name
		if *forge {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s: %v, want\n%s", path, err, want)
		}
	}
}

// BenchmarkStraight is a price of a line apart.
func BenchmarkStraight(b *testing.B) {
	c := classFor(b, waves(5000, 1), &certificate.Header{Units: 3, Breakpoints: &certificate.Breakpoints{}})
	p := newFastPrices(c)
	sum := wide.Fixed{}
	for b.Loop() {
		sum = sum.Plus(p.straight(1000, 4000))
	}
}
