package descent

import (
	"math"
	"math/rand/v2"

	"relucert/internal/linalg"
)

// randomKinks fills theta with units whose hyperplanes pass near n−1 random
// samples each, turned by a random angle, and zero output.
func (w *walk) randomKinks(rng *rand.Rand, theta []float64) {
	clear(theta[:w.p])
	for j := range w.k {
		w.randomKink(rng, w.unit(theta, j))
	}
	if rng.Float64() < twinShare {
		w.makeTwins(rng, theta)
	}
}

// twinShare of the starts and kicks turn two units of opposite signs into the
// likeness of a jump: long, and nearly the same.
const twinShare = 0.2

// makeTwins does so to one random pair, unless their signs are equal.
func (w *walk) makeTwins(rng *rand.Rand, theta []float64) {
	j, l := rng.IntN(w.k), rng.IntN(w.k)
	if w.signs[j] == w.signs[l] {
		return
	}
	u, v := w.unit(theta, j), w.unit(theta, l)
	w.randomKink(rng, u)
	long := math.Exp(rng.Float64() * math.Log(longestTwin))
	for d := range u {
		u[d] *= long
		v[d] = u[d] + rng.NormFloat64()
	}
}

// longestTwin is the length of the longest of twins; their difference is about 1.
const longestTwin = 100

// randomKink is a random vector minus its parts along n−1 random samples, made
// orthogonal one after the other.
func (w *walk) randomKink(rng *rand.Rand, u []float64) {
	for d := range u {
		u[d] = rng.NormFloat64()
	}
	basis := w.rows[:0]
	for range w.n - 1 {
		w.watch.Look(2 * len(basis))
		x := w.x[rng.IntN(w.m)*w.n:][:w.n]
		from := len(basis)
		basis = append(basis, x...)
		v := basis[from:]
		before := linalg.Dot(x, x)
		for b := 0; b < from; b += w.n {
			e := basis[b:][:w.n]
			linalg.AddScaled(v, -linalg.Dot(v, e), e)
		}
		after := linalg.Dot(v, v)
		if after <= 1e-20*before {
			basis = basis[:from]
			continue
		}
		normalise(v)
		linalg.AddScaled(u, -linalg.Dot(u, v), v)
	}
	normalise(u)
	for d := range u {
		u[d] += jitter * rng.NormFloat64()
	}
}

// jitter turns the first hyperplanes a little off the samples that span them.
const jitter = 0.05

func normalise(v []float64) {
	if q := linalg.Dot(v, v); q > 0 {
		linalg.AddScaled(v, 1/math.Sqrt(q)-1, v)
	}
}
