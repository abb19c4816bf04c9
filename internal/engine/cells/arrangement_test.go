package cells

import (
	"cmp"
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func rationals(x [][]float64) [][]*big.Rat {
	out := make([][]*big.Rat, len(x))
	for i, row := range x {
		for _, v := range row {
			out[i] = append(out[i], new(big.Rat).SetFloat64(v))
		}
	}
	return out
}

func count(t testing.TB, a *Arrangement) int {
	t.Helper()
	total := 0
	for range a.Cells(t.Context()) {
		total++
	}
	return total
}

// drawn is m rows of n numbers.
func drawn(m, n int, number func() float64) [][]float64 {
	x := make([][]float64, m)
	for i := range x {
		for range n {
			x[i] = append(x[i], number())
		}
	}
	return x
}

func integer(rng *rand.Rand, limit int) func() float64 {
	return func() float64 { return float64(rng.IntN(2*limit+1) - limit) }
}

// TestGeneralPosition compares with 2 Σ_{d<n} C(m−1, d), for numbers that fit float64
// arithmetic and for such that do not.
func TestGeneralPosition(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	t.Log("seed 1, 1")
	numbers := map[string]func() float64{
		"doubles":  rng.NormFloat64,
		"integers": integer(rng, 1<<20),
		"of all sizes": func() float64 {
			return math.Ldexp(rng.NormFloat64(), rng.IntN(600)-300)
		},
	}
	for name, number := range numbers {
		for n := 1; n <= 6; n++ {
			for m := 1; m <= 14-n; m++ {
				a := New(rationals(drawn(m, n, number)))
				want, term := new(big.Int), new(big.Int)
				for d := range min(m, n) {
					want.Add(want, term.Binomial(int64(m-1), int64(d)))
				}
				want.Lsh(want, 1)
				if got := count(t, a); want.Int64() != int64(got) || a.AtMost().Cmp(want) != 0 {
					t.Errorf("%s, m=%d n=%d: %d cells, at most %v, want %v", name, m, n, got, a.AtMost(), want)
				}
			}
		}
	}
}

// resonance is all nonzero 0/1 vectors of length n.
func resonance(n int) *Arrangement {
	var x [][]float64
	for subset := 1; subset < 1<<n; subset++ {
		row := make([]float64, n)
		for d := range row {
			row[d] = float64(subset >> d & 1)
		}
		x = append(x, row)
	}
	return New(rationals(x))
}

// TestResonance: OEIS A034997.
func TestResonance(t *testing.T) {
	for n, want := range []int{1: 2, 2: 6, 3: 32, 4: 370, 5: 11292, 6: 1066044} {
		if got := count(t, resonance(n)); n > 0 && got != want {
			t.Errorf("resonance arrangement of %d columns: %d cells, want %d", n, got, want)
		}
	}
}

// TestCoxeter: the braid arrangement x_d = x_e has n! cells (rank n−1), with x_d = 0 and
// x_d = −x_e there are 2^n·n!, and the coordinate planes alone have 2^n.
func TestCoxeter(t *testing.T) {
	for n := 2; n <= 5; n++ {
		factorial := 1
		for d := range n {
			factorial *= d + 1
		}
		var braid, typeB, orthants [][]float64
		for d := range n {
			e := make([]float64, n)
			e[d] = 1
			orthants = append(orthants, e)
			for f := range d {
				minus, plus := slices.Clone(e), slices.Clone(e)
				minus[f], plus[f] = -1, 1
				braid, typeB = append(braid, minus), append(typeB, minus, plus)
			}
		}
		typeB = append(typeB, orthants...)
		for want, rows := range map[int][][]float64{factorial: braid, factorial << n: typeB, 1 << n: orthants} {
			if got := count(t, New(rationals(rows))); got != want {
				t.Errorf("n=%d, %d planes: %d cells, want %d", n, len(rows), got, want)
			}
		}
	}
}

// pattern is a cell's signs as text.
func pattern(c Cell, m int) string {
	var b strings.Builder
	for i := range m {
		b.WriteByte("-0+"[c.Sign(i)+1])
	}
	return b.String()
}

// deletion counts cells by A(m) = A(m without the last) + A(restricted to the last
// plane), Zaslavsky's recursion: another way to the same number.
func deletion(x [][]*big.Rat) int {
	if len(x) == 0 {
		return 1
	}
	last, rest := x[len(x)-1], x[:len(x)-1]
	at := slices.IndexFunc(last, func(v *big.Rat) bool { return v.Sign() != 0 })
	if at < 0 {
		return deletion(rest)
	}
	restricted := make([][]*big.Rat, len(rest))
	for i, row := range rest {
		factor := new(big.Rat).Quo(row[at], last[at])
		for d := range row {
			if d != at {
				restricted[i] = append(restricted[i], new(big.Rat).Sub(row[d], new(big.Rat).Mul(factor, last[d])))
			}
		}
		zero := !slices.ContainsFunc(restricted[i], func(v *big.Rat) bool { return v.Sign() != 0 })
		if zero && slices.ContainsFunc(row, func(v *big.Rat) bool { return v.Sign() != 0 }) {
			return deletion(rest) // the plane is there already
		}
	}
	return deletion(rest) + deletion(restricted)
}

// TestDegenerate counts random arrangements with many coincidences, as they are and
// with duplicates, opposites and zero rows, and looks at every cell.
func TestDegenerate(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 2))
		n := 1 + rng.IntN(4)
		x := drawn(1+rng.IntN(7), n, integer(rng, 1+rng.IntN(3)))
		want := deletion(rationals(x))
		x = append(x, make([]float64, n))
		for _, row := range slices.Clone(x) {
			scale, copied := float64(rng.IntN(5)-2), make([]float64, n)
			for d, v := range row {
				copied[d] = scale * v
			}
			x = append(x, copied)
		}
		rng.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		seen := map[string]bool{}
		for c := range New(rationals(x)).Cells(t.Context()) {
			seen[pattern(c, len(x))] = true
			checkCell(t, seed, c, x)
		}
		if len(seen) != want {
			t.Errorf("seed %d, 2: %d cells, want %d: %v", seed, len(seen), want, x)
		}
	}
}

// checkCell finds each ray's signs at the ray, and the cell's at the sum of its rays.
func checkCell(t *testing.T, seed uint64, c Cell, x [][]float64) {
	t.Helper()
	inside := make([]float64, len(x[0]))
	for _, u := range c.Rays() {
		along := u.Direction()
		for d, v := range along {
			inside[d] += v
		}
		for i, row := range x {
			s := u.Sign(i)
			if s != 0 && s != c.Sign(i) {
				t.Fatalf("seed %d: a ray is on side %d of row %d, its cell on %d", seed, s, i, c.Sign(i))
			}
			if got := cmp.Compare(inner(row, along), 0); got != s {
				t.Fatalf("seed %d: a ray says it is on side %d of row %d, and is on %d", seed, s, i, got)
			}
		}
	}
	for i, row := range x {
		if got := cmp.Compare(inner(row, inside), 0); got != c.Sign(i) {
			t.Fatalf("seed %d: a cell says it is on side %d of row %d, and is on %d", seed, c.Sign(i), i, got)
		}
	}
}

// inner is exact for small integers.
func inner(a, b []float64) float64 {
	sum := 0.0
	for d, v := range a {
		sum += v * b[d]
	}
	return sum
}

// TestRandomVectorsHaveACell: the signs of random vectors are a cell's.
func TestRandomVectorsHaveACell(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		n := 1 + rng.IntN(4)
		x := drawn(1+rng.IntN(9), n, integer(rng, 4))
		seen := map[string]bool{}
		for c := range New(rationals(x)).Cells(t.Context()) {
			seen[pattern(c, len(x))] = true
		}
		for range 200 {
			w := drawn(1, n, rng.NormFloat64)[0]
			var b strings.Builder
			for _, row := range x {
				b.WriteByte("-0+"[1+cmp.Compare(inner(row, w), 0)])
			}
			if !seen[b.String()] {
				t.Fatalf("seed %d, 3: %s of %v is no cell of %v", seed, b.String(), w, x)
			}
		}
	}
}

func TestNothing(t *testing.T) {
	for _, x := range [][][]float64{{}, {{}}, {{0, 0}, {0, 0}}} {
		a := New(rationals(x))
		if got := count(t, a); got != 1 || a.AtMost().Int64() != 1 {
			t.Errorf("%v: %d cells, at most %v, want one", x, got, a.AtMost())
		}
	}
}

func TestEndsEarly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	for range resonance(5).Cells(ctx) {
		if seen++; seen == 10 {
			cancel()
		}
	}
	if seen > 11 {
		t.Errorf("%d cells after a cancellation at 10", seen)
	}
	for range resonance(5).Cells(t.Context()) {
		if seen++; seen > 20 {
			break
		}
	}
}

func TestWithin(t *testing.T) {
	a := resonance(5)
	if err := a.Within(63862); err != nil {
		t.Error(err)
	}
	const want = "31 planes of rank 5 may have 63862 cells, and the limit is 63861"
	if err := a.Within(63861); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// BenchmarkResonance: published are 0.053, 1.05 and 22.7 s for n = 3, 4, 5.
func BenchmarkResonance(b *testing.B) {
	for n := 3; n <= 6; n++ {
		b.Run(string(rune('0'+n)), func(b *testing.B) {
			for b.Loop() {
				count(b, resonance(n))
			}
		})
	}
}

// BenchmarkGeneral is of 4-column doubles, whose rays have large integers.
func BenchmarkGeneral(b *testing.B) {
	a := New(rationals(drawn(40, 4, rand.New(rand.NewPCG(4, 4)).NormFloat64)))
	for b.Loop() {
		count(b, a)
	}
}
