package study

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// The exponents that are tried: beyond, two curves cannot be told apart on any data
// that we shall ever have.
const (
	lowest, highest = -4.0, 8.0
	stride          = 0.01
)

// stretch fits log2 y = a + b·(z^p − 1)/p, z = x / (geometric mean of x), where
// p = 0 is a + b·ln z (Box and Cox, 1964): for each p a straight line. The interval is
// the profile's: every p whose sum of squares is not more than the least by what
// Fisher's F allows for one parameter.
func (f *Fit) stretch(xs, logs []float64) {
	center := math.Exp(mean(xs, math.Log))
	leasts, least := make([]float64, 0, 1201), math.Inf(1)
	for p := lowest; p <= highest+stride/2; p += stride {
		a, b, rest := regress(powers(xs, center, p), logs)
		leasts = append(leasts, rest)
		if rest < least {
			least, f.Exponent = rest, p
			f.line = func(x float64) float64 { return a + b*power(x/center, p) }
		}
	}
	free := float64(len(xs) - 3)
	allowed := least * (1 + distuv.F{D1: 1, D2: free}.Quantile(confidence)/free)
	f.Low, f.High = interval(leasts, allowed)
	flat := stat.PopVariance(logs, nil) * float64(len(logs)) // b = 0, p then means nothing
	f.Grows = (flat-least)/2 > least/free*distuv.F{D1: 2, D2: free}.Quantile(confidence)
}

// interval are the outermost exponents with at most the allowed sum of squares.
func interval(leasts []float64, allowed float64) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	for i := 0; leasts[i] > allowed; i++ {
		low = lowest + float64(i+1)*stride
	}
	for i := len(leasts) - 1; leasts[i] > allowed; i-- {
		high = lowest + float64(i-1)*stride
	}
	return low, high
}

func powers(xs []float64, center, p float64) []float64 {
	zs := make([]float64, len(xs))
	for i, x := range xs {
		zs[i] = power(x/center, p)
	}
	return zs
}

// power is (z^p − 1)/p, with its limit at p = 0.
func power(z, p float64) float64 {
	if math.Abs(p) < stride/2 {
		return math.Log(z)
	}
	return math.Expm1(p*math.Log(z)) / p
}

func mean(xs []float64, of func(float64) float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += of(x)
	}
	return sum / float64(len(xs))
}
