package check

import (
	"crypto/sha256"
	"hash"
	"io"
	"reflect"

	"relucert/certificate"
)

// survey is what a first reading of the certificate finds: its grammar, its
// claim, and how many children of each split it splits.
type survey struct {
	proof   Source
	header  *certificate.Header
	trailer *certificate.Trailer
	line    int // of the claim
	later   []uint32
	records int
	hash    []byte // SHA-256 of the stored bytes, of a complete certificate
}

// lookAhead is the survey.
func (s *survey) lookAhead() error {
	s.later = []uint32{0}
	return s.each(func(r certificate.Record, line int) error {
		s.records++
		switch r := r.(type) {
		case *certificate.Split:
			if r.Node.Split < len(s.later) {
				s.later[r.Node.Split]++
			}
			s.later = append(s.later, 0)
		case *certificate.Trailer:
			s.trailer, s.line = r, line-1
		}
		return nil
	})
}

// each reads the certificate once. Its end without a trailer is no error.
func (s *survey) each(do func(r certificate.Record, line int) error) error {
	in, err := s.proof.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	r, err := certificate.NewReader(io.TeeReader(in, sum))
	if err != nil {
		return unreadable(err)
	}
	if s.header != nil && !reflect.DeepEqual(s.header, r.Header()) {
		return errChanged()
	}
	s.header = r.Header()
	for {
		record, err := r.Next()
		switch {
		case err == io.EOF:
			return s.same(sum)
		case err == io.ErrUnexpectedEOF:
			return nil
		case err != nil:
			return unreadable(err)
		}
		if err := do(record, r.Line()); err != nil {
			return err
		}
	}
}

// same insists that every reading is of the same bytes.
func (s *survey) same(sum hash.Hash) error {
	read := sum.Sum(nil)
	if s.hash != nil && string(s.hash) != string(read) {
		return errChanged()
	}
	s.hash = read
	return nil
}

func errChanged() error { return refuse("the certificate changed while it was read") }

// unreadable words an end within the header.
func unreadable(err error) error {
	if err == io.ErrUnexpectedEOF || err == io.EOF {
		return &certificate.Error{Message: "the certificate ends within its header"}
	}
	return err
}

// parts are the nodes that the claim is for; none: the whole class.
func (s *survey) parts() []certificate.Name {
	if s.trailer == nil {
		return nil
	}
	return s.trailer.Parts
}

// partSet is the parts, each once, none met yet.
func (s *survey) partSet() (map[certificate.Name]bool, error) {
	met := make(map[certificate.Name]bool)
	for i, name := range s.parts() {
		if _, twice := met[name]; twice {
			return nil, s.atPart(i, refuse("part %s stands twice", show(name)))
		}
		met[name] = false
	}
	return met, nil
}

// atPart enters the line of a part record in a refusal.
func (s *survey) atPart(i int, err error) error {
	return at(s.line-len(s.parts())+i, err)
}
