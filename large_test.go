package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// manyRows is enough that the first nodes are large ones, which threads share.
const manyRows = 70_000

// hinges is rows of n standard normal columns, in millionths, with two hinges
// and noise for label.
func hinges(n int) relucert.Problem {
	rng := rand.New(rand.NewPCG(uint64(n), 6))
	millionths := func(v float64) float64 { return math.Round(v*1e6) / 1e6 }
	var x [][]float64
	var y []float64
	for range manyRows {
		row := make([]float64, n)
		for d := range row {
			row[d] = millionths(rng.NormFloat64())
		}
		v := 0.3*row[0] + 1.5*max(0, row[0]-0.4+0.5*row[n-1]) - 0.8*max(0, -row[0]-0.7) + 0.3*rng.NormFloat64()
		x, y = append(x, row), append(y, millionths(v))
	}
	return relucert.Problem{Data: table(x, y, nil), Class: network.Class{Output: network.Affine}}
}

// TestManyRows: what is claimed of many rows is what the checker proves, and the
// same for any number of threads.
func TestManyRows(t *testing.T) {
	plane := hinges(2)
	plane.Units = 1
	one := confirmOptimal(t, plane, 1)
	if two := fingerprint(t, plane, 2); two != fingerprintOf(one) {
		t.Errorf("2 threads:\n%s\n1 thread:\n%s", two, fingerprintOf(one))
	}
	if thorough.Tests() {
		line := hinges(1)
		line.Units = 2
		confirmOptimal(t, line, 2)
	}
}

func confirmOptimal(t *testing.T, p relucert.Problem, threads int) *relucert.Result {
	t.Helper()
	r := confirm(t, context.Background(), p, relucert.Options{Gap: tightGap, Threads: threads}, false)
	if r.Status != relucert.Optimal {
		t.Errorf("%v after %d nodes", r.Status, r.Nodes)
	}
	return r
}
