package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// mostLines bounds the lines that a node is looked through for, and so its memory.
const mostLines = 1 << 33

// root is all chains of the class, but for kinks that allow forbids.
func (c *kinkClass) root(allow func(kinks, p, h, sign int) bool) (*dag, error) {
	d := c.newDag(c.allBoxes())
	for kinks := 1; kinks <= c.kinks && !c.isEmpty(); kinks++ {
		for h := 1; h < c.n; h++ {
			d.addKnots(kinks, h, allow)
		}
	}
	lines := 0
	for k := 1; k < len(d.layers); k++ {
		lines += len(d.layers[k-1]) * len(d.layers[k])
	}
	if lines > mostLines {
		return nil, refuse("%d lines are too many: coarse records are needed", lines)
	}
	d.joinLines(func(u, v *knot) bool { return c.isBlock(int(u.cut), int(v.cut)) })
	if !c.parted {
		d.addRuns(allow)
	}
	return d, nil
}

func (c *kinkClass) newDag(limits boxes) *dag {
	d := &dag{kinkClass: c, limits: limits, layers: make([][]knot, c.kinks+1), turns: make([][]turn, c.kinks+1), passages: make([][]passage, c.kinks+1)}
	d.layers[0] = []knot{{load: noLoad}}
	d.end = &knot{cut: int32(c.n), load: noLoad}
	return d
}

func (d *dag) addKnots(kinks, h int, allow func(kinks, p, h, sign int) bool) {
	for p := 0; p <= kinks; p++ {
		for _, sign := range [...]int{-1, 1} {
			if !d.isLevel(kinks, p) || !d.isLevel(kinks-1, p-d.step(sign)) || p < d.step(sign) || !allow(kinks, p, h, sign) {
				continue
			}
			for _, side := range d.sides(h) {
				if _, _, ok := d.ends(kinks, h, side); ok {
					d.layers[kinks] = append(d.layers[kinks], knot{cut: int32(h), begin: int32(h), c: int32(kinks), p: int32(p), index: int32(len(d.layers[kinks])), sign: int8(sign), side: side, load: noLoad})
				}
			}
		}
	}
}

// joinLines joins the layers by the lines that are allowed.
func (d *dag) joinLines(allow func(u, v *knot) bool) {
	for k, layer := range d.layers {
		next := d.layerAfter(k)
		d.makeLines(k)
		for i := range layer {
			layer[i].toEnd = d.endsFrom(k) && allow(&layer[i], d.end)
			for j := range next {
				if u, v := &layer[i], &next[j]; d.follows(u, v) && allow(u, v) {
					u.next.set(j)
					v.last.set(i)
				}
			}
		}
	}
}

// makeLines is room for the lines from a layer to the next.
func (d *dag) makeLines(k int) {
	layer, next := d.layers[k], d.layerAfter(k)
	for i := range layer {
		layer[i].next = newBitset(len(next))
	}
	for j := range next {
		next[j].last = newBitset(len(layer))
	}
}

func (d *dag) layerAfter(k int) []knot {
	if k+1 < len(d.layers) {
		return d.layers[k+1]
	}
	return nil
}

// follows says whether the level of v is that of u with v's kink.
func (d *dag) follows(u, v *knot) bool { return int(v.p) == int(u.p)+d.step(int(v.sign)) }

// addRuns adds turns and passages.
func (d *dag) addRuns(allow func(kinks, p, h, sign int) bool) {
	for k := 0; k < d.kinks; k++ {
		for g := 0; g < d.n; g++ {
			for p := 0; p <= k; p++ {
				if g >= 2 && g <= d.n-2 && d.isLevel(k, p) {
					d.passages[k] = append(d.passages[k], passage{h: int32(g), c: int32(k), p: int32(p)})
				}
				for _, sign := range [...]int{-1, 1} {
					if q := p + d.step(sign); g >= 1 && g < d.n-1 && d.isLevel(k, p) && d.isLevel(k+1, q) && allow(k+1, q, g, sign) && allow(k+1, q, g+1, sign) {
						d.turns[k+1] = append(d.turns[k+1], turn{at: int32(g), c: int32(k + 1), p: int32(q), sign: int8(sign)})
					}
				}
			}
		}
	}
	d.allowed = allow
	d.joinRuns()
}

// joinRuns ties turns and passages to the states that they lie between.
func (d *dag) joinRuns() {
	for k := range d.turns {
		for i := range d.turns[k] {
			d.joinTurn(&d.turns[k][i])
		}
		for i := range d.passages[k] {
			d.joinPassage(&d.passages[k][i])
		}
	}
}

func (d *dag) joinTurn(t *turn) {
	g, c, p := int(t.at), int(t.c), int(t.p)
	t.left = d.both(c-1, p-d.step(int(t.sign)), g-1)
	for j, sign := range [...]int{-1, 1} {
		t.right[j] = d.find(c+1, p+d.step(sign), g+2, sign)
	}
	if g+2 == d.n && d.endsFrom(c) {
		t.right[0] = d.end
	}
	for _, u := range t.left {
		if u != nil {
			u.right = append(u.right, t)
		}
	}
	for _, v := range t.right {
		if v != nil {
			v.left = append(v.left, t)
		}
	}
}

func (d *dag) joinPassage(r *passage) {
	h, c, p := int(r.h), int(r.c), int(r.p)
	r.enter = d.both(c, p, h-2)
	for _, u := range r.enter {
		if u != nil {
			u.enters = r
		}
	}
	for i, sign := range [...]int{-1, 1} {
		q := p + d.step(sign)
		if !d.kinkAt(c+1, q, h-1, sign) {
			continue
		}
		if n := d.passage(c+1, q, h+1); n != nil {
			r.next[i], n.last[i] = n, r
		}
		for _, other := range [...]int{-1, 1} {
			if q := q + d.step(other); d.kinkAt(c+2, q, h, other) {
				d.joinLeave(r, c+2, q, h+2)
			}
		}
	}
}

// kinkAt says whether a run may have a kink at an input that leads to a level.
func (d *dag) kinkAt(c, p, input, sign int) bool {
	return d.isLevel(c, p) && d.limits.allow(c, 2*input, sign) && d.allowed(c, p, input, sign) && d.allowed(c, p, input+1, sign)
}

// joinLeave is the ways out of a passage at cut b, its last kink at an input leading to level c/p.
func (d *dag) joinLeave(r *passage, c, p, b int) {
	if b == d.n {
		if d.endsFrom(c) {
			d.leaveTo(r, d.end)
		}
		return
	}
	for _, sign := range [...]int{-1, 1} {
		if v := d.find(c+1, p+d.step(sign), b, sign); v != nil {
			d.leaveTo(r, v)
		}
	}
}

func (d *dag) leaveTo(r *passage, v *knot) {
	for _, w := range r.leave {
		if w == v {
			return
		}
	}
	r.leave, v.leavers = append(r.leave, v), append(v.leavers, r)
}

// part is the chains of a node that a split leaves, on states of its own.
func (d *dag) part(s *certificate.KinkSplit, part int) *dag {
	next := d.newDag(d.limits.cut(s, part, d.noPlace()))
	next.allowed = d.allowed
	places := d.copyKnots(next)
	for k := range d.layers {
		d.copyLines(next, k, places)
	}
	d.copyRuns(next)
	return next
}

// copyKnots copies what is left of the states; places are where they went, or −1.
func (d *dag) copyKnots(next *dag) (places [][]int32) {
	places = make([][]int32, len(d.layers))
	for k, layer := range d.layers {
		places[k] = make([]int32, len(layer))
		for i := range layer {
			v := &layer[i]
			places[k][i] = -1
			switch {
			case k == 0:
				places[k][i] = 0
			case !v.gone && next.limits.allow(k, int(2*v.cut-1), int(v.sign)):
				places[k][i] = int32(len(next.layers[k]))
				next.layers[k] = append(next.layers[k], knot{cut: v.cut, begin: v.cut, c: v.c, p: v.p, index: places[k][i], sign: v.sign, side: v.side, load: v.load})
			}
		}
	}
	return places
}

func (d *dag) copyLines(next *dag, k int, places [][]int32) {
	layer, after := next.layers[k], next.layerAfter(k)
	next.makeLines(k)
	for i := range d.layers[k] {
		at := places[k][i]
		if at < 0 {
			continue
		}
		u := &layer[at]
		u.toEnd = d.layers[k][i].toEnd && next.endsFrom(k)
		d.layers[k][i].next.each(func(j int) {
			if to := places[k+1][j]; to >= 0 {
				u.next.set(int(to))
				after[to].last.set(int(at))
			}
		})
	}
}

func (d *dag) copyRuns(next *dag) {
	for k := range d.turns {
		for i := range d.turns[k] {
			if t := &d.turns[k][i]; t.isLeft() && next.limits.allow(k, int(2*t.at), int(t.sign)) {
				next.turns[k] = append(next.turns[k], turn{at: t.at, c: t.c, p: t.p, sign: t.sign, eta: t.eta, gone: t.gone})
			}
		}
		for i := range d.passages[k] {
			if r := &d.passages[k][i]; !r.gone {
				next.passages[k] = append(next.passages[k], passage{h: r.h, c: r.c, p: r.p})
			}
		}
	}
	next.joinRuns()
}

// isLeft says that some run of the turn is left.
func (t *turn) isLeft() bool {
	for i, u := range t.left {
		for j, v := range t.right {
			if u != nil && v != nil && !u.gone && !v.gone && !t.gone[i][j] {
				return true
			}
		}
	}
	return false
}

// isOut says that ahead and back reach the cutoff.
func (d *dag) isOut(total wide.Fixed) bool { return !total.Less(d.threshold) }
