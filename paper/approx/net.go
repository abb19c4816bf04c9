package approx

import (
	"context"
	"fmt"
	"math"

	"relucert"
	"relucert/network"
)

// NetOptions say how near, and how large a net may be.
type NetOptions struct {
	// Epsilon is the additive training error, in squared label units.
	Epsilon float64
	// CellLimit is the size beyond which a net is refused; 0: none.
	CellLimit float64
	// Search has the limits of time and memory, the threads, and OnEvent, which is
	// told the bounds as SSEs. The rest is not looked at.
	Search relucert.Options
}

// Netted is the best network of a net.
type Netted struct {
	Network *network.Network
	// TrainingError is the network's; no network of the class is below Lower.
	TrainingError, Lower float64
	// Cells is the size of the whole net, Nodes how many cubes were looked at.
	Cells float64
	Nodes int64
	// Complete: TrainingError − Lower ≤ Epsilon, surely. Otherwise a limit was
	// reached; Epsilon is what was proved.
	Complete bool
	Epsilon  float64
}

// TooLargeError refuses a net of more cells than the limit.
type TooLargeError struct{ Cells, Limit float64 }

func (e TooLargeError) Error() string {
	return fmt.Sprintf("the net has about %.2g cells, more than the limit of %.2g", e.Cells, e.Limit)
}

// Cells is how many k-tuples of cells an ε-net of the ball has (paper, §1.1), the
// cost of looking at all: +Inf when beyond floats. A cube of half side h holds only
// weights within h√n of its centre, whose networks differ by at most Δ = k·h√n·R from
// the centre's and, as |f − y| ≤ M+Y, by at most 2(M+Y)Δ in error. So
//
//	h = ε / (2(M+Y)·k·√n·R),   (B/h)^(nk) cubes fill [−B, B]^(nk),
//
// of which the ball is the share vol(ball)/2^n for each unit; times the number of
// sign vectors that compete.
func (p *Problem) Cells(epsilon float64) float64 {
	s, n := p.Scale(), float64(p.inputs())
	if s.residual() == 0 || s.Radius == 0 {
		return 1
	}
	half := epsilon / (2 * s.residual() * float64(s.Units) * math.Sqrt(n) * s.Radius)
	logGamma, _ := math.Lgamma(n/2 + 1)
	share := n/2*math.Log(math.Pi) - logGamma - n*math.Ln2
	perUnit := math.Max(0, n*math.Log(s.Norm/half)+share)
	return float64(len(p.SignVectors())) * math.Exp(float64(s.Units)*perUnit)
}

// Net finds a network whose training error is within Epsilon of the least of the
// class, surely. It looks at the net's cells lazily: whole cubes of weights are left
// out when a bound on what their networks attain shows that they cannot be better by
// Epsilon than the best cell so far. It refuses with a [TooLargeError] before it
// starts, and fails on options out of range. Bounds are subject to float64 rounding,
// about 1e-13 of (M+Y)².
func Net(ctx context.Context, p Problem, o NetOptions) (*Netted, error) {
	if err := p.validate(o.Epsilon); err != nil {
		return nil, err
	}
	cells := p.Cells(o.Epsilon)
	if o.CellLimit > 0 && cells > o.CellLimit {
		return nil, TooLargeError{cells, o.CellLimit}
	}
	t := newNetTree(&p)
	found := t.search(ctx, o)
	r := &Netted{Network: p.network(found.Solution.signs, found.Solution.weights), Cells: cells, Nodes: found.Nodes}
	r.TrainingError, r.Lower = found.Upper, found.Lower
	r.Complete = found.Upper-found.Lower <= o.Epsilon
	r.Epsilon = o.Epsilon
	if !r.Complete {
		r.Epsilon = found.Upper - found.Lower
	}
	return r, nil
}
