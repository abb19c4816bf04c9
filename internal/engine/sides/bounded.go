package sides

import (
	"context"
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/proof/certificate"
)

// bounded solves the nodes of one bounded unit without output part: it minimises
// the samples' convex envelopes by Newton's method on an augmented Lagrangian.
type bounded struct {
	descent
	prover    pointProver
	base      base
	recording bool // lemmas need proofs
}

// start is where a node begins: its parent's point.
type start struct {
	w []float64
	multipliers
}

func newBounded(p *whiten.Problem, shared *shared) *bounded {
	b := &bounded{descent: descent{newLagrangian(p, shared), newCurvature(p), make([]float64, p.N)}}
	b.prover = newPointProver(&b.lagrangian)
	b.base = base{make([]float64, p.N), make([]float64, p.M), newCurvature(p), newPointProof(p)}
	return b
}

// The hardness grows from one round to the next. Only when it is settled a round
// without gain ends the search.
const (
	firstHardness   = 1
	settledHardness = 64
	mostHardness    = 1e5
)

func (b *bounded) begun(ctx context.Context, recording bool) {
	b.watch, b.recording = budget.On(ctx), recording
}

func (b *bounded) work() int64 { return b.watch.Work() }

func (b *bounded) load(n *Node) {
	b.losses.load(n)
	b.matrix.clear()
	b.push = push{}
	cuts := len(b.region.cuts)
	if from := n.start; from != nil {
		copy(b.w, from.w)
		b.center.copy(&from.multipliers)
		b.center.eta = append(b.center.eta, make([]float64, cuts-len(b.center.eta))...)
		b.hard = settledHardness
	} else {
		b.begin(cuts)
	}
	b.evaluate()
}

// begin starts on the ball, towards the labels above 0.
func (b *bounded) begin(cuts int) {
	clear(b.center.theta)
	b.center.eta, b.center.ball, b.hard = make([]float64, cuts), 0, firstHardness
	clear(b.w)
	for i, label := range b.label {
		linalg.AddScaled(b.w, b.p.Weights[i]*max(0, label), b.p.X[i*b.p.N:])
	}
	if size := math.Sqrt(linalg.QuadForm(b.p.Norm, b.p.N, b.w)); size > 0 {
		b.move(b.p.NormBound/size-1, b.w)
	}
}

// mostOuter and mostNewton bound the work on one node.
const (
	mostOuter  = 40
	mostNewton = 30
)

func (b *bounded) solve(ctx context.Context, to target) outcome {
	b.prover.best.bound = math.Inf(-1)
	for range mostOuter {
		if ctx.Err() != nil {
			return outcome{bound: max(0, b.prover.best.bound), unfinished: true}
		}
		before := b.prover.best.bound
		enough := to.worth(before, b.open()) / 16
		stuck := b.descendOrStick(enough / 16)
		b.prover.prove()
		if b.prover.best.bound >= to.cutoff || !stuck && b.hard >= settledHardness && b.prover.best.bound-before < enough {
			break
		}
		b.center.copy(&b.now)
		if b.hard = min(8*b.hard, mostHardness); stuck {
			b.hard = firstHardness
		}
		b.evaluate()
	}
	return outcome{bound: max(0, b.prover.best.bound)}
}

// cheap is the share of the labels' square that no price of a gradient need fall below.
const cheap = 1e-9

// descendOrStick descends, and says whether that hardly moved: steps are short between kinks that are too hard for where they are.
func (b *bounded) descendOrStick(enough float64) (stuck bool) {
	least := max(enough, b.price(b.gradient)/2, cheap*square(b.rounding.Labels))
	b.descend(mostNewton, enough)
	return b.price(b.gradient) > least
}

func (b *bounded) propagate(context.Context, *Node, target) outcome { return outcome{} }

// branch returns the pair to decide next.
func (b *bounded) branch() pair { return b.losses.branch(b.t) }

func (b *bounded) solution() whiten.Solution {
	w := append([]float64(nil), b.w...)
	return whiten.Solution{Point: whiten.Point{C: []float64{}, Units: [][]float64{w}}, Signs: []int{int(b.a)}}
}

// doubtful is how near to its kink a sample must be, as a share of its reach, for rounding to
// matter.
const doubtful = 1e-9

// record is the best point, with the θ and η that it does not tell.
func (b *bounded) record() *certificate.Dual {
	q := &b.prover.best
	d := &certificate.Dual{Hint: q.bound, Point: append([]float64(nil), q.w...)}
	for i, theta := range q.theta {
		t := linalg.Dot(q.w, b.p.X[i*b.p.N:])
		if b.region.side[i] == 0 && b.label[i] < 0 && (theta != stepAt(t) || math.Abs(t) < doubtful*b.reach[i]) {
			d.Kinks = append(d.Kinks, certificate.Slope{Row: b.firstRows[i], Value: theta})
		}
	}
	for k, eta := range q.eta {
		if eta > 0 {
			d.Walls = append(d.Walls, certificate.Wall{Cut: b.region.numbers[k], Value: eta})
		}
	}
	return d
}
