package whiten

import (
	"context"
	"fmt"
	"math"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/loss"
	"relucert/network"
)

// DefaultWeightLimit times the weighted RMS label, after the output part's fit, is the
// default Λ. Fits of real data stay far below it, and a bound pays at most 2Λ
// times its rounding errors.
const DefaultWeightLimit = 1000

// unevenShare of the plain RMS label is what the weighted one counts for at least: where few samples have nearly all the weight, networks
// that fit the others must be within Λ, too.
const unevenShare = 1. / 16

// leastLabel is the least RMS that counts for it, relative to the RMS before
// the fit: what is below is rounding.
const leastLabel = 1e-9

// smallestScale leaves room for tolerances of 1e-12 above the least float64 of
// full precision.
const smallestScale = 0x1p-960

// Problem is the training problem as the search sees it. An SSE in these
// coordinates, or another objective, is the user's divided by SSEScale.
type Problem struct {
	// M samples (equal rows are one), N whitened input columns (the rank of the inputs, bias
	// included), P columns of the free output part (0, 1 or N).
	M, N, P int
	// X is M×N row-major, the whitened inputs x̂: Σ ω x̂ x̂ᵀ is about (Σω)·I.
	X []float64
	// Z is M×P row-major, the columns of the free output part; it is X itself
	// when the output is affine.
	Z []float64
	// Y are the M labels: minus the free output part's least-squares fit,
	// divided by a power of two so that their RMS is about 1.
	Y []float64
	// Weights are the M sample weights divided by a power of two, all > 0.
	Weights []float64
	// Offset is what the rows behind one sample differ by, Σ ω (y - mean)²: part
	// of every network's SSE. OffsetError bounds its rounding.
	Offset, OffsetError float64
	// WeightLimit is Λ: every unit has max_d |ŵ_d| ≤ Λ. May be +Inf.
	WeightLimit float64
	// Loss is the loss's slopes in these units, and Ridge is λ.
	Loss  loss.Slopes
	Ridge float64
	// NormBound is B in these units (0: none) and Norm the N×N matrix with
	// ‖w‖² = ŵᵀ Norm ŵ for the shortest w that stands for ŵ; with λ it leaves the bias out.
	NormBound float64
	Norm      []float64
	// BallInBox says that there is a norm bound, and that all it admits is within the weight limit.
	BallInBox bool
	// Transform is T, N×N row-major and lower triangular: x̂ = T·(kept raw columns).
	Transform []float64
	// Shortest is N×N: row d is the kept part of the shortest raw weights that
	// stand for ŵ = e_d, so that T·Shortestᵀ = Norm; with λ the bias is 0 in it. Only with a norm bound or λ.
	Shortest []float64
	// XError bounds (Σ ω max_d |x̂_d - exact|²)^½ and YError (Σ ω |y - exact|²)^½,
	// exact meaning the decimals of the file.
	XError, YError float64
	// SSEScale converts: user's SSE = SSEScale · SSE here.
	SSEScale float64
	// LabelScale converts: user's output = LabelScale · output here.
	LabelScale float64
	// Dropped names the columns left out because they depend on earlier ones.
	Dropped []string

	source    *dataset.Dataset
	sharp     *sharpOnce
	basis     basis
	firstRows []int
	// columnErrors bound (Σ ω |x̂_d - exact|²)^½ for each column.
	columnErrors []float64
	names        []string // of the raw columns
	weightScale  float64
	labelSize    float64   // weighted RMS label, or what counts for it
	reference    []float64 // the subtracted fit, length P, in units of LabelScale
	class        network.Class
	objective    loss.Objective
	features     int
	watch        budget.Watch // while New runs
}

// Row is sample i's x̂, OutputRow its z.
func (p *Problem) Row(i int) []float64       { return p.X[i*p.N:][:p.N] }
func (p *Problem) OutputRow(i int) []float64 { return p.Z[i*p.P:][:p.P] }

// Point is a network in whitened coordinates:
// f(x) = ⟨C, z⟩ + Σ_j sign_j [⟨Units_j, x̂⟩]_+.
type Point struct {
	C     []float64   // length P
	Units [][]float64 // k of length N
}

// Solution is a network in whitened coordinates with its signs.
type Solution struct {
	Point Point
	Signs []int
}

// New whitens the samples for a class. It fails when numbers are so large that
// their squares overflow or so small that they underflow, or when nothing is left to feed a unit,
// and with the cause of ctx's end when that comes first.
func New(ctx context.Context, data *dataset.Dataset, class network.Class) (p *Problem, err error) {
	return NewFor(ctx, data, class, loss.Objective{})
}

// NewFor is New for another objective than the SSE. Then, but for squares, each row is a sample.
func NewFor(ctx context.Context, data *dataset.Dataset, class network.Class, objective loss.Objective) (p *Problem, err error) {
	defer budget.Catch(func() { p, err = nil, context.Cause(ctx) })
	p = &Problem{source: data, sharp: new(sharpOnce), class: class, objective: objective, features: len(data.Features), watch: budget.On(ctx)}
	if err := p.whiten(ctx, data); err != nil {
		return nil, err
	}
	p.watch = budget.Watch{}
	return p, nil
}

// whiten fills in everything.
func (p *Problem) whiten(ctx context.Context, data *dataset.Dataset) error {
	if err := budget.Fit(ctx, merging*int64(data.Rows())); err != nil {
		return err
	}
	m := merge(data, p.apart(), &p.watch)
	p.M, p.firstRows = m.Rows(), m.first
	if err := budget.Fit(ctx, p.memory()); err != nil {
		return err
	}
	p.weightScale = p.scaleWeights(m.Weights)
	if err := p.whitenInputs(m.Dataset); err != nil {
		return err
	}
	p.outputColumns()
	if err := p.scaleLabels(m); err != nil {
		return err
	}
	p.SSEScale = math.Pow(p.LabelScale, float64(p.objective.Degree())) * p.weightScale
	if math.IsInf(p.SSEScale, 0) {
		return fmt.Errorf("labels and weights are too large: their sum of squares overflows")
	}
	if p.SSEScale < smallestScale {
		return fmt.Errorf("labels are too small: their sum of squares underflows (multiply them by a constant)")
	}
	p.limits()
	return nil
}

// apart says that each row is a sample, for only squares add up to those of a mean.
func (p *Problem) apart() bool { return p.objective.Kind != loss.Squared }

// merging is how many bytes a row takes while equal ones are looked for.
const merging = 104

// memory is what whitening takes, in bytes: Q and what belongs to a sample, and R, T and
// T unscaled.
func (p *Problem) memory() int64 {
	m, n := int64(p.M), int64(p.features+1)
	return 8 * (m*(n+2) + n*n + 2*min(m, n)*min(m, n))
}

// scaleWeights divides the sample weights by a power of two near their mean.
func (p *Problem) scaleWeights(weights []float64) float64 {
	p.Weights = weights
	mean := 0.0
	for i := range p.Weights {
		mean += p.Weights[i] / float64(p.M)
	}
	scale := powerOfTwo(mean)
	for i := range p.Weights {
		p.Weights[i] /= scale
	}
	return scale
}

// outputColumns sets Z and P.
func (p *Problem) outputColumns() {
	switch p.class.Output {
	case network.Affine:
		p.P, p.Z = p.N, p.X
	case network.Intercept:
		p.P, p.Z = 1, make([]float64, p.M)
		for i := range p.Z {
			p.Z[i] = 1
		}
	}
}

// limits sets the weight limit and the norm bound in scaled labels.
func (p *Problem) limits() {
	p.WeightLimit = p.class.WeightLimit / p.LabelScale
	if p.WeightLimit == 0 {
		p.WeightLimit = DefaultWeightLimit * p.labelSize
	}
	if p.WeightLimit == 0 {
		p.WeightLimit = DefaultWeightLimit // all labels are 0
	}
	p.Loss = p.objective.Slopes(p.LabelScale)
	p.Ridge = p.objective.Ridge * p.LabelScale * p.LabelScale / p.SSEScale
	p.NormBound = p.class.NormBound / p.LabelScale
	p.basis.free = p.basis.bias && p.Ridge > 0
	if p.pressed() {
		p.Norm, p.Shortest = p.basis.norm(&p.watch)
	}
	p.BallInBox = p.NormBound > 0 && p.largestInBall() <= p.WeightLimit
}

// pressed says that a norm bound or a penalty keeps weights short.
func (p *Problem) pressed() bool { return p.class.NormBound > 0 || p.Ridge > 0 }

func (p *Problem) rmsLabel() float64 {
	square := p.Offset
	for i, y := range p.Y {
		square += p.Weights[i] * y * y
	}
	return p.rms(square)
}

// typicalLabel is the weighted RMS label, or unevenShare of that of samples that weigh the same.
func (p *Problem) typicalLabel() float64 {
	square := 0.0
	for _, y := range p.Y {
		square += y * y
	}
	return max(p.rmsLabel(), unevenShare*math.Sqrt(square/float64(p.M)))
}

// rms is the root of a weighted square sum's mean.
func (p *Problem) rms(square float64) float64 {
	sum := 0.0
	for _, w := range p.Weights {
		sum += w
	}
	return math.Sqrt(square / sum)
}

// powerOfTwo is the power of two in (x/2, x] for finite x > 0, else 1.
func powerOfTwo(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, e-1)
}
