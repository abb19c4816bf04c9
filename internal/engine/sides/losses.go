package sides

import (
	"math"

	"relucert/internal/engine/whiten"
)

// losses are those of the samples in a node of one bounded unit without output part: their
// own, or convex envelopes (envelope.go).
type losses struct {
	p      *whiten.Problem
	a      float64 // the unit's sign
	region *region
	label  []float64 // a·y
	tails  []tail    // a sample: what tail found last
}

// tail is the slope of an envelope's line in an interval.
type tail struct {
	of    interval
	slope float64
}

// tail is tailSlope of sample i, which few steps change.
func (l *losses) tail(i int) float64 {
	t, v := &l.tails[i], l.interval(i)
	if t.of != v {
		*t = tail{v, tailSlope(l.label[i], v)}
	}
	return t.slope
}

// nowhere is no sample's interval.
var nowhere = interval{math.Inf(1), math.Inf(-1)}

func (l *losses) load(n *Node) {
	l.region, l.a = n.Regions[0], float64(n.Signs[0])
	for i, y := range l.p.Y {
		l.label[i], l.tails[i].of = l.a*y, nowhere
	}
}

// relaxed says that sample i has an envelope.
func (l *losses) relaxed(i int) bool { return l.region.side[i] == 0 && l.label[i] > 0 }

// open says that some sample's loss is relaxed.
func (l *losses) open() bool {
	for i := range l.label {
		if l.relaxed(i) {
			return true
		}
	}
	return false
}

// branch returns the sample whose envelope hides the most loss.
func (l *losses) branch(t []float64) (best pair) {
	best.loss = l.p.Offset
	worst := 0.0
	for i, t := range t {
		omega := l.p.Weights[i]
		truth := omega * square(max(0, t)-l.label[i])
		best.loss += truth
		if !l.relaxed(i) {
			continue
		}
		if hidden := truth - omega*relaxedLoss(t, l.label[i], l.interval(i)); !best.found || hidden > worst {
			worst, best.found, best.sample = hidden, true, int32(i)
		}
	}
	return best
}

// slope is a·m of sample i, half its envelope's slope at t.
func (l *losses) slope(i int, t float64) float64 {
	omega, label := l.p.Weights[i], l.label[i]
	switch side := l.region.side[i]; {
	case side > 0:
		return omega * (t - label)
	case side < 0:
		return -omega * label
	case label <= 0:
		return omega * (max(t, 0) - label)
	}
	return omega * max(t-label, -l.tail(i))
}

// interval holds a sample's t in all networks of a node that matter.
type interval struct{ low, high float64 }

func (l *losses) interval(i int) interval { return interval{l.region.low[i], l.region.high[i]} }

// cut is what is left of v on a side of end.
func (v interval) cut(side int8, end float64) interval {
	if side > 0 {
		return interval{max(v.low, end), v.high}
	}
	return interval{v.low, min(v.high, end)}
}
