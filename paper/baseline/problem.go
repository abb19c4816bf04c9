package baseline

import (
	"relucert/dataset"
	"relucert/network"
)

// Problem is a training problem without bounds on weights.
type Problem struct {
	Data          *dataset.Dataset
	network.Class // without its bounds
}

func (p *Problem) weight(i int) float64 {
	if p.Data.Weights == nil {
		return 1
	}
	return p.Data.Weights[i]
}
