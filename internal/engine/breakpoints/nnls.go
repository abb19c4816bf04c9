package breakpoints

import (
	"math"
	"slices"

	"relucert/internal/budget"
)

// nnls maximises λ'd − λ'Mλ/4 over λ ≥ 0, M positive semidefinite: the active-set method of Lawson and
// Hanson (1974) in the normal equations. The dimension is small. When the time is up, λ is as it stands: broken.
type nnls struct {
	active []int
	out    []bool    // conditions that depend on the active ones: left out for good
	factor []float64 // row a, from a(a+1)/2 on
	done   int       // rows of it that hold
	target []float64
	ranges [][2]int // by condition: those that it is not orthogonal to
	watch  budget.Watch
	broken bool // the last search for them ended early
}

// tiny is the share of its own size below which a gradient is none.
const tiny = 1e-13

func (w *nnls) solve(m, d, lambda []float64) {
	w.broken = false
	w.active, w.out, w.done = w.active[:0], append(w.out[:0], make([]bool, len(d))...), 0
	w.related(m, len(d))
	size := 0.0
	for _, v := range d {
		size = math.Max(size, math.Abs(v))
	}
	for range 3*len(d) + 3 {
		at := w.steepest(m, d, lambda, tiny*size)
		if at < 0 {
			return
		}
		if w.broken = w.watch.Over(w.step(len(d))); w.broken {
			return
		}
		w.active = append(w.active, at)
		w.settle(m, d, lambda)
		w.out[at] = lambda[at] == 0
	}
}

// step is about how much work one more active condition is.
func (w *nnls) step(n int) int { return 8*n + 4*len(w.active)*len(w.active) }

// steepest is the condition that is most worth entering, −1 if none is.
func (w *nnls) steepest(m, d, lambda []float64, least float64) int {
	at, most, n := -1, 0.0, len(d)
	for i := range d {
		if lambda[i] > 0 || w.out[i] {
			continue
		}
		if g := w.gradient(m, d, lambda, i); g > least && g*g > most*m[i*n+i] {
			at, most = i, g*g/m[i*n+i]
		}
	}
	return at
}

func (w *nnls) gradient(m, d, lambda []float64, i int) float64 {
	n, r := len(d), w.ranges[i]
	g := d[i]
	for j, v := range m[i*n+r[0] : i*n+r[1]] {
		g -= 0.5 * v * lambda[r[0]+j]
	}
	return g
}

// related finds the ranges: they are short, as conditions stand in the order of kinks.
func (w *nnls) related(m []float64, n int) {
	w.ranges = w.ranges[:0]
	for i := range n {
		row := m[i*n : (i+1)*n]
		from, to := 0, n
		for ; from < n && row[from] == 0; from++ {
		}
		for ; to > from && row[to-1] == 0; to-- {
		}
		w.ranges = append(w.ranges, [2]int{from, to})
	}
}

// settle goes to the best multipliers of the active conditions, dropping those that become 0 on
// the way. One that depends on those before it, as the last may, takes the place of one of them.
func (w *nnls) settle(m, d, lambda []float64) {
	for len(w.active) > 0 {
		if !w.equations(m, d) {
			w.exchange(lambda)
			continue
		}
		step, drop := 1.0, -1
		for k, i := range w.active {
			if t := w.target[k]; t <= 0 {
				s := 0.0
				if lambda[i] > 0 {
					s = lambda[i] / (lambda[i] - t)
				}
				if drop < 0 || s < step {
					step, drop = s, k
				}
			}
		}
		for k, i := range w.active {
			lambda[i] += step * (w.target[k] - lambda[i])
		}
		if drop < 0 {
			return
		}
		w.drop(drop, lambda)
	}
}

func (w *nnls) drop(k int, lambda []float64) {
	lambda[w.active[k]] = 0
	w.active = slices.Delete(w.active, k, k+1)
	w.done = min(w.done, k)
}

// exchange goes in the direction in which the last condition grows and those that it depends on make up for it, which only raises the
// sum, until one of these is 0 and goes. If none is ever, the conditions contradict each other: then the last one goes.
func (w *nnls) exchange(lambda []float64) {
	k := len(w.active)
	last := k - 1
	drop, step := last, math.Inf(1)
	for a := last - 1; a >= 0; a-- {
		w.target[a] = w.row(last)[a]
		for c := a + 1; c < last; c++ {
			w.target[a] -= w.row(c)[a] * w.target[c]
		}
		w.target[a] /= w.row(a)[a]
		if v := lambda[w.active[a]]; w.target[a] > 0 && v < step*w.target[a] {
			drop, step = a, v/w.target[a]
		}
	}
	if drop < last {
		for a, i := range w.active[:last] {
			lambda[i] -= step * w.target[a]
		}
		lambda[w.active[last]] += step
	}
	w.drop(drop, lambda)
}

// row is one of the factor.
func (w *nnls) row(a int) []float64 { return w.factor[a*(a+1)/2:][:a+1] }

// equations solves M λ = 2d on the active conditions, by Cholesky.
func (w *nnls) equations(m, d []float64) bool {
	n, k := len(d), len(w.active)
	w.factor, w.target = slices.Grow(w.factor[:w.done*(w.done+1)/2], k*(k+1)/2)[:k*(k+1)/2], resized(w.target, k)
	for ; w.done < k; w.done++ {
		row, i := w.row(w.done), w.active[w.done]
		for b := range w.done {
			v, other := m[i*n+w.active[b]], w.row(b)
			for c, f := range row[:b] {
				v -= f * other[c]
			}
			row[b] = v / other[b]
		}
		v := m[i*n+i]
		for _, f := range row[:w.done] {
			v -= f * f
		}
		if v <= 1e-14*m[i*n+i] {
			return false
		}
		row[w.done] = math.Sqrt(v)
	}
	for a := range k {
		v := 2 * d[w.active[a]]
		for c := range a {
			v -= w.row(a)[c] * w.target[c]
		}
		w.target[a] = v / w.row(a)[a]
	}
	for a := k - 1; a >= 0; a-- {
		for c := a + 1; c < k; c++ {
			w.target[a] -= w.row(c)[a] * w.target[c]
		}
		w.target[a] /= w.row(a)[a]
	}
	return true
}
