package farkas

import (
	"fmt"
	"math/big"
	"slices"
)

// Samples are what a sum of units is to fit: m rows x of n numbers, m labels y, and m rows z
// of the free output part's p columns, or none of it.
type Samples struct {
	X, Z [][]*big.Rat
	Y    []*big.Rat
}

// NewSamples takes the rows of the units and the kind of the free part: "none", "intercept" (z
// is 1) or "affine" (z is x).
func NewSamples(x [][]*big.Rat, y []*big.Rat, output string) Samples {
	s := Samples{X: x, Y: y}
	switch output {
	case "affine":
		s.Z = x
	case "intercept":
		s.Z = slices.Repeat([][]*big.Rat{{big.NewRat(1, 1)}}, len(x))
	}
	return s
}

// OutputColumns is p.
func (s *Samples) OutputColumns() int {
	if len(s.Z) == 0 {
		return 0
	}
	return len(s.Z[0])
}

// Sum is the network ⟨Output, z⟩ + Σ_j Signs_j·[⟨Weights_j, x⟩]_+.
type Sum struct {
	Signs   []int        // k, each 1 before each −1
	Weights [][]*big.Rat // k×n
	Output  []*big.Rat   // p
}

// SumProof is a network that fits, or a tree for each choice of signs in question.
type SumProof struct {
	Network     *Sum
	Refutations []Tree
}

// Verify is nil when p proves from nothing but the samples what it says of the choices of signs
// in question; else it says what is wrong.
func (p *SumProof) Verify(s Samples, choices [][]int) error {
	if p.Network != nil {
		if !slices.ContainsFunc(choices, func(c []int) bool { return slices.Equal(c, p.Network.Signs) }) {
			return fmt.Errorf("a network of signs %s answers another question", SignsText(p.Network.Signs))
		}
		return p.Network.verify(s)
	}
	for _, signs := range choices {
		at := slices.IndexFunc(p.Refutations, func(t Tree) bool { return slices.Equal(t.Signs, signs) })
		if at < 0 {
			return fmt.Errorf("nothing is said about signs %s", SignsText(signs))
		}
		if err := p.Refutations[at].verify(s); err != nil {
			return fmt.Errorf("signs %s: %w", SignsText(signs), err)
		}
	}
	return nil
}

// verify computes the network's output on every sample.
func (n *Sum) verify(s Samples) error {
	if err := n.verifyShape(s); err != nil {
		return err
	}
	for i := range s.X {
		if f := n.at(s, i); f.Cmp(s.Y[i]) != 0 {
			return fmt.Errorf("the network's output on row %d is %s, the label %s", i+1, f.RatString(), s.Y[i].RatString())
		}
	}
	return nil
}

func (n *Sum) verifyShape(s Samples) error {
	if len(n.Weights) != len(n.Signs) || len(n.Output) != s.OutputColumns() {
		return fmt.Errorf("%d units of %d and %d output weights of %d", len(n.Weights), len(n.Signs), len(n.Output), s.OutputColumns())
	}
	for _, w := range n.Weights {
		if len(w) != len(s.X[0]) {
			return fmt.Errorf("%d weights for %d columns", len(w), len(s.X[0]))
		}
	}
	return nil
}

// at is the output on sample i.
func (n *Sum) at(s Samples, i int) *big.Rat {
	sum := new(big.Rat)
	if s.Z != nil {
		sum = dot(n.Output, s.Z[i])
	}
	for j, w := range n.Weights {
		if t := dot(w, s.X[i]); t.Sign() > 0 {
			sum.Add(sum, t.Mul(t, big.NewRat(int64(n.Signs[j]), 1)))
		}
	}
	return sum
}

// SignChoices are all signs of k units, each 1 before each −1: units of one sign are
// interchangeable.
func SignChoices(k int) (all [][]int) {
	for minus := range k + 1 {
		all = append(all, append(slices.Repeat([]int{1}, k-minus), slices.Repeat([]int{-1}, minus)...))
	}
	return all
}

// SignsText spells signs, as in "++-".
func SignsText(signs []int) string {
	text := make([]byte, len(signs))
	for j, sign := range signs {
		text[j] = signText(sign)[0]
	}
	return string(text)
}
