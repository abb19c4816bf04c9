package reduce

import "math/big"

// paperMode is constants in the paper's spirit, labels of vertices and edges being 1:
//
//	1/h = ⌈√(6/b² + 2/A²)⌉, ρ = 1/(1−h), σ = 4, 1/h' = ⌈√(32/b² + 49/A²)⌉, λ = 1,
//	so E = h'(2−h'); v = 4d(5d+1), V = vE, T = 32 max(N, d(5d+1)κ), loss κ/4.
//
// The samples' norms are at most 1 because h ≤ 1/4 and ρ ≤ 4/3. A vertex weighs
// V/h(2−h) ≤ 5d(5d+1), an edge 1, and e_0 VT/A² = O(N/√κ).
//
// Proof that gain ≤ Vκ + E(e(S) + κ/4). Let w = v − 4d = 20d². As φ is concave and
// φ'(1) = 2h'(1−h') ≤ E = φ(1), φ(q) ≤ E max(1, q); also φ(q) ≤ 2h'q ≤ (18/17)Eq, as
// h' ≤ 1/9. First let η ≥ −1/8, and e be the number of edges inside H, at most dn/2.
//
// Inside H, q − 1 = 4(x_a+x_b) + (8h−7)η ≤ 4(x_a+x_b)_+ + 7η_−: these edges gain at most
// E(e + 4dΣ_H x_+ + 7eη_−). Across H, q = 4y − μ with y = u_a + x_b and
// μ = 3 + (7−4h)η ≥ 17/8; so q ≤ 4y²/μ, φ(q) ≤ 2Ey² ≤ 4E(u_a² + x_b+²), and they gain at
// most 4dE(Σ_{∉H} u² + Σ_H x_+²). With (1) and ρ ≥ 1, for |H| = κ+j,
//
//	(gain − Vκ)/E ≤ e − wΣ_H x² + 4dΣ_H x_+ + 7eη_− − v(Tη² + 2θηj).        (4)
//
// What is left over is at most κ/4 in each case:
//
//   - j = −i ≤ 0: 4dx ≤ wx² + 4d²/w, so (4) exceeds e by at most 4κd²/w = κ/5 and, if
//     η ≥ 0, vθ²i²/T ≤ θ²κ/8 ≤ κ/20, else (7dκ/2)²/4vT ≤ κ/20.
//   - j ≥ 1: by (3) 4dΣ_H x_+ = 2dΣ_H(|x| + x) ≤ 2dΣ_H|x| − dj − 2dgη. The −dj pays for the
//     edges lost by peeling. 2d|x| ≤ (w/2)x² + 2d²/w leaves 2nd²/w and half of wΣx², which
//     is at least (w/2n)(j/2 + gη)_+² by (3). If η = −ε < 0, T/2 ≥ 16n is enough for this and
//     v(Tε²/2 − 2θεj) to be at least wj²/16n (as in exactMode, with w/2nv for ρ²/n, by
//     θ ≤ 4/7, g ≤ 13n/16, v ≤ 6w/5); the other half of vTε² and d(2g + 7n/2)ε ≤ 5.125dnε
//     leave at most 0.42nd²/w. So (4) exceeds e − dj by at most
//     2.5nd²/w − wj²/16n = n/8 − 5d²j²/4n, which is at most κ/4: if j ≤ κ by n ≤ 2κ, else
//     because n < 2j makes it less than j/4 − 5j/8.
//   - η = −ε, 1/8 < ε < 1: q ≤ 4(u_a+u_b), and Σu_+ ≤ √(N(κ+α)) ≤ 5N/4, so all edges gain
//     at most (18/17)5dNE; by (1) gain ≤ Vκ, as T ≥ 16θ(N−κ) + 64·5.3dN/v (v ≥ 24d).
//   - w_0 ≤ 0: the first sample gains −V(T + 2k̂). Put −w_0 = Aτ, τ ≤ 3. As Σp_+ ≤
//     (ρ+1)5N/4 + ρτN ≤ 7N, the vertices gain at most 2VΣp_+/(2−h) ≤ 8VN. As
//     q ≤ 4(u_a+u_b) + 7τ, the edges gain at most (18/17)E(5dN + 21dN/2) ≤ VN. And T ≥ 9N. ∎
//
// Any loss εκ, ε ≤ 3/8, comes of v = 4d + 5d²/ε and T = max(32N, 2vκ/ε) in the same way.
func (d *Densest) paperMode() {
	d.h = d.inside(whole(6), whole(2))
	d.rho = over(whole(1), minus(whole(1), d.h))
	d.sigma, d.label = whole(4), whole(1)
	d.edgeH = d.inside(whole(32), whole(49))
	grade := d.degree * (5*d.degree + 1)
	d.v = times(whole(4), whole(grade), d.step())
	d.t = larger(times(whole(32), whole(len(d.Instance.Names))), times(whole(32), whole(grade), whole(d.Size)))
	d.loss = big.NewRat(int64(d.Size), 4)
}
