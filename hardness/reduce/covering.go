package reduce

import "math/big"

// Covering is a Reduction that asks for things of least cost. Decode then finds
// a solution of cost at most SSE over the claim's step, whatever the weights: so
// whoever finds weights of at most c times the least SSE has a solution of at most c
// times the least cost, which is what Theorem 4 says is hard.
type Covering interface {
	Reduction
	// LeastCost is a bound on the cost of every solution, if every network of the
	// class has an SSE of at least lower; 0 tells what the instance itself shows.
	LeastCost(lower *big.Rat) *big.Int
}

func atLeast(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}
