package network

import (
	"math/big"

	"relucert/dataset"
)

// Local is the network as a function of the features less other origins than the model's (nil: 0), whose value lacks
// another target origin. Its biases are those in exact arithmetic, rounded once.
func (m *Model) Local(origins []dataset.Decimal, target dataset.Decimal) *Network {
	n := &Network{Output: m.Network.Output}
	shift := make([]*big.Rat, len(n.Output.Weights))
	for i := range shift {
		shift[i] = new(big.Rat).Sub(originAt(origins, i).Rat(), originAt(m.Origins, i).Rat())
	}
	for _, u := range m.Network.Units {
		u.Bias = shifted(u.Bias, u.Weights, shift, new(big.Rat))
		n.Units = append(n.Units, u)
	}
	n.Output.Bias = shifted(n.Output.Bias, n.Output.Weights, shift, new(big.Rat).Sub(m.TargetOrigin.Rat(), target.Rat()))
	return n
}

func originAt(origins []dataset.Decimal, i int) dataset.Decimal {
	if origins == nil {
		return dataset.Decimal{}
	}
	return origins[i]
}

// shifted is bias + ⟨weights, shift⟩ + more.
func shifted(bias float64, weights []float64, shift []*big.Rat, more *big.Rat) float64 {
	sum := new(big.Rat).SetFloat64(bias)
	sum.Add(sum, more)
	for i, w := range weights {
		term := new(big.Rat).SetFloat64(w)
		sum.Add(sum, term.Mul(term, shift[i]))
	}
	v, _ := sum.Float64()
	return v
}
