package checkcmd

import (
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
		net.Units = append(net.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(m.Bias)})
	}
	net.Output = m.Network.Output.Raw(m.Output, m.Bias)
	return net, nil
}
