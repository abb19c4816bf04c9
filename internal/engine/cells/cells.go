package cells

import (
	"context"
	"iter"
	"math/bits"
)

// Cell is a cell of an arrangement.
type Cell struct {
	a        *Arrangement
	plus     set // the planes on whose positive side it is, or the negative if opposite
	rays     []*ray
	opposite bool
}

// Ray is an extreme ray of a cell's closure.
type Ray struct {
	cell Cell
	ray  *ray
}

// Cells gives every cell once, in an order that depends on nothing but the rows; each is
// followed by its opposite. It ends early when ctx does, which the caller must tell by ctx.
func (a *Arrangement) Cells(ctx context.Context) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		if len(a.planes) == 0 {
			yield(Cell{a: a})
			return
		}
		w := &walk{a, ctx, yield}
		w.orthants([]*ray{a.newRay(a.axes[0])}) // the other half is the opposites
	}
}

// walk is an enumeration under way. Its methods say whether to go on.
type walk struct {
	*Arrangement
	ctx   context.Context
	yield func(Cell) bool
}

// orthants walks the cones of the given rays and one direction of every further axis.
func (w *walk) orthants(rays []*ray) bool {
	d := len(rays)
	if d == len(w.axes) {
		return w.cut(rays)
	}
	axis := w.axes[d]
	return w.orthants(append(rays[:d:d], w.newRay(axis))) &&
		w.orthants(append(rays[:d:d], w.newRay(axis.opposite())))
}

// cut walks the cells within the cone of rays.
func (w *walk) cut(rays []*ray) bool {
	if w.ctx.Err() != nil {
		return false
	}
	plus, cutting := w.sides(rays)
	h := cutting.first()
	if h < 0 {
		return w.yield(Cell{a: w.Arrangement, plus: plus, rays: rays}) &&
			w.yield(Cell{a: w.Arrangement, plus: plus, rays: rays, opposite: true})
	}
	above, below := w.halves(rays, h, cutting)
	return w.cut(above) && w.cut(below)
}

// sides finds the planes with rays on their positive side, and those that cut:
// with rays on both.
func (w *walk) sides(rays []*ray) (plus, cutting set) {
	plus, cutting = w.newSet(), w.newSet()
	minus := make(set, len(plus))
	for _, u := range rays {
		for at := range plus {
			plus[at] |= u.plus[at]
			minus[at] |= u.minus[at]
		}
	}
	for at := range cutting {
		cutting[at] = plus[at] & minus[at]
	}
	return plus, cutting
}

// first is the first plane in s, -1 if there is none.
func (s set) first() int {
	for at, word := range s {
		if word != 0 {
			return 64*at + bits.TrailingZeros64(word)
		}
	}
	return -1
}

// halves are the rays of the two cones into which plane h cuts one: its rays, and those
// between two that are adjacent.
func (w *walk) halves(rays []*ray, h int, cutting set) (above, below []*ray) {
	var on []*ray
	for _, u := range rays {
		switch u.side(h) {
		case 1:
			above = append(above, u)
		case -1:
			below = append(below, u)
		default:
			on = append(on, u)
		}
	}
	for _, u := range above {
		for _, v := range below {
			if w.adjacent(u, v, rays, cutting) {
				on = append(on, w.between(u, v, h))
			}
		}
	}
	return append(above, on...), append(below, on...)
}

// adjacent says that u and v span a face of the cone of rays. The planes that do not cut it
// are its supports, all facets among them, and the smallest face with u and v is what the
// supports with both leave: r−2 of them at least, and no other ray.
func (w *walk) adjacent(u, v *ray, rays []*ray, cutting set) bool {
	shared := 0
	for at := range cutting {
		shared += bits.OnesCount64(w.common(u, v, cutting, at))
	}
	if shared < len(w.axes)-2 {
		return false
	}
	for _, other := range rays {
		if other != u && other != v && w.contains(other, u, v, cutting) {
			return false
		}
	}
	return true
}

// contains says that other is in every support with u and v.
func (w *walk) contains(other, u, v *ray, cutting set) bool {
	for at := range cutting {
		if w.common(u, v, cutting, at)&(other.plus[at]|other.minus[at]) != 0 {
			return false
		}
	}
	return true
}

// common is a word of the supports with u and v.
func (w *walk) common(u, v *ray, cutting set, at int) uint64 {
	all := ^uint64(0)
	if rest := len(w.planes) - 64*at; rest < 64 {
		all = 1<<rest - 1
	}
	return all &^ (u.plus[at] | u.minus[at] | v.plus[at] | v.minus[at] | cutting[at])
}

// Sign is that of row i's product with the vectors inside the cell, 0 for a zero row.
func (c Cell) Sign(i int) int {
	row := c.a.rows[i]
	if row.sign == 0 || c.plus.has(row.plane) != c.opposite {
		return int(row.sign)
	}
	return -int(row.sign)
}

// Rays are the extreme rays of the cell's closure, modulo the directions that are
// orthogonal to all rows.
func (c Cell) Rays() []Ray {
	out := make([]Ray, len(c.rays))
	for at, u := range c.rays {
		out[at] = Ray{c, u}
	}
	return out
}

// Sign is that of row i's product with the ray.
func (r Ray) Sign(i int) int {
	row := r.cell.a.rows[i]
	if row.sign == 0 {
		return 0
	}
	sign := int(row.sign) * r.ray.side(row.plane)
	if r.cell.opposite {
		return -sign
	}
	return sign
}

// Direction is a vector on the ray, of n entries to the precision of float64. Entries of columns
// that depend on others are 0.
func (r Ray) Direction() []float64 {
	a := r.cell.a
	out := make([]float64, a.columns)
	for e, d := range a.pivots {
		if out[d] = r.ray.near[e]; r.cell.opposite {
			out[d] = -out[d]
		}
	}
	return out
}
