package check

import (
	"bytes"
	"crypto/sha256"
	"io"
	"reflect"

	"relucert/proof/certificate"
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
	hash    []byte // SHA-256 of the stored bytes; nil: not yet read
	changed bool   // the second reading is not the first
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

// each reads the certificate once. Its end without a trailer is no error. A second reading
// goes to the end whatever is found, and must be of the same bytes.
func (s *survey) each(do func(r certificate.Record, line int) error) error {
	in, err := s.proof.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	stored := io.TeeReader(in, sum)
	err = s.read(stored, do)
	if s.hash == nil {
		s.hash = sum.Sum(nil)
		return err
	}
	if _, rest := io.Copy(io.Discard, stored); rest != nil {
		return firstOf(err, rest)
	}
	if !bytes.Equal(s.hash, sum.Sum(nil)) {
		s.changed = true
		return refuse("the certificate changed while it was read")
	}
	return err
}

func (s *survey) read(stored io.Reader, do func(r certificate.Record, line int) error) error {
	r, err := certificate.NewReader(stored)
	if err != nil {
		return unreadable(err)
	}
	if s.header != nil && !reflect.DeepEqual(s.header, r.Header()) {
		return nil // each finds that it is another certificate
	}
	for s.header = r.Header(); ; {
		record, err := r.Next()
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return nil
		case err != nil:
			return unreadable(err)
		}
		if err := do(record, r.Line()); err != nil {
			return err
		}
	}
}

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
