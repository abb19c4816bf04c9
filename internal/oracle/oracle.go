package oracle

import "math"

// Problem is a training problem in raw coordinates.
type Problem struct {
	X       [][]float64 // m rows of n columns, a constant among them if units have a bias
	Z       [][]float64 // m rows of p columns of the free output part; nil: none
	Y       []float64   // m labels
	Weights []float64   // m sample weights > 0; nil: all 1
	Signs   []int       // ±1 a unit; nil: every number of plus signs for Units units
	Units   int
	Bound   float64 // B in ‖w_j‖ ≤ B; 0: none
	Cost    *Cost   // nil: the SSE; else there is no Bound
}

// Result is a global minimiser. There may be others, and where units of
// opposite signs nearly cancel, minimisers of very large weights.
type Result struct {
	SSE    float64 // or the objective that Problem.Cost says
	Signs  []int
	Units  [][]float64 // k of length n
	Output []float64   // length p
	// Largest is the largest length of a unit.
	Largest float64
	// Failed counts choices of cells whose convex problem was not solved, if there is a Cost.
	Failed int
}

// Solve returns a global minimiser. Its SSE is that of the network returned,
// evaluated directly, and at most about 1e-10·Σ ω y² above the minimum.
func Solve(p Problem) Result {
	best := Result{SSE: math.Inf(1)}
	for _, signs := range p.signChoices() {
		if r := p.solveSigns(signs); r.SSE < best.SSE {
			best = r
		}
	}
	return best
}

func (p *Problem) signChoices() [][]int {
	if p.Signs != nil {
		return [][]int{p.Signs}
	}
	var out [][]int
	for plus := range p.Units + 1 {
		signs := make([]int, p.Units)
		for j := range signs {
			signs[j] = -1
			if j < plus {
				signs[j] = 1
			}
		}
		out = append(out, signs)
	}
	return out
}

// enumeration is the search through all choices of cells for given signs.
type enumeration struct {
	*Problem
	signs   []int
	rays    []ray
	cells   [][]int     // the rays of each cell
	columns [][]float64 // per ray, √ω [⟨v, x⟩]_+ without its part along Z
	sizes   []float64   // by what each column was divided to have length 1
	b       []float64   // √ω y without its part along Z
	z       [][]float64 // orthonormal basis of √ω Z
	choice  []int       // a cell per unit
	best    Result
	failed  int // convex problems that Lemke's method did not solve
}

func (p *Problem) solveSigns(signs []int) Result {
	e := &enumeration{Problem: p, signs: signs, best: Result{SSE: math.Inf(1)}}
	n := len(p.X[0])
	a := arrange(p.X, n)
	e.rays, e.z = a.rays, p.outputBasis()
	for _, c := range a.cells {
		var members []int
		for r := range a.rays {
			if a.rays[r].signs.within(c) {
				members = append(members, r)
			}
		}
		e.cells = append(e.cells, members)
	}
	for r := range a.rays {
		column := e.withoutOutput(e.rayOutput(&a.rays[r]))
		size := length(column)
		if size == 0 {
			size = 1 // no use for the fit, but it may shorten a unit
		}
		e.sizes = append(e.sizes, size)
		e.columns = append(e.columns, scaled(column, 1/size))
	}
	e.b = e.withoutOutput(p.Y)
	e.choice = make([]int, len(signs))
	e.choose(0)
	e.best.Failed = e.failed
	return e.best
}

func (p *Problem) root(i int) float64 {
	if p.Weights == nil {
		return 1
	}
	return math.Sqrt(p.Weights[i])
}

// rayOutput is [⟨v, x_i⟩]_+ for each sample, with exact zeros.
func (e *enumeration) rayOutput(r *ray) []float64 {
	out := make([]float64, len(e.X))
	for i, x := range e.X {
		if r.signs.plus>>i&1 == 1 {
			out[i] = math.Max(0, dot(r.direction, x))
		}
	}
	return out
}

// outputBasis orthonormalises the columns of √ω Z.
func (p *Problem) outputBasis() [][]float64 {
	var basis [][]float64
	if p.Z == nil {
		return nil
	}
	for d := range p.Z[0] {
		column := make([]float64, len(p.Z))
		for i := range column {
			column[i] = p.root(i) * p.Z[i][d]
		}
		before := length(column)
		for range 2 {
			for _, q := range basis {
				subtract(column, dot(q, column), q)
			}
		}
		if length(column) > 1e-11*before {
			basis = append(basis, scaled(column, 1/length(column)))
		}
	}
	return basis
}

// withoutOutput is √ω v without its part that the output part can fit; what
// rounding leaves of a v that it fits wholly is cleared.
func (e *enumeration) withoutOutput(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = e.root(i) * v[i]
	}
	before := length(out)
	for range 2 {
		for _, q := range e.z {
			subtract(out, dot(q, out), q)
		}
	}
	if length(out) <= 1e-13*before {
		clear(out)
	}
	return out
}

// choose tries every cell for unit j and those after it; units of one sign in
// one order only, since they are interchangeable.
func (e *enumeration) choose(j int) {
	if j == len(e.signs) {
		if e.Cost != nil {
			e.tryCost()
		} else {
			e.try()
		}
		return
	}
	first := 0
	if j > 0 && e.signs[j] == e.signs[j-1] {
		first = e.choice[j-1]
	}
	for c := first; c < len(e.cells); c++ {
		e.choice[j] = c
		e.choose(j + 1)
	}
}
