package boxes

import (
	"relucert/internal/linalg"
	"relucert/proof/certificate"
)

// choice is a cut: unit, coordinate, and where.
type choice struct {
	unit, coordinate int
	at               float64
	by               *sample // set: cut by this sample's hyperplane instead
}

// parts are the two halves of the unit's region.
func (c choice) parts(r *region) []*region {
	if c.by != nil {
		a, b := r.cutBy(*c.by)
		return []*region{a, b}
	}
	a, b := r.split(c.coordinate, c.at)
	return []*region{a, b}
}

// split is the choice as the certificate says it.
func (c choice) split(drop int, firstRows []int) certificate.Split {
	s := certificate.Split{Unit: c.unit, Kind: certificate.Coordinate, Coordinate: c.coordinate, At: c.at, Drop: drop}
	if c.by != nil {
		s.Kind, s.Row = certificate.Sample, firstRows[c.by.index]
	}
	return s
}

// brancher chooses where to divide a node.
type brancher struct {
	*loss
	scores []float64 // a unit and coordinate, and the true loss
	worst  hiding
}

// branch scores every (unit, coordinate) by the loss that the relaxation hides
// at its own minimiser, (true - relaxed) a sample, shared among the units by
// their slack and among coordinates by what they add to the sample's interval,
// and returns the best cut. It also returns the true loss of the minimiser as
// a network.
func (s *brancher) branch() (best choice, loss float64, ok bool) {
	scores := s.scores
	clear(scores)
	s.worst = hiding{}
	s.findSupport(s.x)
	total(&s.adder, s, len(s.list), scores, (*brancher).scoreListed)
	loss = s.frozenLoss() + s.norms.penalty() + scores[len(scores)-1]
	value := 0.0
	for j, r := range s.regions {
		for d := range s.p.N {
			if v := scores[j*s.p.N+d]; v > value && r.hi[d]-r.lo[d] > narrowest {
				best, value, ok = choice{unit: j, coordinate: d}, v, true
			}
		}
	}
	if s.worst.hidden > 0 {
		return choice{unit: s.worst.unit, by: &s.worst.sample}, loss, true
	}
	if !ok {
		best, ok = s.widestCut()
	}
	if ok {
		best.at = s.cutPosition(best)
	}
	return best, loss, ok
}

// frozenLoss is the decided samples' loss at the current point.
func (s *brancher) frozenLoss() float64 {
	s.parameters(s.x, s.now.params)
	s.frozen.times(s.now.params, s.now.image)
	return linalg.Dot(s.now.params, s.now.image)
}

// scoreListed is the pass of branch: scores, then the true loss.
func (s *brancher) scoreListed(hand, from, to int, sums []float64) {
	for at := from; at < to; at++ {
		sums[len(sums)-1] += s.score(at, s.hands[hand].slack, sums)
	}
}

// score adds one listed sample's share and returns its true loss; slack is scratch.
func (s *brancher) score(at int, slack, scores []float64) float64 {
	p, n, i := s.p, s.p.N, int(s.list[at])
	x := p.Row(i)
	f := s.now.center[at]
	lo, hi, total := f, f, 0.0
	for j := range s.units {
		k := s.pair(j, at)
		low, up := max(s.now.t[k], 0)*(s.floor[k]+s.bent[k]), s.now.up[k]
		slack[j] = up - low
		total += slack[j]
		if s.signs[j] > 0 {
			f, lo, hi = f+low, lo+low, hi+up
		} else {
			f, lo, hi = f-low, lo-up, hi-low
		}
	}
	loss := p.Loss.Value(f)
	hidden := loss - p.Loss.Value(nearest(lo, hi))
	omega := p.Weights[i]
	if hidden > 0 && total > 0 {
		for j, r := range s.regions {
			if slack[j] > 0 {
				s.noteWorst(omega*hidden*slack[j]/total, j, at, x)
				spread(r, x, omega*hidden*slack[j]/total, scores[j*n:][:n])
			}
		}
	}
	return omega * loss
}

// fewUndecided samples left in a node, it is cut by their hyperplanes, which
// ends; with more, boxes decide many at a time.
const fewUndecided = 4

// hiding is the undecided sample and unit that hide the most loss.
type hiding struct {
	hidden float64
	unit   int
	sample
}

func (s *brancher) noteWorst(hidden float64, j, at int, x []float64) {
	if s.open <= fewUndecided && hidden > s.worst.hidden && s.state[s.pair(j, at)] == undecided {
		s.worst = hiding{hidden, j, sample{s.list[at], x, s.p.Weights[s.list[at]]}}
	}
}

// spread divides amount among the coordinates by |x_d|·(hi_d - lo_d)/(u - l).
func spread(r *region, x []float64, amount float64, scores []float64) {
	total := 0.0
	for d, v := range x {
		total += abs(v) * (r.hi[d] - r.lo[d])
	}
	if total == 0 {
		return
	}
	for d, v := range x {
		scores[d] += amount * abs(v) * (r.hi[d] - r.lo[d]) / total
	}
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

// widestCut is the longest side of any unit's box, for nodes without a score.
func (s *brancher) widestCut() (best choice, ok bool) {
	width := 0.0
	for j, r := range s.regions {
		if d := r.widest(); d >= 0 && r.hi[d]-r.lo[d] > width {
			best, width, ok = choice{unit: j, coordinate: d}, r.hi[d]-r.lo[d], true
		}
	}
	return best, ok
}

// cutPosition is halfway between the side's middle and the unit's own δ_d.
func (s *brancher) cutPosition(c choice) float64 {
	r := s.regions[c.unit]
	target := (r.lo[c.coordinate] + r.hi[c.coordinate]) / 2
	w := s.weights(s.now.params, c.unit)
	if lambda := w[r.face] * r.sign; lambda > 0 {
		target = (target + w[c.coordinate]/lambda) / 2
	}
	return r.cutAt(c.coordinate, target)
}
