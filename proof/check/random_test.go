package check

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// problem is a small random data set with coordinates that whiten it.
type problem struct {
	csv    string
	opts   dataset.Options
	header *certificate.Header
	c      *coordinates
	rng    *rand.Rand
	star   bool // all parts of cuts contain 0
}

// inMemory is a Source.
func inMemory(text string) Source {
	return Source{Name: "test", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// dyadic is a number of at most 30 bits near v.
func dyadic(v float64) float64 { return math.Round(v*0x1p16) * 0x1p-16 }

func newProblem(t testing.TB, rng *rand.Rand) *problem {
	t.Helper()
	p := &problem{rng: rng, header: &certificate.Header{Target: "y", Units: 1 + rng.IntN(3), Bias: rng.IntN(2) == 0,
		Output: certificate.Output(rng.IntN(3)), WeightLimit: math.Ldexp(1, rng.IntN(10)-6), LabelScale: math.Ldexp(1, rng.IntN(5)-2),
		WeightScale: math.Ldexp(1, rng.IntN(5)-2)}}
	h := p.header
	if rng.IntN(2) == 0 {
		h.NormBound = 0.5 + rng.Float64()
	}
	x := p.rows(1+rng.IntN(3), 8+rng.IntN(6))
	h.Data = sha256.Sum256([]byte(p.csv))
	h.Transform = whitening(x)
	for range h.Free() {
		h.Reference = append(h.Reference, dyadic(rng.NormFloat64()))
	}
	p.load(t)
	return p
}

// rows writes the CSV text and returns the kept columns of every row. The last
// feature may be a combination of the others, and rows may be equal.
func (p *problem) rows(n, m int) [][]float64 {
	h, rng := p.header, p.rng
	dependent := rng.IntN(2) == 0 && (n > 1 || h.Bias)
	weighted := rng.IntN(2) == 0
	names := []string{"a", "b", "c", "d"}[:n]
	if dependent {
		names = append(names, "e")
	}
	h.Features = names
	if weighted {
		h.SampleWeights, p.opts.Weights = "w", "w"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s,y%s\n", strings.Join(names, ","), map[bool]string{true: ",w"}[weighted])
	var kept [][]float64
	var before []float64
	for i := range m {
		row := make([]float64, n)
		for d := range row {
			row[d] = math.Round(rng.NormFloat64()*64) / 16
		}
		if i > 0 && rng.IntN(5) == 0 {
			copy(row, before)
		}
		before = row
		cells := append([]float64(nil), row...)
		if dependent {
			cells = append(cells, 2*row[0]-row[n-1]/2+map[bool]float64{true: 1}[h.Bias])
		}
		for _, v := range cells {
			fmt.Fprintf(&text, "%g,", v)
		}
		fmt.Fprintf(&text, "%d/%d", rng.IntN(100)-50, 1+rng.IntN(9))
		weight := 1.0
		if weighted {
			weight = float64(1+rng.IntN(8)) / 4
			fmt.Fprintf(&text, ",%g", weight)
		}
		text.WriteByte('\n')
		x := append([]float64(nil), row...)
		if h.Bias {
			x = append([]float64{1}, row...)
		}
		for d := range x {
			x[d] *= math.Sqrt(weight) // so that Σ x xᵀ has the weights
		}
		kept = append(kept, append(x, weight))
	}
	p.csv = text.String()
	for d := range len(kept[0]) - 1 {
		h.Keep = append(h.Keep, d)
	}
	return kept
}

// whitening is the inverse of the Cholesky factor of Σωxxᵀ/Σω, rounded. Each row
// ends with its weight.
func whitening(rows [][]float64) [][]float64 {
	n := len(rows[0]) - 1
	a, total := make([][]float64, n), 0.0
	for d := range a {
		a[d] = make([]float64, n)
	}
	for _, x := range rows {
		total += x[n]
		for d := range n {
			for e := range n {
				a[d][e] += x[d] * x[e]
			}
		}
	}
	l := make([][]float64, n)
	for d := range n {
		l[d] = make([]float64, n)
		for e := range d + 1 {
			s := a[d][e] / total
			for g := range e {
				s -= l[d][g] * l[e][g]
			}
			if l[d][e] = s / max(l[e][e], 1e-9); e == d {
				l[d][d] = math.Sqrt(s)
			}
		}
	}
	inverse := make([][]float64, n)
	for d := range n {
		inverse[d] = make([]float64, d+1)
		for e := range d + 1 {
			s := 0.0
			if e == d {
				s = 1
			}
			for g := e; g < d; g++ {
				s -= l[d][g] * inverse[g][e]
			}
			inverse[d][e] = s / l[d][d]
		}
	}
	for d := range inverse {
		for e := range inverse[d] {
			inverse[d][e] = dyadic(inverse[d][e])
		}
	}
	return inverse
}

func (p *problem) load(t testing.TB) {
	t.Helper()
	s, err := readSamples(inMemory(p.csv), Options{Data: p.target()}, p.header)
	if err == nil {
		p.c, err = newCoordinates(s, p.header)
	}
	if err != nil {
		t.Fatalf("%v\n%s%+v", err, p.csv, p.header)
	}
}

func (p *problem) target() dataset.Options {
	o := p.opts
	o.Target, o.Fractions = "y", true
	return o
}

// region is a random box with random cuts.
func (p *problem) region() *region {
	n, rng := p.c.n, p.rng
	sign := float64(1 - 2*rng.IntN(2))
	r := face(n, rng.IntN(n), sign)
	for d := range n {
		if d != r.face {
			r.lo[d] = dyadic(2*rng.Float64() - 1)
			r.hi[d] = min(1, r.lo[d]+math.Ldexp(1, -rng.IntN(8)))
		}
	}
	for range rng.IntN(3) {
		if s := rng.IntN(p.c.count()); r.intervalAt(s) == everything {
			r = r.cutBy(s, 0)[rng.IntN(2)]
		}
	}
	return r
}

// proof is a random point on random regions.
func (p *problem) proof() *proof {
	h, rng := p.header, p.rng
	b := &certificate.Bound{Mu: math.Ldexp(1+rng.Float64(), -rng.IntN(20)), Settled: rng.IntN(2) == 0}
	q := &proof{record: b}
	for range h.Free() {
		b.C = append(b.C, rng.NormFloat64())
	}
	for j := range h.Units {
		r := p.region()
		q.regions, q.signs = append(q.regions, r), append(q.signs, 1-2*rng.IntN(2))
		b.Units = append(b.Units, p.alphas())
		if r.cuts != nil && rng.IntN(2) == 0 {
			b.Walls = append(b.Walls, certificate.Wall{Unit: j, Cut: rng.IntN(r.cutCount()), Value: rng.Float64()})
		}
		if h.NormBound > 0 && rng.IntN(2) == 0 {
			b.Slacks = append(b.Slacks, certificate.Slack{Unit: j, Vector: p.vector(p.c.n)})
		}
		if i := rng.IntN(p.c.count()); rng.IntN(2) == 0 {
			b.Centers = append(b.Centers, certificate.Center{Row: p.c.first[i], Unit: j, Value: rng.Float64(), HasTheta: rng.IntN(2) == 0, Theta: rng.Float64()})
		}
	}
	return q
}

func (p *problem) alphas() (all []certificate.Alpha) {
	for v := range 1 << (p.c.n - 1) {
		if p.rng.IntN(2) == 0 {
			all = append(all, certificate.Alpha{Vertex: v, Value: p.rng.ExpFloat64() * p.header.WeightLimit / p.header.LabelScale / 4})
		}
	}
	return all
}

func (p *problem) vector(n int) (v []float64) {
	for range n {
		v = append(v, p.rng.NormFloat64()/8)
	}
	return v
}

// textOf is a certificate of the records.
func textOf(h *certificate.Header, records ...any) string {
	var b bytes.Buffer
	w := certificate.NewWriter(&b, h)
	for _, r := range records {
		switch r := r.(type) {
		case *certificate.Split:
			w.Split(r)
		case *certificate.Bound:
			w.Bound(r)
		case *certificate.Dual:
			w.Dual(r)
		case *certificate.Trailer:
			w.Trailer(r)
		}
	}
	w.Flush()
	return b.String()
}
