package refit

import (
	"math"

	"relucert/internal/linalg"
)

// crossings is how many samples may go over to the other side of a kink in turn.
const crossings = 8

// inCell is the best point of v's cell and of those behind the sides that it presses against.
func (s *Refitter) inCell(v []float64) []float64 {
	s.toward(v) // sets the states
	best := s.leastInCell(v)
	value := s.value(best)
	for range crossings {
		pair := s.pressing()
		if pair < 0 {
			break
		}
		s.flip(pair)
		next := s.leastInCell(best)
		if now := s.value(next); now < value {
			best, value = next, now
			continue
		}
		s.flip(pair)
		break
	}
	return best
}

// leastInCell is the least point of the cell of the states, v's or one beside it.
func (s *Refitter) leastInCell(v []float64) []float64 {
	p, k := s.p, len(s.signs)
	rows := s.free.rows[:p.M]
	for pair, active := range s.active {
		i, j := pair/k, pair%k
		a := make([]float64, s.free.d)
		linalg.AddScaled(a[s.at(j):][:p.N], map[bool]float64{true: 1, false: -1}[active], p.Row(i))
		rows = append(rows, row{omega: 1, a: a, loss: condition})
	}
	s.watch.Look(rounds * len(rows) * s.free.d * s.free.d)
	s.free.rows = rows
	copy(s.free.v, v)
	s.free.solve()
	s.free.rows = rows[:p.M:len(rows)]
	return append([]float64(nil), s.free.v...)
}

// pressing is the pair whose condition costs most in the cell that was solved last, -1: none costs anything.
func (s *Refitter) pressing() (pair int) {
	conditions := s.free.rows[s.p.M:cap(s.free.rows)][:len(s.active)]
	pair, most := -1, 1e-9
	for at, w := range conditions {
		if cost := -w.r * math.Sqrt(linalg.Dot(w.a, w.a)); cost > most {
			pair, most = at, cost
		}
	}
	return pair
}

// flip lets a pair over to the other side.
func (s *Refitter) flip(pair int) {
	s.active[pair] = !s.active[pair]
	s.enter(pair / len(s.signs))
}
