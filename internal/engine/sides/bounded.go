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
// the samples' convex envelopes (envelope.go) by Newton's method on an augmented
// Lagrangian. What is not smooth has a multiplier with a centre: the kinks at t = 0 of
// samples with labels ≤ 0 (θ), the walls (η) and the ball (λ).
type bounded struct {
	*shared
	p      *whiten.Problem
	sizes  sizes
	a      float64 // the unit's sign
	region *region
	label  []float64 // a·y
	center multipliers
	hard   float64 // how stiff kinks, walls and the ball are around their centres
	push   push

	w, t     []float64
	now      multipliers
	pull     []float64 // a sample: what multiplies x̂ in g
	curve    []float64 // a sample: the derivative of its pull
	linear   []float64 // g
	image    []float64 // Norm·ŵ
	gradient []float64 // of half the Lagrangian
	matrix   curvature
	watch    budget.Watch // breaks long passes off
	step     []float64
	best     pointProof
	base     base
}

// multipliers of kinks (a sample), walls (a cut) and the ball.
type multipliers struct {
	theta, eta []float64
	ball       float64
}

func (m *multipliers) copy(from *multipliers) {
	m.theta, m.eta = append(m.theta[:0], from.theta...), append(m.eta[:0], from.eta...)
	m.ball = from.ball
}

// start is where a node begins: its parent's point.
type start struct {
	w []float64
	multipliers
}

// push adds 2·kappa·t of a sample to the loss.
type push struct {
	sample int
	kappa  float64
}

func newBounded(p *whiten.Problem, shared *shared) *bounded {
	vector := func() []float64 { return make([]float64, p.N) }
	each := func() []float64 { return make([]float64, p.M) }
	b := &bounded{shared: shared, p: p, sizes: newSizes(p, shared), label: each(), w: vector(), t: each(), pull: each(), curve: each(),
		linear: vector(), image: vector(), gradient: vector(), step: vector(), matrix: newCurvature(p), best: newPointProof(p)}
	b.now.theta, b.center.theta = each(), each()
	b.base = base{w: vector(), t: each(), matrix: newCurvature(p), proof: newPointProof(p)}
	return b
}

// The hardness grows from one round to the next. Only when it is settled a round
// without gain ends the search.
const (
	firstHardness   = 1
	settledHardness = 64
	mostHardness    = 1e5
)

func (b *bounded) watched(ctx context.Context) { b.watch = budget.On(ctx) }

func (b *bounded) load(n *Node) {
	b.region, b.a = n.Regions[0], float64(n.Signs[0])
	for i, y := range b.p.Y {
		b.label[i] = b.a * y
	}
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
	b.best.bound = math.Inf(-1)
	for range mostOuter {
		if ctx.Err() != nil {
			return outcome{bound: max(0, b.best.bound), unfinished: true}
		}
		before := b.best.bound
		enough := to.worth(before, b.open()) / 16
		b.descend(mostNewton, enough/16)
		b.prove()
		if b.best.bound >= to.cutoff || b.hard >= settledHardness && b.best.bound-before < enough {
			break
		}
		b.center.copy(&b.now)
		b.hard = min(8*b.hard, mostHardness)
		b.evaluate()
	}
	return outcome{bound: max(0, b.best.bound)}
}

// open says that some sample's loss is relaxed.
func (b *bounded) open() bool {
	for i, label := range b.label {
		if label > 0 && b.region.side[i] == 0 {
			return true
		}
	}
	return false
}

func (b *bounded) propagate(context.Context, *Node, target) outcome { return outcome{} }

// branch returns the sample whose envelope hides the most loss.
func (b *bounded) branch() (best pair) {
	best.loss = b.p.Offset
	worst := 0.0
	for i, t := range b.t {
		omega := b.p.Weights[i]
		truth := omega * square(max(0, t)-b.label[i])
		best.loss += truth
		if b.region.side[i] != 0 || b.label[i] <= 0 {
			continue
		}
		if hidden := truth - omega*relaxedLoss(t, b.label[i], b.interval(i)); !best.found || hidden > worst {
			worst, best.found, best.sample = hidden, true, int32(i)
		}
	}
	return best
}

func (b *bounded) solution() whiten.Solution {
	w := append([]float64(nil), b.w...)
	return whiten.Solution{Point: whiten.Point{C: []float64{}, Units: [][]float64{w}}, Signs: []int{int(b.a)}}
}

// doubtful is how near to its kink a sample must be, as a share of its reach, for rounding to
// matter.
const doubtful = 1e-9

// record is the best point, with the θ and η that it does not tell.
func (b *bounded) record() *certificate.Dual {
	q := &b.best
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
