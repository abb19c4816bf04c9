package breakpoints

import "math"

// nnls maximises λ'd − λ'Mλ/4 over λ ≥ 0, M positive semidefinite: the active-set method of Lawson and
// Hanson (1974) in the normal equations. The dimension is small.
type nnls struct {
	active []int
	out    []bool // conditions that depend on the active ones: left out for good
	factor []float64
	target []float64
}

// tiny is the share of its own size below which a gradient is none.
const tiny = 1e-13

func (w *nnls) solve(m, d, lambda []float64) {
	w.active, w.out = w.active[:0], append(w.out[:0], make([]bool, len(d))...)
	size := 0.0
	for _, v := range d {
		size = math.Max(size, math.Abs(v))
	}
	for range 3*len(d) + 3 {
		at := w.steepest(m, d, lambda, tiny*size)
		if at < 0 {
			return
		}
		w.active = append(w.active, at)
		w.settle(m, d, lambda)
		w.out[at] = lambda[at] == 0
	}
}

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
	n := len(d)
	g := d[i]
	for _, j := range w.active {
		g -= 0.5 * m[i*n+j] * lambda[j]
	}
	return g
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
		lambda[w.active[drop]] = 0
		w.active = append(w.active[:drop], w.active[drop+1:]...)
	}
}

// exchange goes in the direction in which the last condition grows and those that it depends on make up for it, which only raises the
// sum, until one of these is 0 and goes. If none is ever, the conditions contradict each other: then the last one goes.
func (w *nnls) exchange(lambda []float64) {
	k := len(w.active)
	last := k - 1
	drop, step := last, math.Inf(1)
	for a := last - 1; a >= 0; a-- {
		w.target[a] = w.factor[last*k+a]
		for c := a + 1; c < last; c++ {
			w.target[a] -= w.factor[c*k+a] * w.target[c]
		}
		w.target[a] /= w.factor[a*k+a]
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
	lambda[w.active[drop]] = 0
	w.active = append(w.active[:drop], w.active[drop+1:]...)
}

// equations solves M λ = 2d on the active conditions, by Cholesky.
func (w *nnls) equations(m, d []float64) bool {
	n, k := len(d), len(w.active)
	w.factor, w.target = resized(w.factor, k*k), resized(w.target, k)
	for a := range k {
		i := w.active[a]
		for b := 0; b <= a; b++ {
			v := m[i*n+w.active[b]]
			for c := range b {
				v -= w.factor[a*k+c] * w.factor[b*k+c]
			}
			if a == b {
				if v <= 1e-14*m[i*n+i] {
					return false
				}
				w.factor[a*k+a] = math.Sqrt(v)
			} else {
				w.factor[a*k+b] = v / w.factor[b*k+b]
			}
		}
	}
	for a := range k {
		v := 2 * d[w.active[a]]
		for c := range a {
			v -= w.factor[a*k+c] * w.target[c]
		}
		w.target[a] = v / w.factor[a*k+a]
	}
	for a := k - 1; a >= 0; a-- {
		for c := a + 1; c < k; c++ {
			w.target[a] -= w.factor[c*k+a] * w.target[c]
		}
		w.target[a] /= w.factor[a*k+a]
	}
	return true
}
