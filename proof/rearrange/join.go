package rearrange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"

	"relucert/proof/certificate"
)

// ErrNothing says that there is nothing to join.
var ErrNothing = errors.New("no certificates to join")

// Join writes to out one certificate of the whole, made of certificates of parts
// (or of the whole). It claims the least of their lower and of their upper
// bounds. The file takes the records on their way.
func Join(parts []Source, file *os.File, out io.Writer) (Stats, error) {
	if len(parts) == 0 {
		return Stats{}, ErrNothing
	}
	s := &scratch{file: file}
	whole, err := s.take(parts[0])
	for _, from := range parts[1:] {
		if err == nil {
			err = whole.add(from)
		}
	}
	if err != nil {
		return Stats{}, err
	}
	whole.trailer.Parts = nil
	written, err := whole.write(out, all())
	return Stats{whole.read, written}, err
}

// add joins a certificate to the tree.
func (t *tree) add(from Source) error {
	other, err := t.take(from)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(t.header, other.header) {
		return &Error{from.Name, fmt.Errorf("it is for other data, another class or other coordinates than %s", t.file)}
	}
	alike, err := t.alike(t.ahead, other.ahead, func(text []byte) []byte { return text })
	if err == nil && !alike {
		err = &Error{from.Name, fmt.Errorf("its first records, which are of no node, are not those of %s", t.file)}
	}
	if err != nil {
		return err
	}
	t.read += other.read
	t.trailer = joined(t.trailer, other.trailer)
	return t.merge(other)
}

// joined is the trailer with the better network and the lesser lower bound.
func joined(a, b *certificate.Trailer) *certificate.Trailer {
	better := *a
	if b.Upper < a.Upper {
		better = *b
	}
	better.Lower = min(a.Lower, b.Lower)
	return &better
}

// merge walks the nodes that both trees split, outside the parts of both.
func (t *tree) merge(other *tree) error {
	for todo := []pair{{t.root, other.root}}; len(todo) > 0; {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, child := range p.from.children {
			both, err := t.mergeChild(p.to, child, other.file)
			if err != nil {
				return err
			}
			todo = append(todo, both...)
		}
	}
	return nil
}

// pair is a node of two trees.
type pair struct{ to, from *node }

// mergeChild adds a child to a node, or returns it with its twin if their children
// are still to be merged. What is a part is in its file whole.
func (t *tree) mergeChild(to, child *node, file string) ([]pair, error) {
	i := slices.IndexFunc(to.children, func(n *node) bool { return n.parts == child.parts })
	if i < 0 {
		to.children = append(to.children, child)
		return nil, nil
	}
	switch twin := to.children[i]; {
	case twin.part:
	case child.part || !twin.isSplit():
		to.children[i] = child
	case child.isSplit():
		if err := t.sameProofs(twin, child, file); err != nil {
			return nil, err
		}
		if len(twin.proofs) == 0 {
			twin.proofs = child.proofs
		}
		return []pair{{twin, child}}, t.sameSplit(twin, child, file)
	}
	return nil, nil
}

// sameProofs insists that two files prove a node alike where what comes below builds on it.
func (t *tree) sameProofs(to, from *node, file string) error {
	if t.header.Breakpoints == nil {
		return nil
	}
	alike, err := t.alike(to.proofs, from.proofs, nameless)
	if err == nil && !alike {
		err = &Error{file, fmt.Errorf("it has other records than another file of a node that both split")}
	}
	return err
}

// alike says whether records have the same cutoffs, and the same of their texts.
func (t *tree) alike(a, b []line, of func(text []byte) []byte) (bool, error) {
	if len(a) != len(b) {
		return false, nil
	}
	for i := range a {
		one, err := t.load(nil, a[i].text)
		if err != nil {
			return false, err
		}
		other, err := t.load(nil, b[i].text)
		if err != nil || !bytes.Equal(of(one), of(other)) || !sameCutoff(a[i].cutoff, b[i].cutoff) {
			return false, err
		}
	}
	return true, nil
}

func sameCutoff(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// sameSplit insists that two files split a node alike.
func (t *tree) sameSplit(to, from *node, file string) error {
	a, err := t.load(nil, to.split.text)
	if err != nil {
		return err
	}
	b, err := t.load(nil, from.split.text)
	if err == nil && !bytes.Equal(afterName(a), afterName(b)) {
		err = &Error{file, fmt.Errorf("it splits a node by %q that another file splits by %q", afterName(b), afterName(a))}
	}
	return err
}

// nameless is a record's text without its name.
func nameless(line []byte) []byte {
	kind, rest, _ := bytes.Cut(line, []byte{' '})
	_, rest, _ = bytes.Cut(rest, []byte{' '})
	return append(append([]byte(nil), kind...), rest...)
}

// afterName is a record's text after its kind and name.
func afterName(line []byte) []byte { return bytes.SplitN(line, []byte{' '}, 3)[2] }
