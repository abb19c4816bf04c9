package inference

import (
	"math"
	"strconv"

	"relucert"
)

// Choice is what a criterion says of one candidate: a number of breakpoints, or a model.
type Choice struct {
	Name       string
	Parameters int
	Fit        *relucert.Result
	// Value is the criterion of what was found, Least a proved lower bound on that of all networks; for cross-validation, which
	// proves nothing, they are equal.
	Value, Least float64
}

// Choices are all candidates, simplest first, and which of them is best.
type Choices struct {
	By     string // the criterion
	All    []Choice
	Chosen int // index into All
	// Proved says that no other candidate can be as good, whatever the search left open.
	Proved bool
	Tests  []Test // that chose, if tests did
}

// Best is the fit that is chosen.
func (c *Choices) Best() *relucert.Result { return c.All[c.Chosen].Fit }

// Decide takes the candidate with the least value, the first of those that tie.
func Decide(by string, all []Choice) *Choices {
	c := &Choices{By: by, All: all, Proved: true}
	for i := range all {
		if all[i].Value < all[c.Chosen].Value {
			c.Chosen = i
		}
	}
	for i := range all {
		c.Proved = c.Proved && (i == c.Chosen || all[i].Least > all[c.Chosen].Value)
	}
	return c
}

// Criterion is of an SSE, m samples and p parameters: the less, the better.
type Criterion struct {
	Name string
	Of   func(sse float64, m, p int) float64
}

// The criteria, as R has them but for a constant: m log(SSE/m), and 2 or log m a parameter.
var (
	AIC = Criterion{"AIC", func(sse float64, m, p int) float64 { return fitTerm(sse, m) + 2*float64(p) }}
	BIC = Criterion{"BIC", func(sse float64, m, p int) float64 { return fitTerm(sse, m) + math.Log(float64(m))*float64(p) }}
)

func fitTerm(sse float64, m int) float64 { return float64(m) * math.Log(sse/float64(m)) }

// Judge is the criterion of a fit with p parameters. Fits without error are taken to have the least SSE that is told from 0,
// Result.Floor.
func (c Criterion) Judge(name string, r *relucert.Result, m, p int) Choice {
	return Choice{name, p, r, c.Of(max(r.SSE, r.Floor), m, p), c.Of(max(r.SSELower, r.Floor), m, p)}
}

// Choose takes the number of breakpoints with the least criterion; the fewest of those that tie. A broken line with
// k breakpoints has 2+2k parameters, less those that the problem's constraints hold.
func Choose(path *relucert.Path, p *relucert.Problem, by Criterion) (*Choices, error) {
	all, err := candidates(path, p)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		all[i] = by.Judge(c.Name, c.Fit, p.Data.Rows(), c.Parameters)
	}
	return Decide(by.Name, all), nil
}

// parametersOf is p of a fit, with all the breakpoints that it may have; a jump's place counts, too.
func parametersOf(p *relucert.Problem, r *relucert.Result) (int, error) {
	k := r.K()
	if r.Jumps {
		return 2 + 3*k, nil
	}
	l, err := Of(p, r.Network)
	if err != nil {
		return 0, err
	}
	return l.Parameters() + 2*(k-len(l.Kinks)), nil
}

// candidates are a path's fits, without values.
func candidates(path *relucert.Path, p *relucert.Problem) (all []Choice, err error) {
	for _, r := range path.Fits {
		c := Choice{Name: strconv.Itoa(r.K()), Fit: r}
		if c.Parameters, err = parametersOf(p, r); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
