package checkcmd

import (
	"slices"

	"relucert/certificate"
	"relucert/check"
	"relucert/network"
)

// loadModel reads a network and the shape that its class gives it.
func loadModel(path string) (*check.Network, error) {
	m, err := network.LoadModel(path)
	if err != nil {
		return nil, err
	}
	net := new(check.Network)
	for _, u := range m.Network.Units {
		net.Units = append(net.Units, certificate.Unit{Sign: u.Sign, Weights: raw(m.Bias, u.Bias, u.Weights)})
	}
	out := m.Network.Output
	switch m.Output {
	case network.Intercept:
		net.Output = []float64{out.Bias}
	case network.Affine:
		net.Output = raw(m.Bias, out.Bias, out.Weights)
	}
	return net, nil
}

// raw puts the bias before the weights if the class has one. package network has
// made sure that it is 0 otherwise.
func raw(bias bool, b float64, weights []float64) []float64 {
	if bias {
		return append([]float64{b}, weights...)
	}
	return slices.Clone(weights)
}
