package rearrange_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// bends is CSV text of a broken line with noise.
func bends(rng *rand.Rand, m int) []byte {
	var b bytes.Buffer
	b.WriteString("x,y\n")
	for i := range m {
		fmt.Fprintf(&b, "%d,%.2f\n", i, 3*rng.NormFloat64())
	}
	return b.Bytes()
}

func proveBends(t *testing.T, data []byte, p relucert.Problem, nodes int64) []byte {
	t.Helper()
	d, _, err := dataset.Read("data.csv", bytes.NewReader(data), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	p.Data = d
	_, err = relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-9, Method: relucert.Breakpoints, NodeLimit: nodes,
		Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil {
		t.Fatal(err)
	}
	return proof.Bytes()
}

func brokenLines() []relucert.Problem {
	affine := func(units int, signs ...int) relucert.Problem {
		return relucert.Problem{Class: network.Class{Units: units, Signs: signs, Output: network.Affine}}
	}
	parted := affine(2)
	parted.Constraints.MinSamples = 3
	return []relucert.Problem{affine(2), affine(3), affine(3, 1, -1, 1), parted}
}

// TestBreakpoints goes the way of TestParts with proofs by breakpoints.
func TestBreakpoints(t *testing.T) {
	const seed = 8
	rng := rand.New(rand.NewPCG(seed, 1))
	problems, several, shorter := brokenLines(), 0, 0
	for i := range 5 * len(problems) {
		data := bends(rng, 12+rng.IntN(30))
		proof := proveBends(t, data, problems[i%len(problems)], []int64{0, 0, 7, 3}[i/len(problems)%4])
		whole := verdict(t, proof, data)
		t.Log(i, bytes.Count(proof, []byte("\ns ")), bytes.Count(proof, []byte("\nm ")), whole)
		small, stats, err := trimmed(t, proof)
		if err != nil {
			t.Fatal(err)
		}
		if v := verdict(t, small, data); v.Proved != whole.Proved || v.LowerHex != whole.LowerHex {
			t.Errorf("%d: trimmed: %v, want %v", i, v, whole)
		}
		if stats.Written < stats.Read {
			shorter++
		}
		parts := split(t, proof, 1+rng.IntN(6))
		if len(parts) > 2 {
			several++
		}
		for j, part := range parts {
			if v := verdictOf(t, part, data, check.Options{Part: true}); !v.Proved || v.LowerHex != whole.LowerHex || len(v.Parts) == 0 {
				t.Errorf("%d: part %d: %v", i, j, v)
			}
			_ = strings.Contains
			_ = errors.Is
			_ = rearrange.ErrParts
		}
		if v := cover(t, parts); !v.Covered || v.LowerHex != whole.LowerHex {
			t.Errorf("%d: %v", i, v)
		}
	}
	t.Log(several, shorter)
}
