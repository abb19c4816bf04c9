package sides

import "math"

// constraint has a slack s > 0 and a multiplier λ > 0.
type constraint struct {
	s, lambda   float64
	stiff       float64 // λ/s in the last matrix
	residual    float64 // its value less s
	target      float64 // rc: what s·λ shall gain
	q           float64 // (rc - λ·residual)/s
	ds, dlambda float64
}

// follow sets the slack's and the multiplier's step when the constraint's value
// changes by the given amount.
func (c *constraint) follow(change float64) {
	c.ds = change + c.residual
	c.dlambda = (c.target - c.lambda*c.ds) / c.s
}

// constraints are those of one program.
type constraints []constraint

// add enters n of them and returns where they begin.
func (c *constraints) add(n int) (first int) {
	first = len(*c)
	*c = append(*c, make([]constraint, n)...)
	return first
}

// kink are z ≥ t and z ≥ 0.
func (c constraints) kink(k *kink) (above, positive *constraint) {
	return &c[k.first], &c[k.first+1]
}

// center gives all products s·λ the same value.
func (c constraints) center(product float64) {
	for i := range c {
		c[i].lambda = product / c[i].s
	}
}

// meanProduct is μ.
func (c constraints) meanProduct() float64 {
	sum := 0.0
	for i := range c {
		sum += c[i].s * c[i].lambda
	}
	return sum / float64(max(len(c), 1))
}

// stiffen sets what a matrix needs.
func (c constraints) stiffen() {
	for i := range c {
		c[i].stiff = c[i].lambda / c[i].s
	}
}

// push sets what a right side needs.
func (c constraints) push() {
	for i := range c {
		n := &c[i]
		n.q = (n.target - n.lambda*n.residual) / n.s
	}
}

// predict aims at products of 0.
func (c constraints) predict() {
	for i := range c {
		n := &c[i]
		n.target = -n.s * n.lambda
	}
}

// correct aims at products that are the smaller the further the predictor's step goes, less
// what it has neglected (Mehrotra), or if cautious what it neglects on that way only: the whole can throw short steps back and forth.
func (c constraints) correct(mu float64, cautious bool) {
	t, ahead := c.longest(), 0.0
	for i := range c {
		n := &c[i]
		ahead += (n.s + t*n.ds) * (n.lambda + t*n.dlambda)
	}
	ratio := ahead / (float64(max(len(c), 1)) * max(mu, math.SmallestNonzeroFloat64))
	aim, share := ratio*ratio*ratio*mu, 1.0
	if cautious {
		share = square(min(1, t))
	}
	for i := range c {
		n := &c[i]
		n.target = aim - n.s*n.lambda - share*n.ds*n.dlambda
	}
}

// inside is how far a step goes on the way to the first zero.
const inside = 0.995

// longest is how far, at most 1/inside, slacks and multipliers stay positive.
func (c constraints) longest() float64 {
	t := 1 / inside
	for i := range c {
		n := &c[i]
		if n.ds < 0 {
			t = min(t, -n.s/n.ds)
		}
		if n.dlambda < 0 {
			t = min(t, -n.lambda/n.dlambda)
		}
	}
	return t
}

func (c constraints) advance(t float64) {
	for i := range c {
		n := &c[i]
		n.s += t * n.ds
		n.lambda += t * n.dlambda
	}
}
