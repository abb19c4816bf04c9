package boxes

import (
	"math"

	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// rounding bounds what float arithmetic and the reading of decimals may have
// changed in a node's bound.
type rounding struct {
	node.Rounding
	unitR float64 // Unit for Σ ω r x

	// Of the node at work:
	decided []float64 // a parameter: the norm of its column over decided samples
	listed  []float64 // a unit: the norm of max_v |⟨v, x̂⟩| over listed samples
	columns []float64 // a unit: bounds the norm of ⟨v, x̂⟩ over samples not inactive
}

func newRounding(p *whiten.Problem) rounding {
	r, m := node.NewRounding(p), float64(p.M)
	terms := min(m, 3*blockLength+m/(blockLength*blockLength))
	r.Unit = (terms + float64(p.N+p.P) + 8) * 0x1p-53
	return rounding{Rounding: r, unitR: r.Unit}
}

func (e *rounding) prepare(units, size int) {
	e.decided = make([]float64, size)
	e.listed, e.columns = make([]float64, units), make([]float64, units)
}

// load measures the node's columns, while its outputs at the vertices are found.
func (e *rounding) load(s *samples) {
	clear(e.listed)
	s.fillHinges(e.listed)
	for d := range len(e.decided) - 1 {
		e.decided[d] = math.Sqrt(max(0, s.frozen.a[d*s.frozen.size+d]))
	}
	for j, r := range s.regions {
		e.listed[j] = math.Sqrt(e.listed[j])
		e.columns[j] = e.listed[j]
		for d := range s.p.N {
			e.columns[j] += e.decided[s.firstWeight(j)+d] * max(math.Abs(r.lo[d]), math.Abs(r.hi[d]))
		}
	}
}

// margins returns how far the computed LB may lie above the exact one, and, to
// be multiplied by a unit's column and as it stands, how far Ψ(v) may. The
// exact r differs from the computed one by at most dr; making it exactly
// orthogonal to Z moves it by about as much again, hence the factor 3 there.
func (s *prover) margins(e *evaluation) (bound, column, fixed float64) {
	if !s.p.Loss.Squared() {
		return s.explicitMargins()
	}
	q := &s.rounding
	terms, size := q.Labels, 0.0
	for d, v := range e.params[:len(e.params)-1] {
		terms += q.decided[d] * math.Abs(v)
		size += math.Abs(v)
	}
	for d := range s.p.P {
		terms += 2 * math.Sqrt(q.SumWeights) * math.Abs(e.params[d])
	}
	for j := range s.units {
		terms += q.listed[j] * s.lambda(s.x, j)
	}
	residual := math.Sqrt(max(e.loss, 0))
	dr := q.Unit*(terms+residual) + size*q.XError + q.YError
	if s.p.P > 0 {
		dr *= 3
	}
	bound = q.Unit*terms*terms + q.unitR*residual*residual + 2*dr*(q.Labels+residual) + dr*dr + s.p.OffsetError
	return bound, dr + q.unitR*residual, float64(s.p.N) * q.XError * residual
}

// unitMargins writes to dst how far each unit's Ψ(v) may be wrong.
func (s *prover) unitMargins(e *evaluation, dst []float64) (bound float64) {
	bound, column, fixed := s.margins(e)
	for j := range dst {
		dst[j] = s.rounding.columns[j]*column + fixed
	}
	for j := range s.norms.balls {
		dst[j] += s.norms.balls[j].error
	}
	for k := range s.walls {
		dst[s.walls[k].unit] += s.walls[k].eta * s.walls[k].error
	}
	return bound
}

// addSlopeMargins adds to dst what a checker that derives θ = θ̄ + t/μ itself may find another Ψ(v) by: its
// t is exact. Below smoothed the record gives θ.
func (s *prover) addSlopeMargins(dst []float64) {
	if s.now.mu < smoothed || !s.p.Loss.Squared() {
		return
	}
	for j := range s.units {
		lambda := s.lambda(s.x, j)
		for at, theta := range s.now.theta[s.pair(j, 0):s.pair(j, len(s.list))] {
			if theta > 0 && theta < 1 {
				dst[j] += s.slopeMargin(at, lambda)
			}
		}
	}
}

// slopeMargin is what one undecided pair adds, of a unit with that λ.
func (s *prover) slopeMargin(at int, lambda float64) float64 {
	i := int(s.list[at])
	r, size := s.now.r[at]-linalg.Dot(s.shift, s.p.OutputRow(i)), sumOfMagnitudes(s.p.Row(i))
	off := float64(2*s.p.N+16) * 0x1p-53 * lambda * size / s.now.mu
	return s.omega[at] * math.Abs(r) * off * size
}

// sumOfMagnitudes bounds |⟨v, x⟩| for the v of a box.
func sumOfMagnitudes(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += math.Abs(v)
	}
	return sum
}

// largest is max |x_d|.
func largest(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}
