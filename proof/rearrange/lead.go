package rearrange

import (
	"io"
	"math"
	"os"

	"relucert/proof/certificate"
)

// Lead writes what leads to nodes that a certificate leaves open: the splits above them and the bounds that they inherit, as a
// certificate of these nodes that claims nothing yet. A search of the nodes goes on behind its records. Numbers are those that splits
// have there, by those that they had; between is called with them before the claim is written. The file takes the records on their way.
func Lead(from Source, nodes []certificate.Name, file *os.File, out io.Writer, between func(numbers map[int]int) error) error {
	t := &tree{scratch: &scratch{file: file}, file: from.Name, root: new(node)}
	k := new(keeper)
	err := t.claim(from)
	if err == nil && t.trailer == nil {
		err = ErrNoTrailer
	}
	if err == nil {
		asked := *t.trailer
		asked.Lower, asked.Parts = math.Inf(1), nodes // no bound reaches it
		t.trailer = &asked
		err = t.keep(from, k)
	}
	if err != nil {
		return &Error{from.Name, err}
	}
	t.trailer.Lower = 0
	return t.lead(k, out, between)
}

func (t *tree) lead(k *keeper, out io.Writer, between func(numbers map[int]int) error) error {
	now := map[*node]int{t.root: 0}
	w, err := t.writeRecords(out, selection{wants: func(n *node) bool { return n.leads || n.part }, names: func(n *node) bool { return n.part }, split: now})
	numbers := make(map[int]int)
	for before, n := range k.splits {
		if number, kept := now[n]; kept {
			numbers[before] = number
		}
	}
	if err == nil && between != nil {
		err = between(numbers)
	}
	if err == nil {
		err = w.claim(*t.trailer)
	}
	return err
}
