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
func (s *session) certify(w way) {
	if s.opts.Certificate == nil {
		return
	}
	p, data := &s.problem, s.problem.Data
	h := &certificate.Header{
		Data: data.SHA256, Target: data.Target, Features: data.Features, SampleWeights: data.WeightColumn,
		DropMissing: s.opts.Certificate.DropMissing, Reading: data.Reading,
		Units: p.K(), Signs: p.Signs, Bias: p.Bias(), Output: outputs[p.Output],
		Origins: data.Origins, LabelOrigin: data.TargetOrigin,
	}
	w.describe(h)
	s.proof = certificate.NewWriter(s.opts.Certificate.Out, h)
}

// certifyAgain starts it anew, if one is wanted and what was written can be taken back.
func (s *session) certifyAgain(w way) bool {
	if s.proof != nil && (s.opts.Certificate.Again == nil || s.opts.Certificate.Again() != nil) {
		return false
	}
	s.certify(w)
	return true
}

var outputs = map[network.OutputPart]certificate.Output{
	network.None: certificate.None, network.Intercept: certificate.Intercept, network.Affine: certificate.Affine,
}

// claim ends the certificate with what r claims. Its error is that of writing.
func (s *session) claim(r *Result) error {
	if s.proof == nil || r.Unbegun {
		return nil
	}
	t := &certificate.Trailer{Lower: r.SSELower}
	if r.line != nil {
		t.Line, t.Upper = &r.line.BrokenLine, r.line.upper
		t.Lower = min(t.Lower, t.Upper)
	} else {
		s.network(t, r)
	}
	s.proof.Trailer(t)
	return s.proof.Flush()
}

// network enters the result's.
func (s *session) network(t *certificate.Trailer, r *Result) {
	t.Upper = r.Network.SSEAtMost(s.problem.Data)
	for _, u := range r.Network.Units {
		t.Units = append(t.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(s.problem.Bias())})
	}
	t.Output = r.Network.Output.Raw(s.problem.Output, s.problem.Bias())
}
