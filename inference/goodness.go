package inference

import "math"

// Goodness is how good a fit is, by the names of R's lm and, for the last two, of ASHRAE guideline 14. What is not defined is
// NaN: logarithms of an SSE of 0, what is divided by degrees of freedom if there are none, or by a mean of 0.
type Goodness struct {
	Samples    int
	Parameters int     // breakpoints count as parameters; the error's variance does not
	Freedom    int     // degrees of freedom, Samples − Parameters
	ResidualSE float64 // √(SSE/Freedom), in label units
	R2         float64
	AdjustedR2 float64
	LogLik     float64 // with the variance SSE/Samples
	AIC, BIC   float64 // −2 LogLik + 2 or log(Samples) for each parameter and the variance
	CVRMSE     float64 // ResidualSE by the labels' mean
	NMBE       float64 // Σ ω r by Freedom and the labels' mean
}

// Goodness is that of l.
func (l *Line) Goodness() Goodness {
	m, p, sse := l.Data.Rows(), l.Parameters(), l.SSE()
	mean, about, bias := l.sums()
	g := Goodness{Samples: m, Parameters: p, Freedom: m - p}
	g.ResidualSE = math.Sqrt(sse / l.freedom())
	g.R2 = 1 - quotient(sse, about)
	g.AdjustedR2 = 1 - quotient(sse/l.freedom(), about/float64(m-1))
	g.LogLik = l.logLikelihood(sse)
	g.AIC = -2*g.LogLik + 2*float64(p+1)
	g.BIC = -2*g.LogLik + math.Log(float64(m))*float64(p+1)
	g.CVRMSE = quotient(g.ResidualSE, mean)
	g.NMBE = quotient(bias/l.freedom(), mean)
	return g
}

// freedom is m − p, NaN if that is not positive.
func (l *Line) freedom() float64 {
	if free := l.Data.Rows() - l.Parameters(); free > 0 {
		return float64(free)
	}
	return math.NaN()
}

// sums are the labels' weighted mean, in the file's units, their variation about it, and Σ ω r.
func (l *Line) sums() (mean, about, bias float64) {
	d, total, at := l.Data, 0.0, l.drawn()
	for i, x := range d.X {
		w := d.Weight(i)
		moved := d.Y[i] - mean
		total += w
		mean += w / total * moved
		about += w * moved * (d.Y[i] - mean)
		bias += w * (d.Y[i] - at(x))
	}
	return mean + d.TargetOrigin.Float64(), about, bias
}

// logLikelihood is that of normal errors at the variance SSE/m.
func (l *Line) logLikelihood(sse float64) float64 {
	m, logs := float64(l.Data.Rows()), 0.0
	for i := range l.Data.Y {
		logs += math.Log(l.Data.Weight(i))
	}
	return (logs - m*(math.Log(2*math.Pi)+1+log(sse/m))) / 2
}

func log(v float64) float64 {
	if v <= 0 {
		return math.NaN()
	}
	return math.Log(v)
}

func quotient(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
