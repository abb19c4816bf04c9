package refit

import (
	"context"
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// Refitter improves networks with given signs. It is not for concurrent use.
type Refitter struct {
	p      *whiten.Problem
	signs  []int
	free   *convex // the rows are the samples
	held   *convex // and conditions that keep each pair on its side; nil: not needed yet
	active []bool  // a sample and unit
	watch  budget.Watch
}

// New is a refitter for networks with these signs.
func New(p *whiten.Problem, signs []int) *Refitter {
	return &Refitter{p: p, signs: signs}
}

// prepare makes the rows, when they are first needed.
func (s *Refitter) prepare() {
	p, d := s.p, s.p.P+len(s.signs)*s.p.N
	q := make([]float64, d*d)
	for j := range s.signs {
		for e := range p.N * p.N {
			if p.Ridge > 0 {
				q[(s.at(j)+e/p.N)*d+s.at(j)+e%p.N] = p.Ridge * p.Norm[e]
			}
		}
	}
	free := newConvex(d, q)
	free.rows = make([]row, p.M)
	all := make([]float64, p.M*d)
	aside := s.watch.Aside()
	for i := range free.rows {
		look(&aside, i, d)
		free.rows[i] = row{omega: p.Weights[i], a: all[i*d : (i+1)*d : (i+1)*d], b: p.Y[i], loss: p.Loss}
	}
	s.free, s.active = free, make([]bool, p.M*len(s.signs))
}

// Thorough is [Refitter.Improve] of a new refitter, which of very many samples looks at some first.
func Thorough(ctx context.Context, p *whiten.Problem, signs []int, point whiten.Point) (value float64) {
	defer budget.Catch(func() { value = math.Inf(1) })
	budget.Check(ctx)
	if p.M > manySamples {
		New(p.Thinned(fewSamples), signs).Improve(ctx, point)
		budget.Check(ctx)
	}
	return New(p, signs).Improve(ctx, point)
}

// From manySamples on, fewSamples say about where the best network is.
const (
	manySamples = 1 << 14
	fewSamples  = 1 << 12
)

// at is where ŵ_j begins in v.
func (s *Refitter) at(j int) int { return s.p.P + j*s.p.N }

// moves bounds how often a network is improved.
const moves = 30

// mostPairs is how many samples times units may have conditions of their own: among more, a sample on a kink matters little.
const mostPairs = 1 << 14

// better is the relative gain that is worth another move.
const better = 1e-9

// Work is that of the last Improve, in multiplications or so.
func (s *Refitter) Work() int64 { return s.watch.Work() }

// Improve moves the point downhill in place, and returns its objective in the problem's coordinates. When ctx ends first
// it leaves the point as it was and returns +Inf.
func (s *Refitter) Improve(ctx context.Context, point whiten.Point) (value float64) {
	defer budget.Catch(func() { value = math.Inf(1) })
	budget.Check(ctx)
	s.watch = budget.On(ctx)
	if s.free == nil {
		s.prepare()
	}
	v := s.vector(point)
	value = s.value(v)
	for range moves {
		next := s.toward(v)
		if gain := s.value(next); gain < value*(1-better) {
			v, value = next, gain
			continue
		}
		if len(s.active) > mostPairs {
			break
		}
		next = s.inCell(v)
		gain := s.value(next)
		done := !(gain < value*(1-better))
		if gain < value {
			v, value = next, gain
		}
		if done {
			break
		}
	}
	s.take(point, v)
	return value
}

// vector is the point as v.
func (s *Refitter) vector(point whiten.Point) []float64 {
	v := append([]float64(nil), point.C...)
	for _, w := range point.Units {
		v = append(v, w...)
	}
	return v
}

// take writes v to the point.
func (s *Refitter) take(point whiten.Point, v []float64) {
	copy(point.C, v)
	for j, w := range point.Units {
		copy(w, v[s.at(j):])
	}
}

// value is the objective at v, +Inf beyond the weight limit.
func (s *Refitter) value(v []float64) float64 {
	s.watch.Look(s.p.M * s.free.d)
	point := whiten.Point{C: v[:s.p.P]}
	for j := range s.signs {
		w := v[s.at(j):][:s.p.N]
		for _, u := range w {
			if !(math.Abs(u) <= s.p.WeightLimit) {
				return math.Inf(1)
			}
		}
		point.Units = append(point.Units, w)
	}
	return s.p.SSE(point, s.signs)
}

// solve is what a convex problem has, from v on. What it takes is known before, as far as Work tells of it.
func (s *Refitter) solve(c *convex, v []float64) []float64 {
	s.watch.Look(rounds * len(c.rows) * c.d * c.d)
	c.watch = s.watch.Aside()
	return c.solve(v)
}

// backward is how often a step is shortened.
const backward = 8

// toward is the best point met on the way to the least of the problem in which all samples keep their states of v.
func (s *Refitter) toward(v []float64) []float64 {
	s.observe(v)
	end := s.solve(s.free, v)
	best, least := v, math.Inf(1)
	for t, k := 1.0, 0; k < backward; t, k = t/2, k+1 {
		next := make([]float64, len(v))
		for d := range v {
			next[d] = v[d] + t*(end[d]-v[d])
		}
		if value := s.value(next); value < least {
			best, least = next, value
		}
	}
	return best
}

// observe sets the states of all samples at v.
func (s *Refitter) observe(v []float64) {
	aside := s.watch.Aside()
	for i := range s.p.M {
		look(&aside, i, 2*s.free.d)
		for j := range s.signs {
			s.active[i*len(s.signs)+j] = linalg.Dot(v[s.at(j):][:s.p.N], s.p.Row(i)) > 0
		}
		s.enter(i)
	}
}

// enter makes the row of sample i that of its states.
func (s *Refitter) enter(i int) {
	a := s.free.rows[i].a
	copy(a, s.p.OutputRow(i))
	for j, sign := range s.signs {
		part := a[s.at(j):][:s.p.N]
		clear(part)
		if s.active[i*len(s.signs)+j] {
			linalg.AddScaled(part, float64(sign), s.p.Row(i))
		}
	}
}
