package patterns

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/linalg"
)

// TestChoicesAreAllChoices: every multiset of cells for the units of each sign, once.
func TestChoicesAreAllChoices(t *testing.T) {
	for _, signs := range [][]int{{1}, {-1, -1}, {1, -1, 1}, {1, 1, 1, -1}} {
		for cells := 1; cells <= 5; cells++ {
			all, choice, seen := newChoices(signs, cells), make([]int, len(signs)), map[string]bool{}
			if want := count(signs, big.NewInt(int64(cells))); want.Int64() != all.total {
				t.Errorf("%v of %d cells: %d choices, count says %v", signs, cells, all.total, want)
			}
			for number := range all.total {
				all.at(number, choice)
				seen[fmt.Sprint(choice)] = true
				for j, c := range choice {
					like := slices.Index(signs[j+1:], signs[j])
					if c < 0 || c >= cells || like >= 0 && choice[j+1+like] < c {
						t.Fatalf("%v: number %d is %v", signs, number, choice)
					}
				}
			}
			if len(seen) != int(all.total) {
				t.Errorf("%v of %d cells: %d different choices of %d", signs, cells, len(seen), all.total)
			}
		}
	}
}

// TestLeastSquaresIsOptimal checks the conditions of Karush, Kuhn and Tucker on random
// problems with dependent, equal and zero columns.
func TestLeastSquaresIsOptimal(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 5))
		m := 1 + rng.IntN(8)
		s := &leastSquares{free: rng.IntN(3), b: make([]float64, m)}
		for i := range s.b {
			s.b[i] = rng.NormFloat64()
		}
		for q := range s.free + rng.IntN(10) {
			column := make([]float64, m)
			for i := range column {
				column[i] = float64(rng.IntN(3) - 1)
			}
			if q > 0 && rng.IntN(4) == 0 {
				copy(column, s.columns[rng.IntN(q)])
			}
			s.add(column, 1)
		}
		s.solve()
		rest := slices.Clone(s.b)
		for q, column := range s.columns {
			linalg.AddScaled(rest, -s.alpha[q], column)
			slope := linalg.Dot(column, s.residual)
			if q >= s.free && (s.alpha[q] < 0 || slope > 1e-12) || (q < s.free || s.alpha[q] > 0) && math.Abs(slope) > 1e-12 {
				t.Errorf("seed %d, 5: column %d of %d free: coefficient %g, slope %g", seed, q, s.free, s.alpha[q], slope)
			}
		}
		linalg.AddScaled(rest, -1, s.residual)
		if length(rest) > 1e-12 {
			t.Errorf("seed %d, 5: the residual is off by %g", seed, length(rest))
		}
	}
}
