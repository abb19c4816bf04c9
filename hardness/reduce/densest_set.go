package reduce

import "math/big"

// inside is the largest 1/integer h with h²(p/b² + q/A²) ≤ 1.
func (d *Densest) inside(p, q *big.Rat) *big.Rat {
	norm := plus(over(p, square(d.b)), over(q, square(d.a)))
	return new(big.Rat).SetFrac(big.NewInt(1), ceilingRoot(norm))
}

// theta is θ.
func (d *Densest) theta() *big.Rat { return over(d.rho, plus(d.rho, whole(1))) }

// khat is k̂.
func (d *Densest) khat() *big.Rat { return plus(times(d.theta(), whole(d.Size)), d.alpha) }

// offset is 2σ−1.
func (d *Densest) offset() *big.Rat { return minus(times(whole(2), d.sigma), whole(1)) }

// step is E.
func (d *Densest) step() *big.Rat {
	gain := times(d.edgeH, minus(times(whole(2), d.label), d.edgeH))
	return over(gain, square(d.label))
}

// top is Z.
func (d *Densest) top() *big.Rat {
	rho2 := square(d.rho)
	vertices := times(whole(len(d.Instance.Names)), over(rho2, minus(rho2, whole(1))))
	constant := minus(over(square(d.khat()), d.t), whole(d.Size))
	return plus(times(d.v, plus(vertices, constant)), whole(d.Instance.Size()))
}

// Set implements Reduction.
func (d *Densest) Set() *Set {
	s := &Set{Columns: []string{"e0"}, Units: 1, Signs: []int{1}, NormBound: whole(1)}
	for _, name := range d.Instance.Names {
		s.Columns = append(s.Columns, "vertex_"+name)
	}
	s.Samples = append([]Sample{d.constant()}, d.vertices()...)
	s.Samples = append(s.Samples, d.edges()...)
	return s
}

// constant holds w_0 near A.
func (d *Densest) constant() Sample {
	return Sample{
		X:      []Term{{0, whole(1)}},
		Y:      times(d.a, plus(whole(1), over(d.khat(), d.t))),
		Weight: over(times(d.v, d.t), square(d.a)),
	}
}

// vertices reward each vertex that is chosen.
func (d *Densest) vertices() (samples []Sample) {
	below, above := minus(d.rho, whole(1)), plus(d.rho, whole(1))
	offset := times(whole(-1), d.h, over(d.rho, d.a))
	own := over(times(d.h, above), d.b)
	label := over(times(d.h, d.rho), below)
	weight := d.vertexWeight()
	for v := range d.Instance.Names {
		x := []Term{{0, offset}, {v + 1, own}}
		samples = append(samples, Sample{X: x, Y: label, Weight: weight})
	}
	return samples
}

func (d *Densest) vertexWeight() *big.Rat {
	return over(times(d.v, minus(d.rho, whole(1))), times(plus(d.rho, whole(1)), square(d.h)))
}

// total is the sum of all weights.
func (d *Densest) total() *big.Rat {
	vertices := times(whole(len(d.Instance.Names)), d.vertexWeight())
	edges := over(whole(d.Instance.Size()), square(d.label))
	return plus(d.constant().Weight, plus(vertices, edges))
}

// edges reward each edge whose two ends are chosen.
func (d *Densest) edges() (samples []Sample) {
	offset := times(whole(-1), d.edgeH, over(d.offset(), d.a))
	end := over(times(d.edgeH, d.sigma), d.b)
	weight := over(whole(1), square(d.label))
	for i, e := range d.Instance.Edges {
		x := []Term{{0, offset}, {e[0] + 1, end}, {e[1] + 1, end}}
		samples = append(samples, Sample{X: x, Y: d.label, Weight: times(weight, whole(d.Instance.Weight(i)))})
	}
	return samples
}
