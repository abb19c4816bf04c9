package descent

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// randomShare of the starts are random; the others are the best point, kicked.
const randomShare = 0.5

// settledAfter is how many random starts must come to the best point for the
// search to believe in it. On few rows, where starts are cheap and minima odd,
// it asks for settledRows over the rows.
const (
	settledAfter = 6
	settledRows  = 150
)

// lastKicks is how many kicks try to shake that belief.
const lastKicks = 8

// sameMinimum is the relative difference of SSEs up to which two walks are
// taken to have come to the same local minimum.
const sameMinimum = 1e-9

// sectors is how many places a sweep offers.
const sectors = 3

// explore walks from the zero network, from the sweeps' places, from random
// points and from kicked best points.
func (s *search) explore(starts int) {
	s.try()
	s.sweepUnits(sectors)
	if s.walk.k == 0 || s.exact {
		return
	}
	random := int(math.Ceil(randomShare * float64(starts)))
	for b := 0; b < starts && !s.over(); b++ {
		if b < random {
			s.walk.randomKinks(s.rng, s.start)
			s.countHit(s.try())
			if s.settled() {
				random, starts = b+1, min(starts, b+1+lastKicks)
			}
		} else {
			s.kick()
			s.try()
		}
	}
}

// finals goes on from the best points of the coarse rows.
func (s *search) finals(coarse []found) {
	for _, f := range coarse {
		if f.sse <= coarse[0].sse*Outlook {
			copy(s.start, f.theta)
			s.try()
		}
	}
	s.sweepUnits(1)
}

// Outlook is how many times the best SSE on coarse rows another may be that still
// might be the best on all rows.
const Outlook = 1.1

// perfect is the share of Σ ω y² below which an SSE is zero but for rounding.
const perfect = 1e-15

// over says that nothing better can be found.
func (s *search) over() bool {
	return s.best().sse <= perfect*s.walk.labels
}

func (s *search) settled() bool { return s.hits >= max(settledAfter, settledRows/s.walk.m) }

// countHit keeps the number of random starts that came to the best point.
func (s *search) countHit(sse, before float64) {
	switch {
	case sse < before*(1-sameMinimum):
		s.hits = 0
	case sse <= before*(1+sameMinimum):
		s.hits++
	}
}

// worthRepeating is the relative improvement by a round of sweeps that earns
// another round.
const worthRepeating = 1e-6

// sweepUnits moves one unit at a time to the best of so many places, in rounds
// until they improve little.
func (s *search) sweepUnits(places int) {
	if s.exact {
		places = 1
	}
	for s.sweep != nil && !s.over() {
		before := s.best().sse
		for j := range s.walk.k {
			s.sweepUnit(j, places)
		}
		if s.exact || s.best().sse > before*(1-worthRepeating) {
			return
		}
	}
}

// sweepUnit walks from the places a sweep offers for unit j. A lone place must
// be better than the best point, whose own place the sweep has seen too.
func (s *search) sweepUnit(j, places int) {
	s.walk.jump(s.best().theta)
	for _, place := range s.sweep.best(s.walk, j, places) {
		if places == 1 && s.sweep.without-place.gain >= s.best().sse*(1-sameMinimum) {
			return
		}
		copy(s.start, s.best().theta)
		s.sweep.put(place, s.walk.signs[j], s.start, j)
		if sse, before := s.try(); sse < before*(1-sameMinimum) {
			return
		}
	}
}

// kick sets start to the best point with one unit moved to a random kink, with
// next to no weight, or with one or all units shaken by a random amount.
func (s *search) kick() {
	w, rng := s.walk, s.rng
	copy(s.start, s.best().theta)
	if rng.Float64() < twinShare {
		w.makeTwins(rng, s.start)
	}
	j := rng.IntN(w.k)
	if rng.Float64() < relocateShare {
		u := w.unit(s.start, j)
		w.randomKink(rng, u)
		linalg.AddScaled(u, seedling-1, u)
		return
	}
	sigma := gentlest * math.Pow(roughest/gentlest, rng.Float64())
	if rng.IntN(2) == 0 {
		s.shake(j, sigma)
		return
	}
	for j := range w.k {
		s.shake(j, sigma)
	}
}

// relocateShare of the kicks move a unit; the others shake with a relative size
// log-uniform from gentlest to roughest. seedling is a moved unit's length.
const (
	relocateShare      = 0.3
	gentlest, roughest = 0.02, 0.5
	seedling           = 1e-3
)

func (s *search) shake(j int, sigma float64) {
	u := s.walk.unit(s.start, j)
	size := sigma * math.Sqrt(linalg.Dot(u, u))
	for d := range u {
		u[d] += size * s.rng.NormFloat64()
	}
}

// promising is the relative distance to the best SSE at which a walk's end is
// looked at again with fresh sums.
const promising = 1e-6

// try goes downhill from start and records where that ends. It returns the SSE
// there and the best one before.
func (s *search) try() (sse, before float64) {
	before = s.best().sse
	w := s.walk
	w.jump(s.start)
	if end, known := s.descendNew(); known {
		return end, before
	}
	if w.sse < before*(1+promising) {
		s.verify()
	}
	s.record(w.sse)
	return w.sse, before
}

// drift is the share of the SSE by which the one kept may be off before a walk
// goes on from fresh sums.
const drift = 1e-11

// verify computes afresh what the walk kept, and goes on if that had drifted.
func (s *search) verify() {
	w := s.walk
	kept := w.sse
	if w.jump(w.theta); math.Abs(w.sse-kept) > drift*w.sse {
		w.descend(finalSteps, nil)
		w.jump(w.theta)
	}
}

// descendNew descends until the walk comes to a pattern that an earlier one
// went through, and then returns where that one ended.
func (s *search) descendNew() (end float64, known bool) {
	w := s.walk
	s.trail = s.trail[:0]
	steps := 0
	w.descend(finalSteps, func() bool {
		steps++
		if steps <= 2 || len(w.helds) > 0 {
			return false
		}
		end, known = s.seen[w.pattern]
		s.trail = append(s.trail, w.pattern)
		return known
	})
	if !known {
		end = w.sse
	}
	for _, pattern := range s.trail {
		s.seen[pattern] = end
	}
	return end, known
}

// record puts the walk's point among the elite, in place of one at the same
// minimum if there is one.
func (s *search) record(sse float64) {
	at := 0
	for at < len(s.elite) && s.elite[at].sse*(1+sameMinimum) < sse {
		at++
	}
	if at < len(s.elite) && sse*(1+sameMinimum) >= s.elite[at].sse {
		if sse < s.elite[at].sse {
			s.elite[at].sse = sse
			copy(s.elite[at].theta, s.walk.theta)
		}
		return
	}
	if at < finalists {
		s.elite = slices.Insert(s.elite, at, found{sse, append([]float64(nil), s.walk.theta...)})
		s.elite = s.elite[:min(len(s.elite), finalists)]
	}
}
