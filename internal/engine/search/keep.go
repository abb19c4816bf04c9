package search

import (
	"context"
	"iter"
	"math"
	"slices"

	"relucert/internal/checkpoint"
)

// Keeper is a Tree whose searches can be written down, and gone on with by another process. What Expand makes of a node may
// depend on nothing but the node as it is written, and the Moment.
type Keeper[N, S any] interface {
	Tree[N, S]
	// Copy is a node that stays as it is whatever becomes of this one.
	Copy(node N) N
	WriteNode(w *checkpoint.Writer, node N)
	ReadNode(r *checkpoint.Reader) N
	WriteSolution(w *checkpoint.Writer, s S)
	ReadSolution(r *checkpoint.Reader) S
}

// Kept is a search at a moment between two batches of the one that no limit ends: gone on with from there, it is that one.
// It is valid until Options.Keep returns.
type Kept interface {
	State() State
	// Ending says that this run goes no further, or on a way of its own.
	Ending() bool
	// Complete says that all open nodes have bounds that reach the cutoff.
	Complete() bool
	// Write writes it, for Resume.
	Write(w *checkpoint.Writer)
	// Share is it with a share of its open nodes: one of so many, of about the same number and bounds. The closed nodes are in the first.
	Share(share, of int) Kept
	// Left is it without its closed nodes.
	Left() Kept
	// Nodes are the open nodes with their bounds, and Incumbent the solution, as the tree has them.
	Nodes() iter.Seq2[any, float64]
	Incumbent() any
	// Closed is the least bound of a closed node; +Inf: none.
	Closed() float64
}

// Resume is Run from where a search was written down. Its limit of nodes counts those processed until then. The
// error is of what cannot be read.
func Resume[N, S any](ctx context.Context, tree Keeper[N, S], from *checkpoint.Reader, opts Options) (Result[S], error) {
	s := newRun[N, S](tree, opts)
	s.read(from, tree)
	if err := from.Err(); err != nil {
		return Result[S]{}, err
	}
	return s.toTheEnd(ctx), nil
}

// leastNode is how many bytes an open node takes at least.
const leastNode = 10

func (s *run[N, S]) read(r *checkpoint.Reader, tree Keeper[N, S]) {
	s.Nodes, s.sequence, s.closed = r.Int(), r.Int(), r.Float()
	s.Upper, s.Solution = r.Float(), tree.ReadSolution(r)
	s.open = checkpoint.Several(r, leastNode, func() item[N] {
		i := item[N]{bound: r.Float(), order: r.Int(), node: tree.ReadNode(r)}
		if math.IsNaN(i.bound) {
			r.Fail()
		}
		return i
	}) // in order, which is a heap
	if s.Nodes < 0 || math.IsNaN(s.closed) || math.IsNaN(s.Upper) {
		r.Fail()
	}
}

// keepBetween offers the search before a batch, and for the last time before one that a limit of nodes makes smaller.
func (s *run[N, S]) keepBetween() {
	if s.keeper != nil && !s.lastKept {
		s.lastKept = s.batchSize() < s.fullBatch()
		s.offer(s.everyOpen())
	}
}

// keepBroken offers the search as it was before a batch that was broken off.
func (s *run[N, S]) keepBroken(ctx context.Context) {
	if s.keeper == nil || s.lastKept || ctx.Err() == nil {
		return
	}
	s.lastKept = true
	open := s.everyOpen()
	for i, t := range s.batch {
		open = append(open, item[N]{s.before[i], t.bound, t.order, t.claimed})
	}
	s.offer(open)
}

// keepEnd offers the search when a limit ends it, or in any case if others are to go on with open nodes.
func (s *run[N, S]) keepEnd() {
	if s.keeper != nil && !s.lastKept && (s.Status != Complete || s.opts.Open > 0 || s.opts.Enough != nil) {
		s.lastKept, s.complete = true, s.Status == Complete
		s.offer(s.everyOpen())
	}
}

// copyBatch keeps the batch's nodes as they are.
func (s *run[N, S]) copyBatch() {
	s.before = s.before[:0]
	for i := 0; s.keeper != nil && i < len(s.batch); i++ {
		s.before = append(s.before, s.keeper.Copy(s.batch[i].node))
	}
}

func (s *run[N, S]) offer(open queue[N]) { s.opts.Keep(&kept[N, S]{s, open, s.closed}) }

// kept is a run with its open nodes, and the least bound of a closed one.
type kept[N, S any] struct {
	run    *run[N, S]
	open   queue[N]
	closed float64
}

// State implements Kept.
func (k *kept[N, S]) State() State {
	lower := min(k.closed, k.run.Upper)
	for _, it := range k.open {
		lower = min(lower, it.bound)
	}
	return State{Nodes: k.run.Nodes, Open: int64(len(k.open)), Lower: max(0, lower), Upper: k.run.Upper}
}

// Ending implements Kept.
func (k *kept[N, S]) Ending() bool { return k.run.lastKept }

// Complete implements Kept.
func (k *kept[N, S]) Complete() bool { return k.run.complete }

// Left implements Kept.
func (k *kept[N, S]) Left() Kept { return &kept[N, S]{k.run, k.open, math.Inf(1)} }

// Nodes implements Kept.
func (k *kept[N, S]) Nodes() iter.Seq2[any, float64] {
	return func(yield func(any, float64) bool) {
		for _, it := range inOrder(k.open) {
			if !yield(it.node, it.bound) {
				return
			}
		}
	}
}

// Incumbent implements Kept.
func (k *kept[N, S]) Incumbent() any { return k.run.Solution }

// Closed implements Kept.
func (k *kept[N, S]) Closed() float64 { return k.closed }

// Share implements Kept.
func (k *kept[N, S]) Share(share, of int) Kept {
	closed := k.closed
	if share > 0 {
		closed = math.Inf(1)
	}
	return &kept[N, S]{k.run, dealt(inOrder(k.open), share, of), closed}
}

// Write implements Kept.
func (k *kept[N, S]) Write(w *checkpoint.Writer) {
	s := k.run
	w.Int(s.Nodes)
	w.Int(s.sequence)
	w.Float(k.closed)
	w.Float(s.Upper)
	s.keeper.WriteSolution(w, s.Solution)
	checkpoint.Each(w, inOrder(k.open), func(it item[N]) {
		w.Float(it.bound)
		w.Int(it.order)
		s.keeper.WriteNode(w, it.node)
	})
}

// dealt is what one of several gets when all are dealt to and fro.
func dealt[T any](all []T, share, of int) (mine []T) {
	for i, v := range all {
		if at := i % (2 * of); at == share || at == 2*of-1-share {
			mine = append(mine, v)
		}
	}
	return mine
}

// inOrder is the open nodes as they come.
func inOrder[N any](q queue[N]) []item[N] {
	return slices.SortedFunc(slices.Values(q), item[N].compare)
}
