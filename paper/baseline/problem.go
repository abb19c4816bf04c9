package baseline

import (
	"relucert/dataset"
	"relucert/network"
)

// Problem is a training problem without bounds on weights.
type Problem struct {
	Data *dataset.Dataset
	// Units is k. Signs are the coefficients, +1 or -1 each; nil: all compete.
	Units int
	Signs []int
	// Bias gives every unit a bias; Output is the free part added to the units.
	Bias   bool
	Output network.OutputPart
}

func (p *Problem) units() int {
	if p.Signs != nil {
		return len(p.Signs)
	}
	return p.Units
}

func (p *Problem) weight(i int) float64 {
	if p.Data.Weights == nil {
		return 1
	}
	return p.Data.Weights[i]
}

// hasConstant says whether the output part has a free constant.
func (p *Problem) hasConstant() bool {
	return p.Output == network.Intercept || p.Output == network.Affine && p.Bias
}
