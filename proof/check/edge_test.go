package check

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// edge is how large a problem at the edge of what fixed width holds is to be.
type edge struct {
	columns int  // 1 to 128
	equal   int  // rows of each sample
	digits  int  // of values, labels and weights, 1 to 18
	full    bool // labels are as long as short ones may be
	wild    bool
}

// edgeProblem has values, labels and weights of any size, in rows that are nearly
// orthogonal (Hadamard's), so that powers of two whiten them.
func edgeProblem(rng *rand.Rand, e edge) *problem {
	h := &certificate.Header{Target: "y", Units: 1 + rng.IntN(2), Bias: e.columns > 1 && rng.IntN(2) == 0, Output: certificate.Output(rng.IntN(3))}
	p := &problem{rng: rng, header: h}
	sizes := make([]string, e.columns)
	for d := range sizes {
		sizes[d] = e.decimal(rng)
		h.Keep = append(h.Keep, d)
		row := make([]float64, d+1)
		row[d] = 1 / power2(sizes[d])
		h.Transform = append(h.Transform, row)
		h.Features = append(h.Features, fmt.Sprintf("x%d", d))
	}
	if h.Bias {
		h.Features, sizes[0], h.Transform[0][0] = h.Features[1:], "1", 1
	}
	label, weight := e.decimal(rng), "1"
	if e.full {
		label = []string{"144115188075855872", "0.288230376151711743"}[rng.IntN(2)]
	} else if rng.IntN(2) == 0 {
		h.SampleWeights, p.opts.Weights, weight = "w", "w", e.decimal(rng)
	}
	p.writeEdge(e, sizes, label, weight)
	h.Data = sha256.Sum256([]byte(p.csv))
	h.LabelScale = math.Ldexp(power2(label), rng.IntN(7)-3)
	h.WeightScale = math.Ldexp(power2(weight)*float64(e.equal), rng.IntN(7)-3)
	h.WeightScale = power2(strconv.FormatFloat(h.WeightScale, 'g', -1, 64))
	h.WeightLimit = math.Ldexp(h.LabelScale, rng.IntN(12)-2)
	if rng.IntN(2) == 0 {
		h.NormBound = h.WeightLimit
	}
	for range h.Free() {
		h.Reference = append(h.Reference, dyadic(rng.NormFloat64()))
	}
	return p
}

// decimal is a positive number as text: often one whose products just fit, or just do not.
func (e edge) decimal(rng *rand.Rand) string {
	switch rng.IntN(4) {
	case 0:
		return []string{"1", "144115188075855872", "288230376151711743", "0.144115188075855872", "536870912"}[rng.IntN(5)]
	case 1:
		return fmt.Sprint(1 + rng.IntN(1000))
	}
	most := int64(math.Pow10(e.digits))
	return fmt.Sprintf("%de%d", 1+rng.Int64N(most), rng.IntN(31)-15-e.digits/2)
}

// power2 is the power of two nearest to a number, by ratio.
func power2(text string) float64 {
	v, _ := strconv.ParseFloat(text, 64)
	return math.Ldexp(1, int(math.Round(math.Log2(v))))
}

func (p *problem) writeEdge(e edge, sizes []string, label, weight string) {
	h := p.header
	var b strings.Builder
	head := strings.Join(append(append([]string(nil), h.Features...), "y"), ",")
	b.WriteString(head + map[bool]string{true: ",w"}[h.SampleWeights != ""] + "\n")
	rows := 4
	for rows < e.columns {
		rows *= 2
	}
	for i := range rows {
		for copies := range e.equal {
			for d, size := range sizes[len(sizes)-len(h.Features):] {
				column := d + len(sizes) - len(h.Features)
				b.WriteString(strings.Repeat("-", bits.OnesCount(uint(i&column))&1) + size + ",")
			}
			b.WriteString(strings.Repeat("-", (copies^i/2)&1) + label)
			if h.SampleWeights != "" {
				b.WriteString("," + weight)
			}
			b.WriteByte('\n')
		}
	}
	p.csv = b.String()
}

// read gives the problem's samples in the short way (nil if they are not short) and the general one.
func (p *problem) read(t *testing.T) (short, general *samples) {
	t.Helper()
	for _, to := range []**samples{&short, &general} {
		s, err := readRows(inMemory(p.csv), p.target(), p.header, func(rows *dataset.Scanner) (*samples, error) {
			if to == &short {
				return readShort(rows, p.header.Bias), nil
			}
			return readGeneral(rows, p.header.Bias, true)
		})
		if err != nil {
			t.Fatal(err)
		}
		*to = s
	}
	return short, general
}

// edgeCount is what came of the problems.
type edgeCount struct{ short, general, refused, points, duals, fixedDuals int }

// examine compares all ways to compute with rationals.
func (p *problem) examine(t *testing.T, e edge, c *edgeCount) {
	t.Helper()
	want, wild := newLiteral(p), &mutator{Rand: p.rng}
	short, general := p.read(t)
	net := p.network()
	for _, s := range []*samples{short, general} {
		if s == nil {
			continue
		}
		coordinates, err := newCoordinates(s, p.header)
		if err != nil {
			c.refused++
			continue
		}
		p.c = coordinates
		p.compareEdge(t, want, net)
		if s == short {
			c.short++
		} else {
			c.general++
		}
		data, err := newFixedData(p.c)
		if refused := new(refusal); errors.As(err, &refused) {
			continue
		}
		fast, exact, rule := newBoundFixed(data), newBoundExact(p.c), newDualExact(p.c)
		for range 3 {
			if p.c.n <= 4 {
				p.compareEdgePoint(t, e, wild, fast, exact, c)
			}
			p.compareEdgeDual(t, e, want, fast, rule, c)
		}
	}
}

// network is one of the class's shape, with weights that matter.
func (p *problem) network() *Network {
	h, net := p.header, new(Network)
	number := func(d int) float64 { return p.rng.NormFloat64() * h.LabelScale * h.Transform[d][d] }
	for range h.Units {
		u := certificate.Unit{Sign: 1 - 2*p.rng.IntN(2)}
		for d := range h.Keep {
			u.Weights = append(u.Weights, number(d))
		}
		net.Units = append(net.Units, u)
	}
	for d := range h.Free() {
		net.Output = append(net.Output, number(d))
	}
	return net
}

// compareEdge insists that sums are those of rationals: equal, or rounded to the safe side.
func (p *problem) compareEdge(t *testing.T, want *literal, net *Network) {
	t.Helper()
	c := p.c
	if c.total.Cmp(want.s) != 0 {
		t.Errorf("total %v, want %v", c.total.FloatString(9), want.s.FloatString(9))
	}
	tiny := mul(q(0x1p-60), add(want.yy, want.within))
	if d := sub(want.within, &c.within); d.Sign() < 0 || d.Cmp(tiny) > 0 {
		t.Errorf("within %v, want %v", c.within.FloatString(9), want.within.FloatString(9))
	}
	if d := sub(&c.squares, want.yy); d.Sign() < 0 || d.Cmp(tiny) > 0 {
		t.Errorf("squares %v, want %v", c.squares.FloatString(9), want.yy.FloatString(9))
	}
	if got, want := c.sse(net), want.sse(net); got.Cmp(want) != 0 {
		t.Errorf("SSE %v, want %v", got.FloatString(9), want.FloatString(9))
	}
}

// sse is a network's, on samples, in the data's units.
func (l *literal) sse(net *Network) *big.Rat {
	sum, scale := new(big.Rat).Set(l.within), q(l.h.LabelScale)
	for i, x := range l.raw {
		f := q(0)
		for _, u := range net.Units {
			f.Add(f, mul(q(float64(u.Sign)), above0(inner(x, rats(u.Weights)))))
		}
		switch l.h.Output {
		case certificate.Affine:
			f.Add(f, inner(x, rats(net.Output)))
		case certificate.Intercept:
			f.Add(f, q(net.Output[0]))
		}
		label := add(l.y[i], inner(rats(l.h.Reference), l.z(i)))
		r := sub(div(f, scale), label)
		sum.Add(sum, mul(l.w[i], r, r))
	}
	return mul(sum, scale, scale, q(l.h.WeightScale))
}

func rats(v []float64) (all []*big.Rat) {
	for _, x := range v {
		all = append(all, q(x))
	}
	return all
}

// compareEdgePoint: fixed point proves no more than integers do, but for the choice of r.
func (p *problem) compareEdgePoint(t *testing.T, e edge, m *mutator, fast, exact prover, c *edgeCount) {
	t.Helper()
	proof := p.proof()
	if e.wild {
		p.hostile(m, proof)
	}
	a, err := fast.prove(proof)
	if err != nil {
		return
	}
	c.points++
	b, _ := exact.prove(proof)
	x, _ := new(big.Float).SetInt(a).Float64()
	y, _ := new(big.Float).SetInt(b).Float64()
	if x > y+1e-12*(math.Abs(y)+0x1p128*(1+p.scale())) {
		t.Errorf("fixed proves %g, integers %g: %+v", x*0x1p-128, y*0x1p-128, proof.record)
	}
}

// compareEdgeDual: fixed point proves no more than rationals do, but for the choice of
// a chord's slope: a rounding error at the end of each interval.
func (p *problem) compareEdgeDual(t *testing.T, e edge, slow *literal, fast *boundFixed, exact *dualExact, c *edgeCount) {
	t.Helper()
	proof, _ := p.dualProof()
	if proof.dual.Point != nil { // of which m are rounded
		return
	}
	if e.wild {
		p.wild(proof.dual)
	}
	if err := p.c.checkDual(proof); err != nil {
		t.Fatal(err)
	}
	c.duals++
	want, _ := slow.dual(proof)
	fine := mul(q(0x1p-150), add(q(1), new(big.Rat).Abs(want)))
	for _, reach := range exact.reach {
		fine.Add(fine, mul(q(0x1p-78*float64(p.header.Units)), reach))
	}
	for _, by := range []prover{fast, exact} {
		v, err := by.prove(proof)
		if err != nil {
			continue
		}
		if by == prover(fast) {
			c.fixedDuals++
		}
		if got := new(big.Rat).SetFrac(v, powerOf2(valueBits).Num()); got.Cmp(add(want, fine)) > 0 {
			t.Errorf("%T proves %v of %v\n%s", by, got.FloatString(30), want.FloatString(30), textOf(p.header, proof.dual))
		}
	}
}

// edgeOf is the problem of a seed and sizes.
func edgeOf(seed uint64, columns, equal, digits uint16) (*problem, edge) {
	rng := rand.New(rand.NewPCG(seed, 41))
	e := edge{columns: 1 + int(columns)%128, equal: 1 + int(equal)%(1<<12), digits: 1 + int(digits)%18, full: rng.IntN(4) == 0, wild: rng.IntN(2) == 0}
	if e.columns > 8 {
		e.equal = 1 + e.equal%4
	}
	return edgeProblem(rng, e), e
}

// TestEdge drives values, labels, weights, columns and equal rows to where fixed width ends.
func TestEdge(t *testing.T) {
	const seed = 8
	rng := rand.New(rand.NewPCG(seed, 1))
	c := new(edgeCount)
	for round := range thorough.Of(80, 16) {
		s, columns, equal, digits := rng.Uint64(), uint16(rng.IntN(6)), uint16(rng.IntN(4)), uint16(rng.IntN(18))
		switch {
		case round%10 == 0:
			equal = 1<<11 + uint16(rng.IntN(1<<11))
			columns = uint16(rng.IntN(2))
		case round == 5:
			columns = thorough.Of(uint16(127), 40)
		}
		p, e := edgeOf(s, columns, equal, digits)
		if p.examine(t, e, c); t.Failed() {
			t.Fatalf("seed %d round %d: edgeOf(%d, %d, %d, %d)\n%+v\n%s", seed, round, s, columns, equal, digits, p.header, head(p.csv))
		}
	}
	t.Logf("seed %d: %+v", seed, *c)
	if least := thorough.Of(100, 15); c.short < least/5 || c.general < least*7/10 || c.points < least || c.fixedDuals < least {
		t.Errorf("the problems see too little: %+v", *c)
	}
}

func head(text string) string { return text[:min(len(text), 2000)] }

// FuzzEdge is TestEdge for what go test -fuzz thinks of.
func FuzzEdge(f *testing.F) {
	f.Add(uint64(1), uint16(0), uint16(4095), uint16(17))
	f.Add(uint64(2), uint16(3), uint16(1), uint16(8))
	f.Add(uint64(3), uint16(1), uint16(100), uint16(0))
	f.Fuzz(func(t *testing.T, seed uint64, columns, equal, digits uint16) {
		p, e := edgeOf(seed, columns%20, equal, digits) // an input may take seconds only
		if p.examine(t, e, new(edgeCount)); t.Failed() {
			t.Fatalf("%+v\n%s", p.header, head(p.csv))
		}
	})
}
