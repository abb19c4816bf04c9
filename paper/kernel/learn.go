package kernel

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// Options say what to compete with, and how closely.
type Options struct {
	// Epsilon is the additive training error, in squared label units.
	Epsilon float64
	// NormBound is B, Units k (0: 1): the competitors are Σ_{j≤k} a_j [⟨w_j, x⟩]_+ with ‖w_j‖ ≤ B and ‖a‖ ≤ 1, so ±[⟨w, x⟩]_+
	// for k = 1.
	NormBound float64
	Units     int
	// Reliable asks for one-sided errors, for labels that are not negative: see reliable.go.
	Reliable bool
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
	// Degree is D, RKHSNorm the norm of what competes in the unit ball's coordinates, Ridge λ.
	Degree   int
	RKHSNorm float64
	Ridge    float64
	// Radius is R, the largest ‖x_i‖.
	Radius float64
	// FreshSamples suffice for rows that were not seen: see fresh.go.
	FreshSamples float64
	// What an output above −Margin costs where the label is 0: Price times the square. Only if Reliable.
	Margin, Price float64
}

// NewPlan takes the problem to the unit ball, x/R and y/(BR), where ε is ε/(BR)². There
// some p(⟨w, ·⟩) of norm β is within α/√k of each unit on every sample. As Σ|a_j| ≤ √k, a sum of k of them, of norm
// √k·β, is within α of the best sum, and (triangle
// inequality) its training error is at most (√L* + α)² ≤ L* + 2√Z·α + α², as the zero
// function has L* ≤ Z = Σωy²/W: half of ε if α = √(Z+ε/2) − √Z. So the
// minimiser of (training error) + λ·(squared norm) has training error
// at most L* + ε/2 + λkβ², and λ takes the rest of ε but for rounding. The degree is O(1/α) = O(√k/ε) for one,
// and 2^O(√k/ε) samples are enough to learn (fresh.go).
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
	unit, root := o.NormBound*plan.Radius, math.Sqrt(float64(o.units()))
	epsilon, square := o.Epsilon/(unit*unit), meanSquare(d)/(unit*unit)
	alpha := math.Sqrt(square+polynomialShare*epsilon) - math.Sqrt(square)
	if o.Reliable {
		alpha /= marginsOff
	}
	p, ok := approximateReLU(alpha / root)
	if !ok {
		return plan, fmt.Errorf("an additive error of %g needs a polynomial of degree %.3g: too large for float64", o.Epsilon, root/(math.Pi*alpha))
	}
	plan.Degree, plan.RKHSNorm = p.degree, root*p.norm
	if o.Reliable {
		plan.RKHSNorm += 2 * alpha
		plan.Margin, plan.Price = alpha*unit, (square+epsilon)/(alpha*alpha*epsilon)
	}
	plan.Ridge = ridgeShare * epsilon / (plan.RKHSNorm * plan.RKHSNorm)
	plan.FreshSamples = plan.freshSamples(square, epsilon)
	return plan, nil
}

// units is k.
func (o Options) units() int { return max(1, o.Units) }

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
	case o.Reliable && slices.Min(d.Y) < 0:
		return fmt.Errorf("the reliable setting is for labels that are not negative, got %g", slices.Min(d.Y))
	case d.Rows() > MostSamples:
		return fmt.Errorf("%d samples make a kernel matrix of %.1f GB: at most %d samples", d.Rows(), 8e-9*float64(d.Rows())*float64(d.Rows()), MostSamples)
	}
	return nil
}

// Learn finds a function whose training error is at most Epsilon above that of every
// competitor, surely. It takes 8m² bytes twice and m³/3 multiplications, in one
// piece of which ctx is not looked at; some more of them if Reliable. It fails on options out of range and when
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
	solve := m.learn
	if o.Reliable {
		solve = m.learnReliably
	}
	rounding, err := solve(ctx, gram, d, plan)
	if err != nil {
		return nil, err
	}
	if !(rounding <= roundingShare*o.Epsilon) {
		return nil, fmt.Errorf("an additive error of %g is too small for float64: with degree %d rounding alone costs %.2g", o.Epsilon, plan.Degree, rounding)
	}
	return m, ctx.Err()
}

// learn sets the coefficients and says what rounding costs.
func (m *Model) learn(_ context.Context, gram *mat.SymDense, d *dataset.Dataset, plan Plan) (rounding float64, err error) {
	scale := shares(d)
	if m.Coefficients, err = regress(gram, d.Y, scale, plan.Ridge); err != nil {
		return 0, err
	}
	return m.measure(gram, d.Y, scale), nil
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
		NormBound: o.NormBound, Units: o.units(), Reliable: o.Reliable, Epsilon: o.Epsilon, Degree: plan.Degree, Radius: plan.Radius, Ridge: plan.Ridge}
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
