package reduce

import (
	"fmt"
	"math/big"
	"slices"

	"relucert/hardness/instance"
)

// Densest trains one unit of norm at most 1 to choose the κ vertices of a graph
// with the most edges between them, den of them (Theorem 7: training one ReLU of
// bounded norm to within ε takes time 2^Ω(1/ε²)).
//
// N vertices, M edges, d = max(1, largest degree). Dimension N + 1; one sample for
// e_0, one a vertex and one an edge, all with ‖x‖ ≤ 1 and |y| ≤ 1:
//
//	(e_0, A(1 + k̂/T), VT/A²)
//	vertex v: (h((ρ+1)e_v/b − ρe_0/A), hρ/(ρ−1), V(ρ−1)/((ρ+1)h²))
//	edge uv:  (h'(σ(e_u+e_v)/b − (2σ−1)e_0/A), λ, 1/λ²)
//
// where m = ⌈√(2κ)⌉, A = (m²−κ)/(m²+κ), b = 2m/(m²+κ), α = A²/b², θ = ρ/(ρ+1),
// k̂ = θκ + α. So A² + κb² = 1, and from √(2κ) ≤ m ≤ 2√κ follow 1/3 ≤ A ≤ 3/5 and
// κ/8 ≤ α ≤ 9κ/16. The other constants are the mode's: see exactMode and paperMode. With
//
//	Z = V(Nρ²/(ρ²−1) − κ + k̂²/T) + M,  E = h'(2λ−h')/λ²
//
// Claim. The weights A on e_0 and b on the vertices of S, |S| = κ, have SSE = Z − E·e(S),
// e(S) being the number of edges inside S. From any w with ‖w‖ ≤ 1, Decode reads an
// S with e(S) ≥ (Z − SSE)/E − loss. The loss is 0 in exact mode, so min SSE = Z − den
// there, where E = 1. In paper mode it is κ/4; for bounded d the sum of all weights
// then is O(N) and 1/E is O(√κ), so that for κ in proportion to N an additive error
// of order 1/√N in the average decides between den ≥ l and den < l/C, if they differ
// by more than κ/3, say.
//
// Proof. Write w_0 = A(1+η), w_v = b u_v; the ball is Σu² ≤ κ − α(2η+η²). A vertex's
// output is hp, p = (ρ+1)u − ρ(1+η), where that is positive; let H be those vertices.
// An edge's is h'q, q = σ(u_a+u_b) − (2σ−1)(1+η), where that is positive. On the
// weights of S: p is 1 on S, q is 1 inside S, and both are negative elsewhere, which
// gives their SSE.
//
// The gain of w is Z + Vκ − SSE: what the outputs save compared with η = 0 and no
// output of a vertex or edge. We have to show gain ≤ Vκ + E(e(S) + loss). A unit of
// sign −1 gains no more than w = 0, and each mode deals with w_0 ≤ 0. Let w_0 > 0. The
// first sample gains V(2k̂η − Tη²), a vertex of H
//
//	V(u² − 2θη − ρ²x² − η²(ρ−1)/(ρ+1)),  x = u − 1 − (1−1/ρ)η,
//
// an edge φ(q) = 1 − (1 − h'q/λ)². Adding V times the ball's inequality,
//
//	gain ≤ Vκ + 2Vθη(κ−|H|) − V(Tη² + ρ²Σ_H x² + Σ_{∉H} u²) + Σ φ(q).     (1)
//
// Outside H u ≤ θ(1+η), so an edge with both ends outside gives no output, as
// 2θ ≤ 2 − 1/σ. If it has one end b in H, the other is a, and it gives one, then
//
//	u_a + x_b > 1 − 1/σ + η(1 − 1/σ + 1/ρ).                               (2)
//
// If |H| = n = κ + j, j ≥ 0, then Σ_H u ≤ (n + Σ_H u²)/2 and the ball give
//
//	Σ_H x ≤ −j/2 − gη,  g = α + (1−1/ρ)n.                                  (3)
//
// S is H filled up to κ vertices, then e(S) ≥ e(H), or H with vertices peeled off, then
// e(S) ≥ e(H) − dj. The rest stands with the modes' constants. ∎
type Densest struct {
	Instance instance.Graph `json:"instance"`
	Size     int            `json:"size"` // κ
	Mode     string         `json:"mode"` // exact or paper

	degree      int      // d
	a, b, alpha *big.Rat // A, b, α

	// The mode's constants.
	rho, h              *big.Rat // ρ, h
	sigma, edgeH, label *big.Rat // σ, h', λ
	v, t                *big.Rat // V, T
	loss                *big.Rat
}

// NewDensest asks for the densest size vertices of g, in mode "exact" (also "") or
// "paper". The size is from 1 to the number of vertices.
func NewDensest(g instance.Graph, size int, mode string) (*Densest, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	if size < 1 || size > len(g.Names) {
		return nil, fmt.Errorf("the size is from 1 to the number of vertices, %d, not %d", len(g.Names), size)
	}
	d := &Densest{Instance: g, Size: size, Mode: mode, degree: 1}
	d.place()
	for _, degree := range g.Degrees() {
		d.degree = max(d.degree, degree)
	}
	switch mode {
	case "exact", "":
		d.Mode = "exact"
		d.exactMode()
	case "paper":
		d.paperMode()
	default:
		return nil, fmt.Errorf("the mode is exact or paper, not %q", mode)
	}
	return d, nil
}

// place puts the κ-sets on the unit sphere.
func (d *Densest) place() {
	kappa := whole(d.Size)
	m := new(big.Rat).SetInt(ceilingRoot(times(whole(2), kappa)))
	sum := plus(square(m), kappa)
	d.a = over(minus(square(m), kappa), sum)
	d.b = over(times(whole(2), m), sum)
	d.alpha = square(over(d.a, d.b))
}

// Kind implements Reduction.
func (d *Densest) Kind() string { return "densest" }

// Claim implements Reduction.
func (d *Densest) Claim() Claim {
	c := Claim{Theorem: "Theorem 7", Step: d.step(), Scale: d.top(), Condition: d.Set().Condition()}
	z, step, den := Short(d.top()), Short(c.Step), fmt.Sprintf("most edges among %d vertices", d.Size)
	if d.loss.Sign() == 0 {
		c.Relation = fmt.Sprintf("min SSE = %s - %s", z, den)
	} else {
		c.Relation = fmt.Sprintf("(%s - min SSE)/%s is from %s to %s more than that", z, step, den, Short(d.loss))
	}
	return c
}

// evident is a number of edges that no κ vertices exceed, for lack of edges or degrees.
func (d *Densest) evident() int {
	degrees := d.Instance.Degrees()
	slices.Sort(degrees)
	sum, most := 0, int64(1)
	for _, weight := range d.Instance.Weights {
		most = max(most, weight)
	}
	for _, degree := range degrees[len(degrees)-d.Size:] {
		sum += min(degree, (d.Size-1)*int(most))
	}
	return min(d.Instance.Size(), sum/2)
}

// Proves implements Reduction. Edges are whole, so the bound is rounded down.
func (d *Densest) Proves(lower *big.Rat) string {
	most := floor(over(minus(d.top(), lower), d.step()))
	if most.Cmp(big.NewInt(int64(d.evident()))) >= 0 {
		return ""
	}
	return fmt.Sprintf("no %d vertices have more than %s edges among them", d.Size, most)
}
