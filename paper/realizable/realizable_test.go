package realizable

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"relucert/internal/oracle"
	"relucert/proof/farkas"
)

// samples is rows whose last number is the label.
func samples(rows ...[]int64) (x [][]*big.Rat, y []*big.Rat) {
	for _, row := range rows {
		var line []*big.Rat
		for _, v := range row {
			line = append(line, big.NewRat(v, 1))
		}
		last := len(line) - 1
		x, y = append(x, line[:last]), append(y, line[last])
	}
	return x, y
}

// decided is the answer, verified.
func decided(t *testing.T, x [][]*big.Rat, y []*big.Rat, signs ...int) *farkas.Proof {
	t.Helper()
	p, err := Decide(t.Context(), x, y, signs...)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(x, y, signs...); err != nil {
		t.Fatalf("%v\nx = %v\ny = %v", err, x, y)
	}
	return p
}

func TestKnown(t *testing.T) {
	for _, test := range []struct {
		name string
		rows [][]int64
		fits bool
	}{
		{"one row", [][]int64{{2, 3}}, true},
		{"a zero row with label 0", [][]int64{{0, 0}}, true},
		{"a zero row with another", [][]int64{{0, 1}}, false},
		{"all labels 0", [][]int64{{1, 2, 0}, {-1, -2, 0}, {0, 3, 0}}, true},
		{"equal rows that contradict", [][]int64{{1, 2, 1}, {1, 2, 2}}, false},
		{"equal rows that agree", [][]int64{{1, 2, 1}, {1, 2, 1}, {1, 2, 1}}, true},
		{"equal rows, one of label 0", [][]int64{{1, 2, 1}, {1, 2, 0}}, false},
		{"opposite rows", [][]int64{{1, 2, 1}, {-1, -2, 0}}, true},
		{"opposite rows, both on", [][]int64{{1, 2, 1}, {-1, -2, 1}}, false},
		{"both signs", [][]int64{{1, 0, 1}, {0, 1, -1}}, false},
		{"sign -", [][]int64{{1, 0, -1}, {0, 1, 0}}, true},
		{"a row between two that are off", [][]int64{{1, 0, 0}, {0, 1, 0}, {1, 1, 1}}, false},
		{"a row beyond", [][]int64{{1, 0, 0}, {0, 1, 2}, {1, 1, 1}}, true},
		{"three equations in the plane", [][]int64{{1, 0, 1}, {0, 1, 2}, {1, 1, 3}}, true},
		{"three that disagree", [][]int64{{1, 0, 1}, {0, 1, 2}, {1, 1, 4}}, false},
		{"fewer rows than columns", [][]int64{{1, 2, 3, 4, 5, 6}, {2, 4, 6, 8, 10, 12}}, true},
	} {
		x, y := samples(test.rows...)
		if p := decided(t, x, y, 1, -1); (p.Unit != nil) != test.fits {
			t.Errorf("%s: %+v", test.name, p)
		}
	}
}

// drawn is a system with many coincidences: labels are those of a unit, or not.
func drawn(rng *rand.Rand, m, n, limit int) (rows [][]int64) {
	integer := func() int64 { return int64(rng.IntN(2*limit+1) - limit) }
	w := make([]int64, n)
	for d := range w {
		w[d] = integer()
	}
	spoiled := rng.IntN(3) > 0
	for i := range m {
		if i > 0 && rng.IntN(6) == 0 {
			rows = append(rows, slices.Clone(rows[rng.IntN(i)]))
		} else {
			row, sum := make([]int64, n+1), int64(0)
			for d := range n {
				row[d] = integer()
				sum += row[d] * w[d]
			}
			row[n] = max(0, sum)
			rows = append(rows, row)
		}
		if spoiled && rng.IntN(3) == 0 {
			rows[i][n] = max(0, rows[i][n]+integer())
		}
	}
	return rows
}

// divide divides each sample by a number of its own, which changes no answer.
func divide(rng *rand.Rand, x [][]*big.Rat, y []*big.Rat) {
	for i, row := range x {
		by := big.NewRat(1, 1+rng.Int64N(9))
		for _, v := range append(row, y[i]) {
			v.Mul(v, by)
		}
	}
}

// TestAgainstBruteForce compares with the least SSE over all activation patterns.
func TestAgainstBruteForce(t *testing.T) {
	fits := 0
	const count = 600
	for seed := range uint64(count) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rows := drawn(rng, 1+rng.IntN(8), 1+rng.IntN(3), 1+rng.IntN(3))
		x, y := samples(rows...)
		divide(rng, x, y)
		p := oracle.Problem{Signs: []int{1}}
		for _, row := range rows {
			var line []float64
			for _, v := range row {
				line = append(line, float64(v))
			}
			p.X, p.Y = append(p.X, line[:len(line)-1]), append(p.Y, line[len(line)-1])
		}
		got, want := decided(t, x, y, 1).Unit != nil, oracle.Solve(p).SSE < 1e-9
		if got != want {
			t.Errorf("seed %d, 1: realizable %v, brute force says %v: %v", seed, got, want, rows)
		}
		if got {
			fits++
		}
		slow := unitSystem(x, y)
		if feasible, err := slow.settle(t.Context()); feasible != got || err != nil {
			t.Errorf("seed %d, 1: least indices say %v, %v", seed, feasible, err)
		}
	}
	t.Logf("%d of %d are realizable", fits, count)
	if fits < count/4 || fits > 4*count/5 {
		t.Error("the test has lost its bite")
	}
}

// TestLarge is up to the promised size, in integers, decimals and doubles.
func TestLarge(t *testing.T) {
	for _, size := range []struct{ m, n, limit int }{{200, 30, 10}, {200, 30, 1000}, {200, 10, 1 << 20}, {12, 30, 100}, {200, 3, 5}} {
		for seed := range uint64(3) {
			rng := rand.New(rand.NewPCG(seed, 2))
			start := time.Now()
			x, y := samples(hard(rng, size.m, size.n, size.limit, seed)...)
			p := decided(t, x, y, 1)
			t.Logf("%+v, seed %d, 2: realizable %v, %v", size, seed, p.Unit != nil, time.Since(start))
			if seed == 0 && p.Unit == nil {
				t.Errorf("%+v, seed %d, 2: planted, but not found", size, seed)
			}
		}
	}
}

// hard is a system of few equations and many inequalities, planted for seed 0 and random else.
func hard(rng *rand.Rand, m, n, limit int, seed uint64) (rows [][]int64) {
	w := drawn(rng, 1, n, limit)[0]
	for i := range m {
		row := drawn(rng, 1, n, limit)[0]
		sum := int64(0)
		for d := range n {
			sum += row[d] * w[d]
		}
		on := i < n/3
		if sum > 0 != on || seed > 0 && !on && rng.IntN(2) == 0 {
			for d := range n {
				row[d] = -row[d]
			}
			sum = -sum
		}
		row[n] = 0
		if on {
			row[n] = sum
		}
		rows = append(rows, row)
	}
	return rows
}

func TestEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x, y := samples([]int64{1, 1})
	if _, err := Decide(ctx, x, y, 1); err != context.Canceled {
		t.Error(err)
	}
}

// BenchmarkDecide is of the promised size.
func BenchmarkDecide(b *testing.B) {
	for seed := range uint64(2) {
		x, y := samples(hard(rand.New(rand.NewPCG(seed, 3)), 200, 30, 100, seed)...)
		b.Run(fmt.Sprint(seed), func(b *testing.B) {
			for b.Loop() {
				if _, err := Decide(b.Context(), x, y, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
