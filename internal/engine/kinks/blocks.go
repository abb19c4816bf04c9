package kinks

import (
	"context"
	"math"

	"relucert/internal/crew"
)

// blockRows is how many rows have one entry among the sums that are kept. A whole
// block of kinks is passed over if the rows before and behind it alone have too
// large an SSE.
const blockRows = 256

// block is rows [from, to), with the moments of the rows before it, its own, and
// those behind it. Each is a sum of that side's rows only, so that a few rows at an end
// lose no bits to all the others.
type block struct {
	from, to           int
	before, own, after moments
}

func (w *Sweep) sumBlocks() {
	for from := 0; from < len(w.rows); from += blockRows {
		w.blocks = append(w.blocks, block{from: from, to: min(from+blockRows, len(w.rows))})
	}
	crew.New(w.workers).Each(len(w.blocks), func(_, i int) {
		b := &w.blocks[i]
		for _, r := range w.rows[b.from:b.to] {
			b.own.add(r)
		}
	})
	for i := 1; i < len(w.blocks); i++ {
		w.blocks[i].before = w.blocks[i-1].before.plus(w.blocks[i-1].own)
	}
	for i := len(w.blocks) - 2; i >= 0; i-- {
		w.blocks[i].after = w.blocks[i+1].after.plus(w.blocks[i+1].own)
	}
}

// mostScouts is at how many kinks a first look is taken, for a good cutoff.
const mostScouts = 1024

func (w *Sweep) scout(k *task, f *finding) {
	for i := 1; i < len(w.blocks); i += 1 + len(w.blocks)/mostScouts {
		b := &w.blocks[i]
		if w.rows[b.from-1].x != w.rows[b.from].x {
			c := w.cell(k, b.before, b.own.plus(b.after), b.from)
			c.bound(f.take)
		}
	}
}

// cell is the one between rows r−1 and r, given the moments on both sides.
func (w *Sweep) cell(k *task, left, right moments, r int) cell {
	return k.newCell(newGroup(left, w.rows[:r]), newGroup(right, w.rows[r:]), w.rows[r-1], w.rows[r])
}

// sweepBlocks bounds all cells. What blocks find is joined in their order, so
// that the result does not depend on the workers.
func (w *Sweep) sweepBlocks(ctx context.Context, k *task, f *finding) {
	found := make([]finding, len(w.blocks))
	crew.New(w.workers).Each(len(w.blocks), func(_, i int) {
		if found[i] = nothing(); ctx.Err() != nil {
			found[i].low, found[i].stopped = 0, true
			return
		}
		w.sweepBlock(k, &w.blocks[i], &found[i])
	})
	for _, g := range found {
		f.join(g)
	}
}

// sweepBlock bounds the cells that end at the block's rows: all at once, by the
// samples before and behind the block alone, if that is enough, else each.
func (w *Sweep) sweepBlock(k *task, b *block, f *finding) {
	first, last := max(b.from-1, 0), min(b.to, len(w.rows)-1)
	all := k.newCell(newGroup(b.before, w.rows[:b.from]), newGroup(b.after, w.rows[b.to:]), w.rows[first], w.rows[last])
	if f.low = all.below(all.apart()); f.low >= k.cutoff {
		return
	}
	f.low = math.Inf(1)
	var right [blockRows + 1]moments // of the rows from each of the block's
	right[b.to-b.from] = b.after
	for r := b.to - 1; r >= b.from; r-- {
		right[r-b.from] = right[r-b.from+1]
		right[r-b.from].add(w.rows[r])
	}
	left := b.before
	for r := b.from; r < b.to; r++ {
		if r > 0 && w.rows[r-1].x != w.rows[r].x {
			c := w.cell(k, left, right[r-b.from], r)
			f.low = min(f.low, c.bound(f.take))
		}
		left.add(w.rows[r])
	}
}
