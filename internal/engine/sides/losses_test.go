package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// boundedInstance has one bounded unit without output part, and a share of its pairs decided.
func boundedInstance(t *testing.T, seed, stream uint64, share float64) (instance, *bounded) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, stream))
	n, m := 1+rng.IntN(3), 3+rng.IntN(8)
	d := &dataset.Dataset{Features: make([]string, n), X: normals(rng, n*m), Y: normals(rng, m)}
	for range m {
		d.Weights = append(d.Weights, 0.1+rng.Float64())
	}
	p, err := whiten.New(context.Background(), d, network.Class{NormBound: 0.5 + rng.Float64(), Output: network.None})
	if err != nil {
		t.Fatal(err)
	}
	tree := New(context.Background(), p, 1, 1, 1e-6, 0)
	s := randomNetwork(rng, p, randomSigns(rng, 1))
	q := instance{rng, p, tree, s, nodeOf(rng, tree, s, share)}
	b := tree.workers[0].(*bounded)
	b.load(q.node)
	return q, b
}

// lossAt is what sample i costs at t: its loss, or the envelope of it.
func lossAt(l *losses, i int, t float64) float64 {
	omega, label := l.p.Weights[i], l.label[i]
	switch side := l.region.side[i]; {
	case side > 0:
		return omega * square(t-label)
	case side < 0:
		return omega * square(label)
	case label <= 0:
		return omega * square(max(0, t)-label)
	}
	return omega * relaxedLoss(t, label, l.interval(i))
}

// TestSlope: 2·slope is a subgradient of the loss in z = max(0, t) for labels ≤ 0, of the envelope
// in t for others, by differences.
func TestSlope(t *testing.T) {
	const h = 1e-6
	for seed := range uint64(100) {
		q, b := boundedInstance(t, seed, 36, 0.4)
		for i := range q.p.M {
			at := b.reach[i] * (2*q.rng.Float64() - 1)
			want := (lossAt(&b.losses, i, at+h) - lossAt(&b.losses, i, at-h)) / (2 * h)
			switch {
			case b.region.side[i] < 0 || b.label[i] <= 0 && b.region.side[i] == 0 && at < 2*h:
				continue // the slope is that in z
			}
			if got := 2 * b.slope(i, at); !near(got, want, 1e-5) {
				t.Errorf("seed %d: sample %d at %g: slope %g, want %g", seed, i, at, got, want)
			}
		}
	}
}

// TestEnvelopesHideLoss: branch finds the network's loss, and the sample that hides the most of it.
func TestEnvelopesHideLoss(t *testing.T) {
	for seed := range uint64(100) {
		q, b := boundedInstance(t, seed, 37, 0.3)
		copy(b.w, q.network.Point.Units[0])
		b.evaluate()
		best := b.branch()
		if !near(best.loss, q.loss(), 1e-9) || best.found != b.open() {
			t.Errorf("seed %d: loss %g, want %g", seed, best.loss, q.loss())
		}
		hidden := func(i int) float64 {
			return q.p.Weights[i]*square(max(0, b.t[i])-b.label[i]) - lossAt(&b.losses, i, b.t[i])
		}
		for i := range q.p.M {
			if b.relaxed(i) && hidden(i) > hidden(int(best.sample))+1e-12 {
				t.Errorf("seed %d: sample %d hides more than %d", seed, i, best.sample)
			}
		}
	}
}

// TestIntervalCut: what is left is in the interval, on the right side of the end.
func TestIntervalCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 38))
	for range 200 {
		v := interval{-math.Exp(rng.NormFloat64()), math.Exp(rng.NormFloat64())}
		at, end := v.low+rng.Float64()*(v.high-v.low), rng.NormFloat64()
		for _, side := range []int8{1, -1} {
			c := v.cut(side, end)
			if in := c.low <= at && at <= c.high; in != (float64(side)*(at-end) >= 0) {
				t.Errorf("%v cut at %g on side %d is %v: %g is in it: %t", v, end, side, c, at, in)
			}
		}
	}
}
