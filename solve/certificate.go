package solve

import (
	"io"

	"relucert/certificate"
	"relucert/network"
)

// Certificate says where the proof goes (certificate/FORMAT.md).
type Certificate struct {
	// Out takes the records while the search runs.
	Out io.Writer
	// DropMissing is how the data were read.
	DropMissing bool
}

// certify starts the certificate, if one is wanted.
func (s *session) certify() {
	if s.opts.Certificate == nil {
		return
	}
	p, data, frame := &s.problem, s.problem.Data, s.whitened.Frame()
	s.proof = certificate.NewWriter(s.opts.Certificate.Out, &certificate.Header{
		Data: data.SHA256, Target: data.Target, Features: data.Features, SampleWeights: data.WeightColumn,
		DropMissing: s.opts.Certificate.DropMissing,
		Units:       p.units(), Signs: p.Signs, Bias: p.Bias, Output: outputs[p.Output],
		NormBound: p.NormBound, WeightLimit: s.whitened.WeightLimit * s.whitened.LabelScale,
		Keep: frame.Keep, Transform: frame.Transform, LabelScale: frame.LabelScale, WeightScale: frame.WeightScale,
		Reference: frame.Reference,
	})
}

var outputs = map[network.OutputPart]certificate.Output{
	network.None: certificate.None, network.Intercept: certificate.Intercept, network.Affine: certificate.Affine,
}

// claim ends the certificate with what r claims. Its error is that of writing.
func (s *session) claim(r *Result) error {
	if s.proof == nil {
		return nil
	}
	t := &certificate.Trailer{Lower: r.SSELower, Upper: r.Network.SSEAtMost(s.problem.Data)}
	for _, u := range r.Network.Units {
		t.Units = append(t.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(s.problem.Bias)})
	}
	t.Output = r.Network.Output.Raw(s.problem.Output, s.problem.Bias)
	s.proof.Trailer(t)
	return s.proof.Flush()
}
