package generate

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"

	"relucert/dataset"
	"relucert/internal/linalg"
)

// PlantedOptions are the sizes of samples of a random network.
type PlantedOptions struct {
	Features, Samples int
	Signs             []int   // of the units, +1 or -1; nil: labels are noise only
	Noise             float64 // standard deviation of the labels' noise
	Inputs            Marginal
	Seed              uint64
}

// Planted is samples of a marginal in R^Features, the sphere unless another is named, with labels
// Σ_j a_j [⟨w_j, x⟩]_+ + Noise·N(0, 1), each w_j uniform on the sphere. What is
// known is the least SSE of networks with these signs, without bias and output part:
// at most that of the planted one.
func Planted(o PlantedOptions) (*dataset.Dataset, Known, error) {
	if err := o.check(); err != nil {
		return nil, Known{}, err
	}
	rng := newRand(o.Seed)
	units := make([][]float64, len(o.Signs))
	for j := range units {
		units[j] = onSphere(rng, o.Features)
	}
	data, residual := empty(o.Features), 0.0
	for range o.Samples {
		x, noise := o.Inputs.draw(rng, o.Features), o.Noise*rng.NormFloat64()
		y := noise
		for j, w := range units {
			y += float64(o.Signs[j]) * math.Max(0, linalg.Dot(w, x))
		}
		residual += noise * noise
		data.X, data.Y = append(data.X, x...), append(data.Y, y)
	}
	return data, leastSSE(residual), nil
}

// NoiseOptions are the sizes of samples whose labels are noise only.
type NoiseOptions struct {
	Features, Samples int
	Seed              uint64
}

// Noise is samples uniform on the sphere in R^Features with labels N(0, 1). The
// zero network bounds the least SSE.
func Noise(o NoiseOptions) (*dataset.Dataset, Known, error) {
	return Planted(PlantedOptions{Features: o.Features, Samples: o.Samples, Noise: 1, Seed: o.Seed})
}

// BrokenLineOptions are the sizes of samples of a line with kinks.
type BrokenLineOptions struct {
	Samples int
	Kinks   []float64
	Noise   float64 // standard deviation of the labels' noise
	Seed    uint64
}

// BrokenLine is samples of one column uniform on [0, 1] with labels 1 − x, the
// slope growing by 3 at each kink, plus Noise·N(0, 1). What is known is the least
// SSE of networks of one positive unit a kink with a bias and an affine output.
func BrokenLine(o BrokenLineOptions) (*dataset.Dataset, Known, error) {
	if err := cmp.Or(atLeast("samples", o.Samples, 1), finite("noise", o.Noise)); err != nil {
		return nil, Known{}, err
	}
	rng := newRand(o.Seed)
	data, residual := empty(1), 0.0
	for range o.Samples {
		x := rng.Float64()
		noise := o.Noise * rng.NormFloat64()
		y := 1 - x + noise
		for _, kink := range o.Kinks {
			y += 3 * math.Max(0, x-kink)
		}
		residual += noise * noise
		data.X, data.Y = append(data.X, x), append(data.Y, y)
	}
	return data, leastSSE(residual), nil
}

func leastSSE(planted float64) Known {
	return Known{Objective: "least SSE", Upper: planted, Why: "the planted network leaves only the noise, up to rounding"}
}

func (o PlantedOptions) check() error {
	for _, sign := range o.Signs {
		if sign != 1 && sign != -1 {
			return fmt.Errorf("a sign must be 1 or -1, not %d", sign)
		}
	}
	return cmp.Or(o.Inputs.check(), atLeast("features", o.Features, 1), atLeast("samples", o.Samples, 1), finite("noise", o.Noise),
		fits("samples", o.Samples, o.Features))
}

func finite(what string, v float64) error {
	if v >= 0 && !math.IsInf(v, 1) {
		return nil
	}
	return fmt.Errorf("%s must be finite and not negative, but is %v", what, v)
}

func empty(n int) *dataset.Dataset {
	data := &dataset.Dataset{Name: "synthetic", Target: "y"}
	for d := range n {
		data.Features = append(data.Features, fmt.Sprintf("x%d", d+1))
	}
	return data
}

func onSphere(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	length := math.Sqrt(linalg.Dot(v, v))
	for d := range v {
		v[d] /= length
	}
	return v
}
