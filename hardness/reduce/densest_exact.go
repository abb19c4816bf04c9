package reduce

import "math/big"

// exactMode is the constants with which min SSE = Z − den:
//
//	m = ⌈√(2κ)⌉, so that 1/3 ≤ A ≤ 3/5 and κ/8 ≤ α ≤ 9κ/16, as m ≤ 2√κ,
//	ρ = max(4, ⌈2√(κ+1)⌉), σ = 2ρ, λ = h', V = 2d, so E = 1,
//	T = ⌈max(4k̂², 5κ, 2N, 16θ(N−κ) + 32M/d, ρ²g²/n + 8θg + 8θ²n/ρ² for n = κ+1 and N)⌉
//
// with g = α + (1−1/ρ)n, the last only if N > κ; 1/h and 1/h' are the smallest
// integers with ‖x‖ ≤ 1.
//
// Proof that gain ≤ Vκ + e(S). As λ = h', φ ≤ 1. By (2) and Cauchy an edge across H
// that gives an output has
//
//	V(u_a² + ρ²x_b+²) ≥ Vs²ρ²/(1+ρ²),  s = 1 − 1/2ρ + η(1 + 1/2ρ),
//
// which is at least d if η ≥ −1/8 and 1.44d if η ≥ 0. So
// Q = V(ρ²Σ_H x_+² + Σ_{∉H} u²) pays for all of these edges then, 1.44 times if η ≥ 0.
//
//   - w_0 ≤ 0: the first sample alone costs V(T + 2k̂ + k̂²/T) ≥ Z, as T ≥ 2N, M ≤ dN/2.
//   - η = −ε < −1/8: by (1) gain ≤ Vκ, as Tε² ≥ 2θε(N−κ) + M/V at ε = 1/8, hence beyond.
//   - |H| = κ−i, i ≥ 0, and η ≤ 0 or i = 0: Q pays in (1).
//   - |H| = κ−i, i ≥ 1, η > 0: the gain without edges falls short of Vκ by at least
//     Q − V(2θηi − Tη²) ≥ Q − Vθ²i²/T. As a vertex gains at most Vρ²/(ρ²−1) and the first
//     sample Vk̂²/T, it also does by V(i − (κ−i)/(ρ²−1) − k̂²/T) ≥ Vi/2. Seven tenths
//     of the former and three of the latter pay for 1.008 times the edges across H.
//   - |H| = n = κ+j, j ≥ 1: Q pays for the edges across H. The negative x are not in Q,
//     and by (3) cost Vρ²(j/2 + gη)_+²/n. With V(Tη² + 2θηj) this is at least
//     Vρ²j²/8n: clear if η ≥ 0; if η = −ε, the minimum over ε, where gε ≤ j/2 as T ≥ 2θg,
//     is V(ρ²j²/4n − j²(ρ²g/n + 2θ)²/4(ρ²g²/n + T)), and T is what this asks for; that
//     is convex in n, so the two ends suffice. Vρ²j²/8n ≥ dj pays for the edges lost
//     by peeling, as ρ² ≥ 4(κ+1). ∎
func (d *Densest) exactMode() {
	d.place(whole(2))
	d.rho = larger(whole(4), new(big.Rat).SetInt(ceilingRoot(whole(4*(d.Size+1)))))
	d.sigma = times(whole(2), d.rho)
	d.h = d.inside(square(plus(d.rho, whole(1))), square(d.rho))
	d.edgeH = d.inside(times(whole(2), square(d.sigma)), square(d.offset()))
	d.label = d.edgeH
	d.v = whole(2 * d.degree)
	d.t = d.exactT()
}

// exactT is T.
func (d *Densest) exactT() *big.Rat {
	n, edges := len(d.Instance.Names), d.Instance.Size()
	t := times(whole(4), square(d.khat()))
	t = larger(t, whole(max(5*d.Size, 2*n)))
	t = larger(t, plus(times(whole(16), d.theta(), whole(n-d.Size)), over(whole(32*edges), whole(d.degree))))
	if n > d.Size {
		t = larger(t, larger(d.crowd(d.Size+1), d.crowd(n)))
	}
	return new(big.Rat).SetInt(ceiling(t))
}

// crowd is ρ²g²/n + 8θg + 8θ²n/ρ².
func (d *Densest) crowd(n int) *big.Rat {
	g := plus(d.alpha, times(minus(whole(1), over(whole(1), d.rho)), whole(n)))
	spread := over(square(d.rho), whole(n))
	eight := times(whole(8), d.theta())
	return plus(times(spread, square(g)), times(eight, plus(g, over(d.theta(), spread))))
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}
