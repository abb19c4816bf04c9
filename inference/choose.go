package inference

import (
	"math"

	"relucert"
)

// Choice is what a criterion says of one number of breakpoints.
type Choice struct {
	Units int
	Fit   *relucert.Result
	// Value is the criterion of what was found, Least a proved lower bound on that of all networks; for cross-validation, which
	// proves nothing, they are equal.
	Value, Least float64
}

// Choices are all of a path, and which of them is best.
type Choices struct {
	All    []Choice
	Chosen int // index into All
	// Proved says that no other number of breakpoints can be as good, whatever the search left open.
	Proved bool
}

// criterion is of SSE, m samples and p parameters.
type criterion func(sse float64, m, p int) float64

// AIC is m log(SSE/m) + 2p, as R's AIC but for a constant.
func AIC(sse float64, m, p int) float64 { return fitTerm(sse, m) + 2*float64(p) }

// BIC is m log(SSE/m) + p log m, as R's BIC but for a constant.
func BIC(sse float64, m, p int) float64 { return fitTerm(sse, m) + math.Log(float64(m))*float64(p) }

func fitTerm(sse float64, m int) float64 { return float64(m) * math.Log(sse/float64(m)) }

// Choose takes the number of breakpoints with the least criterion, AIC or BIC; the fewest of those that tie. A broken line with
// k breakpoints has 2+2k parameters, less those that the problem's constraints hold. Fits without error are taken to have
// the least SSE that is told from 0, Result.Floor.
func Choose(path *relucert.Path, p *relucert.Problem, by criterion) (*Choices, error) {
	m, c := p.Data.Rows(), &Choices{}
	for _, r := range path.Fits {
		l, err := Of(p, r.Network)
		if err != nil {
			return nil, err
		}
		k := len(r.Network.Units)
		parameters := l.Parameters() + 2*(k-len(l.Kinks))
		c.All = append(c.All, Choice{k, r, by(max(r.SSE, r.Floor), m, parameters), by(max(r.SSELower, r.Floor), m, parameters)})
	}
	c.choose()
	for i, other := range c.All {
		c.Proved = c.Proved && (i == c.Chosen || other.Least > c.All[c.Chosen].Value)
	}
	return c, nil
}

// choose takes the least value.
func (c *Choices) choose() {
	c.Proved = true
	for i := range c.All {
		if c.All[i].Value < c.All[c.Chosen].Value {
			c.Chosen = i
		}
	}
}
