package study

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Law is how a cost y grows with x.
type Law int

// The laws, and what is their exponent p.
const (
	NoLaw       Law = iota
	Power           // y = c·x^p
	Exponential     // y = c·2^(p·x)
	Stretched       // y = c·2^(b·x^p); at p = 0, y = c·x^b
)

// confidence of the intervals.
const confidence = 0.95

// Fit is a law fitted to runs by least squares of log y.
type Fit struct {
	Curve   Curve
	Measure string // what y is
	Runs    int    // that count
	Lost    int    // that do not: see Curve.Use
	// Exponent is p. The true one is from Low to High with 95 % confidence, if the law
	// holds with independent errors of log y, all normal and alike. An end that the
	// data do not bound is infinite.
	Exponent, Low, High float64
	// Grows says that y depends on x at all, with the same confidence; it may fall.
	Grows, falls bool
	// Determined says that there were enough runs and values of x.
	Determined bool
	line       func(x float64) float64 // log2 y
	from, to   float64                 // x of the data
}

// Fits are the laws of a panel.
func (p *Panel) Fits(runs []Run) []Fit {
	var all []Fit
	for _, curve := range p.Curves {
		for _, y := range p.Y {
			if curve.Law != NoLaw {
				all = append(all, fit(curve, p.X, y, runs))
			}
		}
	}
	return all
}

// Points are the x and y of the runs that count.
func (c Curve) Points(x, y Axis, runs []Run) (xs, ys []float64) {
	used, _ := c.Use(runs)
	for _, r := range used {
		xs, ys = append(xs, x.Of(r)), append(ys, y.Of(r))
	}
	return xs, ys
}

func fit(c Curve, x, y Axis, runs []Run) Fit {
	used, lost := c.Use(runs)
	f := Fit{Curve: c, Measure: y.Label, Runs: len(used), Lost: lost}
	xs, ys := c.Points(x, y, runs)
	f.from, f.to = extent(xs)
	if f.Runs < fewest || f.from == f.to {
		return f
	}
	f.Determined = true
	logs := make([]float64, len(ys))
	for i, v := range ys {
		logs[i] = math.Log2(v)
	}
	switch c.Law {
	case Power:
		f.straight(xs, logs, math.Log2)
	case Exponential:
		f.straight(xs, logs, func(x float64) float64 { return x })
	case Stretched:
		f.stretch(xs, logs)
	}
	f.falls = f.line(f.to) < f.line(f.from)
	return f
}

// fewest runs that a law with three parameters is fitted to.
const fewest = 6

// straight fits log2 y = a + p·of(x), with Student's interval for p.
func (f *Fit) straight(xs, logs []float64, of func(float64) float64) {
	zs := make([]float64, len(xs))
	for i, x := range xs {
		zs[i] = of(x)
	}
	a, p, rest := regress(zs, logs)
	free := float64(len(xs) - 2)
	margin := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: free}.Quantile((1 + confidence) / 2)
	margin *= math.Sqrt(rest / free / (stat.PopVariance(zs, nil) * float64(len(zs))))
	f.Exponent, f.Low, f.High, f.Grows = p, p-margin, p+margin, p-margin > 0 || p+margin < 0
	f.line = func(x float64) float64 { return a + p*of(x) }
}

// regress is the least-squares line and the sum of squares that it leaves.
func regress(zs, logs []float64) (a, b, rest float64) {
	a, b = stat.LinearRegression(zs, logs, nil, false)
	for i, z := range zs {
		rest += (a + b*z - logs[i]) * (a + b*z - logs[i])
	}
	return a, b, rest
}

// Curve of the fit: y at x.
func (f *Fit) At(x float64) float64 { return math.Exp2(f.line(x)) }

// Line is the fitted curve over the data, for drawing.
func (f *Fit) Line() (xs, ys []float64) {
	const steps = 60
	for i := range steps + 1 {
		x := f.from * math.Pow(f.to/f.from, float64(i)/steps)
		xs, ys = append(xs, x), append(ys, f.At(x))
	}
	return xs, ys
}

func extent(xs []float64) (least, largest float64) {
	least, largest = math.Inf(1), math.Inf(-1)
	for _, x := range xs {
		least, largest = min(least, x), max(largest, x)
	}
	return least, largest
}
