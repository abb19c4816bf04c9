package relucert_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/certificate"
)

// TestLineSSE: the SSE that a certificate says of a line with jumps is at least the one in fractions, and hardly more: of data far from 0,
// with labels on a line, of many digits, and with breakpoints at inputs.
func TestLineSSE(t *testing.T) {
	for seed := range uint64(60) {
		text := jumpyText(seed)
		data, _, err := dataset.Read("data.csv", strings.NewReader(text), dataset.Options{Target: "y", Features: []string{"x"}})
		if err != nil {
			t.Fatal(err)
		}
		p := relucert.Problem{Data: data, Class: network.Class{Units: 2, Output: network.Affine}}
		p.Constraints.Jumps = true
		if seed%3 == 0 {
			p.Constraints.MinSamples = 3
		}
		var proof bytes.Buffer
		_, err = relucert.Fit(context.Background(), p, relucert.Options{Seed: 1, Threads: 1, Certificate: &relucert.Certificate{Out: &proof}})
		if err != nil {
			t.Fatal(err)
		}
		trailer := trailerOf(t, &proof)
		exact := lineSSE(t, data, trailer.Line)
		upper := new(big.Rat).SetFloat64(trailer.Upper)
		most := new(big.Rat).SetFloat64(1e-35 * sumOfSquares(data))
		most.Add(most, new(big.Rat).Mul(exact, big.NewRat(1e12+1, 1e12)))
		if upper.Cmp(exact) < 0 || upper.Cmp(most) > 0 {
			got, _ := exact.Float64()
			t.Errorf("seed %d: SSE at most %v, exactly %v", seed, trailer.Upper, got)
		}
	}
}

// TestThinLineSSE: it is, too, where inputs of 1e-300 leave less than twice the precision, and where squares are below the least float64.
func TestThinLineSSE(t *testing.T) {
	for _, test := range []struct {
		text string
		of   relucert.Constraints
	}{
		{"x,y\n-6e-300,-3.35\n6e-300,-3.97\n-7e-300,0.57\n", relucert.Constraints{Jumps: true}},
		{"x,y\n1e-300,4\n8e-300,9\n-8e-300,1\n7e-300,2\n", relucert.Constraints{Jumps: true}},
		{"x,y\n5e-300,0\n6e-300,0\n-4e-300,0\n-3e-300,0\n", relucert.Constraints{Slopes: []relucert.Slope{slopeOf(1), slopeOf(0)}}},
		{"x,y\n5e-200,0\n6e-200,0\n-4e-200,0\n-3e-200,0\n", relucert.Constraints{Slopes: []relucert.Slope{slopeOf(-2), slopeOf(1)}}},
	} {
		data, _, err := dataset.Read("data.csv", strings.NewReader(test.text), dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p := relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}, Constraints: test.of}
		var proof bytes.Buffer
		if _, err := relucert.Fit(t.Context(), p, relucert.Options{Certificate: &relucert.Certificate{Out: &proof}}); err != nil {
			t.Fatal(err)
		}
		trailer := trailerOf(t, &proof)
		if exact := lineSSE(t, data, trailer.Line); new(big.Rat).SetFloat64(trailer.Upper).Cmp(exact) < 0 {
			got, _ := exact.Float64()
			t.Errorf("%s: SSE at most %v, exactly %v", test.text, trailer.Upper, got)
		}
	}
}

func slopeOf(v int64) relucert.Slope {
	return relucert.Slope{Kind: relucert.SlopeIs, Value: dataset.Decimal{Mantissa: v}}
}

// jumpyText is some rows of two lines and more.
func jumpyText(seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 1))
	text, noise, far := "x,y\n", float64(seed%2), float64(seed%5)*1e5
	for range 14 {
		x := float64(rng.IntN(9))
		y := 3*x + far
		if x > 4 {
			y = 100 - x
		}
		text += fmt.Sprintf("%.3f,%.9f\n", far+x/7, y+noise*rng.NormFloat64())
	}
	return text
}

func trailerOf(t *testing.T, proof io.Reader) *certificate.Trailer {
	t.Helper()
	r, err := certificate.NewReader(proof)
	if err != nil {
		t.Fatal(err)
	}
	for {
		record, err := r.Next()
		if trailer, ok := record.(*certificate.Trailer); ok {
			return trailer
		}
		if errors.Is(err, io.EOF) || err != nil {
			t.Fatal("no trailer: ", err)
		}
	}
}

// lineSSE is a line's in fractions, a piece after another from its first point.
func lineSSE(t *testing.T, data *dataset.Dataset, l *certificate.BrokenLine) *big.Rat {
	sum := new(big.Rat)
	for i := range data.Rows() {
		x, okX := data.ExactX(i, 0)
		y, okY := data.ExactY(i)
		if !okX || !okY {
			t.Fatal("cells are lost")
		}
		px, py, slope := l.X, l.Y, l.Slope
		for _, b := range l.Breaks {
			if way := x.Cmp(b.At); way < 0 || way == 0 && (b.Jump == nil || !b.Jump.Behind) {
				break
			}
			if b.Jump != nil {
				px, py, slope = b.At, b.Jump.Value, b.Slope
				continue
			}
			rise := new(big.Rat).Sub(b.At, px)
			px, py, slope = b.At, rise.Mul(rise, slope).Add(rise, py), b.Slope
		}
		v := new(big.Rat).Sub(x, px)
		v.Mul(v, slope).Add(v, py).Sub(v, y)
		sum.Add(sum, v.Mul(v, v))
	}
	return sum
}
