package check

import (
	"encoding/csv"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// literal is the bound rule of FORMAT.md with rationals, read off the document
// line by line. It shares only the readers of CSV and header with the checker.
type literal struct {
	h             *certificate.Header
	raw, x        [][]*big.Rat // a sample: x̃ and x̂
	y, w          []*big.Rat
	first         []int
	within, s, yy *big.Rat
	c             [][]*big.Rat // C
}

func q(v float64) *big.Rat       { return new(big.Rat).SetFloat64(v) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a ...*big.Rat) *big.Rat {
	v := q(1)
	for _, f := range a {
		v.Mul(v, f)
	}
	return v
}
func div(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func above0(a *big.Rat) *big.Rat {
	if a.Sign() < 0 {
		return q(0)
	}
	return a
}
func inner(a, b []*big.Rat) *big.Rat {
	s := q(0)
	for d := range a {
		s.Add(s, mul(a[d], b[d]))
	}
	return s
}
func root(a *big.Rat) *big.Rat {
	f := new(big.Float).SetPrec(400).SetRat(a)
	r, _ := f.Sqrt(f).Rat(nil)
	return r
}

// solve is A⁻¹b.
func solve(a [][]*big.Rat, b []*big.Rat) []*big.Rat {
	n := len(a)
	for d := range a {
		a[d] = append(append([]*big.Rat(nil), a[d]...), b[d])
	}
	for d := range n {
		for e := range n {
			if f := div(a[e][d], a[d][d]); e != d {
				for g := d; g <= n; g++ {
					a[e][g] = sub(a[e][g], mul(f, a[d][g]))
				}
			}
		}
	}
	v := make([]*big.Rat, n)
	for d := range v {
		v[d] = div(a[d][n], a[d][d])
	}
	return v
}

func newLiteral(p *problem) *literal {
	h := p.header
	l := &literal{h: h, within: q(0), s: q(0), yy: q(0)}
	rows, _ := csv.NewReader(strings.NewReader(p.csv)).ReadAll()
	type group struct{ w, wy, wyy *big.Rat }
	index := map[string]int{}
	var groups []group
	for row, cells := range rows[1:] {
		var x []*big.Rat
		if h.Bias {
			x = append(x, q(1))
		}
		for _, cell := range cells[:len(h.Features)] {
			v, _ := new(big.Rat).SetString(cell)
			x = append(x, v)
		}
		y, _ := new(big.Rat).SetString(cells[len(h.Features)])
		w := q(1)
		if h.SampleWeights != "" {
			w, _ = new(big.Rat).SetString(cells[len(h.Features)+1])
		}
		key := strings.Join(cells[:len(h.Features)], " ")
		i, ok := index[key]
		if !ok {
			i = len(groups)
			index[key], groups, l.raw = i, append(groups, group{q(0), q(0), q(0)}), append(l.raw, x)
			l.first = append(l.first, row)
		}
		g := groups[i]
		groups[i] = group{add(g.w, w), add(g.wy, mul(w, y)), add(g.wyy, mul(w, y, y))}
	}
	unit, raw := mul(q(h.LabelScale), q(h.LabelScale), q(h.WeightScale)), l.raw
	for i, g := range groups {
		l.within.Add(l.within, div(sub(g.wyy, div(mul(g.wy, g.wy), g.w)), unit))
		var hat []*big.Rat
		for d := range h.Transform {
			v := q(0)
			for e, f := range h.Transform[d] {
				v.Add(v, mul(q(f), raw[i][h.Keep[e]]))
			}
			hat = append(hat, v)
		}
		l.x, l.w = append(l.x, hat), append(l.w, div(g.w, q(h.WeightScale)))
		var reference []*big.Rat
		for _, v := range h.Reference {
			reference = append(reference, q(v))
		}
		y := sub(div(div(g.wy, g.w), q(h.LabelScale)), inner(reference, l.z(i)))
		l.y = append(l.y, y)
		l.s.Add(l.s, l.w[i])
		l.yy.Add(l.yy, mul(l.w[i], y, y))
	}
	// C from the first N independent samples would do; normal equations do too.
	n := len(h.Keep)
	for out := n; out < len(raw[0]); out++ {
		a, b := make([][]*big.Rat, n), make([]*big.Rat, n)
		for d := range n {
			b[d] = q(0)
			for e := range n {
				a[d] = append(a[d], q(0))
				for i := range raw {
					a[d][e].Add(a[d][e], mul(raw[i][d], raw[i][e]))
				}
			}
			for i := range raw {
				b[d].Add(b[d], mul(raw[i][d], raw[i][out]))
			}
		}
		l.c = append(l.c, solve(a, b))
	}
	return l
}

func (l *literal) z(i int) []*big.Rat {
	switch l.h.Output {
	case certificate.Affine:
		return l.x[i]
	case certificate.Intercept:
		return []*big.Rat{q(1)}
	}
	return nil
}

func (l *literal) bound(p *proof) *big.Rat {
	b, m, k := p.record, len(l.x), len(p.regions)
	mu := q(b.Mu)
	tv := make([][][]*big.Rat, k) // unit, vertex
	vertices := make([][][]*big.Rat, k)
	theta := make([][]*big.Rat, m)
	for j, r := range p.regions {
		for v := range 1 << (len(r.lo) - 1) {
			var vertex []*big.Rat
			bit := 0
			for d := range r.lo {
				value := r.lo[d]
				if d != r.face {
					if v>>bit&1 == 1 {
						value = r.hi[d]
					}
					bit++
				}
				vertex = append(vertex, q(value))
			}
			vertices[j] = append(vertices[j], vertex)
		}
		tv[j] = make([][]*big.Rat, m)
		for i := range m {
			for _, v := range vertices[j] {
				tv[j][i] = append(tv[j][i], inner(v, l.x[i]))
			}
		}
	}
	var c []*big.Rat
	for _, v := range b.C {
		c = append(c, q(v))
	}
	rho := make([]*big.Rat, m)
	for i := range m {
		theta[i] = make([]*big.Rat, k)
		lo := sub(inner(c, l.z(i)), l.y[i])
		hi := add(lo, q(0))
		for j, r := range p.regions {
			t, up := q(0), q(0)
			for _, a := range b.Units[j] {
				t.Add(t, mul(q(a.Value), tv[j][i][a.Vertex]))
				up.Add(up, mul(q(a.Value), above0(tv[j][i][a.Vertex])))
			}
			least, most := tv[j][i][0], tv[j][i][0]
			for _, v := range tv[j][i] {
				if v.Cmp(least) < 0 {
					least = v
				}
				if v.Cmp(most) > 0 {
					most = v
				}
			}
			small := mul(sub(most, least), q(0x1p-40))
			state, center, own := "undecided", q(0), (*big.Rat)(nil)
			if b.Settled && t.Sign() > 0 {
				center = q(1)
			}
			switch {
			case least.Cmp(mul(q(-1), small)) >= 0:
				state = "active"
			case most.Cmp(small) <= 0:
				state = "inactive"
			}
			for _, o := range b.Centers {
				if o.Unit == j && o.Row == l.first[i] {
					if state, center = "undecided", q(o.Value); o.HasTheta {
						own = q(o.Theta)
					}
				}
			}
			for cut := r.cuts; cut != nil; cut = cut.before {
				if cut.sample == i {
					state = map[int]string{1: "active", -1: "inactive"}[cut.sign]
				}
			}
			var low *big.Rat
			switch state {
			case "active":
				low, up, theta[i][j] = t, t, q(1)
			case "inactive":
				low, up, theta[i][j] = q(0), q(0), q(0)
			default:
				th := add(center, div(t, mu))
				if th = above0(th); th.Cmp(q(1)) > 0 {
					th = q(1)
				}
				d := sub(th, center)
				low = sub(mul(th, t), mul(mu, q(0.5), d, d))
				if theta[i][j] = th; own != nil {
					theta[i][j] = own
				}
			}
			if p.signs[j] > 0 {
				lo, hi = add(lo, low), add(hi, up)
			} else {
				lo, hi = sub(lo, up), sub(hi, low)
			}
		}
		switch {
		case lo.Sign() > 0:
			rho[i] = lo
		case hi.Sign() < 0:
			rho[i] = hi
		default:
			rho[i] = q(0)
		}
	}
	return l.value(p, rho, theta, tv, vertices)
}

// value is "The proof", for any r: here the one that is exactly orthogonal to z.
func (l *literal) value(p *proof, rho []*big.Rat, theta [][]*big.Rat, tv [][][]*big.Rat, vertices [][][]*big.Rat) *big.Rat {
	b := p.record
	free := l.h.Free()
	a, moments := make([][]*big.Rat, free), make([]*big.Rat, free)
	for d := range free {
		moments[d] = q(0)
		for e := range free {
			a[d] = append(a[d], q(0))
			for i := range rho {
				a[d][e].Add(a[d][e], mul(l.w[i], l.z(i)[d], l.z(i)[e]))
			}
		}
		for i := range rho {
			moments[d].Add(moments[d], mul(l.w[i], rho[i], l.z(i)[d]))
		}
	}
	e := solve(a, moments)
	value := add(l.within, q(0))
	r := make([]*big.Rat, len(rho))
	for i := range rho {
		r[i] = sub(rho[i], inner(e, l.z(i)))
		value.Sub(value, mul(l.w[i], r[i], add(mul(q(2), l.y[i]), r[i])))
	}
	limit, bound := div(q(l.h.WeightLimit), q(l.h.LabelScale)), div(q(l.h.NormBound), q(l.h.LabelScale))
	for j, region := range p.regions {
		least := (*big.Rat)(nil)
		for v, vertex := range vertices[j] {
			psi := q(0)
			for i := range r {
				m := mul(q(float64(p.signs[j])), l.w[i], r[i])
				cut := 0
				for c := region.cuts; c != nil; c = c.before {
					if c.sample == i {
						cut = c.sign
					}
				}
				switch t := tv[j][i][v]; {
				case cut > 0:
					psi.Add(psi, mul(m, t))
				case cut < 0:
				case m.Sign() > 0:
					psi.Add(psi, mul(m, theta[i][j], t))
				default:
					psi.Add(psi, mul(m, above0(t)))
				}
			}
			for _, wall := range b.Walls {
				for c := region.cuts; c != nil; c = c.before {
					if wall.Unit == j && wall.Cut == c.number {
						psi.Sub(psi, mul(q(wall.Value), q(float64(c.sign)), tv[j][c.sample][v]))
					}
				}
			}
			for _, s := range b.Slacks {
				for d := range l.h.Transform {
					for g, f := range l.h.Transform[d] {
						if s.Unit == j {
							psi.Add(psi, mul(vertex[d], q(f), q(s.Vector[g])))
						}
					}
				}
			}
			if least == nil || psi.Cmp(least) < 0 {
				least = psi
			}
		}
		value.Sub(value, mul(q(2), limit, above0(mul(q(-1), least))))
	}
	for _, s := range b.Slacks {
		square := q(0)
		var h []*big.Rat
		for _, v := range s.Vector {
			h = append(h, q(v))
			square.Add(square, mul(q(v), q(v)))
		}
		for _, c := range l.c {
			square.Add(square, mul(inner(c, h), inner(c, h)))
		}
		value.Sub(value, mul(q(2), bound, root(square)))
	}
	return value
}

// TestRule compares fixed point, integers and the literal rule on random leaves.
func TestRule(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 1))
	worst := 0.0
	for round := range thorough.Of(300, 40) {
		p := newProblem(t, rng)
		fixedData, err := newFixedData(p.c)
		if err != nil {
			t.Fatalf("seed %d round %d: %v", seed, round, err)
		}
		fast, exact, slow := newBoundFixed(fixedData), newBoundExact(p.c), newLiteral(p)
		for range 3 {
			proof := p.proof()
			want := slow.bound(proof)
			for name, by := range map[string]prover{"fixed": fast, "exact": exact} {
				v, err := by.prove(proof)
				if err != nil {
					t.Fatalf("seed %d round %d: %s: %v", seed, round, name, err)
				}
				got := new(big.Rat).SetFrac(v, new(big.Int).Lsh(big.NewInt(1), valueBits))
				difference, _ := sub(got, want).Float64()
				scale, _ := want.Float64()
				relative := difference / max(1, math.Abs(scale))
				worst = max(worst, math.Abs(relative))
				if math.Abs(relative) > 1e-17 {
					t.Fatalf("seed %d round %d: %s proves %.20g more than %.20g\n%s%+v\n%+v", seed, round, name, difference, scale, p.csv, p.header, proof.record)
				}
			}
		}
	}
	t.Logf("largest relative difference %.3g", worst)
}
