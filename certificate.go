package relucert

import (
	"io"

	"relucert/network"
	"relucert/proof/certificate"
)

// Certificate says where the proof goes (proof/certificate/FORMAT.md).
type Certificate struct {
	// Out takes the records while the search runs.
	Out io.Writer
	// Again, if set, takes back what was written to Out, so that another method may begin.
	Again func() error
	// DropMissing is how the data were read.
	DropMissing bool
}

// certify starts the certificate, if one is wanted.
func (s *session) certify() {
	if s.opts.Certificate == nil {
		return
	}
	p, data := &s.problem, s.problem.Data
	h := &certificate.Header{
		Data: data.SHA256, Target: data.Target, Features: data.Features, SampleWeights: data.WeightColumn,
		DropMissing: s.opts.Certificate.DropMissing,
		Units:       p.K(), Signs: p.Signs, Bias: p.Bias(), Output: outputs[p.Output], Sweep: s.method == Sweep,
		Origins: data.Origins, LabelOrigin: data.TargetOrigin,
	}
	if !h.Sweep {
		s.frame(h)
	}
	s.proof = certificate.NewWriter(s.opts.Certificate.Out, h)
}

// frame adds the limits and coordinates of the search.
func (s *session) frame(h *certificate.Header) {
	w, f := s.whitened, s.whitened.Frame()
	h.NormBound, h.WeightLimit = s.problem.NormBound, w.WeightLimit*w.LabelScale
	h.Keep, h.Transform, h.Reference = f.Keep, f.Transform, f.Reference
	h.LabelScale, h.WeightScale = f.LabelScale, f.WeightScale
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
		t.Units = append(t.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(s.problem.Bias())})
	}
	t.Output = r.Network.Output.Raw(s.problem.Output, s.problem.Bias())
	s.proof.Trailer(t)
	return s.proof.Flush()
}
