package oracle

import (
	"math/big"
	"math/bits"
)

// signVector holds the signs of ⟨w, x_i⟩ for all samples i as two bit sets;
// where neither is set the product is zero.
type signVector struct{ plus, minus uint32 }

// after is the sign vector of v + ε·w for small ε > 0, given those of v and w.
func (v signVector) after(w signVector) signVector {
	return signVector{v.plus | w.plus&^v.minus, v.minus | w.minus&^v.plus}
}

// within says that a vector with signs v lies in the closed cell with signs c.
func (v signVector) within(c signVector) bool {
	return v.plus&c.minus == 0 && v.minus&c.plus == 0
}

// ray is a direction in which n−1 independent samples are zero.
type ray struct {
	direction []float64 // of length 1
	signs     signVector
}

// arrangement is the rays, and the full-dimensional cells as their signs.
type arrangement struct {
	rays  []ray
	cells []signVector
}

// arrange finds the rays and cells of the samples' hyperplanes. Every sign
// vector of an arrangement of rank n is a composition of n rays' (oriented
// matroids: each covector is a composition of cocircuits), so composing finds
// all cells. Coordinate hyperplanes are added, and split cells, when the
// samples alone have smaller rank.
func arrange(x [][]float64, n int) arrangement {
	rows := exact(x)
	if rank(rows, n) < n {
		for d := range n {
			unit := make([]float64, n)
			unit[d] = 1
			rows = append(rows, exact([][]float64{unit})...)
		}
	}
	var out arrangement
	level := []signVector{}
	for _, r := range findRays(rows, n) {
		out.rays = append(out.rays, r)
		level = append(level, r.signs)
	}
	first := level
	for range n - 1 {
		level = compose(level, first)
	}
	for _, v := range level {
		if bits.OnesCount32(v.plus|v.minus) == nonzero(rows) {
			out.cells = append(out.cells, v)
		}
	}
	return out
}

func compose(left, right []signVector) []signVector {
	seen := map[signVector]bool{}
	var out []signVector
	for _, v := range left {
		for _, w := range right {
			if c := v.after(w); !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

func exact(x [][]float64) [][]*big.Rat {
	rows := make([][]*big.Rat, len(x))
	for i, row := range x {
		for _, v := range row {
			rows[i] = append(rows[i], new(big.Rat).SetFloat64(v))
		}
	}
	return rows
}

func nonzero(rows [][]*big.Rat) int {
	count := 0
	for _, row := range rows {
		for _, v := range row {
			if v.Sign() != 0 {
				count++
				break
			}
		}
	}
	return count
}

// findRays takes every choice of n−1 rows; those that leave one direction give
// a ray and its opposite.
func findRays(rows [][]*big.Rat, n int) []ray {
	var out []ray
	seen := map[signVector]bool{}
	choose(len(rows), n-1, func(chosen []int) {
		subset := make([][]*big.Rat, len(chosen))
		for a, i := range chosen {
			subset[a] = rows[i]
		}
		null := nullVector(subset, n)
		if null == nil {
			return
		}
		r := newRay(null, rows)
		opposite := ray{direction: scaled(r.direction, -1), signs: signVector{r.signs.minus, r.signs.plus}}
		for _, r := range []ray{r, opposite} {
			if !seen[r.signs] { // in an arrangement of full rank the signs tell rays apart
				seen[r.signs] = true
				out = append(out, r)
			}
		}
	})
	return out
}

// choose calls visit with every increasing choice of size out of 0..count-1.
func choose(count, size int, visit func([]int)) {
	chosen := make([]int, 0, size)
	var extend func(from int)
	extend = func(from int) {
		if len(chosen) == size {
			visit(chosen)
			return
		}
		for i := from; i < count; i++ {
			chosen = append(chosen, i)
			extend(i + 1)
			chosen = chosen[:len(chosen)-1]
		}
	}
	extend(0)
}

func newRay(null []*big.Rat, rows [][]*big.Rat) ray {
	var r ray
	for i, row := range rows {
		dot := new(big.Rat)
		for d, v := range row {
			dot.Add(dot, new(big.Rat).Mul(v, null[d]))
		}
		switch dot.Sign() {
		case 1:
			r.signs.plus |= 1 << i
		case -1:
			r.signs.minus |= 1 << i
		}
	}
	largest := new(big.Rat)
	for _, v := range null {
		if a := new(big.Rat).Abs(v); a.Cmp(largest) > 0 {
			largest = a
		}
	}
	for _, v := range null {
		f, _ := new(big.Rat).Quo(v, largest).Float64()
		r.direction = append(r.direction, f)
	}
	r.direction = scaled(r.direction, 1/length(r.direction))
	return r
}
