package reduce

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

func TestCondition(t *testing.T) {
	if got := smallSet().Condition(); got.Cmp(whole(6)) != 0 {
		t.Errorf("got %s, want 2 / (1/3)", got)
	}
	if got := new(Set).Condition(); got.Cmp(whole(1)) != 0 {
		t.Errorf("got %s without samples", got)
	}
}

func TestRootUp(t *testing.T) {
	for want, v := range map[float64]*big.Rat{1: whole(1), 2: whole(4), 4: big.NewRat(5, 1), 8: whole(17), 0.5: big.NewRat(1, 4), 0.25: big.NewRat(1, 20)} {
		if got := rootUp(v); got != want {
			t.Errorf("rootUp(%s) = %v, want %v", v, got, want)
		}
	}
}

// The weight limit admits, in the whitened coordinates that it is about, every
// network of weights up to largest, or of norm up to the bound.
func TestWeightLimitAdmits(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		set, largest := randomSet(rng)
		limit := set.WeightLimit(largest)
		frame := frameOf(t, set)
		for range 20 {
			if got := whitenedSize(frame, randomWeights(rng, set, largest)); got > limit {
				t.Fatalf("%+v: |ŵ| = %v beyond the limit %v", set, got, limit)
			}
		}
	}
}

// randomSet is bounded half of the time; then largest is nil.
func randomSet(rng *rand.Rand) (set *Set, largest *big.Rat) {
	set = &Set{Units: 1, Columns: []string{"a", "b", "c"}[:1+rng.IntN(3)]}
	if rng.IntN(2) == 0 {
		set.NormBound = whole(1)
	} else {
		largest = whole(1 + rng.Int64N(9))
	}
	for c := range set.Columns {
		set.Samples = append(set.Samples, Sample{X: []Term{{c, whole(1)}}, Y: whole(1), Weight: big.NewRat(1, 1+rng.Int64N(50))})
	}
	for range rng.IntN(6) {
		s := Sample{Y: big.NewRat(rng.Int64N(5), 3), Weight: big.NewRat(1+rng.Int64N(20), 4)}
		for c := range set.Columns {
			s.X = append(s.X, Term{c, big.NewRat(rng.Int64N(21)-10, 1+rng.Int64N(5))})
		}
		set.Samples = append(set.Samples, s)
	}
	return set, largest
}

func frameOf(t *testing.T, set *Set) whiten.Frame {
	t.Helper()
	d := &dataset.Dataset{Features: set.Columns, Target: "y"}
	for _, s := range set.Samples {
		row := make([]float64, len(set.Columns))
		for _, term := range s.X {
			row[term.Column], _ = term.Value.Float64()
		}
		y, _ := s.Y.Float64()
		weight, _ := s.Weight.Float64()
		d.X, d.Y, d.Weights = append(d.X, row...), append(d.Y, y), append(d.Weights, weight)
	}
	p, err := whiten.New(context.Background(), d, network.Class{NoBias: true, Output: network.None})
	if err != nil {
		t.Fatal(err)
	}
	return p.Frame()
}

// randomWeights is at the border of what is allowed.
func randomWeights(rng *rand.Rand, set *Set, largest *big.Rat) []float64 {
	w := make([]float64, len(set.Columns))
	if largest != nil {
		for c := range w {
			most, _ := largest.Float64()
			w[c] = most * float64(2*rng.IntN(2)-1)
		}
		return w
	}
	length := 0.0
	for c := range w {
		w[c] = rng.NormFloat64()
		length = math.Hypot(length, w[c])
	}
	for c := range w {
		w[c] /= length
	}
	return w
}

// whitenedSize is max_d |ŵ_d| for Tᵀŵ = w, all columns being kept.
func whitenedSize(f whiten.Frame, w []float64) (size float64) {
	n := len(w)
	hat := make([]float64, n)
	for d := n - 1; d >= 0; d-- {
		hat[d] = w[d]
		for e := d + 1; e < n; e++ {
			hat[d] -= f.Transform[e][d] * hat[e]
		}
		hat[d] /= f.Transform[d][d]
		size = max(size, math.Abs(hat[d]))
	}
	return size
}
