package sign

import "math"

// tail is an undecided sample of one bounded unit without output part whose label
// the unit can reach. In u = a·t and the label y = |y|, the convex envelope of
// (max(0, u) - y)² on u ≥ -b is the parabola (u - y)² down to the tangent point
// and a straight line from there on, that is the least of
//
//	(u + s - y)² + 2·slope·s   over s ≥ 0.
//
// S is the slack of its constraint. Other networks do without: a sum of units or a
// free output part can be anywhere between the bounds of its terms.
type tail struct {
	sample int32
	omega  float64
	label  float64 // a·y
	slope  float64 // of half the line
	first  int     // the constraint s ≥ 0
	bend   float64
}

// enveloped says that undecided samples are relaxed by tails.
func (s *relaxation) enveloped() bool { return s.units == 1 && s.p.P == 0 && s.reach != nil }

// addTail enters an undecided sample.
func (s *relaxation) addTail(i int32) {
	label := float64(s.signs[0]) * s.p.Y[i]
	if label <= 0 {
		s.addSide(i, float64(s.signs[0]))
		return
	}
	s.tails = append(s.tails, tail{sample: i, omega: s.p.Weights[i], label: label, slope: tailSlope(label, s.reach[i]), first: len(s.all)})
	s.all = append(s.all, constraint{s: label + 1})
}

// tailSlope is y - t* for the tangent from (-b, y²): t* = -b + √(b² + 2by).
func tailSlope(label, b float64) float64 {
	return label * label / (label + b + math.Sqrt(b*(b+2*label)))
}

// residual is u + s - y.
func (s *relaxation) tailResidual(q *tail) float64 {
	return s.t[q.sample] + s.all[q.first].s - q.label
}

func (s *relaxation) assembleTails() {
	for k := range s.tails {
		q := &s.tails[k]
		s.system.pairs[int(q.sample)*4+3] += q.stiffness(&s.all[q.first])
	}
}

// stiffness is that of the springs ω and λ/s in series.
func (q *tail) stiffness(c *constraint) float64 { return q.omega * c.stiff / (q.omega + c.stiff) }

func (s *relaxation) rightTails() {
	for k := range s.tails {
		q := &s.tails[k]
		c := &s.all[q.first]
		force := q.omega * s.tailResidual(q)
		q.bend = -(force + q.omega*q.slope - c.lambda) + c.q
		s.system.rows[int(q.sample)*2+1] -= force + q.omega*q.bend/(q.omega+c.stiff)
	}
}

func (s *relaxation) recoverTails() {
	for k := range s.tails {
		q := &s.tails[k]
		c := &s.all[q.first]
		c.follow((q.bend - q.omega*s.moved[q.sample]) / (q.omega + c.stiff))
	}
}

// tailMultipliers sets m, and θ where m pushes down.
func (s *relaxation) tailMultipliers() {
	for k := range s.tails {
		q := &s.tails[k]
		s.proof.m[q.sample] = float64(s.signs[0]) * q.omega * s.tailResidual(q)
		s.proof.theta[q.sample] = 1
	}
}

func (s *relaxation) refineTails() {
	for k := range s.tails {
		q := &s.tails[k]
		s.proof.m[q.sample] -= float64(s.signs[0]) * q.stiffness(&s.all[q.first]) * s.moved[q.sample]
	}
}

// tailTerm is what an undecided sample adds to the dual value for m: -2my - m²/ω,
// and no more than what it is worth at u = -b if m pulls up.
func (s *relaxation) tailTerm(i int, m float64) float64 {
	y, omega := s.p.Y[i], s.p.Weights[i]
	value := -2*m*y - m*m/omega
	if m*float64(s.signs[0]) < 0 {
		value = min(value, omega*y*y-2*math.Abs(m)*s.reach[i])
	}
	return value
}

// envelope is the relaxed (f - y)² of an undecided sample at u.
func envelope(u, label, b float64) float64 {
	slope := tailSlope(label, b)
	if label <= 0 || u >= label-slope {
		r := max(u, min(label, 0)) - label
		return r * r
	}
	return label*label - 2*slope*(u+b)
}
