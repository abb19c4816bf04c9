package relucert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"relucert/internal/budget"
	"relucert/internal/checkpoint"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
	"relucert/proof/rearrange"
)

// Unit is some work on a subtree.
type Unit struct {
	// Dir is the subtree's folder: its state, and its lead; without a state, it is the whole tree.
	Dir string
	// Into is a folder for what comes of it: the certificate, and a folder for each subtree that is left.
	Into string
	// Nodes, Time and Open end it, at the next moment between two batches of nodes; 0: no limit.
	Nodes int64
	Time  time.Duration
	Open  int
	// Shares is how many subtrees are to be left, at least 1.
	Shares int
	// Heard, if set, is the best incumbent of others so far; nil: none.
	Heard func() *Incumbent
}

// Worked is what has come of a unit.
type Worked struct {
	Nodes int64 // processed
	// Lower bounds the SSE in the nodes that Proof is for; +Inf: none is closed.
	Lower float64
	Proof string // the certificate's file
	Left  []Left
	Best  *Incumbent
}

// Closed says that Proof is for some nodes.
func (w *Worked) Closed() bool { return !math.IsInf(w.Lower, 1) }

// Left is a subtree that is left.
type Left struct {
	Dir   string             // its folder
	Names []certificate.Name // of its nodes, in Proof
	Lower float64            // bounds the SSE in them, in the search's own words
}

// The files of a subtree.
const (
	StateFile = "state"
	LeadFile  = "records-1" // what leads to its nodes, as a certificate of them that claims nothing
	unitProof = "proof.rcert"
	records   = "records" // a folder
)

// Work works on a subtree. The end of ctx ends it early; what was done until then counts.
func (t *Subtrees) Work(ctx context.Context, to Unit) (*Worked, error) {
	s, b := *t.session, *t.branching
	s.start, b.session = time.Now(), &s
	ctx, cancel := budget.With(ctx, 0, s.opts.MemoryLimit)
	defer cancel()
	k := &keeping{Checkpoint: &Checkpoint{Dir: filepath.Join(to.Into, records)}, statement: t.Statement(), scale: b.whitened.SSEScale}
	if err := k.open(&b); err != nil {
		return nil, err
	}
	u := &unit{Unit: to, of: &b, ctx: ctx, heard: math.Inf(1), worked: Worked{Lower: math.Inf(1)}}
	s.kept, k.unit = k, u
	s.certify(&b)
	if checkpoint.Exists(to.Dir) {
		var err error
		if u.below, err = t.readBelow(to.Dir, s.proof); err != nil {
			return nil, errors.Join(err, k.close())
		}
		k.start = u.below.best
	}
	found, err := u.search()
	if u.worked.Nodes = found.Nodes; err == nil && found.Status == search.Complete && u.worked.Proof == "" {
		err = u.prove(found.Lower, found.Solution)
	}
	return &u.worked, errors.Join(err, k.close())
}

// unit is a Unit under way.
type unit struct {
	Unit
	of     *branching
	ctx    context.Context
	below  *below             // nil: the whole tree
	closed []certificate.Name // nodes
	last   *Incumbent         // heard, and its value
	heard  float64
	broken atomic.Pointer[any] // a panic
	worked Worked
}

// search searches, and survives whatever a state makes it do.
func (u *unit) search() (found ended, err error) {
	defer func() {
		if p := recover(); p != nil {
			u.rescue(p)
		}
		if p := u.broken.Load(); p != nil {
			err = fmt.Errorf("%w: %v", ErrState, *p)
		}
	}()
	return u.of.search(u.ctx, 0, u.of.division, u.of.beginning(u.ctx), 0)
}

// rescue is search.Options.Rescue.
func (u *unit) rescue(panicked any) { u.broken.Store(&panicked) }

// enough is search.Options.Enough.
func (u *unit) enough(nodes int64, open int) bool {
	return u.broken.Load() != nil || u.Nodes > 0 && nodes >= u.Nodes || u.Time > 0 && time.Since(u.of.start) >= u.Time || u.Open > 0 && open >= u.Open
}

// hear is node.Skeleton.Hear.
func (u *unit) hear() (s whiten.Solution, sse float64) {
	if u.Heard == nil {
		return s, u.heard
	}
	if i := u.Heard(); i != u.last {
		u.last, u.heard = i, (&Subtrees{u.of}).value(i)
	}
	if u.last != nil {
		s = u.last.solution()
	}
	return s, u.heard
}

// leave takes in the open nodes when the search ends: those of a search that came to its end have bounds that reach the cutoff, and
// are as good as closed; others are left.
func (k *keeping) leave(now search.Kept) error {
	u, open := k.unit, namesOf(now)
	if now.Complete() {
		u.closed = append(u.closed, open...)
		return nil
	}
	lower := now.Closed()
	if len(u.closed) == 0 { // a proof of nothing, for the splits
		u.closed, lower = open, 0
	}
	if err := u.prove(lower, now.Incumbent().(whiten.Solution)); err != nil {
		return err
	}
	u.worked.Lower = now.Closed() * k.scale
	return u.share(now.Left(), max(1, min(u.Shares, len(open))))
}

func namesOf(now search.Kept) (names []certificate.Name) {
	for n := range now.Nodes() {
		names = append(names, n.(interface{ Name() certificate.Name }).Name())
	}
	return names
}

// prove writes the certificate of the closed nodes.
func (u *unit) prove(lower float64, s whiten.Solution) error {
	r := &Result{Network: u.of.whitened.Network(s.Point, s.Signs)}
	u.of.whitened.Inside(r.Network)
	u.of.conclude(r, lower*u.of.whitened.SSEScale)
	trailer := &certificate.Trailer{Lower: r.SSELower, Parts: u.closed}
	u.of.network(trailer, r)
	u.worked.Lower, u.worked.Best, u.worked.Proof = r.SSELower, incumbentOf(s), filepath.Join(u.Into, unitProof)
	f, err := os.Create(u.worked.Proof)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := errors.Join(u.of.proof.Flush(), u.of.kept.folder.CopyProof(f)); err != nil {
		return err
	}
	w := certificate.Continue(f, u.of.header(u.of), u.of.proof.Splits())
	w.Trailer(trailer)
	return errors.Join(w.Flush(), f.Close())
}

// share leaves the open nodes in so many folders.
func (u *unit) share(all search.Kept, shares int) error {
	scratch, err := os.CreateTemp("", "relucert-*")
	if err != nil {
		return err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	for i := range shares {
		share := all.Share(i, shares)
		left := Left{filepath.Join(u.Into, strconv.Itoa(i)), namesOf(share), share.State().Lower * u.of.whitened.SSEScale}
		if err := u.leaveOne(left, share, scratch); err != nil {
			return err
		}
		u.worked.Left = append(u.worked.Left, left)
	}
	return nil
}

// leaveOne writes a subtree: its lead, which is the beginning of a certificate, and between that and its end the state.
func (u *unit) leaveOne(left Left, share search.Kept, scratch *os.File) error {
	folder, err := checkpoint.Create(left.Dir)
	if err != nil {
		return err
	}
	proof := rearrange.Source{Name: u.worked.Proof, Open: func() (io.ReadCloser, error) { return os.Open(u.worked.Proof) }}
	err = rearrange.Lead(proof, left.Names, scratch, folder, func(numbers map[int]int) error {
		names := slices.Clone(left.Names)
		for i := range names {
			names[i].Split = numbers[names[i].Split]
		}
		return u.of.kept.writeBelow(folder, share, names)
	})
	return errors.Join(err, folder.Close())
}
