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
