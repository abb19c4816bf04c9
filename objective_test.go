package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/loss"
)

// randomObjective is any loss, with or without a ridge penalty; of few squares, another.
func randomObjective(rng *rand.Rand) loss.Objective {
	o := loss.Objective{Loss: []loss.Loss{
		{Kind: loss.Absolute}, {Kind: loss.Huber, Parameter: math.Exp(rng.NormFloat64() - 1)}, {Kind: loss.Quantile, Parameter: 0.02 + 0.96*rng.Float64()}, {},
	}[rng.IntN(4)]}
	if o.Plain() || rng.IntN(2) == 0 {
		o.Ridge = math.Exp(2*rng.NormFloat64() - 2)
	}
	return o
}

// costOf is the objective as the oracle has it.
func costOf(p relucert.Problem) *oracle.Cost {
	o := p.Objective
	c := &oracle.Cost{Ridge: o.Ridge, Delta: math.Inf(1)}
	if p.Bias() {
		c.Free = 1
	}
	switch o.Kind {
	case loss.Huber:
		c.Delta = o.Parameter
	case loss.Absolute:
		c.Linear, c.Low, c.High = true, 1, 1
	case loss.Quantile:
		c.Linear, c.Low, c.High = true, o.Parameter, 1-o.Parameter
	}
	return c
}

// tinyObjective is a tiny problem for another objective.
func tinyObjective(rng *rand.Rand) relucert.Problem {
	p := randomTiny(rng)
	for p.K() > 2 {
		p = randomTiny(rng)
	}
	p.NormBound = 0
	p.Objective = randomObjective(rng)
	if most := 10 - 4*p.K(); p.Data.Rows() > most {
		d := *p.Data
		d.X, d.Y = d.X[:most*len(d.Features)], d.Y[:most]
		if d.Weights != nil {
			d.Weights = d.Weights[:most]
		}
		if p.Data = &d; !p.Bias() && allZero(d.X) {
			return tinyObjective(rng)
		}
	}
	return p
}

// TestObjectivesAgainstBruteForce compares other losses and penalties, and what the checker proves of them, with all cells' convex problems.
func TestObjectivesAgainstBruteForce(t *testing.T) {
	unfinished, beyond := 0, 0
	count := uint64(thorough.Of(600, 120))
	for seed := range count {
		p := tinyObjective(rand.New(rand.NewPCG(seed, 101)))
		q := toOracle(p)
		q.Cost = costOf(p)
		best := oracle.Solve(q)
		if best.Failed > 0 {
			t.Fatalf("seed %d: the oracle has not solved %d convex problems", seed, best.Failed)
		}
		r := confirm(t, context.Background(), p, relucert.Options{Gap: tightGap, NodeLimit: patience}, false)
		scale := zeroLoss(p)
		far := largestWhitened(p, best.Units) > r.WeightLimit
		if r.Status != relucert.Optimal {
			unfinished++
		}
		if far {
			beyond++
		}
		switch {
		case r.SSE < best.SSE-1e-9*scale:
			t.Errorf("seed %d: %.12g is better than the oracle's %.12g", seed, r.SSE, best.SSE)
		case !far && r.SSELower > best.SSE+1e-11*scale:
			t.Errorf("seed %d: the bound %.12g is above the oracle's %.12g", seed, r.SSELower, best.SSE)
		case !far && r.Status == relucert.Optimal && r.SSE > best.SSE*(1+tightGap)+1e-11*scale:
			t.Errorf("seed %d: %.12g is worse than the oracle's %.12g", seed, r.SSE, best.SSE)
		}
		if got := r.Network.Objective(p.Data, p.Objective); math.Abs(got-r.SSE) > 1e-12*scale {
			t.Errorf("seed %d: the network has %.12g, claimed is %.12g", seed, got, r.SSE)
		}
		parts, squares := r.Errors+r.Network.Penalty(p.Objective.Ridge), r.Network.SSE(p.Data)
		if math.Abs(parts-r.SSE) > 1e-12*scale || math.Abs(squares-r.Squares) > 1e-12*squares+1e-24*sumOfSquares(p.Data) {
			t.Errorf("seed %d: losses and penalty are %.12g of %.12g, squares %.12g of %.12g", seed, parts, r.SSE, r.Squares, squares)
		}
		if t.Failed() {
			t.Fatalf("seed %d, %v, status %v, %d nodes\n%s", seed, p.Objective, r.Status, r.Nodes, describe(p))
		}
	}
	t.Logf("%d of %d unfinished, %d beyond the weight limit", unfinished, count, beyond)
}

// zeroLoss is what a network that is 0 costs.
func zeroLoss(p relucert.Problem) float64 {
	sum := 0.0
	for i, y := range p.Data.Y {
		sum += p.Data.Weight(i) * p.Objective.Value(-y)
	}
	return sum
}
