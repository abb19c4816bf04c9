package export

import (
	"context"
	"errors"
	"math"

	"relucert/internal/engine/whiten"
)

// limits keep the weights finite where there is no norm bound, or besides: fit's weight limit. It is on
// weights ŵ of the whitened inputs x̂ = Tx, Tᵀŵ = w, x the kept columns: |ŵ_d| ≤ Λ. Other columns
// depend on these, and their weights are 0.
type limits struct {
	most      float64     // Λ, in scaled labels
	kept      []int       // entries of x̃
	transform [][]float64 // T, of which row d has d+1 entries
	rows      [][]float64 // ŵ_d = Σ rows[d][e] w_e, T's inverse, transposed
}

// newLimits are those that fit takes for the problem, with labels times scale; nil: a norm bound keeps all within them.
func newLimits(p *Program, scale float64) (*limits, error) {
	w, err := whiten.New(context.Background(), p.problem.Data, p.problem.Class)
	if err != nil {
		return nil, err
	}
	f := w.Frame()
	if w.BallInBox {
		return nil, nil
	}
	if p.problem.NormBound > 0 && len(f.Keep) < len(p.problem.Data.Features)+1-p.first() {
		return nil, errors.New("a weight limit beside a norm bound is for columns of which none depends on others")
	}
	l := &limits{most: w.WeightLimit * w.LabelScale * scale, kept: f.Keep, transform: f.Transform}
	l.rows = make([][]float64, len(l.kept))
	for d := range l.rows {
		l.rows[d] = l.inverse(d)
	}
	return l, nil
}

// inverse is column d of T's inverse, by forward substitution.
func (l *limits) inverse(d int) []float64 {
	column := make([]float64, len(l.kept))
	for e := d; e < len(column); e++ {
		if e == d {
			column[e] = 1
		}
		for f := d; f < e; f++ {
			column[e] -= l.transform[e][f] * column[f]
		}
		column[e] /= l.transform[e][e]
	}
	return column
}

// reach bounds |⟨w, x̃⟩|, with room for T's rounding.
func (l *limits) reach(x []float64) float64 {
	sum := 0.0
	for _, row := range l.transform {
		v := interval{}
		for e, t := range row {
			v = interval{v.lo + t*x[l.kept[e]], v.hi + math.Abs(t*x[l.kept[e]])}
		}
		sum += math.Abs(v.lo) + slack*v.hi
	}
	return l.most * sum
}

// weight bounds |w_d|.
func (l *limits) weight(d int) float64 {
	sum := 0.0
	for _, row := range l.transform {
		for e, t := range row {
			if l.kept[e] == d {
				sum += math.Abs(t)
			}
		}
	}
	return l.most * sum * (1 + slack)
}
