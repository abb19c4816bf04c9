package patterns

import (
	"math/big"
	"sort"
)

// choices numbers the choices of a cell for each unit, for one sign vector. Units of
// one sign have their cells in ascending order.
type choices struct {
	signs  []int
	groups []group
	total  int64
}

// group is the units of one sign.
type group struct {
	units []int
	below [][]int64 // [a][c]: how many ascending (a+1)-tuples of cells are below cell c
	total int64
}

// count is how many choices there are.
func count(signs []int, cells *big.Int) *big.Int {
	total := big.NewInt(1)
	for _, units := range bySign(signs) {
		total.Mul(total, multisets(cells, len(units)))
	}
	return total
}

// multisets is C(cells + size − 1, size).
func multisets(cells *big.Int, size int) *big.Int {
	product := big.NewInt(1)
	for a := range int64(size) {
		product.Mul(product, new(big.Int).Add(cells, big.NewInt(a)))
		product.Quo(product, big.NewInt(a+1))
	}
	return product
}

// bySign are the units of sign + and those of sign −.
func bySign(signs []int) [2][]int {
	var out [2][]int
	for j, a := range signs {
		out[(1-a)/2] = append(out[(1-a)/2], j)
	}
	return out
}

// newChoices needs count to be an int64.
func newChoices(signs []int, cells int) *choices {
	out := &choices{signs: signs, total: 1}
	for _, units := range bySign(signs) {
		g := group{units: units, total: multisets(big.NewInt(int64(cells)), len(units)).Int64()}
		for a := range units {
			below := make([]int64, cells)
			for c := range below {
				below[c] = multisets(big.NewInt(int64(c)), a+1).Int64()
			}
			g.below = append(g.below, below)
		}
		out.groups = append(out.groups, g)
		out.total *= g.total
	}
	return out
}

// at sets choice to the one with this number, 0 ≤ number < total.
func (s *choices) at(number int64, choice []int) {
	for _, g := range s.groups {
		rest := number % g.total
		number /= g.total
		for a := len(g.units) - 1; a >= 0; a-- {
			c := sort.Search(len(g.below[a]), func(c int) bool { return g.below[a][c] > rest }) - 1
			choice[g.units[a]] = c
			rest -= g.below[a][c]
		}
	}
}
