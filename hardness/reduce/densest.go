package reduce

import (
	"fmt"
	"math"
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
// where A = (m²−κ)/(m²+κ), b = 2m/(m²+κ), α = A²/b², θ = ρ/(ρ+1), k̂ = θκ + α. So
// A² + κb² = 1. m and the other constants are the mode's: see exactMode and paperMode. With
//
//	Z = V(Nρ²/(ρ²−1) − κ + k̂²/T) + M,  E = h'(2λ−h')/λ²
//
// Claim. The weights A on e_0 and b on the vertices of S, |S| = κ, have SSE = Z − E·e(S),
// e(S) being the number of edges inside S. From any w with ‖w‖ ≤ 1, Decode reads an
// S with Z − SSE ≤ worth(e(S)). In exact mode worth(e) = e and E = 1, so min SSE = Z − den.
// In paper mode an additive error of order 1/√N in the average decides between den ≥ l
// and den < l/C.
//
// The graph may have parallel edges: all numbers of edges count them, and so do weights.
//
// Proof of exact mode; paperMode has its own. Write w_0 = A(1+η), w_v = b u_v; the ball is Σu² ≤ κ − α(2η+η²). A vertex's
// output is hp, p = (ρ+1)u − ρ(1+η), where that is positive; let H be those vertices.
// An edge's is h'q, q = σ(u_a+u_b) − (2σ−1)(1+η), where that is positive. On the
// weights of S: p is 1 on S, q is 1 inside S, and both are negative elsewhere, which
// gives their SSE.
//
// The gain of w is Z + Vκ − SSE: what the outputs save compared with η = 0 and no
// output of a vertex or edge. We have to show gain ≤ Vκ + e(S). A unit of sign −1 gains no
// more than w = 0. For w_0 ≤ 0 see exactMode; let w_0 > 0. The
// first sample gains V(2k̂η − Tη²), a vertex of H
//
//	V(u² − 2θη − ρ²x² − η²(ρ−1)/(ρ+1)),  x = u − 1 − (1−1/ρ)η,
//
// an edge φ(q) = 1 − (1 − h'q/λ)² ≤ 1. Adding V times the ball's inequality,
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
// S is H filled up to κ vertices, then e(S) ≥ e(H), or H with vertices of least degree
// peeled off, then e(S) ≥ e(H) − dj. The rest stands with the constants. ∎
type Densest struct {
	Instance instance.Graph `json:"instance"`
	Size     int            `json:"size"` // κ
	Mode     string         `json:"mode"` // exact or paper
	Promise  Promise        `json:"promise"`

	degree      int      // d
	a, b, alpha *big.Rat // A, b, α

	// The mode's constants.
	rho, h              *big.Rat // ρ, h
	sigma, edgeH, label *big.Rat // σ, h', λ
	v, t                *big.Rat // V, T
	psi                 *big.Rat // ψ, in paper mode
}

// Promise is what a gap problem knows: size vertices have at least Complete edges
// among them, or no size vertices have more than Sound.
type Promise struct {
	Complete int `json:"complete"`
	Sound    int `json:"sound"`
}

// UsualGap is l/s at least, unless a promise is given.
const UsualGap = 8

// GapPromise is at least edges edges, or fewer than edges/gap; 0 edges are the most that
// degrees allow.
func GapPromise(g instance.Graph, size, edges int, gap float64) (Promise, error) {
	if !(gap > 1) || math.IsInf(gap, 0) {
		return Promise{}, fmt.Errorf("the gap is above 1, not %v", gap)
	}
	if edges == 0 && size <= len(g.Names) {
		edges = (&Densest{Instance: g, Size: size}).evident()
	}
	return Promise{edges, max(0, int(math.Ceil(float64(edges)/gap))-1)}, nil
}

// NewDensest asks for the densest size vertices of g, in mode "exact" (also "") or
// "paper". The size is from 1 to the number of vertices. Without a promise, in exact mode
// one edge more or less is told apart, in paper mode the most edges that degrees allow and
// less than an eighth of them.
func NewDensest(g instance.Graph, size int, mode string, promise ...Promise) (*Densest, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	if size < 1 || size > len(g.Names) {
		return nil, fmt.Errorf("the size is from 1 to the number of vertices, %d, not %d", len(g.Names), size)
	}
	d := &Densest{Instance: g, Size: size, Mode: mode, degree: 1}
	for _, degree := range g.Degrees() {
		d.degree = max(d.degree, degree)
	}
	switch mode {
	case "exact", "":
		d.Mode = "exact"
		d.promise(1, promise)
		d.exactMode()
	case "paper":
		d.promise(UsualGap, promise)
		if err := d.paperMode(); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("the mode is exact or paper, not %q", mode)
	}
	if p := d.Promise; p.Sound < 0 || p.Sound >= max(p.Complete, 1) || p.Complete > d.evident() {
		return nil, fmt.Errorf("the promise is at most s or at least l edges, 0 ≤ s < l ≤ %d, not s = %d and l = %d", d.evident(), p.Sound, p.Complete)
	}
	return d, nil
}

// promise is the one given, or l = the most edges that degrees allow, s < l/gap.
func (d *Densest) promise(gap int, given []Promise) {
	if len(given) > 0 && given[0] != (Promise{}) {
		d.Promise = given[0]
		return
	}
	most := d.evident()
	d.Promise = Promise{most, max(0, (most-1)/gap)}
}

// place puts the κ-sets on the unit sphere; m = ⌈√(share·κ)⌉.
func (d *Densest) place(share *big.Rat) {
	kappa := whole(d.Size)
	m := new(big.Rat).SetInt(ceilingRoot(times(share, kappa)))
	sum := plus(square(m), kappa)
	d.a = over(minus(square(m), kappa), sum)
	d.b = over(times(whole(2), m), sum)
	d.alpha = square(over(d.a, d.b))
}

// Kind implements Reduction.
func (d *Densest) Kind() string { return "densest" }

// Claim implements Reduction.
func (d *Densest) Claim() Claim {
	c := Claim{Theorem: "Theorem 7", Step: d.step(), Scale: d.top(), Condition: d.Set().Condition(), Separation: d.separation(),
		Order: Order{N: len(d.Instance.Names), Things: "vertices", Root: true}}
	l, s := d.Promise.Complete, d.Promise.Sound
	c.Relation = fmt.Sprintf("min SSE = %s - most edges among %d vertices", Short(d.top()), d.Size)
	if d.Mode == "paper" {
		c.Relation = fmt.Sprintf("min SSE ≤ %s if some %d vertices have %d edges among them, else if none have more than %d, min SSE ≥ %s",
			Short(minus(d.top(), times(d.step(), whole(l)))), d.Size, l, s, Short(minus(d.top(), d.worth(s))))
	}
	c.Cases = fmt.Sprintf("%d edges from %d", l, s)
	if l == 0 {
		c.Separation, c.Cases = nil, ""
	}
	return c
}

// worth bounds Z − SSE of weights that decode to so many edges.
func (d *Densest) worth(edges int) *big.Rat {
	if d.Mode == "paper" {
		return d.paperWorth(edges)
	}
	return whole(edges)
}

// separation is how far apart the promise puts the least SSEs.
func (d *Densest) separation() *big.Rat {
	return minus(times(d.step(), whole(d.Promise.Complete)), d.worth(d.Promise.Sound))
}

// epsilon is that in the average of all samples.
func (d *Densest) epsilon() *big.Rat { return over(d.separation(), d.total()) }

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
