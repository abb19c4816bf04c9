package reduce

import "math/big"

// Reduction is an instance of a problem together with the training set that
// stands for it. The types that implement it are plain data: as JSON they are all
// that decoding needs (see Meta).
type Reduction interface {
	// Kind names the reduction, as the command line does.
	Kind() string
	// Set is the training set. It is the same for equal reductions.
	Set() *Set
	// Claim says what the theorem says of it.
	Claim() Claim
	// Decode reads a solution out of a network whose exact SSE on Set is sse.
	// The network has one weight a column of Set for each unit.
	Decode(n Network, sse *big.Rat) Answer
	// Proves says what it means for the instance that every network of the class
	// has an SSE of at least lower; empty if that means nothing.
	Proves(lower *big.Rat) string
}

// Set is a training set and the class of networks it is for: without bias and
// without output part.
type Set struct {
	Columns   []string // names of the coordinates
	Samples   []Sample
	Units     int
	Signs     []int    // a unit: +1 or -1; nil: any
	NormBound *big.Rat // nil: none
}

// Sample is (x, y, weight), the coordinates that are not listed being zero.
type Sample struct {
	X      []Term
	Y      *big.Rat
	Weight *big.Rat // positive
}

// Term is one coordinate of a sample.
type Term struct {
	Column int
	Value  *big.Rat
}

// Network is Σ_j sign_j [⟨w_j, x⟩]_+.
type Network struct {
	Signs   []int
	Weights [][]*big.Rat // a unit: one a column
}

// Claim is what is known of a training set before anybody trains.
type Claim struct {
	Theorem string // of the paper
	// Relation says how the least SSE and the instance's optimum are related, as
	// "min SSE = least cost".
	Relation string
	// Step is how much the SSE changes with one unit of the objective, and Scale a
	// bound on the least SSE: float64 cannot tell objectives apart once Step/Scale is
	// near its precision.
	Step, Scale *big.Rat
	// Separation is by how much the least SSEs of the cases that the theorem tells apart
	// differ at least, and Cases what they are, as "2 from 1". Nil: there is but one case.
	Separation *big.Rat
	Cases      string
	Order      Order
	// Threshold is the largest SSE for which Decode is sure of a valid solution;
	// nil if it always is.
	Threshold *big.Rat
	// Condition is the ratio of the largest to the smallest |coordinate|.
	Condition *big.Rat
	// Largest bounds the |weights| of a network that the relation speaks of: some
	// network of least SSE, for every instance of these sizes. A proof is for
	// networks up to a weight limit and says nothing of the instance unless that
	// admits these (see Set.WeightLimit). Nil: NormBound says it.
	Largest *big.Rat
}

// Order is what the theorem compares 1/ε with, for bounded problems: N or √N.
type Order struct {
	N      int
	Things string // as "vertices"
	Root   bool
}

// Answer is a decoded solution.
type Answer struct {
	// Valid: the solution solves the instance, checked against it.
	Valid bool `json:"valid"`
	// Value is its cost, its number of edges, the weight of what it violates…
	Value *big.Rat `json:"value"`
	// Solution is for programs, Text for people, in the instance's own names.
	Solution any      `json:"solution"`
	Text     []string `json:"text"`
	// Guarantee is what the theorem promises for weights of this SSE, whoever
	// trained them; Guaranteed says that it promises anything.
	Guaranteed bool   `json:"guaranteed"`
	Guarantee  string `json:"guarantee"`
}

// SSE is the exact weighted sum of squared errors of n.
func (s *Set) SSE(n Network) *big.Rat {
	sum := new(big.Rat)
	for _, sample := range s.Samples {
		r := new(big.Rat).Sub(n.At(sample.X), sample.Y)
		sum.Add(sum, r.Mul(r, r).Mul(r, sample.Weight))
	}
	return sum
}

// At is the network's prediction.
func (n Network) At(x []Term) *big.Rat {
	sum, product := new(big.Rat), new(big.Rat)
	for j, w := range n.Weights {
		t := new(big.Rat)
		for _, term := range x {
			t.Add(t, product.Mul(w[term.Column], term.Value))
		}
		switch {
		case t.Sign() <= 0:
		case n.Signs[j] > 0:
			sum.Add(sum, t)
		default:
			sum.Sub(sum, t)
		}
	}
	return sum
}
