package refit

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// crossings is how many samples may go over to the other side of a kink in turn.
const crossings = 8

// inCell is the best point of v's cell and of those behind the sides that it presses against.
func (s *Refitter) inCell(v []float64) []float64 {
	s.observe(v)
	best := s.leastInCell(v)
	value := s.value(best)
	for range crossings {
		pair := s.pressing()
		if pair < 0 {
			break
		}
		s.cross(pair)
		next := s.leastInCell(best)
		now := s.value(next)
		if !(now < value) {
			break
		}
		best, value = next, now
	}
	return best
}

// leastInCell is the least point of the cell of the states, v's or one beside it.
func (s *Refitter) leastInCell(v []float64) []float64 {
	if s.held == nil {
		s.hold()
	}
	for pair := range s.active {
		s.side(pair)
	}
	return s.solve(s.held, v)
}

// hold makes the problem with a condition for each pair; its first rows share their coefficients with those of free.
func (s *Refitter) hold() {
	s.held = newConvex(s.free.d, s.free.q)
	s.held.rows = slices.Clone(s.free.rows)
	for range s.active {
		s.held.rows = append(s.held.rows, row{omega: 1, a: make([]float64, s.free.d), loss: condition})
	}
}

// condition of the pair in held.
func (s *Refitter) condition(pair int) *row { return &s.held.rows[s.p.M+pair] }

// side makes the condition of a pair that of its state: t ≥ 0, or −t ≥ 0.
func (s *Refitter) side(pair int) {
	i, j := pair/len(s.signs), pair%len(s.signs)
	sign := -1.0
	if s.active[pair] {
		sign = 1
	}
	part := s.condition(pair).a[s.at(j):][:s.p.N]
	clear(part)
	linalg.AddScaled(part, sign, s.p.Row(i))
}

// leastPress is the least cost of a condition that counts, relative to labels and weights of about 1.
const leastPress = 1e-9

// pressing is the pair whose condition costs most in the cell that was solved last, -1: none costs anything.
func (s *Refitter) pressing() (pair int) {
	pair, most := -1, leastPress
	for at := range s.active {
		w := s.condition(at)
		if cost := -w.r * math.Sqrt(linalg.Dot(w.a, w.a)); cost > most {
			pair, most = at, cost
		}
	}
	return pair
}

// cross lets a pair over to the other side.
func (s *Refitter) cross(pair int) {
	s.active[pair] = !s.active[pair]
	s.enter(pair / len(s.signs))
}
