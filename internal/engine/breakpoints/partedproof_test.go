package breakpoints_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
	checker "relucert/proof/check"
)

// decimals are random constraints of a kind, about inputs from 0 to so much.
func decimals(rng *rand.Rand, k, most int) (c relucert.Constraints) {
	at := func() dataset.Decimal { return dataset.Decimal{Mantissa: int64(rng.IntN(10 * most)), Exponent: -1} }
	between := func() [2]dataset.Decimal {
		all := []dataset.Decimal{at(), at()}
		slices.SortFunc(all, func(a, b dataset.Decimal) int { return a.Rat().Cmp(b.Rat()) })
		return [2]dataset.Decimal(all)
	}
	switch rng.IntN(8) {
	case 0:
		c.MinSamples = 2 + rng.IntN(8)
	case 1:
		c.MinWidth = dataset.Decimal{Mantissa: int64(1 + rng.IntN(2*most)), Exponent: -1}
	case 2:
		c.KinksBetween = append(c.KinksBetween, between())
	case 3:
		for range k {
			c.KinksBetween = append(c.KinksBetween, between())
		}
	case 4:
		c.KnownKinks = append(c.KnownKinks, at())
	default:
		for range k + 1 {
			value := dataset.Decimal{Mantissa: int64(rng.IntN(9) - 4), Exponent: -1}
			c.Slopes = append(c.Slopes, relucert.Slope{Kind: relucert.SlopeKind("-+*+-="[rng.IntN(6)]), Value: value})
			if s := &c.Slopes[len(c.Slopes)-1]; s.Kind != '=' {
				s.Value = dataset.Decimal{}
			}
		}
	}
	if rng.IntN(5) == 0 || c.MinSamples == 2 {
		c.Through = &[2]dataset.Decimal{at(), {Mantissa: int64(rng.IntN(100)), Exponent: -1}}
	}
	c.Jumps = c.Through == nil && rng.IntN(4) == 0
	return c
}

// bent is text of noisy data about a broken line, of whole inputs below so much.
func bent(rng *rand.Rand, rows, most int) []byte {
	var text bytes.Buffer
	text.WriteString("x,y\n")
	middle := rng.IntN(most)
	for range rows {
		x := rng.IntN(most)
		fmt.Fprintf(&text, "%d,%.1f\n", x, float64(max(0, x-middle))+rng.NormFloat64())
	}
	return text.Bytes()
}

// TestPartedSpansProved: the checker proves what is claimed of parted classes in spans first, and it is what is claimed without.
func TestPartedSpansProved(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	fitted, count := 0, *cases/thorough.Of(2, 8)
	for i := range count {
		most, k := 12+rng.IntN(60), 1+rng.IntN(3)
		text := bent(rng, most+rng.IntN(most), most)
		data, _, err := dataset.Read("data", bytes.NewReader(text), dataset.Options{Target: "y"})
		if err != nil {
			t.Fatal(err)
		}
		p := relucert.Problem{Data: data, Class: network.Class{Units: k, Output: network.Affine}, Constraints: decimals(rng, k, most)}
		want, err := relucert.Fit(context.Background(), p, relucert.Options{Method: relucert.Breakpoints, NodeLimit: 300})
		if err != nil {
			if !strings.Contains(err.Error(), "keeps all constraints") {
				continue
			}
			want = nil
		}
		var proof bytes.Buffer
		back := always(rng, 4, 1+rng.IntN(12))
		got, err := relucert.Fit(context.Background(), p, relucert.Options{Method: relucert.Breakpoints, NodeLimit: 300, Certificate: &relucert.Certificate{Out: &proof}})
		back()
		if (err == nil) != (want != nil) {
			t.Fatalf("case %d: %v\n%v\n%s", i, err, p.Constraints.Lines(), text)
		}
		if want == nil {
			continue
		}
		fitted++
		v, err := checker.Check(checker.Bytes("proof", proof.Bytes()), checker.Bytes("data", text), checker.Options{Data: dataset.Options{Target: "y"}, Exact: i%3 == 0})
		apart := got.SSELower > want.SSE*(1+1e-9) || want.SSELower > got.SSE*(1+1e-9)
		if open := want.Status == relucert.Optimal && got.Status != relucert.Optimal; err != nil || !v.Proved || apart || open && got.Status != relucert.NodeLimit {
			t.Fatalf("case %d: %v, %v: [%.12g, %.12g] became [%.12g, %.12g], %v\n%v\n%s\n%s", i, v, err, want.SSELower, want.SSE, got.SSELower, got.SSE, got.Status, p.Constraints.Lines(), text, proof.Bytes()[:min(2000, proof.Len())])
		}
	}
	if fitted < count/4 {
		t.Errorf("only %d problems have an optimum", fitted)
	}
}
