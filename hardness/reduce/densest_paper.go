package reduce

import (
	"errors"
	"math/big"
)

// paperMode is the paper's constants, labels of vertices and edges being 1:
//
//	ρ = 1/(1−h), σ = 4, λ = 1, V = 2h'v, v = ψd; 1/h and 1/h' are the smallest integers
//	with ‖x‖ ≤ 1 and h ≤ 2/(ψ+1), so E = h'(2−h') and δ = 2θ−1 = h/(2−h) ≤ 1/ψ;
//	T = ⌈max(5.2β, 3γ, 2.7γ − 2β + 0.4N) + 4δN⌉, β = κ+α, γ = √(Nβ).
//
// A vertex gives an output from u = θ = 1/(2−h) on: the paper's 1/2, but for the squares
// that it neglects. An edge does from u_a + u_b = 1.75 on, as there. m (and so A ≤ √0.6) and
// ψ ≥ 6 (8 if κ < 4) are chosen for each graph and promise: those of the largest
//
//	ε = (E·l − 2h'B(s)) / (sum of all weights)
//
// where the promise is that den ≥ l or den ≤ s, and
//
//	B(e) = (1+8/ψ)e + (16βe/κ + vδκ)² / 4v(T − (2+4/ψ)β).
//
// Claim. If κ ≥ 2, Z − SSE ≤ 2h'B(e(S)). (For κ = 1 there is nothing to claim.) So if den ≤ s, the
// average error is above that of any set of l edges by ε at least. For
// l of order dκ, κ of order N and l/s ≥ 8, say, V is O(d/√N), T is O(N), the sum of all
// weights O(dN), and 1/ε is O(√N).
//
// Proof. Let D = (Z − SSE)/2h'. Write w_0 = Aζ, w_v = bû_v, η = ζ−1. The ball is
// Σû² ≤ β − αζ². As 1 − (1−t)² is below its tangents, a vertex of H = {û > θζ} gains at
// most V(2û − ζ − δη), an edge 2h'(4(û_a+û_b) − 7ζ)_+. For any z ≥ ζ, z > 0, put û = zu, so that
// 2û − ζ = z(u² − (u−1)²) + z − ζ. With |H| = n and k = β/z² − αζ²/z² ≥ Σu²
//
//	D ≤ v(zk + n(z−ζ) − κ + (κ+2α)η − Tη² + δη(κ−n)) + 7(z−ζ)M + zF,           (4)
//	F = Σ (4(u_a+u_b) − 7)_+ − v(Σ_H (u−1)² + Σ_{∉H} u²),
//
// and with z = ζ its first terms are −vη²(T − β/ζ) + vδη(κ−n).
//
// Bounds on F. Of v(…)², each edge at a vertex may claim ψ(…)². An edge from a ∉ H to b ∈ H
// gains 4(u_a + u_b−1) − 3, which both claims exceed, as 4y − 3 ≤ (4/3)y² and ψ ≥ 8/3. An edge
// outside H gains nothing. Of an edge in H, each end gains 1/2 + 4(u−1). So
//
//	(i) F ≤ r e, r = 1 + 8/ψ, for e edges in H that give an output.
//
// For τ = td, 0 ≤ t ≤ 2, add τ(k − Σu²) ≥ 0. A vertex with g edges in H is then worth at most
// sup_u g/2 + 4g(u−1) − τu² − (gψ if u ≥ 1, else v)(u−1)², convex in g, hence at most the chord from
// −dt' at g = 0, t' = tψ/(ψ+t), to d/2 − τ + (2d−τ)²/(v+τ) at g = d. So
//
//	(ii) F ≤ τk − dnt' + e(ψ+8−7t)/(ψ+t).
//	(iii) F ≤ 2dk − (3/2)dn, from t = 2 and e ≤ dn/2.
//
// Let e(S) = s. By peeling, e ≤ s n(n−1)/κ(κ−1) if n ≥ κ ≥ 2, so e = 0 if s = 0. Put
// t = min(2, 8s/dκ). Then for κ ≤ n < 2κ and k = κ (ii) is at most rs: it is convex
// in n; at n = κ this is t ≤ 8s(1+1/ψ)/dκ; at n = 2κ−1 it is 2r − 4 ≤ r/2 for large κ and
// small t, and holds the better the larger t is; r ≤ 2 does for κ = 2 and 3. The cases:
//
//   - n ≤ κ: by (i) and z = ζ ≥ 1/2, D ≤ ζrs − vη²(T − β/ζ) + vδη(κ−n). As T ≥ 2β, that
//     is at most rs if η ≤ 0, and rs + (rs + vδκ)²/4v(T−β) if η ≥ 0.
//   - η ≥ 0, n > κ: as k ≤ κ, by (ii) or (iii) the same without δ.
//   - η ≤ 0 and z = ζ ≥ 1/2: zk = ζκ + 2β|η| + βη²/ζ. If κ < n < 2κ, (ii) gives
//     D ≤ rs + (2τβ + vδκ)|η| − (vT − 2vβ − 2τβ)η², and τ ≤ min(2d, 8s/κ). If n ≥ 2κ, (iii), which
//     falls as n grows because ψδ ≤ 1, gives D ≤ −dκ + (4dβ + dκ + vδκ)|η| − v(T − (2+4/ψ)β)η² ≤ 0,
//     because T ≥ 5.2β and β ≤ 5κ/2.
//   - ζ < 1/2: (i) and (iii) give F ≤ 0.146vk, and 7M ≤ 0.584vN. With z = max(ζ, z₀),
//     z₀ = 0.851√(β/N), and n ≤ N, (4) becomes D/v ≤ U(ζ) − 2β + (β+α)ζ + δN|η| − Tη², where U is
//     1.146β/ζ, or below z₀ 2.694γ − 1.583Nζ. The δ is paid for by 4δN in T. From z₀ to
//     1/2, U − 2β + 2βζ ≤ max(5.2β, 1.5β/ζ)η² and 1.5β/z₀ < 1.8γ. Below z₀ the bound on D is
//     linear but for −Tη², and holds at both ends with more to spare than η² falls below its
//     chord. For ζ < 0, (1+|ζ|)² ≥ 1 and ≥ 4|ζ|, so 2.7γ − 2β + 0.4N suffices. ∎
func (d *Densest) paperMode() error {
	var best *Densest
	for _, share := range []int64{4, 5, 6, 7, 8, 10, 12, 14} {
		d.place(big.NewRat(share, 2))
		if square(d.a).Cmp(big.NewRat(3, 5)) > 0 {
			continue
		}
		for _, psi := range []int64{6, 7, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256} {
			if d.Size < 4 && psi < 8 {
				continue
			}
			trial := *d
			trial.choose(psi)
			if best == nil || trial.epsilon().Cmp(best.epsilon()) > 0 {
				best = &trial
			}
		}
	}
	if best.Promise.Complete > 0 && best.epsilon().Sign() <= 0 {
		return errors.New("the promise's two numbers of edges are too near each other for this mode")
	}
	*d = *best
	return nil
}

// choose is the constants for a ψ.
func (d *Densest) choose(psi int64) {
	d.psi = whole(psi)
	most := d.inside(whole(6), whole(2)) // fits, as h ≤ 1/4 there
	for next := d.shrunk(most, -1); d.fits(next); next = d.shrunk(most, -1) {
		most = next
	}
	d.h = smaller(most, over(whole(1), new(big.Rat).SetInt(ceiling(big.NewRat(psi+1, 2)))))
	d.rho = over(whole(1), minus(whole(1), d.h))
	d.sigma, d.label = whole(4), whole(1)
	d.edgeH = d.inside(whole(32), whole(49))
	d.v = times(whole(2), d.edgeH, d.psi, whole(d.degree))
	d.t = d.paperT()
}

// fits says that a vertex's sample is in the ball with this h.
func (d *Densest) fits(h *big.Rat) bool {
	rho := over(whole(1), minus(whole(1), h))
	norm := plus(square(over(plus(rho, whole(1)), d.b)), square(over(rho, d.a)))
	return times(square(h), norm).Cmp(whole(1)) <= 0
}

// shrunk is 1/(1/h + change).
func (d *Densest) shrunk(h *big.Rat, change int64) *big.Rat {
	return over(whole(1), plus(over(whole(1), h), whole(change)))
}

func (d *Densest) delta() *big.Rat { return minus(times(whole(2), d.theta()), whole(1)) }

func (d *Densest) beta() *big.Rat { return plus(whole(d.Size), d.alpha) }

// paperT is T.
func (d *Densest) paperT() *big.Rat {
	n, beta := whole(len(d.Instance.Names)), d.beta()
	gamma := new(big.Rat).SetInt(ceilingRoot(times(n, beta)))
	t := larger(times(big.NewRat(26, 5), beta), times(whole(3), gamma))
	far := minus(times(big.NewRat(27, 10), gamma), times(whole(2), beta))
	t = larger(t, plus(far, times(big.NewRat(2, 5), n)))
	return new(big.Rat).SetInt(ceiling(plus(t, times(whole(4), d.delta(), n))))
}

// paperWorth is 2h'B(e).
func (d *Densest) paperWorth(edges int) *big.Rat {
	e, eight := whole(edges), over(whole(8), d.psi)
	v, beta := times(d.psi, whole(d.degree)), d.beta()
	slope := plus(times(whole(16), over(beta, whole(d.Size)), e), times(v, d.delta(), whole(d.Size)))
	rest := minus(d.t, times(plus(whole(2), over(eight, whole(2))), beta))
	bound := plus(times(plus(whole(1), eight), e), over(square(slope), times(whole(4), v, rest)))
	return times(whole(2), d.edgeH, bound)
}
