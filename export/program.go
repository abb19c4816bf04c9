package export

import (
	"errors"
	"math"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// Program is a training problem as a mixed-integer quadratic program whose optimum is
// the least SSE of the class.
type Program struct {
	problem     relucert.Problem // Signs: nil, or + first
	formulation Formulation

	scale   scales
	rows    *dataset.Dataset // distinct, and scaled
	within  float64          // SSE of every network beyond that on rows
	bound   float64          // the norm bound; 0: none
	limits  *limits          // nil: the norm bound takes their place
	inputs  [][]float64      // x̃ of a row
	columns []int            // those of the output part
	reaches []float64        // a row's M
	outputs []interval       // c
	errors  []interval       // a row's residual
}

// NewProgram takes all bounds of variables from the norm bound, which takes the place of a weight limit that nobody
// asked for; or without one from the weight limit, the same as fit's.
func NewProgram(p relucert.Problem, f Formulation) (*Program, error) {
	if !p.Objective.Plain() {
		return nil, errors.New("programs are for the plain SSE, not for another loss or a ridge penalty")
	}
	q := &Program{problem: p, formulation: f}
	q.sortSigns()
	q.rows, q.within = distinct(p.Data)
	q.rescale()
	q.bound = p.NormBound / q.scale.label
	if p.NormBound == 0 || p.WeightLimit > 0 {
		var err error
		if q.limits, err = newLimits(q, 1/q.scale.label); err != nil {
			return nil, err
		}
	}
	q.prepareInputs()
	q.prepareOutput()
	return q, q.check()
}

// sortSigns puts + first: units are interchangeable.
func (p *Program) sortSigns() {
	if p.problem.Signs != nil {
		p.problem.Units = len(p.problem.Signs)
		p.problem.Signs = slices.Clone(p.problem.Signs)
		slices.SortFunc(p.problem.Signs, func(a, b int) int { return b - a })
	}
}

// rounding is more than what a reach may lose to it, and what ⟨w, x̃⟩ may gain.
const rounding = 0x1p-50

func (p *Program) prepareInputs() {
	for i := range p.rows.Y {
		x := p.rows.Row(i)
		if p.problem.Bias() {
			x = append([]float64{1}, x...)
		}
		p.inputs = append(p.inputs, x)
		p.reaches = append(p.reaches, p.reach(x))
	}
}

// reach bounds |⟨w, x̃⟩|.
func (p *Program) reach(x []float64) float64 {
	reach := math.Inf(1)
	if p.bound > 0 {
		reach = p.bound * length(x) * (1 + rounding)
	}
	if p.limits != nil {
		reach = min(reach, p.limits.reach(x))
	}
	return reach
}

// unitsOn is how many units have variables for a row: none if all of it is 0.
func (p *Program) unitsOn(i int) int {
	if p.reaches[i] == 0 {
		return 0
	}
	return p.problem.Units
}

// isConvex says that a row's loss takes care of p = max(0, t) by itself: all units pull f away from the
// label, so that p ≥ max(0, t) is enough.
func (p *Program) isConvex(i int) bool {
	signs := p.problem.Signs // + first
	if p.problem.Output != network.None || signs == nil || signs[0] != signs[len(signs)-1] {
		return false
	}
	return float64(signs[0])*p.rows.Y[i] <= 0
}

// isDivided says that it must be said for a row that p or q is 0.
func (p *Program) isDivided(i int) bool { return p.unitsOn(i) > 0 && !p.isConvex(i) }

// first is the number of an input's first column: 0 is the bias.
func (p *Program) first() int {
	if p.problem.Bias() {
		return 0
	}
	return 1
}

// prepareOutput bounds c and the residuals.
func (p *Program) prepareOutput() {
	switch p.problem.Output {
	case network.Intercept:
		p.columns = []int{0}
	case network.Affine:
		for d := range p.inputs[0] {
			p.columns = append(p.columns, p.first()+d)
		}
	}
	p.boundOutput()
	for i, y := range p.rows.Y {
		r := interval{-y, -y}.plus(p.reaches[i], p.share())
		for e, d := range p.columns {
			r = r.plus(p.entry(i, d), p.outputs[e])
		}
		p.errors = append(p.errors, r.widened(math.Abs(y)))
	}
}

// entry is row i's in a column of the output part.
func (p *Program) entry(i, d int) float64 {
	if d == 0 {
		return 1
	}
	return p.rows.Row(i)[d-1]
}

// share is what the units together give, as a multiple of a row's reach.
func (p *Program) share() interval {
	if p.problem.Signs == nil {
		return interval{-float64(p.problem.Units), float64(p.problem.Units)}
	}
	var v interval
	for _, sign := range p.problem.Signs {
		v = v.plus(float64(sign), interval{0, 1})
	}
	return v
}

// boundOutput bounds the c that is best for some units: the fit of y minus what
// they give.
func (p *Program) boundOutput() {
	fit := leastSquares(p.outputColumns(), p.rows.Weights)
	for _, row := range fit {
		var c interval
		size := 0.0
		for i, factor := range row {
			y := p.rows.Y[i]
			c = c.plus(factor, interval{y, y}).plus(-factor*p.reaches[i], p.share())
			size += math.Abs(factor * y)
		}
		p.outputs = append(p.outputs, c.widened(size+c.hi-c.lo))
	}
}

func (p *Program) outputColumns() [][]float64 {
	columns := make([][]float64, len(p.columns))
	for e, d := range p.columns {
		for i := range p.rows.Y {
			columns[e] = append(columns[e], p.entry(i, d))
		}
	}
	return columns
}

// check finds numbers that no longer are what they stand for.
func (p *Program) check() error {
	var mosts []float64
	if p.problem.NormBound > 0 {
		mosts = append(mosts, p.bound)
	}
	if p.limits != nil {
		mosts = append(mosts, p.limits.most)
	}
	fine := slices.Min(mosts) > 0x1p-500 && slices.Max(mosts) < 0x1p500 && !math.IsInf(p.within, 0) && p.scale.sse() > 0 && !math.IsInf(p.scale.sse(), 0)
	for _, v := range slices.Concat(p.outputs, p.errors) {
		fine = fine && v.isFinite()
	}
	if !fine {
		return errors.New("the numbers are too large or too small for the bounds of a mixed-integer program")
	}
	return nil
}
