// Package trim makes a certificate smaller, for the same claim, and puts it in
// preorder, so that checking it needs memory in proportion to the depth of the
// tree. It proves nothing and believes the hints: what it writes is to be
// checked like any other certificate.
package trim

import (
	"errors"
	"fmt"
	"io"
	"os"

	"relucert/certificate"
)

// Stats counts records before and after.
type Stats struct{ Read, Written int }

// ErrNoTrailer says that there is no claim to trim for.
var ErrNoTrailer = errors.New("the certificate has no trailer, so there is no claim to trim it for")

// Trim writes to out what the certificate needs for its claim. Open is called
// twice; scratch takes the records between the passes. Below the first node of
// a branch whose hint reaches the claim nothing is kept, and above it no bound.
func Trim(open func() (io.ReadCloser, error), scratch *os.File, out io.Writer) (Stats, error) {
	trailer, err := lastRecord(open)
	if err != nil {
		return Stats{}, err
	}
	in, err := open()
	if err != nil {
		return Stats{}, err
	}
	defer in.Close()
	r, err := certificate.NewReader(in)
	if err != nil {
		return Stats{}, err
	}
	h := r.Header()
	k := &keeper{
		reader: r, scratch: scratch,
		claim: trailer.Lower / (h.LabelScale * h.LabelScale * h.WeightScale),
		nodes: map[certificate.Name]*node{}, splits: []*node{nil},
	}
	if err := k.read(); err != nil {
		return k.Stats, err
	}
	w := &writer{Writer: certificate.NewWriter(out, h), keeper: k}
	if err := w.preorder(); err != nil {
		return k.Stats, err
	}
	w.Trailer(trailer)
	return k.Stats, w.Flush()
}

// lastRecord reads all and returns the trailer.
func lastRecord(open func() (io.ReadCloser, error)) (*certificate.Trailer, error) {
	in, err := open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, err := certificate.NewReader(in)
	for err == nil {
		var rec certificate.Record
		if rec, err = r.Next(); err == nil {
			if t, ok := rec.(*certificate.Trailer); ok {
				return t, nil
			}
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, ErrNoTrailer
	}
	return nil, err
}

// text is where a record's line stands in the scratch file.
type text struct {
	start  int64
	length int32
}

// node is a node that is kept: a bound, or a split and its children, or neither.
type node struct {
	certificate.Name
	bound, split text
	children     []*node
}

// keeper chooses the records to keep.
type keeper struct {
	Stats
	reader  *certificate.Reader
	scratch *os.File
	end     int64 // of the scratch file
	claim   float64
	nodes   map[certificate.Name]*node // kept nodes that are not split yet
	splits  []*node                    // by number; nil: left out
	roots   []*node
}

// read goes through the records in their order.
func (k *keeper) read() error {
	for {
		rec, err := k.reader.Next()
		if err == nil {
			switch rec := rec.(type) {
			case *certificate.Bound:
				k.Read++
				err = k.bound(rec)
			case *certificate.Split:
				k.Read++
				err = k.split(rec)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// node finds or makes a node; nil if an ancestor makes it superfluous.
func (k *keeper) node(name certificate.Name) (*node, error) {
	if name.Split >= len(k.splits) {
		return nil, fmt.Errorf("line %d: split %d has not come yet", k.reader.Line(), name.Split)
	}
	parent := k.splits[name.Split]
	if name.Split > 0 && parent == nil {
		return nil, nil
	}
	n := k.nodes[name]
	if n == nil {
		n = &node{Name: name}
		k.nodes[name] = n
		if name.Split == 0 {
			k.roots = append(k.roots, n)
		} else {
			parent.children = append(parent.children, n)
		}
	}
	return n, nil
}

// bound keeps a bound that reaches the claim, and one that may be a leaf's.
func (k *keeper) bound(b *certificate.Bound) error {
	n, err := k.node(b.Node)
	if n == nil || err != nil || n.closed() {
		return err
	}
	if n.bound, err = k.save(); err == nil && b.Hint >= k.claim {
		n.split.length = -1
	}
	return err
}

// closed says that the node's bound is all that is needed of it.
func (n *node) closed() bool { return n.split.length < 0 }

func (k *keeper) split(s *certificate.Split) error {
	n, err := k.node(s.Node)
	if err != nil {
		return err
	}
	if n == nil || n.closed() {
		k.splits = append(k.splits, nil)
		return nil
	}
	k.splits = append(k.splits, n)
	n.bound = text{}
	delete(k.nodes, s.Node)
	n.split, err = k.save()
	return err
}

// save appends the record's line to the scratch file.
func (k *keeper) save() (text, error) {
	line := k.reader.Text()
	t := text{k.end, int32(len(line))}
	n, err := k.scratch.WriteAt(line, k.end)
	k.end += int64(n)
	return t, err
}

// writer writes the kept records in preorder.
type writer struct {
	*certificate.Writer
	*keeper
	line []byte
}

// preorder walks with its own stack: trees may be deep.
func (w *writer) preorder() error {
	type pending struct {
		*node
		name certificate.Name
	}
	var stack []pending
	push := func(children []*node, split int) {
		for i := len(children) - 1; i >= 0; i-- {
			stack = append(stack, pending{children[i], certificate.Name{Split: split, Parts: children[i].Parts}})
		}
	}
	push(w.roots, 0)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if _, err := w.copy(n.bound, n.name); err != nil {
			return err
		}
		number, err := w.copy(n.split, n.name)
		if err != nil {
			return err
		}
		push(n.children, number)
	}
	return nil
}

func (w *writer) copy(t text, name certificate.Name) (int, error) {
	if t.length <= 0 {
		return 0, nil
	}
	w.line = append(w.line[:0], make([]byte, t.length)...)
	if _, err := w.scratch.ReadAt(w.line, t.start); err != nil {
		return 0, err
	}
	w.Written++
	return w.Copy(w.line, name), nil
}
