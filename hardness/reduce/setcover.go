package reduce

import (
	"fmt"
	"math/big"

	"relucert/hardness/instance"
)

// SetCover trains one unit to choose sets (Theorem 4: training one ReLU is
// NP-hard, and hard to approximate).
//
// M sets of positive cost that hold an element which no free set covers, one
// coordinate e_i each, and e_0. Sets of cost 0 are taken, and their elements left
// out. If some elements lie in no set, they get one of their own, no_set, which costs
// 1 more than all others together: there is no cover iff the least cost is above that. d_u = number of sets that hold element u, D = max d_u, c_u = cost of u's
// cheapest set, U = cost of a greedy cover, C = cost of all M sets. Dimension
// M + 1; one sample, one an element and one a set:
//
//	exact  (e_0, 1, 25U)
//	       element u: (4d_u e_0 + Σ_{i∋u} e_i, 0, 3c_u / 16d_u²)
//	       set i:     (e_0 + e_i, 1, cost_i)
//	paper  (e_0, 1, ⌈25γ²C⌉ + 1), γ = 1/4D
//	       element u: (e_0 + Σ_{i∋u} e_i, 0, ⌈4γ²C⌉ + 1)
//	       set i:     (γe_0 + e_i, γ, cost_i)
//
// Claim. The least SSE is OPT (exact) or γ²·OPT (paper), the least cost of a cover.
// If SSE ≤ 5U/4, then S = {i : w_0 + w_i ≤ 0} and the cheapest set of each element
// that S misses are a cover of cost ≤ SSE. If SSE ≤ 5γ²C/4 (paper), then
// S = {i : γw_0 + w_i ≤ 0} is a cover of cost ≤ SSE/γ².
//
// Proof. Let w_0 = 1 and, on a cover, w_i = −4D (paper: −1): only the samples of the
// cover's sets have an error, 1 each (γ). So the least SSE is at most what is
// claimed. Conversely, exact: SSE ≤ 5U/4 gives |w_0 − 1| ≤ 1/√20, also that the sign
// is +, so w_0 > 0.776. Each i in S costs cost_i, its prediction being 0. If S misses
// u, then w_i > −w_0 for the d_u sets of u, so u's prediction is above 3d_u w_0 and
// costs more than (27/16)w_0² c_u > 1.01 c_u, which pays for u's cheapest set. Paper:
// w_0 > 0.776 likewise. Each i in S costs γ²cost_i. If S missed u, u's prediction
// would be above (1 − γd_u)w_0 ≥ 3w_0/4 and cost more than (9/4)w_0²γ²C > 1.3 γ²C. ∎
//
// Beyond U the claim is for the sake of weights that are optimal but for rounding.
type SetCover struct {
	Instance instance.SetCover `json:"instance"`
	Balance  string            `json:"balance"` // exact or paper

	full instance.SetCover // Instance, and no_set if there is no cover
	lost []int             // elements that lie in no set

	free  []int    // sets of cost 0
	paid  []int    // the M sets, in the order of their columns after e_0
	open  []int    // elements that no free set covers
	holds [][]int  // such an element: the columns of its sets
	most  int64    // D; 1 if no element is open
	known *big.Rat // U
	total *big.Rat // C
	least *big.Int // no cover costs less, as the greedy one shows
}

// NewSetCover balances the samples' weights as "exact" (also "") or "paper" says.
func NewSetCover(cover instance.SetCover, balance string) (*SetCover, error) {
	if balance == "" {
		balance = "exact"
	}
	if balance != "exact" && balance != "paper" {
		return nil, fmt.Errorf("the balance is exact or paper, not %q", balance)
	}
	if err := cover.Check(); err != nil {
		return nil, err
	}
	s := &SetCover{Instance: cover, Balance: balance, most: 1}
	s.addNoSet()
	s.layOut(s.findFree())
	greedy := s.greedy()
	s.known = s.cost(greedy.chosen)
	s.total = s.cost(s.paid)
	s.least = greedy.least()
	return s, nil
}

// Kind implements Reduction.
func (s *SetCover) Kind() string { return "setcover" }

// Claim implements Reduction.
func (s *SetCover) Claim() Claim {
	c := Claim{Theorem: "Theorem 4", Relation: "min SSE = least cost of a cover",
		Step: s.step(), Scale: times(s.step(), s.known), Threshold: s.threshold(),
		Condition: s.Set().Condition(), Largest: whole(4 * s.most), Separation: s.step(), Cases: "one cost from the next"}
	if s.Balance == "paper" {
		c.Relation = fmt.Sprintf("min SSE = %s · least cost of a cover", c.Step.RatString())
		c.Largest = whole(1)
	}
	if s.lost != nil {
		c.Relation += ", which is above " + s.all().String() + ": there is none"
	}
	return c
}

// threshold is the largest SSE of the claim.
func (s *SetCover) threshold() *big.Rat {
	known := larger(s.known, whole(1)) // if all is free, any weights will do
	if s.Balance == "paper" {
		known = s.total
	}
	return times(big.NewRat(5, 4), s.step(), known)
}

// all is the cost of all sets.
func (s *SetCover) all() *big.Int {
	sum := new(big.Int)
	for _, cost := range s.Instance.Costs {
		sum.Add(sum, big.NewInt(cost))
	}
	return sum
}

// LeastCost implements Covering. Costs are integers, so the bound is rounded up.
func (s *SetCover) LeastCost(lower *big.Rat) *big.Int {
	return atLeast(s.least, ceiling(over(lower, s.step())))
}

// Proves implements Reduction.
func (s *SetCover) Proves(lower *big.Rat) string {
	least := ceiling(over(lower, s.step()))
	switch {
	case least.Sign() <= 0:
		return ""
	case least.Cmp(s.all()) > 0:
		return "there is no cover"
	}
	below := new(big.Int).Sub(least, big.NewInt(1))
	return fmt.Sprintf("every cover costs at least %s: none of cost %s exists", least, below)
}
