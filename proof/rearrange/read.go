package rearrange

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"relucert/proof/certificate"
)

// Source is a certificate; it is opened twice.
type Source struct {
	Name string // for messages
	Open func() (io.ReadCloser, error)
}

// Error is a certificate that cannot be arranged.
type Error struct {
	File string
	Err  error
}

func (e *Error) Error() string { return e.File + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// ErrHinges says that there is no way yet.
var ErrHinges = errors.New("a proof by hinges is not trimmed, split or joined")

// ErrNoTree says that there is nothing to arrange.
var ErrNoTree = errors.New("a proof by sweep is one claim without records: there is nothing to trim, split or join")

// ErrChanged says that the two readings were not of the same bytes.
var ErrChanged = errors.New("the certificate changed while it was read")

// ErrNoTrailer says that there is no claim to arrange for.
var ErrNoTrailer = errors.New("the certificate has no trailer, so it claims nothing")

// scratch keeps records' lines in a file.
type scratch struct {
	file *os.File
	end  int64
}

// text is where a record's line stands in the scratch file.
type text struct {
	start  int64
	length int32
}

func (s *scratch) save(line []byte) (text, error) {
	t := text{s.end, int32(len(line))}
	n, err := s.file.WriteAt(line, s.end)
	s.end += int64(n)
	return t, err
}

// load returns a line, in dst if that is long enough.
func (s *scratch) load(dst []byte, t text) ([]byte, error) {
	dst = append(dst[:0], make([]byte, t.length)...)
	_, err := s.file.ReadAt(dst, t.start)
	return dst, err
}

// tree is a certificate taken apart.
type tree struct {
	*scratch
	file    string
	hash    []byte // SHA-256 of the stored bytes, once they were read
	header  *certificate.Header
	trailer *certificate.Trailer
	ahead   []line // records of no node, which come first
	root    *node  // its children are the roots
	read    int    // records
}

// line is a record, and in a proof by breakpoints the cutoff that it is for.
type line struct {
	text
	cutoff *float64 // nil: none
}

// node is a node that is kept: a bound, or a split and its children, or neither.
type node struct {
	parts       string // of its name
	parent      *node
	children    []*node
	proofs      []line // of its bound
	split       line
	ways        int   // into how many parts its split divides a unit
	part        bool  // a part, or a root of a whole certificate
	leads       bool  // to a part
	asked       bool  // a part, or within one
	start       int64 // where its lines start, if they are laid out
	first, last int   // its slots
}

// closed says that the node's bound is all that is needed of it.
func (n *node) closed() bool { return n.split.length < 0 }

func (n *node) isSplit() bool { return n.split.length > 0 }

// keeper chooses the records to keep. Below the first node of a part whose hint
// reaches the claim it keeps nothing, and above it, within the part, no bound.
type keeper struct {
	*tree
	reader *certificate.Reader
	claim  float64
	parts  map[certificate.Name]bool  // those that have not been met
	nodes  map[certificate.Name]*node // kept nodes that are not split yet
	splits []*node                    // by number; nil: left out
	cutoff *float64
	sifted int // records ahead, up to the last that removes something
}

// take reads a certificate.
func (s *scratch) take(from Source) (*tree, error) {
	t := &tree{scratch: s, file: from.Name, root: new(node)}
	err := t.claim(from)
	if err == nil {
		err = t.records(from)
	}
	var bad *certificate.Error
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, &Error{from.Name, ErrNoTrailer}
	case errors.As(err, &bad):
		return nil, &Error{from.Name, bad}
	case errors.Is(err, ErrNoTree), errors.Is(err, ErrHinges), errors.Is(err, ErrChanged):
		return nil, &Error{from.Name, err}
	}
	return t, err
}

// each reads the certificate once, and insists that it is the same every time.
func (t *tree) each(from Source, start func(*certificate.Reader), do func(certificate.Record) error) error {
	in, err := from.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	r, err := certificate.NewReader(io.TeeReader(in, sum))
	if err != nil {
		return err
	}
	start(r)
	for {
		record, err := r.Next()
		if err == io.EOF {
			return t.same(sum.Sum(nil))
		}
		if err == nil {
			err = do(record)
		}
		if err != nil {
			return err
		}
	}
}

func (t *tree) same(hash []byte) error {
	if t.hash != nil && !bytes.Equal(t.hash, hash) {
		return ErrChanged
	}
	t.hash = hash
	return nil
}

// claim reads all for the trailer, which comes last.
func (t *tree) claim(from Source) error {
	return t.each(from, func(r *certificate.Reader) { t.header = r.Header() }, func(record certificate.Record) error {
		if t.header.Sweep {
			return ErrNoTree
		}
		if t.header.Hinges != nil {
			return ErrHinges
		}
		if trailer, ok := record.(*certificate.Trailer); ok {
			t.trailer = trailer
		}
		return nil
	})
}

// records reads all for its records.
func (t *tree) records(from Source) error { return t.keep(from, new(keeper)) }

// keep reads all by a keeper.
func (t *tree) keep(from Source, k *keeper) error {
	h := t.header
	*k = keeper{tree: t, claim: t.trailer.Lower / h.LossUnit(),
		parts: make(map[certificate.Name]bool), nodes: make(map[certificate.Name]*node), splits: []*node{t.root}}
	for _, name := range t.trailer.Parts {
		k.parts[name] = true
	}
	err := t.each(from, func(r *certificate.Reader) { k.reader = r }, k.record)
	for _, name := range t.trailer.Parts {
		if err == nil && k.parts[name] {
			_, err = k.node(name)
		}
	}
	if t.ahead = t.ahead[:k.sifted]; h.Breakpoints != nil {
		t.prune()
	}
	return err
}

func (k *keeper) record(record certificate.Record) error {
	switch r := record.(type) {
	case *certificate.Trailer:
		return nil
	case *certificate.Cutoff:
		k.cutoff = &r.Value
		return nil
	}
	k.read++
	switch r := record.(type) {
	case *certificate.Bound:
		return k.bound(r.Node, r.Hint)
	case *certificate.Dual:
		return k.bound(r.Node, r.Hint)
	case *certificate.Split:
		return k.divide(r.Node, k.ways(r))
	case *certificate.Multipliers:
		return k.prove(r.Node)
	case *certificate.Chain:
		return k.prove(r.Node)
	case *certificate.KinkSplit:
		return k.divide(r.Node.Name(), 2)
	}
	err := k.save(&k.ahead)
	if _, ok := record.(*certificate.Sift); ok {
		k.sifted = len(k.ahead)
	}
	return err
}

// save keeps the record last read.
func (k *keeper) save(to *[]line) error {
	t, err := k.tree.save(k.reader.Text())
	*to = append(*to, line{t, k.cutoff})
	return err
}

// node finds or makes a node; nil if an ancestor makes it superfluous.
func (k *keeper) node(name certificate.Name) (*node, error) {
	if name.Split >= len(k.splits) {
		return nil, &certificate.Error{Line: k.reader.Line(), Message: fmt.Sprintf("split %d has not come yet", name.Split)}
	}
	parent := k.splits[name.Split]
	if parent == nil {
		return nil, nil
	}
	n := k.nodes[name]
	if n == nil {
		n = &node{parts: name.Parts, parent: parent}
		k.nodes[name], parent.children = n, append(parent.children, n)
		k.ask(n, k.parts[name] || len(k.trailer.Parts) == 0 && parent == k.root)
		delete(k.parts, name)
	}
	return n, nil
}

// ask marks a new node, and the way to it if it is a part.
func (k *keeper) ask(n *node, part bool) {
	n.part, n.asked = part, part || n.parent.asked
	for p := n.parent; part && p != nil && !p.leads; p = p.parent {
		p.leads = true
	}
}

// bound keeps a bound that reaches the claim, and one that may be a leaf's.
func (k *keeper) bound(name certificate.Name, hint float64) error {
	n, err := k.node(name)
	if n == nil || err != nil || n.closed() {
		return err
	}
	n.proofs = nil
	if err = k.save(&n.proofs); err == nil && n.asked && hint >= k.claim {
		n.split.length = -1
	}
	return err
}

// prove keeps a record of a proof by breakpoints: what comes later builds on it.
func (k *keeper) prove(name certificate.Branch) error {
	n, err := k.node(name.Name())
	if err == nil {
		err = k.save(&n.proofs)
	}
	return err
}

func (k *keeper) divide(name certificate.Name, ways int) error {
	n, err := k.node(name)
	if err != nil {
		return err
	}
	if n == nil || n.closed() {
		k.splits = append(k.splits, nil)
		return nil
	}
	k.splits = append(k.splits, n)
	if n.asked && k.header.Breakpoints == nil {
		n.proofs = nil
	}
	delete(k.nodes, name)
	n.ways = ways
	t, err := k.tree.save(k.reader.Text())
	n.split = line{t, k.cutoff}
	return err
}

// ways is into how many parts a split divides a unit, but for the dropped one.
func (k *keeper) ways(s *certificate.Split) int {
	faces := len(k.header.Keep)
	switch {
	case s.Drop != certificate.Keep:
		return 1
	case s.Kind != certificate.Faces:
		return 2
	case k.header.Output == certificate.Affine:
		return faces
	}
	return 2 * faces
}
