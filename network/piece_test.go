package network

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestPieces(t *testing.T) {
	inf := math.Inf(1)
	up := func(w, b float64) Unit { return Unit{1, []float64{w}, b} }
	down := func(w, b float64) Unit { return Unit{-1, []float64{w}, b} }
	tests := []struct {
		name  string
		units []Unit
		want  []Piece // of 1 + 3x + the units
	}{
		{"no unit", nil, []Piece{{-inf, inf, 3, 1}}},
		{"right", []Unit{up(2, -4)}, []Piece{{-inf, 2, 3, 1}, {2, inf, 5, -3}}},
		{"left", []Unit{down(-2, 4)}, []Piece{{-inf, 2, 5, -3}, {2, inf, 3, 1}}},
		{"unsorted", []Unit{up(1, -5), up(-1, -5)}, []Piece{{-inf, -5, 2, -4}, {-5, 5, 3, 1}, {5, inf, 4, -4}}},
		{"constant units", []Unit{up(0, 7), up(0, -7), down(0, 2)}, []Piece{{-inf, inf, 3, 6}}},
		{"no bias", []Unit{up(1, 0), down(-4, 0)}, []Piece{{-inf, 0, 7, 1}, {0, inf, 4, 1}}},
		{"same kink", []Unit{up(1, -1), up(2, -2)}, []Piece{{-inf, 1, 3, 1}, {1, inf, 6, -2}}},
		{"equal and opposite", []Unit{up(1, -1), down(1, -1)}, []Piece{{-inf, inf, 3, 1}}},
		{"mirrored", []Unit{up(1, -1), down(-1, 1)}, []Piece{{-inf, inf, 4, 0}}},
		{"mirrored beside another", []Unit{up(1, -1), down(-1, 1), up(1, -9)}, []Piece{{-inf, 9, 4, 0}, {9, inf, 5, -9}}},
		{"kink beyond the doubles", []Unit{up(1e-300, 1e30), up(1e-300, -1e30)}, []Piece{{-inf, inf, 3, 1e30}}},
	}
	for _, test := range tests {
		n := Network{Units: test.units, Output: Output{Weights: []float64{3}, Bias: 1}}
		if got := n.Pieces(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		for _, at := range n.Breakpoints() {
			if at == 0 && math.Signbit(at) {
				t.Errorf("%s: a breakpoint at -0", test.name)
			}
		}
	}
}

func TestPiecesNeedOneFeature(t *testing.T) {
	if hat.Pieces() != nil || hat.Breakpoints() != nil {
		t.Error("two features have pieces")
	}
}

// TestPiecesPredict compares the pieces with Predict for random small integers,
// where both are exact and ties and cancellations abound.
func TestPiecesPredict(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 5))
	small := func() float64 { return float64(rng.IntN(5) - 2) }
	for range 5000 {
		n := Network{Output: Output{Weights: []float64{small()}, Bias: small()}}
		for range rng.IntN(5) {
			n.Units = append(n.Units, Unit{1 - 2*rng.IntN(2), []float64{small()}, small()})
		}
		pieces := n.Pieces()
		for _, p := range pieces {
			checkPiece(t, n, p)
		}
		for i := 1; i < len(pieces); i++ {
			if pieces[i-1].To != pieces[i].From || pieces[i-1].Slope == pieces[i].Slope {
				t.Fatalf("%+v: pieces %v", n, pieces)
			}
		}
	}
}

// checkPiece looks at the ends and at the eighths between them.
func checkPiece(t *testing.T, n Network, p Piece) {
	t.Helper()
	if !(p.From < p.To) {
		t.Fatalf("%+v: empty piece %v", n, p)
	}
	from, to := math.Max(p.From, -8), math.Min(p.To, 8)
	for step := range 9 {
		x := from + (to-from)*float64(step)/8
		if got, want := p.Slope*x+p.Intercept, n.Predict([]float64{x}); got != want {
			t.Fatalf("%+v: piece %v gives %v at %v, want %v", n, p, got, x, want)
		}
	}
}
