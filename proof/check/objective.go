package check

import (
	"fmt"
	"math/big"
	"strconv"

	"relucert/proof/certificate"
)

// objectiveOf names what a certificate bounds.
func objectiveOf(h *certificate.Header) string {
	name := map[certificate.Family]string{certificate.Squared: "SSE", certificate.Absolute: "absolute loss"}[h.Loss.Family]
	if name == "" {
		name = fmt.Sprintf("%v:%s loss", h.Loss.Family, strconv.FormatFloat(h.Loss.Parameter, 'g', -1, 64))
	}
	if h.Ridge > 0 {
		name += fmt.Sprintf(" + %s Σ‖w‖²", strconv.FormatFloat(h.Ridge, 'g', -1, 64))
	}
	return name
}

// objective is the network's exact objective on the data.
func (c *coordinates) objective(net *Network) *big.Rat {
	if c.header.Loss.Family == certificate.Squared {
		return new(big.Rat).Add(c.sse(net), c.penalty(net))
	}
	sum, den := c.penalty(net), c.forms(net)
	units := make([][]big.Int, len(net.Units))
	for j, u := range net.Units {
		units[j] = c.form(u.Weights, den)
	}
	output, l := c.form(c.spread(net.Output), den), newLossRule(c.header, big.NewRat(1, 1))
	var f, t big.Int
	for i := range c.count() {
		c.apply(&f, output, i)
		for j := range units {
			if c.apply(&t, units[j], i); t.Sign() > 0 {
				f.Add(&f, t.Mul(&t, big.NewInt(int64(net.Units[j].Sign))))
			}
		}
		weight := new(big.Rat).SetFrac(&c.samples.weight.n[i], &c.samples.weight.den)
		label := new(big.Rat).SetFrac(&c.samples.label.n[i], &c.samples.label.den)
		e := new(big.Rat).SetFrac(&f, den)
		sum.Add(sum, weight.Mul(weight, l.value(e.Sub(e, label.Quo(label, weight)))))
	}
	return sum
}

// penalty is λ Σ_j ‖w_j‖², biases left out.
func (c *coordinates) penalty(net *Network) *big.Rat {
	sum := new(big.Rat)
	for _, u := range net.Units {
		weights := u.Weights
		if c.header.Bias {
			weights = weights[1:]
		}
		for _, w := range weights {
			v := rational(w)
			sum.Add(sum, v.Mul(v, v))
		}
	}
	return sum.Mul(sum, rational(c.header.Ridge))
}

// ridge is λ in the loss's units, for weights in units of label-scale.
func (c *coordinates) ridge() *big.Rat {
	v := new(big.Rat).Mul(rational(c.header.LabelScale), rational(c.header.LabelScale))
	return v.Mul(v.Quo(v, c.unit()), rational(c.header.Ridge))
}

// labelLosses is what the labels cost a network that is 0.
func (c *coordinates) labelLosses() *big.Rat {
	if c.header.Loss.Family == certificate.Squared {
		return c.labelSquares()
	}
	return c.objective(&Network{Output: make([]float64, 1)})
}

// lossRule is ℓ(e) = max { 2re − q r² : −below ≤ r ≤ above }.
type lossRule struct {
	below, above *big.Rat
	curved       bool // q = 1, else 0
}

// newLossRule is the header's for labels divided by scale.
func newLossRule(h *certificate.Header, scale *big.Rat) lossRule {
	half := big.NewRat(1, 2)
	parameter := rational(h.Loss.Parameter)
	switch h.Loss.Family {
	case certificate.Absolute:
		return lossRule{half, half, false}
	case certificate.Quantile:
		below := new(big.Rat).Mul(parameter, half)
		return lossRule{below, half.Sub(half, below), false}
	}
	delta := parameter.Quo(parameter, scale)
	return lossRule{delta, delta, true}
}

// value is ℓ(e).
func (l lossRule) value(e *big.Rat) *big.Rat {
	end, size := l.above, new(big.Rat).Abs(e)
	if e.Sign() < 0 {
		end = l.below
	}
	v := new(big.Rat)
	switch {
	case l.curved && size.Cmp(end) <= 0:
		return v.Mul(e, e)
	case l.curved: // 2·end·|e| − end²
		return v.Mul(end, v.Sub(v.Add(size, size), end))
	}
	return v.Mul(end, v.Add(size, size))
}
