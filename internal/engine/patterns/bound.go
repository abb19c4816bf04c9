package patterns

import (
	"math"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
)

// wall is a constraint of a unit's cone, sign·⟨ŵ, x̂_i⟩ ≥ 0, and its multiplier λ.
type wall struct {
	sample int
	sign   float64
	lambda float64
}

// proof is what helps a bound for a unit: its walls, and what the weight limit puts against g.
type proof struct {
	walls []wall
	force []float64 // N; nil: 0
}

// bound is what residuals r and proofs for the units say of all networks of a choice; proofs may be nil.
func (w *worker) bound(choice, signs []int, r []float64, proofs []proof) float64 {
	p, value, size, squares := w.p, 0.0, 0.0, 0.0
	clear(w.moments)
	for i, omega := range p.Weights {
		value += omega * r[i] * (2*p.Y[i] - r[i])
		size += omega * math.Abs(r[i]) * (2*math.Abs(p.Y[i]) + math.Abs(r[i]))
		squares += omega * r[i] * r[i]
		linalg.AddScaled(w.moments, omega*r[i], p.Z[i*p.P:])
	}
	root := math.Sqrt(squares)
	price := w.freePrice(root)
	for j, c := range choice {
		var of proof
		if proofs != nil {
			of = proofs[j]
		}
		price += w.unitPrice(&w.cells[c], float64(signs[j]), r, root, of)
	}
	margin := w.rounding.Unit*size + 2*root*w.rounding.YError + p.OffsetError
	return max(node.Least(p), p.Offset+value-price-margin)
}

// unitPrice is twice the most that ⟨ŵ, g⟩ can be, g = a Σ_active ω r x̂ + Σ λ (±x̂): by the weight limit Λ‖g‖₁, by the norm
// bound B times a norm of g, by both the sum of these for parts of g, of which the force is one; and what rounding may add.
func (w *worker) unitPrice(c *cell, a float64, r []float64, root float64, by proof) float64 {
	clear(w.linear)
	clear(w.terms)
	for i, omega := range w.p.Weights {
		if c.has(i) {
			w.addLinear(i, a*omega*r[i])
		}
	}
	error := root
	for _, l := range by.walls {
		w.addLinear(l.sample, l.lambda*l.sign)
		error += l.lambda / math.Sqrt(w.p.Weights[l.sample])
	}
	price, parted := 0.0, 0.0
	for d, g := range w.linear {
		price += w.reach[d] * math.Abs(g)
	}
	for d, f := range by.force {
		parted += w.p.WeightLimit * math.Abs(f)
		w.linear[d] -= f
		w.terms[d] += math.Abs(f)
	}
	if w.ball != nil {
		price = min(price, parted+w.ballPrice())
	}
	for d, terms := range w.terms {
		price += w.reach[d] * (w.rounding.Unit*terms + error*w.rounding.XError)
	}
	return 2 * price
}

func (w *worker) addLinear(i int, scale float64) {
	for d, x := range w.p.X[i*w.p.N:][:w.p.N] {
		w.linear[d] += scale * x
		w.terms[d] += math.Abs(scale * x)
	}
}

// freePrice is what Σ ω r z ≠ 0 costs: twice its length times the largest of a best fit's c.
func (w *worker) freePrice(root float64) float64 {
	if w.p.P == 0 {
		return 0
	}
	e := &w.rounding
	h := length(w.moments) + 4*e.Unit*root*math.Sqrt(e.SumWeights) + root*e.XError*float64(w.p.P)
	return 2 * h * (2 * e.LargestOutput(w.p, w.units))
}
