package relucert

import (
	"errors"
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

// certify starts the certificate, if one is wanted, or goes on with a kept one.
func (s *session) certify(w way) {
	c, k := s.opts.Certificate, s.kept
	switch {
	case c == nil:
	case k.goesOn(0):
		s.proof = certificate.Continue(k.folder, s.header(w), k.splits)
	case k != nil:
		s.proof = certificate.NewWriter(k.folder, s.header(w))
	default:
		s.proof = certificate.NewWriter(c.Out, s.header(w))
	}
}

// header is the certificate's.
func (s *session) header(w way) *certificate.Header {
	p, data := &s.problem, s.problem.Data
	h := &certificate.Header{
		Data: data.SHA256, Target: data.Target, Features: data.Features, SampleWeights: data.WeightColumn,
		Reading: data.Reading,
		Units:   p.K(), Signs: p.Signs, Bias: p.Bias(), Output: outputs[p.Output],
		Origins: data.Origins, LabelOrigin: data.TargetOrigin,
	}
	if c := s.opts.Certificate; c != nil {
		h.DropMissing = c.DropMissing
	}
	w.describe(h)
	return h
}

// certifyAgain starts it anew, if one is wanted and what was written can be taken back.
func (s *session) certifyAgain(w way) bool {
	if s.proof != nil && s.takeBack() != nil {
		return false
	}
	s.certify(w)
	return true
}

// errKept is the error of what cannot be taken back.
var errKept = errors.New("the certificate cannot begin anew")

func (s *session) takeBack() error {
	switch {
	case s.kept != nil:
		return s.kept.folder.Again()
	case s.opts.Certificate.Again == nil:
		return errKept
	}
	return s.opts.Certificate.Again()
}

var outputs = map[network.OutputPart]certificate.Output{
	network.None: certificate.None, network.Intercept: certificate.Intercept, network.Affine: certificate.Affine,
}

// claim ends the certificate with what r claims. Its error is that of writing.
func (s *session) claim(r *Result) error {
	if s.proof == nil || r.Unbegun || s.spoiled != nil {
		return s.spoiled
	}
	t := &certificate.Trailer{Lower: r.SSELower}
	if r.line != nil {
		t.Line, t.Upper = &r.line.BrokenLine, r.line.upper
		t.Lower = min(t.Lower, t.Upper)
	} else {
		s.network(t, r)
	}
	if k := s.kept; k != nil {
		t.Parts = k.parts
	}
	s.proof.Trailer(t)
	return s.handOver(s.proof.Flush())
}

// handOver copies the certificate from where it was kept to where it is wanted.
func (s *session) handOver(err error) error {
	if s.kept == nil || err != nil {
		return err
	}
	return s.kept.folder.CopyProof(s.opts.Certificate.Out)
}

// network enters the result's.
func (s *session) network(t *certificate.Trailer, r *Result) {
	t.Upper = r.atMost
	for _, u := range r.Network.Units {
		t.Units = append(t.Units, certificate.Unit{Sign: u.Sign, Weights: u.Raw(s.problem.Bias())})
	}
	t.Output = r.Network.Output.Raw(s.problem.Output, s.problem.Bias())
}
