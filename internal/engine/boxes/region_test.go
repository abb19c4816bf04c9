package boxes

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// randomRegion splits a random face a few times, at random places.
func randomRegion(rng *rand.Rand, n int) *region {
	r := faceOf(n, rng.IntN(n), float64(1-2*rng.IntN(2)))
	for range rng.IntN(6) {
		d := rng.IntN(n)
		if d == r.face {
			continue
		}
		a, b := r.split(d, r.cutAt(d, 2*rng.Float64()-1))
		if r = a; rng.IntN(2) == 0 {
			r = b
		}
	}
	return r
}

func randomVector(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	return v
}

// TestFacesCover: every direction lies in a face, or its opposite does where
// the positive ones suffice.
func TestFacesCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		n := 1 + rng.IntN(5)
		w := randomVector(rng, n)
		if n > 1 && rng.IntN(3) == 0 {
			w[0] = -w[1] // on an edge
		}
		all, positive := 0, 0
		for _, r := range faces(n, false) {
			all += count(r.holds(w))
		}
		for _, r := range faces(n, true) {
			positive += count(r.holds(w) || r.holds(scaled(w, -1)))
		}
		if all < 1 || positive < 1 {
			t.Fatalf("%v lies in %d of all faces, it or its opposite in %d positive ones", w, all, positive)
		}
		if distinct(w) && (all > 1 || positive > 1) {
			t.Fatalf("%v lies in %d of all faces, it or its opposite in %d positive ones", w, all, positive)
		}
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// distinct says that no two entries have equal size.
func distinct(w []float64) bool {
	seen := map[float64]bool{}
	for _, v := range w {
		seen[math.Abs(v)] = true
	}
	return len(seen) == len(w)
}

// TestPartsCover: a cut's halves are the region, and meet on the cut alone.
func TestPartsCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for range 1000 {
		n := 2 + rng.IntN(4)
		r := randomRegion(rng, n)
		d := rng.IntN(n)
		if d == r.face {
			continue
		}
		c := choice{coordinate: d, at: r.cutAt(d, 2*rng.Float64()-1)}
		if rng.IntN(2) == 0 {
			c.by = &sample{x: randomVector(rng, n)}
		}
		parts := c.parts(r)
		for range 20 {
			w := r.direction(rng)
			side := w[d] - c.at
			if c.by != nil {
				side = linalg.Dot(w, c.by.x)
			} else if rng.IntN(5) == 0 {
				w[d], side = c.at, 0
			}
			low, high := parts[0].holds(w), parts[1].holds(w)
			if low != (side <= 0) || high != (side >= 0) {
				t.Fatalf("%v of %+v: in the lower part %v, upper %v; side %g", w, r, low, high, side)
			}
			w[d] = r.hi[d] + 0.1
			if parts[0].holds(w) || parts[1].holds(w) {
				t.Fatalf("%v outside %+v lies in a part", w, r)
			}
		}
	}
}

// TestInterval: it contains all values and is attained.
func TestInterval(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range 500 {
		n := 1 + rng.IntN(5)
		r, x := randomRegion(rng, n), randomVector(rng, n)
		l, u := r.interval(x)
		slack := 1e-15 * float64(n*n)
		for range 10 {
			if v := linalg.Dot(r.direction(rng), x); v < l-slack || v > u+slack {
				t.Fatalf("%g lies outside [%g, %g]", v, l, u)
			}
		}
		values := make([]float64, 1<<(n-1))
		r.overVertices(x, values)
		least, largest := slices.Min(values), slices.Max(values)
		if math.Abs(least-l) > 10*slack || math.Abs(largest-u) > 10*slack {
			t.Fatalf("vertices range over [%g, %g], the interval is [%g, %g]", least, largest, l, u)
		}
	}
}

// TestDecide: what it says of a sample holds for every direction.
func TestDecide(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for range 2000 {
		n := 1 + rng.IntN(4)
		r, x := randomRegion(rng, n), randomVector(rng, n)
		if rng.IntN(3) == 0 {
			negative, positive := r.cutBy(sample{x: x})
			if r = negative; rng.IntN(2) == 0 {
				r = positive
			}
		}
		state, where := r.decide(x)
		for range 10 {
			w := r.direction(rng)
			v := linalg.Dot(w, x)
			if !r.holds(w) || math.Abs(v) < 1e-12 {
				continue
			}
			if state == active && v < 0 || state == inactive && v > 0 {
				t.Fatalf("state %d, but there is %g", state, v)
			}
			if v > 0 && !where.active || v < 0 && !where.inactive {
				t.Fatalf("sides %+v, but there is %g", where, v)
			}
		}
	}
}

// TestCutAt: dyadic of few bits, well inside the side.
func TestCutAt(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for range 200 {
		r := faceOf(2, 0, 1)
		for depth := 0; r.widest() >= 0; depth++ {
			target := 3 * (2*rng.Float64() - 1)
			if rng.IntN(2) == 0 {
				target = r.lo[1] + (r.hi[1]-r.lo[1])*rng.Float64()
			}
			cut := r.cutAt(1, target)
			share := (cut - r.lo[1]) / (r.hi[1] - r.lo[1])
			if share < 0.2 || share > 0.8 {
				t.Fatalf("depth %d: cut at %g of the side [%g, %g]", depth, share, r.lo[1], r.hi[1])
			}
			_, e := math.Frexp(r.hi[1] - r.lo[1])
			if bits := math.Ldexp(cut, 5-e); bits != math.Trunc(bits) {
				t.Fatalf("depth %d: %g has bits below 2^%d", depth, cut, e-5)
			}
			lower, upper := r.split(1, cut)
			if r = lower; rng.IntN(2) == 0 {
				r = upper
			}
		}
	}
}

// TestBarycentric: α ≥ 0 of at most N vertices, whose sum is ŵ clamped.
func TestBarycentric(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for range 1000 {
		n := 1 + rng.IntN(5)
		r := randomRegion(rng, n)
		w := scaled(r.direction(rng), math.Exp(rng.NormFloat64()))
		if rng.IntN(3) == 0 {
			w[rng.IntN(n)] += 0.1
		}
		s := &domain{shape: shape{&whiten.Problem{N: n}, 1, 1 << (n - 1)}, regions: []*region{r}}
		s.corner = make([]float64, n*s.vertices)
		alpha := make([]float64, s.vertices)
		s.corners()
		limit := []float64{0.5, math.Inf(1)}[rng.IntN(2)]
		r.barycentric(w, alpha, limit)
		got := make([]float64, n+1)
		s.parameters(alpha, got)
		want := expected(r, w, limit)
		positive := 0
		for _, a := range alpha {
			if a < 0 {
				t.Fatalf("α %g", a)
			}
			positive += count(a > 0)
		}
		if positive > n {
			t.Fatalf("%d vertices for N = %d", positive, n)
		}
		for d, v := range want {
			if math.Abs(got[d]-v) > 1e-14*(1+math.Abs(v)) {
				t.Fatalf("%v in %+v became %v, want %v", w, r, got, want)
			}
		}
	}
}

// expected is w moved into r's box with its λ held to limit.
func expected(r *region, w []float64, limit float64) []float64 {
	lambda := w[r.face] * r.sign
	out := make([]float64, len(w))
	for d, v := range w {
		out[d] = min(lambda, limit) * min(max(v/min(lambda, limit), r.lo[d]), r.hi[d])
	}
	return out
}

// TestMultisets: s units of one sign and region get the C(s+parts-1, s)
// multisets of the parts, each once, and the other units stay.
func TestMultisets(t *testing.T) {
	for units := 1; units <= 4; units++ {
		for others := range 3 {
			for number := 1; number <= 5; number++ {
				checkMultisets(t, units, others, number)
			}
		}
	}
}

func checkMultisets(t *testing.T, units, others, number int) {
	shared, other := faceOf(2, 0, 1), faceOf(2, 0, 1)
	n := &Node{}
	for range units {
		n.Signs, n.Regions = append(n.Signs, 1), append(n.Regions, shared)
	}
	for j := range others {
		n.Signs = append(n.Signs, 1-2*j) // one of the same sign, one not
		n.Regions = append(n.Regions, []*region{other, shared}[j])
	}
	group := n.Group(0)
	if len(group) != units {
		t.Fatalf("group %v of %d units", group, units)
	}
	parts := make([]*region, number)
	name := map[*region]int{}
	for i := range parts {
		parts[i] = faceOf(2, 1, 1)
		name[parts[i]] = i
	}
	seen := map[[5]int]bool{}
	children := n.multisets(group, node.Numbered(parts), &node.Origin{}, &work{})
	for _, c := range children {
		var counts [5]int
		for j, r := range c.Regions {
			if j >= units && r != n.Regions[j] {
				t.Fatalf("unit %d of another kind was split", j)
			}
			if j < units {
				counts[name[r]]++
			}
		}
		seen[counts] = true
	}
	want := 1
	for i := 1; i <= units; i++ {
		want = want * (number - 1 + i) / i
	}
	if len(children) != want || len(seen) != want {
		t.Errorf("%d units, %d parts: %d children, %d different, want %d", units, number, len(children), len(seen), want)
	}
}
