package boxes

// The loops over a block's samples that take most of a search's time. Each is written twice, in Go and for AVX2 (bend_amd64.s), with the same
// operations in the same order, so that results are the same on all machines.

// bends are one unit's pairs with a block's samples, entry by entry: an undecided pair's slope θ goes from floor 0 to floor + bent = 1, an active one's is
// 1 and an inactive one's 0.
type bends struct {
	t, up       []float64 // t, and its upper bound
	theta       []float64 // s_μ'(t)
	center      []float64 // where smoothing centres θ
	floor, bent []float64
}

// smoothing is that of s_μ.
type smoothing struct{ half, inverse float64 } // ½μ, 1/μ

func smoothedBy(mu float64) smoothing { return smoothing{mu / 2, 1 / mu} }

// smooth is max over θ in [0, 1] of θt - ½μ(θ - center)² ≤ [t]_+, and its slope θ: a proximal step for the multiplier θ of the kink,
// so that μ need not go to zero, only center to θ. A pair that is decided has its θ.
func (s smoothing) smooth(t, center, floor, bent float64) (low, theta float64) {
	theta = max(floor, min(floor+bent, center+float64(t*s.inverse)))
	away := float64((theta - center) * bent)
	return float64(theta*t) - float64(float64(s.half*away)*away), theta
}

// add finds θ, adds what the pairs' outputs are at least, sign times, to low and what they are at most to high, and what smoothing hides to hidden.
func (b bends) add(low, high, hidden []float64, sign float64, s smoothing) {
	for i := b.addFast(low, high, hidden, sign, s); i < len(b.t); i++ {
		t := b.t[i]
		least, theta := s.smooth(t, b.center[i], b.floor[i], b.bent[i])
		b.theta[i] = theta
		low[i] += float64(sign * least)
		high[i] += float64(sign * b.up[i])
		hidden[i] += float64(max(t, 0)*(b.floor[i]+b.bent[i])) - least
	}
}

// pull splits the pairs' multipliers m, sign times those of the samples, in what is linear in t (m·θ, and all of an active pair) and
// what presses undecided pairs down from their upper bounds.
func (b bends) pull(linear, press, multipliers []float64, sign float64) {
	for i := b.pullFast(linear, press, multipliers, sign); i < len(b.t); i++ {
		m := float64(sign * multipliers[i])
		linear[i] = float64(max(m, 0)*b.theta[i]) + float64(min(m, 0)*b.floor[i])
		press[i] = float64(min(m, 0) * b.bent[i])
	}
}

// along is a line that bends change along: t and up by at times so much.
type along struct {
	t, up []float64
	at    float64
}

// slope adds to the ends what bends.add does at the line's point, and their derivatives.
func (b bends) slope(l along, low, high, dlow, dhigh []float64, sign float64, s smoothing) {
	for i := b.slopeFast(l, low, high, dlow, dhigh, sign, s); i < len(b.t); i++ {
		least, theta := s.smooth(b.t[i]+float64(l.at*l.t[i]), b.center[i], b.floor[i], b.bent[i])
		low[i] += float64(sign * least)
		dlow[i] += float64(sign * float64(l.t[i]*theta))
		high[i] += float64(sign * (b.up[i] + float64(l.at*l.up[i])))
		dhigh[i] += float64(sign * l.up[i])
	}
}

// ends are what the errors of a block's samples may be: at least low, at most high; and by how much smoothing has moved them.
type ends struct{ low, high, over, under []float64 }

// charge sets r to the error nearest to 0, pulled to ω r, and returns the sums of ω r², the same without smoothing, and ω r (2y + r).
// Numbers are added up in four sums, number by number in turn, and these in pairs; the last three follow.
func (e ends) charge(r, pulled, weights, labels []float64) (loss, exact, dual float64) {
	n := len(r)
	sums := e.chargeFast(r, pulled, weights, labels)
	for i := n &^ 3; i < n; i++ {
		l, x, d := e.chargeOne(i, r, pulled, weights, labels)
		sums[0], sums[1], sums[2] = sums[0]+l, sums[1]+x, sums[2]+d
	}
	return sums[0], sums[1], sums[2]
}

// chargeOne is charge of one sample.
func (e ends) chargeOne(i int, r, pulled, weights, labels []float64) (loss, exact, dual float64) {
	v, full := nearest(e.low[i], e.high[i]), nearest(e.low[i]+e.over[i], e.high[i]-e.under[i])
	wr := float64(weights[i] * v)
	r[i], pulled[i] = v, wr
	return float64(weights[i] * float64(v*v)), float64(weights[i] * float64(full*full)), float64(wr * (float64(2*labels[i]) + v))
}

// chargeInFour is charge without the last three, and without special instructions.
func (e ends) chargeInFour(r, pulled, weights, labels []float64) (sums [3]float64) {
	var parts [3][4]float64
	for i := range len(r) &^ 3 {
		l, x, d := e.chargeOne(i, r, pulled, weights, labels)
		parts[0][i&3] += l
		parts[1][i&3] += x
		parts[2][i&3] += d
	}
	for k, p := range parts {
		sums[k] = (p[0] + p[1]) + (p[2] + p[3])
	}
	return sums
}

// slope is the sum of ω r r', given the ends' derivatives, added up as charge does.
func (e ends) slope(dlow, dhigh, weights []float64) float64 {
	n := len(weights)
	sum := e.slopeFast(dlow, dhigh, weights)
	for i := n &^ 3; i < n; i++ {
		sum += e.slopeOne(i, dlow, dhigh, weights)
	}
	return sum
}

// slopeOne is slope of one sample.
func (e ends) slopeOne(i int, dlow, dhigh, weights []float64) float64 {
	switch {
	case e.low[i] > 0:
		return float64(float64(weights[i]*e.low[i]) * dlow[i])
	case e.high[i] < 0:
		return float64(float64(weights[i]*e.high[i]) * dhigh[i])
	}
	return 0
}

// slopeInFour is slope without the last three, and without special instructions.
func (e ends) slopeInFour(dlow, dhigh, weights []float64) float64 {
	var part [4]float64
	for i := range len(weights) &^ 3 {
		part[i&3] += e.slopeOne(i, dlow, dhigh, weights)
	}
	return (part[0] + part[1]) + (part[2] + part[3])
}
