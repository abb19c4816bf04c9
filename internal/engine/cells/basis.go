package cells

import "math/big"

// basis is r independent planes, r the rank, brought into echelon form.
type basis struct {
	planes []int
	pivots []int
	lines  [][]*big.Rat // line e is 1 in its pivot and 0 in those of earlier lines
}

// newBasis takes the first plane that is independent of those it has, until there is none.
func newBasis(normals [][]*big.Int, n int) *basis {
	b := new(basis)
	for h, normal := range normals {
		if len(b.lines) == n {
			break
		}
		line := make([]*big.Rat, n)
		for d, v := range normal {
			line[d] = new(big.Rat).SetInt(v)
		}
		b.reduce(line)
		for d, v := range line {
			if v.Sign() != 0 {
				b.planes, b.pivots = append(b.planes, h), append(b.pivots, d)
				scale(line, new(big.Rat).Inv(v))
				b.lines = append(b.lines, line)
				break
			}
		}
	}
	return b
}

// reduce makes a line 0 in all pivots.
func (b *basis) reduce(line []*big.Rat) {
	for e, d := range b.pivots {
		subtract(line, new(big.Rat).Set(line[d]), b.lines[e])
	}
}

func scale(line []*big.Rat, factor *big.Rat) {
	for _, v := range line {
		v.Mul(v, factor)
	}
}

func subtract(line []*big.Rat, factor *big.Rat, other []*big.Rat) {
	if factor.Sign() == 0 {
		return
	}
	for d, v := range other {
		line[d].Sub(line[d], new(big.Rat).Mul(factor, v))
	}
}

// axes are the columns of the inverse of the basis' planes, restricted to the pivots: the rays
// of the orthants into which these planes cut space, up to their signs.
func (b *basis) axes(normals [][]*big.Int) []vector {
	r := len(b.planes)
	joined := b.joined(normals)
	for d := range r {
		top := d
		for joined[top][d].Sign() == 0 {
			top++
		}
		joined[d], joined[top] = joined[top], joined[d]
		scale(joined[d], new(big.Rat).Inv(joined[d][d]))
		for e := range joined {
			if e != d {
				subtract(joined[e], new(big.Rat).Set(joined[e][d]), joined[d])
			}
		}
	}
	axes := make([]vector, r)
	for d := range axes {
		column := make([]*big.Rat, r)
		for e := range column {
			column[e] = joined[e][r+d]
		}
		axes[d] = newVector(makePrimitive(integers(column)))
	}
	return axes
}

// joined is (B | I), which becomes (I | B⁻¹).
func (b *basis) joined(normals [][]*big.Int) [][]*big.Rat {
	out := make([][]*big.Rat, len(b.planes))
	for e, h := range b.planes {
		for _, d := range b.pivots {
			out[e] = append(out[e], new(big.Rat).SetInt(normals[h][d]))
		}
		for d := range b.planes {
			out[e] = append(out[e], new(big.Rat))
			if d == e {
				out[e][len(out[e])-1].SetInt64(1)
			}
		}
	}
	return out
}
