package patterns

import (
	"context"
	"math"
	"math/big"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/cells"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// rows are the inputs of p's samples as the file's doubles have them, whose planes are
// those of the whitened inputs without their rounding.
func rows(p *whiten.Problem, data *dataset.Dataset, bias bool, watch *budget.Watch) [][]*big.Rat {
	frame := p.Frame()
	out := make([][]*big.Rat, len(frame.FirstRows))
	for i, first := range frame.FirstRows {
		watch.Look(rational * p.N)
		raw := data.Row(first)
		if bias {
			raw = append([]float64{1}, raw...)
		}
		for _, d := range frame.Keep {
			out[i] = append(out[i], new(big.Rat).SetFloat64(raw[d]))
		}
	}
	return out
}

// rational is how many multiplications take as long as making a rational.
const rational = 200

// cell is a cell with the samples on which a unit in it is active.
type cell struct {
	cells.Cell
	active []uint64
}

func (c *cell) has(i int) bool { return c.active[i/64]>>(i%64)&1 == 1 }

// collect enumerates the cells; false when ctx ended. It takes one of each two
// opposites when both would give the same networks.
func (t *Tree) collect(ctx context.Context) bool {
	first := false
	for c := range t.planes.Cells(ctx) {
		if first = !first; first || !t.affine {
			t.cells = append(t.cells, newCell(c, t.p.M))
		}
	}
	return ctx.Err() == nil
}

func newCell(c cells.Cell, m int) cell {
	out := cell{c, make([]uint64, (m+63)/64)}
	for i := range m {
		if c.Sign(i) > 0 {
			out.active[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// direction is a ray's in whitened coordinates, of length 1: x̂ = Tx, so ŵ solves Tᵀŵ = w.
func (t *Tree) direction(r cells.Ray) []float64 {
	w := r.Direction()
	t.balance(w)
	for d := len(w) - 1; d >= 0; d-- {
		line := t.p.Transform[d*t.p.N:]
		w[d] /= line[d]
		linalg.AddScaled(w[:d], -w[d], line)
	}
	scale := 1 / length(w)
	for d := range w {
		w[d] *= scale
	}
	return w
}

// balance multiplies w by the power of two that makes the largest |w_d / T_dd| about 1: columns may be of any size, and squares must not
// leave float64.
func (t *Tree) balance(w []float64) {
	most := math.MinInt
	for d, v := range w {
		if v != 0 {
			most = max(most, math.Ilogb(v)-math.Ilogb(t.p.Transform[d*t.p.N+d]))
		}
	}
	for d := range w {
		w[d] = math.Ldexp(w[d], -most)
	}
}

func length(v []float64) float64 {
	square := 0.0
	for _, e := range v {
		square += e * e
	}
	return math.Sqrt(square)
}
