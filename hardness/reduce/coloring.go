package reduce

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"relucert/hardness/instance"
)

// Coloring trains one unit a colour to leave no hyperedge monochromatic (Theorem
// 8: training k ≥ 2 units is NP-hard, even if some network has no error and
// negative coefficients are allowed; step I is Vu's reduction).
//
// n vertices that lie in edges, m edges of 2 to ℓ vertices and weight ω_e,
// Ω = Σ ω_e, d(v) = Σ_{e∋v} ω_e, c = 1. Dimension n + 2; n + m + 3 samples for k = 2,
// else n + m + 2k + 1:
//
//	vertex v: (e_v, c, (1 + d(v))/c²)                  Σ_j [w_jv]_+ is to be c
//	edge e:   (Σ_{v∈e} e_v, 0, k²ω_e / |e|(|e|-1)c²)   no unit likes all of e
//	a gadget  (gadget.go)                              a -1 costs at least Ω + 1
//
// Claim. Let q(χ) be the weight of the edges that a k-colouring χ leaves
// monochromatic, q its least value. Any weights and signs, coloured by
// χ(v) = argmax_j w_jv, have SSE > q(χ) unless both are 0. And any colouring has
// weights with SSE ≤ D·q(χ), D = max_e min(k²|e|/(|e|-1), (1 + min_{v∈e} d(v))/ω_e).
// So min SSE = 0 iff q = 0, and otherwise q < min SSE ≤ D·q, where D ≤ 2k².
//
// Proof. Weights for χ: w_jv = c if χ(v) = j, else -pc, where p ≤ ℓ-1 is the greatest ratio
// of j's vertices to the others in an edge of v; and the gadget's units. Over an edge that is
// not all its own a unit sums 0 at most, so only monochromatic edges cost, k²ω_e|e|/(|e|-1)
// each. Or a vertex v of the edge is given up: a negative w_jv for all j costs 1 + d(v) and
// lifts no sum above 0.
// Conversely, a -1 among the signs costs more than Ω. Without one, let
// s_v = Σ_j [w_jv]_+/c. A vertex with s_v ≤ 0 costs at least 1 + d(v), more than its
// edges weigh. On a monochromatic edge of r vertices with all s_v > 0 the unit has
// w_jv ≥ c·s_v/k, so that the edge and a share ω_e of its vertices' samples cost at
// least ω_e((Σ s_v)²/r(r-1) + Σ (1 - s_v)²), which is at least ω_e, for by Cauchy
// r² = (Σ s_v + Σ (1 - s_v))² ≤ (r(r-1) + r)(…). It is ω_e only if all s_v = (r-1)/r, and
// then the 1 that is left of the vertices' weights costs as well. ∎
//
// An edge of one vertex is in one colour whatever is done. Such edges, of weight Λ
// together, count in q, n and Ω, and are two samples on a column of their own,
// (e, 0, 4Λ/c²) and (e, c, 4Λ/c²): the least error of any networks on them is 2Λ, at c/2.
// Equal edges are one edge of their weight. ℓ is at least 2.
//
// Neither 1 can be spared. The centre of a star, given up, costs 1 + d, and all its
// edges may be monochromatic. And for k = 4, signs +++- and weights c·(5, -1),
// c·(-1, 5), c·(2, 2), c·(6, 6) fit a single edge and both its vertices, argmax_j being
// the same: only the gadget costs, Ω + 1.
//
// The bounded version has ‖w_j‖ ≤ 1, ‖x‖ ≤ 1 and 0 ≤ y ≤ k: c = 1/⌈(ℓ-1)√(n/(1-g))⌉, so that
// the weights above have squared norms of at most n(ℓ-1)²c² ≤ 1-g on the vertices and
// g on the gadget, g being that of 1/2, 1/4, …, 1/64 which makes the sum of all weights least;
// an edge's row is divided by r = ⌈12√|e|⌉/12 and its weight multiplied by r².
//
// That sum is W = O(k²ℓ³nΩ) + O(k⁴Ω). So if the cases are q = 0 and q ≥ δΩ for some constant δ, as
// the Gap-ETH has it, an average error of ε = δΩ/W tells them apart, and 1/ε is O(n) for
// constant k and ℓ, without logarithms (Theorem 10).
//
// NoGadget is Vu's step I alone: the signs are fixed to +1, the gadget and its columns are left out, and bounded
// c = 1/⌈(ℓ-1)√n⌉. The claim and its proof are the same, but for the case of a -1.
type Coloring struct {
	Hypergraph instance.Hypergraph `json:"hypergraph"`
	Colors     int                 `json:"colors"`
	Bounded    bool                `json:"bounded"`
	NoGadget   bool                `json:"no_gadget,omitempty"`
	// Gap is δ: of the cases to be told apart, the one is q = 0, the other q ≥ Gap·Ω. 0: any
	// q > 0.
	Gap float64 `json:"gap,omitempty"`

	edges   []edge   // of two vertices or more, different ones
	always  int64    // Λ, the weight of those of one vertex
	column  []int    // a vertex; -1: it lies in no edge
	names   []string // a column of a vertex
	degrees []int64  // d, a vertex
	largest int      // ℓ
	total   int64    // Ω
	least   int64    // of the weights q that are possible, the least but 0
	scale   *big.Rat // c
	gadget  gadget
	squares int64 // a unit's Σ (w_jv/c)² at most, n(ℓ-1)²
	keeps   bool  // no vertex is given up
}

// edge is the vertices of an edge and its weight.
type edge struct {
	vertices []int
	weight   int64
}

// NewColoring asks for colors colours: 2 to 64, or to one a vertex if that is more.
// Bounded is the version with norm bound 1.
func NewColoring(h instance.Hypergraph, colors int, bounded bool) (*Coloring, error) {
	return CompleteColoring(Coloring{Hypergraph: h, Colors: colors, Bounded: bounded})
}

// CompleteColoring is NewColoring of the exported fields of c, for which it refuses the same.
func CompleteColoring(c Coloring) (*Coloring, error) {
	if err := c.Hypergraph.Check(); err != nil {
		return nil, err
	}
	if most := max(mostColors, len(c.Hypergraph.Names)); c.Colors < 2 || c.Colors > most {
		return nil, fmt.Errorf("%d colours: 2 to %d are possible", c.Colors, most)
	}
	c.merge()
	c.measure()
	c.place()
	negative := int64(c.largest - 1)
	c.squares = int64(max(1, len(c.names))) * negative * negative
	c.balance()
	return &c, c.SetGap(c.Gap)
}

// merge finds the edges, each once.
func (c *Coloring) merge() {
	place := make(map[string]int)
	for e, vertices := range c.Hypergraph.Edges {
		weight := c.Hypergraph.Weight(e)
		if len(vertices) == 1 {
			c.always += weight
			continue
		}
		key := fmt.Sprint(vertices)
		if i, again := place[key]; again {
			c.edges[i].weight += weight
			continue
		}
		place[key] = len(c.edges)
		c.edges = append(c.edges, edge{vertices, weight})
	}
}

func (c *Coloring) measure() {
	c.total, c.least, c.largest = c.always, c.always, 2
	c.degrees = make([]int64, len(c.Hypergraph.Names))
	for _, e := range c.edges {
		c.largest = max(c.largest, len(e.vertices))
		c.total += e.weight
		if c.always == 0 && (c.least == 0 || e.weight < c.least) {
			c.least = e.weight
		}
		for _, v := range e.vertices {
			c.degrees[v] += e.weight
		}
	}
}

// place gives a column to each vertex that lies in an edge.
func (c *Coloring) place() {
	c.column = make([]int, len(c.degrees))
	for v, name := range c.Hypergraph.Names {
		c.column[v] = -1
		if c.degrees[v] > 0 {
			c.column[v] = len(c.names)
			c.names = append(c.names, "v_"+name)
		}
	}
	if c.always > 0 {
		c.names = append(c.names, "always")
	}
}

func (c *Coloring) balance() {
	toll := whole(c.total + 1)
	c.scale = whole(1)
	switch {
	case c.NoGadget && c.Bounded:
		c.scale = c.scaleWithin(whole(1))
	case c.NoGadget:
	case c.Bounded:
		c.share(toll)
	default:
		c.gadget = newGadget(c.Colors, toll, nil)
	}
}

// share divides the norm between the vertices and the gadget.
func (c *Coloring) share(toll *big.Rat) {
	var least *big.Rat
	for room := big.NewRat(1, 2); room.Cmp(big.NewRat(1, 64)) >= 0; room = times(room, big.NewRat(1, 2)) {
		trial := *c
		trial.scale = c.scaleWithin(minus(whole(1), room))
		trial.gadget = newGadget(c.Colors, toll, room)
		if total := plus(trial.ownWeight(), trial.gadget.total()); least == nil || total.Cmp(least) < 0 {
			least, c.scale, c.gadget = total, trial.scale, trial.gadget
		}
	}
}

// scaleWithin is the largest 1/integer c with squares·c² ≤ room.
func (c *Coloring) scaleWithin(room *big.Rat) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(1), ceilingRoot(over(whole(c.squares), room)))
}

// ownWeight is the sum of all weights but the gadget's.
func (c *Coloring) ownWeight() *big.Rat {
	return (&Set{Samples: c.ownSamples()}).Total()
}

// SetGap says which cases are to be told apart; 0 ≤ gap ≤ 1.
func (c *Coloring) SetGap(gap float64) error {
	if !(gap >= 0 && gap <= 1) {
		return fmt.Errorf("the gap is a share from 0 to 1, not %v", gap)
	}
	c.Gap = gap
	return nil
}

// promised is the least weight q of the case that is not q = 0, of all.
func (c *Coloring) promised(gap float64, all int64) *big.Rat {
	share := ceiling(times(new(big.Rat).SetFloat64(gap), whole(all)))
	return larger(whole(max(c.least, 1)), new(big.Rat).SetInt(share))
}

// Kind is "coloring".
func (c *Coloring) Kind() string { return "coloring" }

// Claim implements Reduction.
func (c *Coloring) Claim() Claim {
	set := c.Set()
	claim := Claim{
		Theorem:   "Theorem 8",
		Relation:  c.relation("least weight of monochromatic edges"),
		Step:      whole(1),
		Scale:     set.SSE(Network{}),
		Threshold: c.threshold(),
		Order:     Order{N: len(c.names), Things: "vertices"},
		Condition: set.Condition(),
	}
	if c.total > 0 {
		claim.Separation = c.promised(c.Gap, c.total)
		claim.Cases = fmt.Sprintf("a proper colouring from monochromatic edges of weight %s or more, whatever the colouring", claim.Separation.Num())
	}
	if !c.Bounded {
		claim.Largest = whole(c.largest - 1)
	}
	if c.NoGadget {
		claim.Theorem = "Vu's step I, all signs +"
	}
	if c.Colors == 2 && c.largest == 2 {
		claim.Theorem += " (but two colours on a graph are easy: breadth-first search decides)"
	}
	return claim
}

// threshold is the largest SSE of which the claim knows that q = 0. Without edges every
// colouring will do, and if some edge is of one vertex none.
func (c *Coloring) threshold() *big.Rat {
	switch {
	case c.always > 0:
		return new(big.Rat)
	case c.total == 0:
		return nil
	}
	return whole(c.least)
}

func (c *Coloring) relation(q string) string {
	return fmt.Sprintf("min SSE = 0 if q = 0, else q < min SSE ≤ %s·q, q = %s", c.dearest().RatString(), q)
}

// dearest is D.
func (c *Coloring) dearest() *big.Rat {
	most := new(big.Rat)
	if c.always > 0 {
		most = whole(2)
	}
	for _, e := range c.edges {
		cost := c.paid(e)
		if given := whole(1 + c.degrees[c.cheapest(e)]); !c.keeps && given.Cmp(cost) < 0 {
			cost = given
		}
		most = larger(most, cost.Quo(cost, whole(e.weight)))
	}
	return most
}

// paid is k²ω_e|e|/(|e|-1), the cost of an edge in one colour.
func (c *Coloring) paid(e edge) *big.Rat {
	r := len(e.vertices)
	return times(c.edgeWeight(e), whole(r), whole(r))
}

// edgeWeight is k²ω_e / |e|(|e|-1).
func (c *Coloring) edgeWeight(e edge) *big.Rat {
	r := len(e.vertices)
	return times(ratio(c.Colors*c.Colors, r*(r-1)), whole(e.weight))
}

// cheapest is the vertex of an edge that costs least to give up.
func (c *Coloring) cheapest(e edge) int {
	return slices.MinFunc(e.vertices, func(u, v int) int { return cmp.Compare(c.degrees[u], c.degrees[v]) })
}
