package approx

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"relucert/internal/linalg"
)

// ProjectOptions say how near and how sure.
type ProjectOptions struct {
	NetOptions
	// Delta is the probability of failure, in (0, 1).
	Delta float64
	// Realizable promises that some network of the class fits all labels exactly.
	Realizable bool
	// Dimensions is where to project to; 0: as many as Epsilon needs. With fewer,
	// Projected.Epsilon says what holds.
	Dimensions int
	// Principal projects to the axes in which the inputs vary most, instead of at random as the paper does.
	Principal bool
	// Seed draws the projection.
	Seed uint64
}

// Plan is what a projection would do.
type Plan struct {
	// Inputs is n; Dimensions is d, and n when projecting would not save any: then
	// there is no projection.
	Inputs, Dimensions int
	// Distortion is τ, 0 for principal axes. Moved is how far outputs may move: on any sample
	// τ·kBR, or in the mean of squares if the axes are principal.
	Distortion, Moved float64
	// Epsilon is the additive training error that results, but with probability
	// Delta; NetEpsilon is the part of it that the net may cost.
	Epsilon, NetEpsilon, Delta float64
	// Norm is the bound on ‖u_j‖ in the projected problem.
	Norm float64
	axes [][]float64 // principal ones
}

// Projected is the best network of a net in fewer dimensions.
type Projected struct {
	Netted
	Plan Plan
	// Delta is the probability with which TrainingError may be more than Epsilon
	// above the least.
	Delta float64
}

// Plan works out the dimensions (paper, §2, with constants). For A of d×n entries
// N(0, 1/d) and any z,
//
//	P(‖Az‖² > (1+τ)‖z‖²), P(‖Az‖² < (1−τ)‖z‖²) ≤ q = exp(−d(τ − ln(1+τ))/2).
//
// ⟨Aw, Ax⟩ − ⟨w, x⟩ = ¼(‖A(w+x)‖² − ‖w+x‖²) − ¼(‖A(w−x)‖² − ‖w−x‖²) for unit vectors
// is then within ±τ but with probability 4q. So with u_j = A·w*_j, the best network's
// weights, every unit's input on every sample moves by at most τBR, outputs by at
// most Δ = τ·kBR, and ‖u_j‖ ≤ √(1+τ)·B, but with probability (4m+1)k·q = δ:
//
//	d = ⌈2 ln((4m+1)k/δ) / (τ − ln(1+τ))⌉ = O(log(m)/τ²).
//
// The training error of these u_j on the A·x_i is at most (√L* + Δ)² (triangle
// inequality) ≤ L* + 2√Z·Δ + Δ², as the zero network has L* ≤ Z = Σωy²/Σω; or Δ² in
// the realizable case. Half of ε pays for that, half for the net.
func (p *Problem) Plan(o ProjectOptions) Plan {
	s, n := p.Scale(), p.inputs()
	plan := Plan{Inputs: n, Dimensions: o.Dimensions, Epsilon: o.Epsilon, NetEpsilon: o.Epsilon / 2, Delta: o.Delta, Norm: p.NormBound}
	level := p.meanSquare()
	if o.Realizable {
		level = 0
	}
	if o.Principal {
		p.planPrincipal(&plan, allowed(level, o.Epsilon/2))
	} else {
		p.planRandom(&plan, allowed(level, o.Epsilon/2))
	}
	if plan.Dimensions >= n || s.Output() == 0 {
		return Plan{Inputs: n, Dimensions: n, Epsilon: o.Epsilon, NetEpsilon: o.Epsilon, Norm: p.NormBound}
	}
	if o.Dimensions > 0 {
		plan.Epsilon = plan.NetEpsilon + cost(level, plan.Moved)
	}
	return plan
}

// planRandom sets dimensions, unless they are given, and distortion.
func (p *Problem) planRandom(plan *Plan, allowed float64) {
	s := p.Scale()
	failures := 2 * math.Log(float64(4*p.Data.Rows()+1)*float64(s.Units)/plan.Delta)
	if plan.Dimensions == 0 {
		plan.Distortion = allowed / s.Output()
		plan.Dimensions = int(math.Min(float64(plan.Inputs), math.Ceil(failures/rate(plan.Distortion))))
	} else {
		plan.Distortion = distortion(failures / float64(plan.Dimensions))
	}
	plan.Moved, plan.Norm = plan.Distortion*s.Output(), p.NormBound*math.Sqrt(1+plan.Distortion)
}

// cost is 2√level·Δ + Δ², allowed its inverse.
func cost(level, pointwise float64) float64 { return (2*math.Sqrt(level) + pointwise) * pointwise }

func allowed(level, epsilon float64) float64 { return math.Sqrt(level+epsilon) - math.Sqrt(level) }

// rate is τ − ln(1+τ), distortion its inverse, by bisection.
func rate(tau float64) float64 { return tau - math.Log1p(tau) }

func distortion(wanted float64) float64 {
	low, high := 0.0, 1.0
	for rate(high) < wanted {
		high *= 2
	}
	for range 60 {
		if middle := (low + high) / 2; rate(middle) < wanted {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// Project projects and searches a net there. Its network's weights
// Aᵀu are weights for the original inputs, whose norm may exceed the bound if A is random: like the
// paper's, the guarantee compares its error with that of networks within it. It
// refuses with a [TooLargeError] and fails on options out of range.
func Project(ctx context.Context, p Problem, o ProjectOptions) (*Projected, error) {
	if err := p.validate(o.Epsilon); err != nil {
		return nil, err
	}
	if !(o.Delta > 0 && o.Delta < 1) {
		return nil, fmt.Errorf("the probability of failure must be in (0, 1), got %g", o.Delta)
	}
	plan := p.Plan(o)
	small, matrix := p, [][]float64(nil)
	if plan.Dimensions < plan.Inputs {
		if matrix = plan.axes; matrix == nil {
			matrix = gaussian(plan, rand.New(rand.NewPCG(o.Seed, 1)))
		}
		small = p.projected(matrix, plan)
	}
	o.NetOptions.Epsilon = plan.NetEpsilon
	found, err := Net(ctx, small, o.NetOptions)
	if err != nil {
		return nil, err
	}
	r := &Projected{Netted: *found, Plan: plan, Delta: plan.Delta}
	r.Netted.Epsilon += plan.Epsilon - plan.NetEpsilon
	if matrix != nil {
		r.lift(&p, matrix)
		r.Netted.Epsilon, r.Delta = surely(r.Netted.Epsilon, r.Delta, r.TrainingError)
	}
	return r, nil
}

// gaussian is A.
func gaussian(plan Plan, rng *rand.Rand) [][]float64 {
	matrix := make([][]float64, plan.Dimensions)
	for r := range matrix {
		matrix[r] = make([]float64, plan.Inputs)
		for c := range matrix[r] {
			matrix[r][c] = rng.NormFloat64() / math.Sqrt(float64(plan.Dimensions))
		}
	}
	return matrix
}

// projected is the problem on A·x, the bias being an input like others.
func (p *Problem) projected(matrix [][]float64, plan Plan) Problem {
	small := *p
	data := *p.Data
	data.X, data.Features = nil, make([]string, plan.Dimensions)
	for i := range data.Y {
		x := p.input(i)
		for _, row := range matrix {
			data.X = append(data.X, linalg.Dot(row, x))
		}
	}
	small.Data, small.NoBias, small.NormBound = &data, true, plan.Norm
	return small
}

// lift turns weights u into Aᵀu. A lower bound in the projection is none here.
func (r *Projected) lift(p *Problem, matrix [][]float64) {
	signs, weights := []int{}, [][]float64{}
	for _, u := range r.Network.Units {
		w := make([]float64, p.inputs())
		for k, row := range matrix {
			for d, a := range row {
				w[d] += u.Weights[k] * a
			}
		}
		signs, weights = append(signs, u.Sign), append(weights, w)
	}
	r.Network, r.Lower = p.network(signs, weights), 0
	r.TrainingError = r.Network.TrainingError(p.Data)
}
