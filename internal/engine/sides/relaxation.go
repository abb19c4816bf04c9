package sides

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// relaxation is the convex problem of one node, and the scratch memory of the
// worker that solves it. Its variables are v = (c, ŵ_1, …, ŵ_k) and, local to a
// sample, p and z. It minimises ½Σ ω p² over the sides of undecided samples plus
// ½Σ ω (f - y)² over the decided ones.
type relaxation struct {
	*layout
	reach   []float64 // a sample: b, the largest |t| under the norm bound; nil without one
	signs   []int
	regions []*region

	decided []int // samples decided for every unit
	sides   []side
	walls   []wall
	balls   []ball
	all     []constraint
	center  float64 // μ

	point, change vector
	kept          []float64 // v of the least μ
	system        system
	proof         proof
	best          proof
	normL         []float64 // factor of Norm
	normal        []float64 // N, scratch
	rounding      node.Rounding
	cone          cone        // of the first relaxation of a worker, as
	probe         *relaxation // the second, which tries what the contrary of a decision proves
	reasoners     []*reasoner
	firstRows     []int
	users         [][]int
}

// side is one half of an undecided sample's loss, ½ω p² under p ≥ a + Σ z with
// a = sign·(⟨c, z⟩ - y) + Σ_j slope_j t_j + constant. Sign is +1 for a prediction
// above the label, -1 below.
type side struct {
	sample     int
	sign       float64
	omega      float64
	slope      []float64 // a unit
	constant   float64
	kinks      []kink
	first      int // the constraint p - a - Σ z ≥ 0
	p, step    float64
	kappa      float64
	beta, bend float64
	lambda     float64 // its multiplier in the proof
}

// kink is z ≥ t, z ≥ 0 for one unit: constraints first and first+1.
type kink struct {
	unit    int
	first   int
	z, step float64
	stiff   float64 // e
	share   float64 // ρ
	push    float64
}

// wall is a decided pair: σ·t ≥ 0.
type wall struct {
	sample int
	unit   int
	sigma  float64
	number int // of its cut in the certificate
	first  int
}

// ball is (B² - ‖w‖²)/2 ≥ 0.
type ball struct {
	unit  int
	first int
	image []float64 // Norm·ŵ
}

// constraint has a slack s > 0 and a multiplier λ > 0.
type constraint struct {
	s, lambda   float64
	stiff       float64 // λ/s in the last matrix
	residual    float64 // its value less s
	target      float64 // rc: what s·λ shall gain
	q           float64 // (rc - λ·residual)/s
	ds, dlambda float64
	affine      float64 // ds·dλ of the predictor
}

func newRelaxation(l *layout, shared *shared) *relaxation {
	s := &relaxation{layout: l, reach: shared.reach,
		normL: shared.normL, rounding: shared.rounding, firstRows: shared.firstRows, users: shared.users}
	s.point, s.change, s.kept = l.vector(), l.vector(), make([]float64, l.size)
	s.normal = make([]float64, l.p.N)
	s.system = newSystem(l)
	s.proof, s.best = newProof(l), newProof(l)
	return s
}

// shared is what all workers read.
type shared struct {
	reach, normL []float64
	low          []float64 // -reach
	rounding     node.Rounding
	firstRows    []int
	clusters     []*cluster
	users        [][]int // a sample: the clusters that it is in
}

func newShared(p *whiten.Problem) *shared {
	return &shared{rounding: node.NewRounding(p), firstRows: p.Frame().FirstRows, users: make([][]int, p.M)}
}

// limitReach finds what a norm bound limits.
func (h *shared) limitReach(p *whiten.Problem, watch *budget.Watch) {
	if p.NormBound == 0 {
		return
	}
	h.normL = append([]float64(nil), p.Norm...)
	linalg.CholeskyFactorWatched(h.normL, p.N, watch)
	for i := range p.M {
		watch.Look(p.N)
		b := p.Reach(i)
		h.reach, h.low = append(h.reach, b), append(h.low, -b)
	}
}

func (s *relaxation) watched(ctx context.Context) {
	s.watch = budget.On(ctx)
}

// load makes the relaxation that of node n.
func (s *relaxation) load(n *Node) {
	s.signs, s.regions = n.Signs, n.Regions
	s.decided, s.sides, s.walls, s.all = s.decided[:0], s.sides[:0], s.walls[:0], s.all[:0]
	clear(s.point.v)
	s.place(&s.point)
	for i := range s.p.M {
		s.loadSample(i)
	}
	for j, r := range s.regions {
		for k, i := range r.cuts {
			s.addWall(wall{sample: int(i), unit: j, sigma: float64(r.side[i]), number: r.numbers[k]})
		}
	}
	s.addBalls()
	start := s.rounding.Labels * s.rounding.Labels / float64(s.p.M) // the products of slacks and multipliers
	for c := range s.all {
		s.all[c].lambda = start / s.all[c].s
	}
	s.system.ready = false
}

func (s *relaxation) loadSample(i int) {
	open, above, below := false, true, true
	for j, r := range s.regions {
		if r.side[i] != 0 {
			continue
		}
		open = true
		if s.reach == nil && s.signs[j] > 0 {
			below = false
		} else if s.reach == nil {
			above = false
		}
	}
	if !open {
		s.decided = append(s.decided, i)
		return
	}
	if above {
		s.addSide(i, 1)
	}
	if below {
		s.addSide(i, -1)
	}
}

// addSide enters one side of sample i.
func (s *relaxation) addSide(i int, sign float64) {
	d := s.newSide()
	d.sample, d.sign, d.omega, d.constant, d.first = i, sign, s.p.Weights[i], 0, len(s.all)
	s.all = append(s.all, constraint{})
	d.kinks = d.kinks[:0]
	for j, r := range s.regions {
		a := sign * float64(s.signs[j])
		switch {
		case r.side[i] > 0:
			d.slope[j] = a
		case r.side[i] < 0:
			d.slope[j] = 0
		case a > 0:
			d.slope[j] = 0
			d.kinks = append(d.kinks, kink{unit: j, first: len(s.all)})
			s.all = append(s.all, constraint{}, constraint{})
		default:
			d.slope[j] = -0.5
			d.constant -= s.reach[i] / 2
		}
	}
	s.startSide(d)
}

// newSide reuses the memory of an earlier node's.
func (s *relaxation) newSide() *side {
	if len(s.sides) < cap(s.sides) {
		s.sides = s.sides[:len(s.sides)+1]
	} else {
		s.sides = append(s.sides, side{})
	}
	d := &s.sides[len(s.sides)-1]
	if d.slope == nil {
		d.slope = make([]float64, s.units)
	}
	return d
}

// startSide sets p and z a little above their bounds.
func (s *relaxation) startSide(d *side) {
	sum := s.valueOf(d)
	for k := range d.kinks {
		q := &d.kinks[k]
		t := s.point.t[s.at(d.sample, q.unit)]
		q.z = max(t, 0) + 1
		sum += q.z
		s.all[q.first].s, s.all[q.first+1].s = q.z-t, q.z
	}
	d.p = max(sum, 0) + 1
	s.all[d.first].s = d.p - sum
}

// valueOf is a.
func (s *relaxation) valueOf(d *side) float64 {
	a := d.sign*s.point.base[d.sample] + d.constant
	for j, b := range d.slope {
		a += b * s.point.t[s.at(d.sample, j)]
	}
	return a
}

func (s *relaxation) addWall(w wall) {
	t := w.sigma * s.point.t[s.at(w.sample, w.unit)]
	w.first = len(s.all)
	s.walls = append(s.walls, w)
	s.all = append(s.all, constraint{s: max(t, 1)})
}

func (s *relaxation) addBalls() {
	if s.reach == nil {
		return
	}
	if s.balls == nil {
		for j := range s.units {
			s.balls = append(s.balls, ball{unit: j, image: make([]float64, s.p.N)})
		}
	}
	b := s.p.NormBound
	for j := range s.balls {
		s.balls[j].first = len(s.all)
		value := s.ballValue(&s.balls[j])
		s.all = append(s.all, constraint{s: max(value, b*b/8)})
	}
}

// ballValue is (B² - ‖w‖²)/2, and sets the image.
func (s *relaxation) ballValue(b *ball) float64 {
	w := s.unit(s.point.v, b.unit)
	linalg.SymMulVec(b.image, s.p.Norm, s.p.N, w)
	return (s.p.NormBound*s.p.NormBound - linalg.Dot(w, b.image)) / 2
}
