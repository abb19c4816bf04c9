package inference_test

import (
	"encoding/json"
	"math"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
)

// What R 4.2 says: segmented 1.6-2, segmented(lm(y ~ x), ~x) with slope, intercept, confint, logLik, AIC, BIC.
func TestSegmentedsStagnant(t *testing.T) {
	_, _, l := open(t, "testdata/stagnant.csv", "x", "y", 1)
	all, err := l.Estimates(0.95)
	if err != nil {
		t.Fatal(err)
	}
	want := []inference.Estimate{
		{Name: "slope 1", Value: -0.42208, SE: 0.011487, Low: -0.44579, High: -0.39837},
		{Name: "slope 2", Value: -1.02060, SE: 0.015068, Low: -1.05170, High: -0.98947},
		{Name: "intercept 1", Value: 0.54466, SE: 0.00938},
		{Name: "intercept 2", Value: 0.56926},
		{Name: "breakpoint 1", Value: 0.0411058, SE: 0.0228348, Low: -0.00602294, High: 0.0882345},
	}
	for i, w := range want {
		g := all[i]
		for _, v := range [][2]float64{{g.Value, w.Value}, {g.SE, w.SE}, {g.Low, w.Low}, {g.High, w.High}} {
			if v[1] != 0 && !near(v[0], v[1], 5e-5) || g.Name != w.Name {
				t.Errorf("%+v, R has %+v", g, w)
			}
		}
	}
	g := l.Goodness()
	for _, v := range [][2]float64{{g.ResidualSE, 0.01952}, {g.R2, 0.9987}, {g.AdjustedR2, 0.9986}, {g.LogLik, 72.65161}, {g.AIC, -135.3032}, {g.BIC, -128.6422}, {float64(g.Freedom), 24}} {
		if !near(v[0], v[1], 3e-4) {
			t.Errorf("%v, R has %v", v[0], v[1])
		}
	}
}

// What R says of other examples: bench/peers/intervals.R. Slopes come first, then breakpoints with their SEs; R has five digits.
func TestSegmentedsOthers(t *testing.T) {
	for _, c := range []struct {
		file, input, target string
		slopes, ses         []float64
		kinks, kinkSEs      []float64
	}{
		{"stagnant.csv", "x", "y", []float64{-0.40463, -0.75730, -1.0618}, []float64{0.012012, 0.039001, 0.016692}, []float64{-0.152450, 0.312689}, []float64{0.03983817, 0.04504707}},
		{"plant.csv", "time", "y", []float64{0.00216030, -0.00015469}, []float64{0.00032419, 0.00018833}, []float64{365.788}, []float64{26.28642}},
		{"down.csv", "age", "cases", []float64{0.26094, -5.73680}, []float64{0.14854, 3.39180}, []float64{44.2712}, []float64{1.055691}},
		{"down.csv", "age", "cases", []float64{-0.10131, 15, -3.86040}, []float64{0.16087, 6.35490, 0.80430}, []float64{38.4860, 39.8031}, []float64{0.3302104, 0.3681698}},
		{"energy-daily.csv", "temp_f", "kwh", []float64{-1.0281, 1.8426}, []float64{0.024388, 0.059433}, []float64{60.9068}, []float64{0.3523431}},
	} {
		_, _, l := open(t, "../examples/"+c.file, c.input, c.target, len(c.kinks))
		all, err := l.Estimates(0.95)
		if err != nil {
			t.Fatal(err)
		}
		breakpoints := all[2*len(c.slopes):]
		for i := range c.slopes {
			wantEstimate(t, c.file, all[i], c.slopes[i], c.ses[i])
		}
		for i := range c.kinks {
			breakpoints[i].Value += origin(l)
			wantEstimate(t, c.file, breakpoints[i], c.kinks[i], c.kinkSEs[i])
		}
	}
}

func origin(l *inference.Line) float64 {
	if l.Data.Origins == nil {
		return 0
	}
	return l.Data.Origins[0].Float64()
}

func wantEstimate(t *testing.T, file string, got inference.Estimate, value, se float64) {
	t.Helper()
	if !near(got.Value, value, 1e-4) || !near(got.SE, se, 1e-3) {
		t.Errorf("%s: %+v, R has %g, SE %g", file, got, value, se)
	}
}

// The covariance is the inverse of the SSE's Hessian, which differences of the SSE give.
func TestCovarianceIsTheHessians(t *testing.T) {
	random := random(t)
	for i := range 20 {
		p := made(random, 40+random.IntN(40), 0.2, i%2 == 0)
		_, l := fitted(t, p)
		if len(l.Kinks) != 1 || nearest(p.Data.X, l.Kinks[0]) < 1e-3 {
			continue // the SSE has no Hessian at an input, and differences none near it
		}
		all, err := l.Estimates(0.9)
		if err != nil {
			t.Fatal(err)
		}
		h := hessian(l, func(*inference.Line) {})
		variance := 2 * l.SSE() / float64(l.Goodness().Freedom)
		for j, at := range []int{1, 2} {
			if se := math.Sqrt(variance * inverse(h)[at][at]); !near(se, all[j].SE, 1e-2) {
				t.Errorf("%s: SE %g, by differences %g", all[j].Name, all[j].SE, se)
			}
		}
		if se := math.Sqrt(variance * inverse(h)[3][3]); !near(se, all[4].SE, 1e-2) {
			t.Errorf("breakpoint: SE %g, by differences %g", all[4].SE, se)
		}
	}
}

func nearest(all []float64, x float64) float64 {
	least := math.Inf(1)
	for _, v := range all {
		least = min(least, math.Abs(v-x))
	}
	return least
}

// hessian is the SSE's by level, two slopes and the breakpoint; bind moves a line to where it must be.
func hessian(l *inference.Line, bind func(*inference.Line)) [][]float64 {
	const step = 2e-4
	sse := func(move [4]float64) float64 {
		moved := *l
		moved.Level += move[0]
		moved.Slopes = []float64{l.Slopes[0] + move[1], l.Slopes[1] + move[2]}
		moved.Kinks = []float64{l.Kinks[0] + move[3]}
		bind(&moved)
		return moved.SSE()
	}
	h := make([][]float64, 4)
	for i := range h {
		h[i] = make([]float64, 4)
		for j := range h {
			for _, s := range [][2]float64{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
				var move [4]float64
				move[i] += s[0] * step
				move[j] += s[1] * step
				h[i][j] += s[0] * s[1] * sse(move) / (4 * step * step)
			}
		}
	}
	return h
}

// inverse is by Gauss and Jordan.
func inverse(a [][]float64) [][]float64 {
	n := len(a)
	m := make([][]float64, n)
	for i := range m {
		m[i] = append(append([]float64{}, a[i]...), make([]float64, n)...)
		m[i][n+i] = 1
	}
	for c := range n {
		for r := range n {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for j := range m[r] {
				m[r][j] -= f * m[c][j]
			}
		}
	}
	for i := range m {
		for j := range n {
			m[i][j] = m[i][n+j] / m[i][i]
		}
	}
	return m
}

// A band's middle is f, the prediction is wider by the errors' variance, and at the inputs the mean squared SE of f is
// p/m of it.
func TestBands(t *testing.T) {
	random := random(t)
	p := made(random, 60, 0.2, false)
	_, l := fitted(t, p)
	bands := again(t, l).Bands(p.Data.X, 0.95)
	g, sum := l.Goodness(), 0.0
	width := (bands[0].Confidence[1] - bands[0].Confidence[0]) / 2
	prediction := (bands[0].Prediction[1] - bands[0].Prediction[0]) / 2
	student := math.Sqrt((prediction*prediction - width*width)) / g.ResidualSE
	for i, b := range bands {
		se := (b.Confidence[1] - b.Confidence[0]) / 2 / student
		sum += se * se
		if !near(b.Y, l.At(p.Data.X[i]), 1e-12) || !near(b.Confidence[0]+b.Confidence[1], 2*b.Y, 1e-9) {
			t.Errorf("%+v is not about f", b)
		}
	}
	if share := sum / float64(len(bands)) / (g.ResidualSE * g.ResidualSE); !near(share, float64(g.Parameters)/float64(g.Samples), 0.05) {
		t.Errorf("the mean variance of f is %g of σ², want %d/%d", share, g.Parameters, g.Samples)
	}
}

// again is l's errors, written and read.
func again(t *testing.T, l *inference.Line) *inference.Errors {
	t.Helper()
	e, err := l.Errors()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	read, err := inference.ReadErrors(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// What is held has no standard error and costs no degree of freedom.
func TestHeld(t *testing.T) {
	random := random(t)
	p := made(random, 50, 0.2, false)
	_, free := fitted(t, p)
	held := *free
	held.KnownKinks = []bool{true}
	all, err := held.Estimates(0.95)
	if err != nil {
		t.Fatal(err)
	}
	if !all[4].Known || all[4].SE != 0 || held.Parameters() != 3 {
		t.Errorf("%+v, %d parameters", all[4], held.Parameters())
	}
	if wide, _ := free.Estimates(0.95); wide[0].SE <= all[0].SE {
		t.Errorf("a free breakpoint makes the slope no less sure: %g, %g", wide[0].SE, all[0].SE)
	}
}

// Through a point, slopes and breakpoint are as sure as the Hessian says of the SSE in them alone, as the point gives the level;
// the curve has no error there.
func TestThrough(t *testing.T) {
	random, seen := random(t), 0
	for range 20 {
		p := made(random, 40+random.IntN(40), 0.2, false)
		at := [2]dataset.Decimal{{Mantissa: -1 + random.Int64N(3)}, {Mantissa: -1}}
		p.Constraints = relucert.Constraints{MinSamples: 5, Through: &at}
		_, l := fitted(t, p)
		x, y := at[0].Float64(), at[1].Float64()
		if len(l.Kinks) != 1 || nearest(p.Data.X, l.Kinks[0]) < 1e-3 {
			continue
		}
		seen++
		all, err := l.Estimates(0.9)
		if err != nil {
			t.Fatal(err)
		}
		h := hessian(l, func(moved *inference.Line) { moved.Level += y - moved.At(x) })[1:]
		for i := range h {
			h[i] = h[i][1:]
		}
		inverted, variance := inverse(h), 2*l.SSE()/float64(len(p.Data.X)-3)
		for j, e := range []inference.Estimate{all[0], all[1], all[4]} {
			if se := math.Sqrt(variance * inverted[j][j]); !near(se, e.SE, 1e-2) {
				t.Errorf("%s: SE %g, by differences %g", e.Name, e.SE, se)
			}
		}
		b := again(t, l).Bands([]float64{x}, 0.9)[0]
		if width := b.Confidence[1] - b.Confidence[0]; !near(b.Y, y, 1e-9) || width > 1e-6 || l.Parameters() != 3 {
			t.Errorf("%+v at the point %g, %g; %d parameters", b, x, y, l.Parameters())
		}
	}
	if seen == 0 {
		t.Error("no fit has a Hessian")
	}
}

// Too few samples have no intervals.
func TestNoIntervals(t *testing.T) {
	p := made(random(t), 4, 0.2, false)
	_, l := fitted(t, p)
	if _, err := l.Estimates(0.95); err == nil {
		t.Error("4 samples determined 4 parameters and a variance")
	}
}
