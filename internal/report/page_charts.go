package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/internal/web"
	"relucert/network"
)

// Charts are the fit, drawn: for one input column the function, else what the pictures have.
func (p *Page) Charts() []web.Chart {
	shown := thin(p.Data, p.Network)
	if len(p.Data.Features) == 1 {
		return []web.Chart{p.functionChart(shown), p.residualChart(shown)}
	}
	all := []web.Chart{p.observedChart(shown), p.residualChart(shown)}
	for j := range p.Network.Units {
		if j < mostUnitCharts {
			all = append(all, p.unitChart(shown, j))
		}
	}
	return all
}

// Sketch is the first of the charts, for a network found on the way.
func Sketch(data *dataset.Dataset, net *network.Network) web.Chart {
	p := &Page{Result: &Result{Result: &relucert.Result{Network: net}}, Data: data}
	if len(data.Features) == 1 {
		return p.functionChart(thin(data, net))
	}
	return p.observedChart(thin(data, net))
}

// mostUnitCharts is how many units are drawn.
const mostUnitCharts = 12

// Drawn says how many of the samples the charts show.
func (p *Page) Drawn() string {
	if shown := len(thin(p.Data, p.Network)); shown < p.Rows {
		return fmt.Sprintf("%s of %s samples are drawn, the largest residuals among them.", grouped(shown), grouped(p.Rows))
	}
	return ""
}

// functionChart is the fit to one input column: samples, and the function with its band and its breakpoints.
func (p *Page) functionChart(shown []int) web.Chart {
	knots := innerBreakpoints(p.Data, p.Network)
	c := web.Chart{Title: targetName(p.Data) + " by " + inputName(p.Data, 0), X: inputName(p.Data, 0), Y: targetName(p.Data), At: p.places(shown, knots), Marks: p.marks(knots)}
	c.Series = []web.Series{{Name: "sample", Kind: web.Points, Values: p.samplesAt(shown, c.At)}}
	c.Series = append(c.Series, p.curves(c.At)...)
	if p.Inference != nil && p.Inference.Errors != nil {
		high, low := make(web.Numbers, len(c.At)), make(web.Numbers, len(c.At))
		for i, b := range p.Inference.Errors.Bands(c.At, p.Inference.Level) {
			low[i], high[i] = b.Confidence[0], b.Confidence[1]
		}
		c.Series = append(c.Series, web.Series{Name: levelWords(p.Inference.Level) + " band, to", Kind: web.High, Values: high},
			web.Series{Name: "from", Kind: web.Low, Values: low})
	}
	return c
}

// curves are the fit, and those of fewer units, hidden, if they are few.
func (p *Page) curves(at web.Numbers) (all []web.Series) {
	all = append(all, web.Series{Name: "fit", Kind: web.Line, Values: valuesOf(p.Network, at)})
	if p.Path == nil || len(p.Path.Fits) > mostUnitCharts {
		return all
	}
	for _, r := range p.Path.Fits[:len(p.Path.Fits)-1] {
		all = append(all, web.Series{Name: plural(r.K(), unitNoun(r)), Kind: web.Line, Values: valuesOf(r.Network, at), Hidden: true})
	}
	return all
}

func valuesOf(net *network.Network, at web.Numbers) web.Numbers {
	values := make(web.Numbers, len(at))
	for i, x := range at {
		values[i] = net.Predict([]float64{x})
	}
	return values
}

// places are the samples shown, in order, and once more each breakpoint of the lines that are drawn, with both sides of a jump.
func (p *Page) places(shown []int, knots []float64) web.Numbers {
	at := web.Numbers(slices.Clone(knots))
	for _, row := range shown {
		at = append(at, p.Data.X[row])
	}
	if p.Path != nil && len(p.Path.Fits) <= mostUnitCharts {
		for _, r := range p.Path.Fits[:len(p.Path.Fits)-1] {
			at = append(at, innerBreakpoints(p.Data, r.Network)...)
		}
	}
	for _, j := range p.Network.Jumps {
		at = append(at, math.Nextafter(j.At, math.Inf(-1)), math.Nextafter(j.At, math.Inf(1)))
	}
	slices.Sort(at)
	return at
}

// samplesAt are the labels, each at a place of its own, and nothing at the others.
func (p *Page) samplesAt(shown []int, at web.Numbers) web.Numbers {
	shown = slices.Clone(shown)
	slices.SortStableFunc(shown, func(a, b int) int { return cmp.Compare(p.Data.X[a], p.Data.X[b]) })
	values := make(web.Numbers, len(at))
	for i, x := range at {
		values[i] = math.NaN()
		if len(shown) > 0 && p.Data.X[shown[0]] == x {
			values[i], shown = p.Data.Y[shown[0]], shown[1:]
		}
	}
	return values
}

// marks are the breakpoints, with their intervals where they are known.
func (p *Page) marks(knots []float64) (all []web.Mark) {
	for _, at := range knots {
		m := web.Mark{At: at, Low: at, High: at}
		if p.Inference != nil {
			for _, e := range p.Inference.Estimates {
				if e.Place && e.Value == at {
					m.Low, m.High = e.Low, e.High
				}
			}
		}
		all = append(all, m)
	}
	return all
}

// observedChart and the next are the pictures for several input columns.
func (p *Page) observedChart(shown []int) web.Chart {
	predicted, observed := p.predicted(shown)
	return web.Chart{Title: "Observed against predicted", X: "predicted " + targetName(p.Data), Y: "observed " + targetName(p.Data), At: predicted,
		Series: []web.Series{{Name: "observed", Kind: web.Points, Values: observed}, {Name: "equal", Kind: web.Line, Values: predicted}}}
}

func (p *Page) residualChart(shown []int) web.Chart {
	predicted, observed := p.predicted(shown)
	left, none := make(web.Numbers, len(shown)), make(web.Numbers, len(shown))
	for i := range predicted {
		left[i] = observed[i] - predicted[i]
	}
	return web.Chart{Title: "Residuals", X: "predicted " + targetName(p.Data), Y: "observed − predicted", At: predicted,
		Series: []web.Series{{Name: "residual", Kind: web.Points, Values: left}, {Name: "none", Kind: web.Line, Values: none}}}
}

// predicted are the predictions of the samples shown, ascending, and their labels.
func (p *Page) predicted(shown []int) (predicted, observed web.Numbers) {
	of := func(row int) float64 { return p.Network.Predict(p.Data.Row(row)) }
	shown = slices.Clone(shown)
	slices.SortStableFunc(shown, func(a, b int) int { return cmp.Compare(of(a), of(b)) })
	for _, row := range shown {
		predicted, observed = append(predicted, of(row)), append(observed, p.Data.Y[row])
	}
	return predicted, observed
}

// unitChart is a unit's partial effect.
func (p *Page) unitChart(shown []int, j int) web.Chart {
	u := &p.Network.Units[j]
	at, name := unitAxis(p.Data, j, u)
	shown = slices.Clone(shown)
	slices.SortStableFunc(shown, func(a, b int) int { return cmp.Compare(at(p.Data.Row(a)), at(p.Data.Row(b))) })
	c := web.Chart{Title: fmt.Sprintf("Unit %d (%s)", j+1, signName(u.Sign)), X: name, Y: "its output, and residuals on top"}
	var effect, partial web.Numbers
	for _, row := range shown {
		x := p.Data.Row(row)
		c.At = append(c.At, at(x))
		effect, partial = append(effect, output(u, x)), append(partial, output(u, x)+p.Data.Y[row]-p.Network.Predict(x))
	}
	c.Series = []web.Series{{Name: "output and residual", Kind: web.Points, Values: partial}, {Name: "output", Kind: web.Line, Values: effect}}
	return c
}

// Bounds is the search over time; nil: it was over at once.
func (p *Page) Bounds() *web.Chart {
	events := p.History.about(p.K())
	if len(events) < 2 {
		return nil
	}
	c := boundsChart(events, p.Objective.Name())
	return &c
}

// boundsChart is lower bound and incumbent over time, of an objective of that name.
func boundsChart(events []Event, objective string) web.Chart {
	var lower, upper web.Numbers
	c := web.Chart{Title: "Bounds over time", X: "seconds", Y: objective}
	for _, e := range events {
		c.At, lower, upper = append(c.At, e.Seconds), append(lower, e.Lower), append(upper, e.Upper)
	}
	c.Series = []web.Series{{Name: "incumbent", Kind: web.Steps, Values: upper}, {Name: "lower bound", Kind: web.Steps, Values: lower}}
	return c
}
