package patterns

import (
	"context"
	"fmt"
	"math"
	"math/big"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/cells"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// The limits beyond which New refuses: what takes some hours, and some gigabytes.
const (
	MostCells   = 1_000_000
	MostChoices = 2_000_000_000
)

// blockSize choices are a node: some milliseconds.
const blockSize = 2048

// Tree is the enumeration of one problem over one or several sign vectors.
type Tree struct {
	node.Skeleton // its Log takes nothing: no certificate says what an enumeration proves

	p        *whiten.Problem
	units    int
	signs    [][]int
	affine   bool
	planes   *cells.Arrangement
	roots    []float64 // √ω
	rounding node.Rounding
	ball     *ball     // nil: no norm bound
	reach    []float64 // the most that |ŵ_d| can be
	cells    []cell    // nil until the root is expanded
	workers  []*worker
}

// worker is one worker's scratch.
type worker struct {
	*Tree
	choice            []int
	phi, gram, fit, r []float64
	moments           []float64 // P: Σ ω r z
	linear, terms     []float64 // N: Σ ω r x̂ over a cell, and its terms' sizes
	raw               []float64 // N: what linear is in raw coordinates
}

// Node is a block of choices, or the root of all.
type Node struct {
	of       *choices // nil: the root
	from, to int64
}

// New prepares the enumeration for p, which was made of data. The error says
// that there are too many cells or choices, with an estimate, or is the cause of ctx's end.
func New(ctx context.Context, p *whiten.Problem, data *dataset.Dataset, class network.Class, workers int, gap, floor float64) (t *Tree, err error) {
	defer budget.Catch(func() { t, err = nil, context.Cause(ctx) })
	watch := budget.On(ctx)
	t = &Tree{Skeleton: node.Skeleton{Gap: gap, Floor: floor}, p: p, units: class.K(), signs: class.SignVectors(), rounding: node.NewRounding(p), ball: newBall(p), reach: reaches(p),
		affine: class.Output == network.Affine, planes: cells.New(rows(p, data, class.Bias(), &watch))}
	if err := t.refuse(); err != nil {
		return nil, err
	}
	for _, omega := range p.Weights {
		t.roots = append(t.roots, math.Sqrt(omega))
	}
	for range workers {
		t.workers = append(t.workers, t.newWorker())
	}
	return t, nil
}

// refuse estimates the work.
func (t *Tree) refuse() error {
	if err := t.planes.Within(MostCells); err != nil {
		return fmt.Errorf("too many activation patterns for method enumerate: %w", err)
	}
	cells, total := t.planes.AtMost(), new(big.Int)
	if t.affine {
		cells.Rsh(cells, 1)
	}
	for _, signs := range t.signs {
		total.Add(total, count(signs, cells))
	}
	if total.Cmp(big.NewInt(MostChoices)) > 0 {
		return fmt.Errorf("too many choices of activation patterns for method enumerate: up to %v, and the limit is %d", total, int64(MostChoices))
	}
	return nil
}

func (t *Tree) newWorker() *worker {
	p, d := t.p, t.p.P+t.units*t.p.N
	numbers := func(size int) []float64 { return make([]float64, size) }
	return &worker{Tree: t, choice: make([]int, t.units), phi: numbers(p.M * d), gram: numbers(d * d), fit: numbers(d), r: numbers(p.M),
		moments: numbers(p.P), linear: numbers(p.N), terms: numbers(p.N), raw: numbers(p.N)}
}

// Roots is the root.
func (t *Tree) Roots() []Node { return []Node{{}} }

type expansion = node.Expansion[Node]

// Expand implements search.Tree. The root finds the cells; a block fits its choices.
func (t *Tree) Expand(ctx context.Context, worker int, n Node, now search.Moment) expansion {
	if n.of == nil {
		return t.expandRoot(ctx)
	}
	w, out := t.workers[worker], expansion{Bound: math.Inf(1)}
	for number := n.from; number < n.to; number++ {
		if ctx.Err() != nil {
			return expansion{Unfinished: true}
		}
		n.of.at(number, w.choice)
		w.try(ctx, worker, n.of.signs, now.Cutoff, &out)
	}
	return out
}

func (t *Tree) expandRoot(ctx context.Context) expansion {
	if t.cells = nil; !t.collect(ctx) {
		return expansion{Unfinished: true}
	}
	out := expansion{Bound: node.Least(t.p)}
	for _, signs := range t.signs {
		of := newChoices(signs, len(t.cells))
		for from := int64(0); from < of.total; from += blockSize {
			out.Children = append(out.Children, Node{of, from, min(from+blockSize, of.total)})
		}
	}
	return out
}

// try bounds the worker's choice, and fits it in its cones if it may be better than
// the cutoff and what the block has found.
func (w *worker) try(ctx context.Context, worker int, signs []int, cutoff float64, out *expansion) {
	if out.Found {
		cutoff = min(cutoff, out.Value-w.Tolerance(out.Value))
	}
	bound := math.Inf(-1)
	if w.loose(w.choice, signs) >= cutoff {
		bound = w.looseBound(w.choice, signs, cutoff)
	}
	if !(bound >= cutoff) {
		var point whiten.Point
		point, bound = w.tight(w.choice, signs, cutoff)
		w.offer(ctx, worker, whiten.Solution{Point: point, Signs: signs}, out)
	}
	out.Bound = min(out.Bound, bound)
}

// offer takes a network if it is the block's best.
func (w *worker) offer(ctx context.Context, worker int, s whiten.Solution, out *expansion) {
	value := w.p.SSE(s.Point, s.Signs)
	if out.Found && value >= out.Value {
		return
	}
	if w.Improve != nil {
		value, _ = w.Improve(ctx, worker, s)
	}
	if value < math.Inf(1) && (!out.Found || value < out.Value) {
		out.Found, out.Solution, out.Value, out.Source = true, s, value, "cells"
	}
}
