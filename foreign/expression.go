package foreign

import (
	"errors"
	"fmt"
	"slices"

	"relucert/internal/linalg"
)

// mostWidth is how many columns or units are read: far more than any search can bound.
const mostWidth = 2000

// expression is d functions of the input: constant + linear·x + outer·max(0, hidden(x)).
type expression struct {
	width, inputs int
	constant      []float64   // d
	linear        [][]float64 // d×n
	outer         [][]float64 // d×k
	hidden        []hidden    // k
}

// hidden is ⟨weights, x⟩ + bias, what a ReLU is applied to.
type hidden struct {
	weights []float64
	bias    float64
}

// input is x itself.
func input(n int) *expression {
	return &expression{width: n, inputs: n, constant: make([]float64, n), linear: identity(n), outer: make([][]float64, n)}
}

func identity(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
		rows[i][i] = 1
	}
	return rows
}

// times is the product with a matrix of d rows, from the right.
func (e *expression) times(m [][]float64) (*expression, error) {
	if len(m) != e.width {
		return nil, fmt.Errorf("a matrix of %d rows meets a layer of width %d", len(m), e.width)
	}
	out := &expression{width: len(m[0]), inputs: e.inputs, hidden: e.hidden}
	for p := range m[0] {
		constant, linear, outer := 0.0, make([]float64, e.inputs), make([]float64, len(e.hidden))
		for d, row := range m {
			constant += float64(row[p] * e.constant[d])
			linalg.AddScaled(linear, row[p], e.linear[d])
			linalg.AddScaled(outer, row[p], e.outer[d])
		}
		out.constant, out.linear, out.outer = append(out.constant, constant), append(out.linear, linear), append(out.outer, outer)
	}
	return out, nil
}

// plus adds scale·f, function by function.
func (e *expression) plus(scale float64, f *expression) (*expression, error) {
	if e.width != f.width || e.inputs != f.inputs {
		return nil, fmt.Errorf("layers of widths %d and %d are added", e.width, f.width)
	}
	if len(e.hidden)+len(f.hidden) > mostWidth {
		return nil, errors.New("it has too many units")
	}
	out := &expression{width: e.width, inputs: e.inputs, hidden: slices.Concat(e.hidden, f.hidden)}
	for d := range e.width {
		linear, outer := slices.Clone(e.linear[d]), make([]float64, len(f.hidden))
		linalg.AddScaled(linear, scale, f.linear[d])
		linalg.AddScaled(outer, scale, f.outer[d])
		out.constant = append(out.constant, e.constant[d]+float64(scale*f.constant[d]))
		out.linear, out.outer = append(out.linear, linear), append(out.outer, slices.Concat(e.outer[d], outer))
	}
	return out, nil
}

// shifted adds one number a function.
func (e *expression) shifted(by []float64) *expression {
	out := *e
	out.constant = slices.Clone(e.constant)
	linalg.AddScaled(out.constant, 1, by)
	return &out
}

// stretched multiplies each function by a number.
func (e *expression) stretched(by []float64) *expression {
	out := &expression{width: e.width, inputs: e.inputs, hidden: e.hidden}
	for d, s := range by {
		linear, outer := make([]float64, e.inputs), make([]float64, len(e.hidden))
		linalg.AddScaled(linear, s, e.linear[d])
		linalg.AddScaled(outer, s, e.outer[d])
		out.constant, out.linear, out.outer = append(out.constant, s*e.constant[d]), append(out.linear, linear), append(out.outer, outer)
	}
	return out
}

// relu is max(0, e), of functions that are affine.
func (e *expression) relu() (*expression, error) {
	if len(e.hidden) > 0 {
		return nil, errors.New("it has more than one hidden layer of ReLUs")
	}
	out := &expression{width: e.width, inputs: e.inputs, constant: make([]float64, e.width), outer: identity(e.width)}
	for d, w := range e.linear {
		out.linear = append(out.linear, make([]float64, e.inputs))
		out.hidden = append(out.hidden, hidden{w, e.constant[d]})
	}
	return out, nil
}
