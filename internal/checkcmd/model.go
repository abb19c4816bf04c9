package checkcmd

import (
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/certificate"
	"relucert/proof/check"
)

// LoadModel reads a network with what the file says of it.
func LoadModel(path string) (*check.Model, error) {
	m, err := network.LoadModel(path)
	if err != nil {
		return nil, err
	}
	if len(m.Network.Jumps) > 0 {
		return nil, &dataset.Error{File: path, Msg: "a model that jumps is no network to compare: check its certificate alone"}
	}
	model := &check.Model{Name: path, Data: m.Data.SHA256, SSELower: m.SSELower,
		Origins: m.Origins, TargetOrigin: m.TargetOrigin, Class: check.Class{
			Units: len(m.Network.Units), Signs: m.Signs, Bias: m.Bias, Output: m.Output.String(), NormBound: m.NormBound,
			WeightLimit: m.WeightLimit, Target: m.Target, Features: m.Features, SampleWeights: m.Data.Weight, Hinges: m.Hinges}}
	for _, u := range m.Network.Units {
		model.Network.Units = append(model.Network.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(m.Bias)})
	}
	model.Network.Output = m.Network.Output.Raw(m.Output, m.Bias)
	return model, nil
}
