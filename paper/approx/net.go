package approx

import (
	"context"
	"fmt"
	"math"

	"relucert"
	"relucert/internal/budget"
	"relucert/internal/engine/search"
	"relucert/network"
)

// NetOptions say how near, and how large a net may be.
type NetOptions struct {
	// Epsilon is the additive training error, in squared label units.
	Epsilon float64
	// NodeLimit is how many cubes a search may be expected to look at; beyond, it is refused. 0: any.
	NodeLimit float64
	// OnEstimate, when set, is told how many they are expected to be, unless a pilot search ends by itself.
	OnEstimate func(nodes float64)
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
	// Epsilon is what was proved, TrainingError − Lower. Complete: it is at most what was asked for;
	// otherwise a limit was reached.
	Epsilon  float64
	Complete bool
}

// TooLargeError refuses a search that is expected to look at more cubes than the limit.
type TooLargeError struct{ Nodes, Limit float64 }

func (e TooLargeError) Error() string {
	return fmt.Sprintf("the search of the net would look at about %.2g cubes, more than the limit of %.2g", e.Nodes, e.Limit)
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
	return float64(p.SignChoices()) * math.Exp(float64(s.Units)*perUnit)
}

// Net finds a network whose training error is within Epsilon of the least of the
// class, surely. It looks at the net's cells lazily: whole cubes of weights are left
// out when a bound on what their networks attain shows that they cannot be better by
// Epsilon than the best cell so far. It refuses with a [TooLargeError] after a pilot
// search, and fails on options out of range. Bounds are subject to float64 rounding,
// about 1e-13 of (M+Y)².
func Net(ctx context.Context, p Problem, o NetOptions) (*Netted, error) {
	if err := p.validate(o.Epsilon); err != nil {
		return nil, err
	}
	t := newNetTree(&p)
	ctx, cancel := budget.With(ctx, o.Search.TimeLimit, o.Search.MemoryLimit)
	defer cancel()
	found := t.search(ctx, o, t.zero(), pilot)
	if found.Status == search.NodeLimit {
		if err := t.refuse(ctx, found.Upper, o); err != nil {
			return nil, err
		}
		nodes := found.Nodes
		found = t.search(ctx, o, incumbent{found.Solution, found.Upper}, 0)
		found.Nodes += nodes
	}
	r := &Netted{Network: p.network(found.Solution.signs, found.Solution.weights), Cells: p.Cells(o.Epsilon), Nodes: found.Nodes}
	r.TrainingError, r.Lower = found.Upper, found.Lower
	r.Complete = found.Upper-found.Lower <= o.Epsilon
	r.Epsilon = found.Upper - found.Lower
	return r, nil
}
