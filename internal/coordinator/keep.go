package coordinator

import (
	"time"

	"relucert/internal/checkpoint"
)

// Write writes the table: not who works on what, which the next process does not know, nor waits for.
func (t *Table) Write(w *checkpoint.Writer) {
	var all []*Subtree
	number := map[*Subtree]int64{nil: -1}
	t.root.each(func(s *Subtree) {
		number[s] = int64(len(all))
		all = append(all, s)
	})
	w.Int(t.life)
	for _, n := range t.counts() {
		w.Int(*n)
	}
	checkpoint.Each(w, all, func(s *Subtree) {
		w.Int(number[s.parent])
		s.write(w)
	})
}

func (t *Table) counts() []*int64 {
	return []*int64{&t.Nodes, &t.Results, &t.Refused, &t.Lapsed, &t.Revoked}
}

func (s *Subtree) write(w *checkpoint.Writer) {
	w.Text(s.State)
	w.Text(s.Lead)
	w.Float(s.Lower)
	w.Int(s.Epoch)
	w.Int(s.fence)
	w.Int(int64(s.refusals))
	w.Bool(s.here)
	w.Bool(s.closed)
	writeParts(w, s.before)
	writeParts(w, s.parts)
}

func writeParts(w *checkpoint.Writer, parts []Part) {
	checkpoint.Each(w, parts, func(p Part) {
		w.Text(p.Proof)
		w.Float(p.Lower)
		w.Text(p.By)
	})
}

// Read reads what Write wrote, and begins another life: results of leases from earlier ones still count.
func Read(r *checkpoint.Reader, lease time.Duration) (*Table, error) {
	t := &Table{Lease: lease, subtrees: make(map[Hash]*Subtree), workers: make(map[string]*Worker), life: r.Int() + 1}
	for _, n := range t.counts() {
		*n = r.Int()
	}
	var all []*Subtree
	checkpoint.Several(r, leastSubtree, func() (none struct{}) {
		parent := r.Int()
		s := readSubtree(r)
		switch {
		case len(all) == 0:
			t.root = s
		case parent < 0 || parent >= int64(len(all)):
			r.Fail()
		default:
			s.parent = all[parent]
			s.parent.children = append(s.parent.children, s)
		}
		all = append(all, s)
		return none
	})
	for _, s := range all {
		if !s.closed || len(s.children) > 0 {
			t.subtrees[s.State] = s
		}
	}
	if r.Err() == nil && t.root == nil {
		r.Fail()
	}
	return t, r.Err()
}

// leastSubtree is how many bytes a subtree takes at least.
const leastSubtree = 19

func readSubtree(r *checkpoint.Reader) *Subtree {
	return &Subtree{
		State: r.Text(), Lead: r.Text(), Lower: r.Float(), Epoch: r.Int(), fence: r.Int(), refusals: int(r.Int()), here: r.Bool(), closed: r.Bool(),
		before: readParts(r), parts: readParts(r),
	}
}

func readParts(r *checkpoint.Reader) []Part {
	return checkpoint.Several(r, 10, func() Part { return Part{r.Text(), r.Float(), r.Text()} })
}
