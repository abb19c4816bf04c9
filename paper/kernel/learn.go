package kernel

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// Options say what to compete with, and how closely.
type Options struct {
	// Epsilon is the additive training error, in squared label units.
	Epsilon float64
	// NormBound is B: the competitors are ±[⟨w, x⟩]_+ with ‖w‖ ≤ B.
	NormBound float64
	// Bias appends a coordinate that is always 1 to every x.
	Bias bool
}

// MostSamples keep K and its factor within about 1 GB and a minute or two.
const MostSamples = 8000

// The shares of ε: for the polynomial, for the ridge, for rounding.
const (
	polynomialShare = 0.50
	ridgeShare      = 0.49
	roundingShare   = 0.01
)

// Plan is what follows from ε and the data before any work.
type Plan struct {
	// Degree is D, RKHSNorm β in the unit ball's coordinates, Ridge λ.
	Degree   int
	RKHSNorm float64
	Ridge    float64
	// Radius is R, the largest ‖x_i‖.
	Radius float64
}

// NewPlan takes the problem to the unit ball, x/R and y/(BR), where ε is ε/(BR)². There
// some p(⟨w, ·⟩) is within α of the best ReLU on every sample, so (triangle
// inequality) its training error is at most (√L* + α)² ≤ L* + 2√Z·α + α², as the zero
// function has L* ≤ Z = Σωy²/W: half of ε if α = √(Z+ε/2) − √Z. Its squared norm is at
// most β², so the minimiser of (training error) + λ·(squared norm) has training error
// at most L* + ε/2 + λβ², and λ takes the rest of ε but for rounding.
func NewPlan(d *dataset.Dataset, o Options) (Plan, error) {
	plan := Plan{}
	for i := range d.Y {
		x := o.input(d.Row(i))
		plan.Radius = max(plan.Radius, math.Sqrt(linalg.Dot(x, x)))
	}
	if err := o.validate(d, plan.Radius); err != nil {
		return plan, err
	}
	plan.Radius = cmp.Or(plan.Radius, 1)
	unit := o.NormBound * plan.Radius
	epsilon, square := o.Epsilon/(unit*unit), meanSquare(d)/(unit*unit)
	alpha := math.Sqrt(square+polynomialShare*epsilon) - math.Sqrt(square)
	p, ok := approximateReLU(alpha)
	if !ok {
		return plan, fmt.Errorf("an additive error of %g needs a polynomial of degree %.3g: too large for float64", o.Epsilon, 1/(math.Pi*alpha))
	}
	plan.Degree, plan.RKHSNorm, plan.Ridge = p.degree, p.norm, ridgeShare*epsilon/(p.norm*p.norm)
	return plan, nil
}

func (o Options) validate(d *dataset.Dataset, radius float64) error {
	switch {
	case d.Rows() == 0:
		return fmt.Errorf("there are no samples")
	case !(o.Epsilon > 0) || math.IsInf(o.Epsilon, 1):
		return fmt.Errorf("the additive error must be a finite number above 0, got %g", o.Epsilon)
	case !(o.NormBound > 0) || math.IsInf(o.NormBound, 1):
		return fmt.Errorf("the norm bound must be a finite number above 0, got %g", o.NormBound)
	case math.IsInf(radius*o.NormBound*radius*o.NormBound, 1) || math.IsInf(meanSquare(d), 1):
		return fmt.Errorf("numbers are too large: their squares overflow")
	case d.Rows() > MostSamples:
		return fmt.Errorf("%d samples make a kernel matrix of %.1f GB: at most %d samples", d.Rows(), 8e-9*float64(d.Rows())*float64(d.Rows()), MostSamples)
	}
	return nil
}

// Learn finds a function whose training error is at most Epsilon above that of every
// ReLU of the class, surely. It takes 8m² bytes twice and m³/3 multiplications, in one
// piece of which ctx is not looked at. It fails on options out of range and when
// float64 cannot solve the equations well enough for the guarantee to hold.
func Learn(ctx context.Context, d *dataset.Dataset, o Options) (*Model, error) {
	plan, err := NewPlan(d, o)
	if err != nil {
		return nil, err
	}
	m := newModel(d, o, plan)
	gram, err := m.gram(ctx)
	if err != nil {
		return nil, err
	}
	scale := shares(d)
	coefficients, err := regress(gram, d.Y, scale, plan.Ridge)
	if err != nil {
		return nil, err
	}
	m.Coefficients = coefficients
	rounding := m.measure(gram, d.Y, scale)
	if !(rounding <= roundingShare*o.Epsilon) {
		return nil, fmt.Errorf("an additive error of %g is too small for float64: with degree %d rounding alone costs %.2g", o.Epsilon, plan.Degree, rounding)
	}
	return m, ctx.Err()
}

// gram is K.
func (m *Model) gram(ctx context.Context) (*mat.SymDense, error) {
	gram := mat.NewSymDense(len(m.Samples), nil)
	for i, x := range m.Samples {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := range i + 1 {
			gram.SetSym(i, j, m.kernel(x, m.Samples[j]))
		}
	}
	return gram, nil
}

// regress is a with (K + λ·diag(W/ω))·a = y, where the gradient of
// Σ(ω/W)((Ka)_i − y_i)² + λ·aᵀKa vanishes.
func regress(gram *mat.SymDense, y, share []float64, ridge float64) ([]float64, error) {
	shifted := mat.NewSymDense(len(y), nil)
	shifted.CopySym(gram)
	for i := range y {
		shifted.SetSym(i, i, gram.At(i, i)+ridge/share[i])
	}
	var factor mat.Cholesky
	if !factor.Factorize(shifted) {
		return nil, fmt.Errorf("the additive error is too small for float64: the ridge %.2g vanishes in rounding", ridge)
	}
	solved := mat.NewVecDense(len(y), nil)
	factor.SolveVecTo(solved, mat.NewVecDense(len(y), y)) // measure judges the accuracy
	return solved.RawVector().Data, nil
}

// measure sets the training error. It returns by how much the objective is above its
// least: primal minus dual is Σ(ω/W)(y − Ka − λ(W/ω)a)².
func (m *Model) measure(gram *mat.SymDense, y, share []float64) (rounding float64) {
	values := mat.NewVecDense(len(y), nil)
	values.MulVec(gram, mat.NewVecDense(len(y), m.Coefficients))
	m.TrainingError = 0
	for i, want := range y {
		residual := want - values.AtVec(i)
		wrong := residual - m.Ridge/share[i]*m.Coefficients[i]
		m.TrainingError += share[i] * residual * residual
		rounding += share[i] * wrong * wrong
	}
	return rounding
}

// shares are ω_i/W.
func shares(d *dataset.Dataset) []float64 {
	all, total := make([]float64, d.Rows()), 0.0
	for i := range all {
		all[i] = d.Weight(i)
		total += all[i]
	}
	for i := range all {
		all[i] /= total
	}
	return all
}

// meanSquare is Z.
func meanSquare(d *dataset.Dataset) float64 {
	sum := 0.0
	for i, share := range shares(d) {
		sum += share * d.Y[i] * d.Y[i]
	}
	return sum
}

func newModel(d *dataset.Dataset, o Options, plan Plan) *Model {
	m := &Model{Data: network.DataOf(d), Features: d.Features, Target: d.Target, Bias: o.Bias,
		NormBound: o.NormBound, Epsilon: o.Epsilon, Degree: plan.Degree, Radius: plan.Radius, Ridge: plan.Ridge}
	for i := range d.Y {
		m.Samples = append(m.Samples, d.Row(i))
	}
	return m
}

func (o Options) input(x []float64) []float64 {
	if o.Bias {
		return append(x, 1)
	}
	return x
}
