package relucert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/descent"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// Checkpoint says where a search by method conic or sign is kept (internal/checkpoint/CHECKPOINT.md), so that a later
// call of Fit goes on to the same result and certificate as if nothing had ended this one. Other methods keep nothing, and Auto tries for some
// seconds which of the two is ahead.
type Checkpoint struct {
	// Dir is a folder for this search alone; Fit makes it. It takes the certificate's records, too, which are copied to
	// Certificate.Out at the end.
	Dir string
	// Resume goes on from what is in Dir, which must be of the same problem and options but for limits and threads; else Dir must
	// have none. NodeLimit counts all nodes from the beginning.
	Resume bool
	// Every is how often the search is kept, but for what would cost more than a hundredth of the time; 0: only when a limit or the
	// end of ctx ends it.
	Every time.Duration
	// Wanted, if set, is asked between batches of nodes whether it is to be kept now.
	Wanted func() bool
}

// Remove removes what Fit has put into Dir, once it is of no more use; and Dir, if nothing else is in it.
func (c *Checkpoint) Remove() error { return checkpoint.Remove(c.Dir) }

// KeepsCheckpoints says that searches by the method can be kept.
func (m Method) KeepsCheckpoints() bool { return m == Conic || m == Sign }

// dearest is the share of the time that keeping may cost: half of a hundredth, for states grow.
const dearest = 1. / 200

// keeping is the checkpoints of one session.
type keeping struct {
	*Checkpoint
	folder    *checkpoint.Folder
	statement string  // what is searched, and how
	scale     float64 // of SSEs, from the search's
	history
	resumed *checkpoint.Reader // where a kept search goes on, until it does
	replay  int                // how many searches had ended before it
	plan    *planning          // nil: no parts are asked for
	unit    *unit              // nil: no other process works on the tree
	next    time.Time          // when it is to be kept again
	failed  error              // the last failure, until a success
}

// history is what a search depends on beside itself.
type history struct {
	part   bool // of the tree: the claim is for parts
	fresh  bool // which the open nodes are to join
	parts  []certificate.Name
	start  incumbent
	ended  []ended // searches before this one
	splits int     // in the certificate
}

// ended is a search that has.
type ended = search.Result[whiten.Solution]

// keep opens the folder, if one is asked for.
func (s *session) keep(w way, plan *planning) error {
	c := s.opts.Checkpoint
	switch {
	case c == nil:
		return nil
	case !w.method().KeepsCheckpoints() && (c.Resume || plan != nil):
		return fmt.Errorf("method %v keeps no checkpoints", w.method())
	case !w.method().KeepsCheckpoints():
		return nil
	}
	s.kept = &keeping{Checkpoint: c, statement: s.statement(w), plan: plan, scale: w.(*branching).whitened.SSEScale}
	if err := s.kept.open(w.(*branching)); err != nil {
		return fmt.Errorf("checkpoint in %s: %w", c.Dir, err)
	}
	return nil
}

// statement is the certificate's header, which says what the data, the class and the coordinates are, and the options that
// a search depends on, a line each.
func (s *session) statement(w way) string {
	var text bytes.Buffer
	certificate.NewWriter(&text, s.header(w)).Flush()
	o := &s.opts
	fmt.Fprintf(&text, "gap %v\nadditive %v\nuntil %v\nseed %d"+methodLine+"%v\ncertificate %v\n",
		o.Gap, o.Additive, o.Until, o.Seed, w.method(), o.Certificate != nil)
	return text.String()
}

// methodLine is where a statement names the method.
const methodLine = "\nmethod "

// method is that of the kept search; Auto, if nothing can be read.
func (c *Checkpoint) method() Method {
	r, err := checkpoint.Look(c.Dir)
	if err != nil {
		return Auto
	}
	defer r.Close()
	readLook(r)
	_, after, _ := strings.Cut(r.Text(), methodLine)
	name, _, _ := strings.Cut(after, "\n")
	m, _ := ParseMethod(name)
	return m
}

func (k *keeping) open(b *branching) (err error) {
	if !k.Resume {
		k.folder, err = checkpoint.Create(k.Dir)
		return err
	}
	if k.folder, k.resumed, err = checkpoint.Open(k.Dir); err != nil {
		return err
	}
	readLook(k.resumed)
	if err = k.compare(k.resumed.Text()); err == nil {
		k.history = readHistory(k.resumed)
		if k.replay, err = len(k.ended), k.resumed.Err(); err == nil && !k.suits(b) {
			err = checkpoint.ErrMalformed
		}
	}
	if err != nil {
		k.close()
	}
	return err
}

// suits says that a history is one of the problem.
func (h *history) suits(b *branching) bool {
	for _, e := range h.ended {
		if _, is := statusOf[e.Status]; !is || e.Nodes < 0 || math.IsNaN(e.Lower) || math.IsNaN(e.Upper) || !b.suitsSolution(e.Solution) {
			return false
		}
	}
	return h.splits >= 0 && !math.IsNaN(h.start.sse) && (h.start.Signs == nil || b.suitsSolution(h.start.Solution))
}

// compare says what a kept search is of that this one is not.
func (k *keeping) compare(kept string) error {
	if kept == k.statement {
		return nil
	}
	theirs, mine := strings.Split(kept, "\n"), strings.Split(k.statement, "\n")
	at := 0
	for at < min(len(theirs), len(mine))-1 && theirs[at] == mine[at] {
		at++
	}
	switch word, _, _ := strings.Cut(mine[at], " "); word {
	case "data":
		return errors.New("it is of other data")
	case "transform", "keep", "reference", "label-scale", "weight-scale":
		return errors.New("it is in other coordinates: another version of relucert, or kind of processor, began it")
	}
	return fmt.Errorf("it is for %q, not for %q", theirs[at], mine[at])
}

// goesOn says that a search, by its number, ended or began before this run did.
func (k *keeping) goesOn(number int) bool { return k != nil && k.resumed != nil && number <= k.replay }

// due says that the search is to be written down.
func (k *keeping) due() bool {
	return k.Wanted != nil && k.Wanted() || k.Every > 0 && time.Now().After(k.next)
}

// offer is search.Options.Keep.
func (s *session) offer(now search.Kept) {
	k := s.kept
	if !now.Ending() && !k.due() {
		return
	}
	begun := time.Now()
	if s.proof != nil {
		s.proof.Flush()
		k.splits = s.proof.Splits()
	}
	if k.plan != nil {
		k.failed = k.deal(now)
		return
	}
	if k.unit != nil {
		k.failed = k.leave(now)
		return
	}
	k.failed = k.save(k.folder, now)
	k.next = time.Now().Add(max(k.Every, time.Duration(float64(time.Since(begun))/dearest)))
}

// close ends the keeping, and tells whether the last state could be written.
func (k *keeping) close() error {
	if k == nil {
		return nil
	}
	if k.resumed != nil {
		k.resumed.Close()
	}
	return errors.Join(k.failed, k.folder.Close())
}

// save writes what Look reads, and what this run depends on.
func (k *keeping) save(to *checkpoint.Folder, now search.Kept) error {
	return to.Save(func(w *checkpoint.Writer) {
		writeLook(w, now.State(), k.scale)
		w.Text(k.statement)
		k.history.write(w)
		now.Write(w)
	})
}

// Look says how far the search in Dir has come, which may be under way. It proves nothing.
func (c *Checkpoint) Look() (Event, error) {
	r, err := checkpoint.Look(c.Dir)
	if err != nil {
		return Event{}, err
	}
	defer r.Close()
	e := readLook(r)
	return e, r.Err()
}

func writeLook(w *checkpoint.Writer, s search.State, scale float64) {
	w.Int(s.Nodes)
	w.Int(s.Open)
	w.Float(s.Lower * scale)
	w.Float(s.Upper * scale)
}

func readLook(r *checkpoint.Reader) Event {
	return Event{Nodes: r.Int(), Open: r.Int(), Lower: r.Float(), Upper: r.Float()}
}

func (h *history) write(w *checkpoint.Writer) {
	w.Bool(h.part)
	w.Bool(h.fresh)
	checkpoint.Each(w, h.parts, func(n certificate.Name) { writeName(w, n) })
	node.WriteSolution(w, h.start.Solution)
	w.Float(h.start.sse)
	checkpoint.Each(w, h.ended, func(e ended) {
		w.Int(int64(e.Status))
		w.Int(e.Nodes)
		w.Int(e.Open)
		w.Float(e.Lower)
		w.Float(e.Upper)
		node.WriteSolution(w, e.Solution)
	})
	w.Int(int64(h.splits))
}

func readHistory(r *checkpoint.Reader) history {
	return history{
		part: r.Bool(), fresh: r.Bool(),
		parts: checkpoint.Several(r, 2, func() certificate.Name { return readName(r) }),
		start: incumbent{node.ReadSolution(r), r.Float()},
		ended: checkpoint.Several(r, 22, func() ended {
			status, state := search.Status(r.Int()), search.State{Nodes: r.Int(), Open: r.Int(), Lower: r.Float(), Upper: r.Float()}
			return ended{State: state, Status: status, Solution: node.ReadSolution(r)}
		}),
		splits: int(r.Int()),
	}
}

// beginning is the starting point of this run's first search: the kept one, if there is.
func (b *branching) beginning(ctx context.Context) incumbent {
	k := b.kept
	if k.goesOn(0) || k.isBelow() {
		b.prepared = descent.Prepare(ctx, b.whitened)
		b.prepared.Forget()
		b.event(search.State{Upper: k.start.sse}, "start")
		return k.start
	}
	start := b.startingPoint(ctx)
	if k != nil {
		k.start = start
	}
	return start
}

// subtrees is a tree whose nodes can be found again from what leads to them.
type subtrees[N any] interface {
	search.Keeper[N, whiten.Solution]
	Reach(lead *node.Lead, signs [][]int) ([]N, error)
}

// searchTree searches a division's tree, from its roots or from where a kept search had come.
func searchTree[N any](ctx context.Context, b *branching, tree subtrees[N], roots []N, from incumbent, o search.Options) (ended, error) {
	if k := b.kept; k != nil {
		if ctx.Err() == nil || k.resumed != nil || k.isBelow() { // else the start is not what it would have been
			o.Keep = b.offer
		}
		if k.plan != nil {
			o.Open, o.Dive = k.plan.enough(), false // a dive leaves few nodes open
		}
		if k.unit != nil {
			o.Enough, o.Rescue = k.unit.enough, k.unit.rescue
			o.Dive = o.Dive && k.unit.Shares == 1
		}
		if k.isBelow() {
			var err error
			if roots, err = tree.Reach(&k.unit.below.Lead, b.problem.SignVectors()); err != nil {
				return ended{}, fmt.Errorf("%w: %v", ErrState, err)
			}
			o.Claims = k.unit.below.claims
		}
		if k.goesOn(len(k.ended)) {
			k.replay = -1
			found, err := search.Resume(ctx, tree, k.resumed, o)
			if err != nil {
				err = fmt.Errorf("checkpoint in %s: %w", k.Dir, err)
			}
			return found, err
		}
	}
	return search.Run(ctx, tree, roots, from.Solution, from.sse, o), nil
}
