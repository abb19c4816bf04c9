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

	rows    *dataset.Dataset // distinct
	within  float64          // SSE of every network beyond that on rows
	inputs  [][]float64      // x̃ of a row
	columns []int            // those of the output part
	reaches []float64        // a row's M
	outputs []interval       // c
	errors  []interval       // a row's residual
}

// NewProgram needs a norm bound, from which all bounds of variables come. The
// problem's weight limit plays no part: the norm bound takes its place.
func NewProgram(p relucert.Problem, f Formulation) (*Program, error) {
	if p.NormBound == 0 {
		return nil, errors.New("without a norm bound the variables of a mixed-integer program have no bounds")
	}
	q := &Program{problem: p, formulation: f}
	q.sortSigns()
	q.rows, q.within = distinct(p.Data)
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
		p.reaches = append(p.reaches, p.problem.NormBound*length(x)*(1+rounding))
	}
}

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
	square := p.problem.NormBound * p.problem.NormBound
	fine := square > 0 && !math.IsInf(square, 0) && !math.IsInf(p.within, 0)
	for _, v := range slices.Concat(p.outputs, p.errors) {
		fine = fine && v.isFinite()
	}
	if !fine {
		return errors.New("the numbers are too large or too small for the bounds of a mixed-integer program")
	}
	return nil
}
