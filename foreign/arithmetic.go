package foreign

import "errors"

// sum is the first input and sign times the second; one may be a constant.
func (g *graph) sum(n node, sign float64) (*expression, error) {
	a, err := g.layer(n, 0)
	if err != nil {
		return g.constantFirst(n, sign)
	}
	if b, err := g.layer(n, 1); err == nil {
		return a.plus(sign, b)
	}
	return g.moved(a, n, 1, 1, sign)
}

// constantFirst is constant ± layer.
func (g *graph) constantFirst(n node, sign float64) (*expression, error) {
	b, err := g.layer(n, 1)
	if err != nil {
		return nil, err
	}
	return g.moved(b, n, 0, sign, 1)
}

// moved is scale·e + sign times the constant that is input i.
func (g *graph) moved(e *expression, n node, i int, scale, sign float64) (*expression, error) {
	t, err := g.fixed(n, i)
	if err != nil {
		return nil, err
	}
	by, err := t.row(e.width)
	if err != nil {
		return nil, err
	}
	return e.stretched(repeated(scale, e.width)).shifted(scaled(sign, by)), nil
}

func repeated(v float64, times int) []float64 {
	all := make([]float64, times)
	for i := range all {
		all[i] = v
	}
	return all
}

func scaled(s float64, v []float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = s * x
	}
	return out
}

// product is a layer times constants.
func (g *graph) product(n node) (*expression, error) {
	e, err := g.layer(n, 0)
	i := 1
	if err != nil {
		e, err = g.layer(n, 1)
		i = 0
	}
	if err != nil {
		return nil, err
	}
	return g.multiplied(e, n, i, func(v float64) float64 { return v })
}

// quotient is a layer by constants.
func (g *graph) quotient(n node) (*expression, error) {
	e, err := g.layer(n, 0)
	if err != nil {
		return nil, err
	}
	return g.multiplied(e, n, 1, func(v float64) float64 { return 1 / v })
}

func (g *graph) multiplied(e *expression, n node, i int, factor func(float64) float64) (*expression, error) {
	t, err := g.fixed(n, i)
	if err != nil {
		return nil, err
	}
	by, err := t.row(e.width)
	if err != nil {
		return nil, err
	}
	for d, v := range by {
		by[d] = factor(v)
	}
	return e.stretched(by), nil
}

// matMul is a layer times a matrix.
func (g *graph) matMul(n node) (*expression, error) {
	return g.affine(n, false, 1)
}

func (g *graph) affine(n node, transposed bool, alpha float64) (*expression, error) {
	e, err := g.layer(n, 0)
	if err != nil {
		return nil, err
	}
	t, err := g.fixed(n, 1)
	if err != nil {
		return nil, err
	}
	m, err := t.matrix(transposed)
	if err != nil {
		return nil, err
	}
	for i := range m {
		m[i] = scaled(alpha, m[i])
	}
	return e.times(m)
}

// gemm is alpha·A·B + beta·C.
func (g *graph) gemm(n node) (*expression, error) {
	if n.attributes["transA"].int(3) != 0 {
		return nil, errors.New("a layer that is transposed")
	}
	e, err := g.affine(n, n.attributes["transB"].int(3) != 0, n.number("alpha"))
	if err != nil || len(n.inputs) < 3 || n.inputs[2] == "" {
		return e, err
	}
	return g.moved(e, n, 2, 1, n.number("beta"))
}

// number is a float attribute, 1 if it is absent.
func (n node) number(name string) float64 {
	if a, given := n.attributes[name]; given {
		return a.float(2)
	}
	return 1
}

func (g *graph) relu(n node) (*expression, error) {
	e, err := g.layer(n, 0)
	if err != nil {
		return nil, err
	}
	return e.relu()
}

// constant is one more constant of the graph.
func (g *graph) constant(n node) (*expression, error) {
	raw, err := n.attributes["value"].message(5)
	if err != nil {
		return nil, err
	}
	if n.attributes["value"] == nil {
		return nil, errors.New("only tensors are read")
	}
	g.constants[n.output[0]], err = parseTensor(raw)
	return nil, err
}

// pass hands its input on.
func (g *graph) pass(n node) (*expression, error) { return g.layer(n, 0) }

// cast may change the precision, but not to integers.
func (g *graph) cast(n node) (*expression, error) {
	if to := n.attributes["to"].int(3); to != typeFloat32 && to != typeFloat64 {
		return nil, errors.New("only to float32 and float64")
	}
	return g.pass(n)
}

// reshape may take a dimension off one number a row.
func (g *graph) reshape(n node) (*expression, error) {
	e, err := g.layer(n, 0)
	if err == nil && e.width != 1 {
		return nil, errors.New("only of one number a row")
	}
	return e, err
}
