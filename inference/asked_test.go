package inference_test

import (
	"math"
	"slices"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/network"
)

// TestLimitsHoldSlopesExactly: noise has most slopes held by their limits. They are the limit, not what rounding leaves of it; two pieces
// at one slope are one, and cost no parameter.
func TestLimitsHoldSlopesExactly(t *testing.T) {
	random := random(t)
	kinds := []relucert.SlopeKind{relucert.SlopeFalls, relucert.SlopeRises, relucert.SlopeIs}
	for i := range 60 {
		p := &relucert.Problem{Data: &dataset.Dataset{Name: "noise", Features: []string{"x"}, Target: "y"}}
		for range 8 + random.IntN(25) {
			p.Data.X = append(p.Data.X, float64(random.IntN(1000))/100)
			p.Data.Y = append(p.Data.Y, math.Round(1000*random.NormFloat64())/1000)
		}
		for range 2 + random.IntN(2) {
			p.Constraints.Slopes = append(p.Constraints.Slopes, relucert.Slope{Kind: kinds[random.IntN(3)]})
		}
		p.Class = network.Class{Units: len(p.Constraints.Slopes) - 1, Output: network.Affine}
		_, l := fitted(t, p)
		free := 1 + len(l.Kinks)
		for piece, v := range l.Slopes {
			if v != 0 {
				free++
			}
			if math.Abs(v) < 1e-9 && v != 0 || piece > 0 && v == l.Slopes[piece-1] {
				t.Errorf("set %d, %v: slopes %v", i, p.Constraints.Lines(), l.Slopes)
			}
		}
		if l.Parameters() != free {
			t.Errorf("set %d, %v: slopes %v, %d parameters", i, p.Constraints.Lines(), l.Slopes, l.Parameters())
		}
		for asked, s := range p.Constraints.Slopes {
			if v := l.Slopes[l.Piece(asked)]; s.Kind == relucert.SlopeIs && v != 0 || s.Kind == relucert.SlopeFalls && v > 0 || s.Kind == relucert.SlopeRises && v < 0 {
				t.Errorf("set %d, %v: slope %d is %g", i, p.Constraints.Lines(), asked+1, v)
			}
		}
	}
}

// TestPieces: what limits hold at one slope is one piece, which has more than one of the slopes asked for.
func TestPieces(t *testing.T) {
	for _, c := range []struct {
		asked  string
		slopes []float64
		want   []int
	}{
		{"-0+", []float64{-1, 0, 2}, []int{0, 1, 2}},
		{"-0+", []float64{0, 2}, []int{0, 0, 1}},
		{"-0+", []float64{-1, 0}, []int{0, 1, 1}},
		{"-0+", []float64{0}, []int{0, 0, 0}},
		{"0-0+", []float64{0, -1, 0}, []int{0, 1, 2, 2}},
	} {
		p := &relucert.Problem{Class: network.Class{Units: len(c.asked) - 1, Output: network.Affine}}
		p.Data = &dataset.Dataset{Features: []string{"x"}, X: []float64{-9, 9}, Y: []float64{0, 1}}
		for _, s := range c.asked {
			slope := relucert.Slope{Kind: relucert.SlopeKind(s)}
			if s == '0' {
				slope.Kind = relucert.SlopeIs
			}
			p.Constraints.Slopes = append(p.Constraints.Slopes, slope)
		}
		l, err := inference.Of(p, broken(c.slopes))
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for asked := range c.asked {
			got = append(got, l.Piece(asked))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s with slopes %v: pieces %v, want %v", c.asked, c.slopes, got, c.want)
		}
	}
}

// broken is a line with these slopes, and breakpoints at 0.5, 1.5, …
func broken(slopes []float64) *network.Network {
	n := &network.Network{Output: network.Output{Weights: slopes[:1]}}
	for i := range slopes[1:] {
		turn := slopes[i+1] - slopes[i]
		n.Units = append(n.Units, network.Unit{Sign: int(math.Copysign(1, turn)), Weights: []float64{math.Abs(turn)}, Bias: -math.Abs(turn) * (float64(i) + 0.5)})
	}
	return n
}

// TestNoKinkNoErrors: a breakpoint at which the slope changes by rounding only is nowhere, and has no standard error.
func TestNoKinkNoErrors(t *testing.T) {
	p := made(fixed(), 30, 0.3, false)
	l, err := inference.Of(p, broken([]float64{0.7, 0.7 + 1e-14}))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := l.Errors(); err == nil {
		t.Errorf("covariance %v", e.Covariance)
	}
}
