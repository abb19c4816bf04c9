package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// mostLines bounds the lines that a node is looked through for, and so its memory.
const mostLines = 1 << 33

// root is all chains of the class, but for kinks that allow forbids and lines that do not remain.
func (c *kinkClass) root(allow func(kinks, p, h, sign int) bool, remains func(u, v *knot) bool) (*dag, error) {
	return c.rootOf(allow, allow, remains)
}

// rootOf is that of states, runs and lines that may be.
func (c *kinkClass) rootOf(state, run func(kinks, p, h, sign int) bool, line func(u, v *knot) bool) (*dag, error) {
	d := c.newDag(c.allBoxes())
	empty := c.isEmpty()
	for kinks := 1; kinks <= c.kinks && !empty; kinks++ {
		for h := 1; h < c.n; h++ {
			d.addKnots(kinks, h, state)
		}
	}
	lines := 0
	for k := 1; k < len(d.layers); k++ {
		lines += len(d.layers[k-1]) * len(d.layers[k])
	}
	if lines > mostLines {
		return nil, refuse("%d lines are too many: records of spans are needed", lines)
	}
	d.joinLines(func(u, v *knot) bool { return !empty && c.isBlock(int(u.cut), int(v.cut)) && line(u, v) })
	if !c.parted {
		d.addRuns(run)
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
	for p := 0; p <= min(kinks, d.plus); p++ {
		for _, sign := range [...]int{-1, 1} {
			if !d.isLevel(kinks, p) || !d.isLevel(kinks-1, p-d.step(sign)) || p < d.step(sign) || !allow(kinks, p, h, sign) {
				continue
			}
			for _, side := range d.sides(h) {
				if _, _, ok := d.ends(kinks, h, side); ok {
					d.layers[kinks] = append(d.layers[kinks], knot{cut: int32(h), c: int32(kinks), p: int32(p), index: int32(len(d.layers[kinks])), sign: int8(sign), side: side, load: noLoad})
				}
			}
		}
	}
}

// joinLines joins the layers by the lines that are allowed, shorter ones first.
func (d *dag) joinLines(allow func(u, v *knot) bool) {
	for k, layer := range d.layers {
		next := d.layerAfter(k)
		d.makeLines(k)
		for i := range layer {
			for j := range next {
				if u, v := &layer[i], &next[j]; d.follows(u, v) && allow(u, v) {
					u.next.set(j)
					v.last.set(i)
				}
			}
			layer[i].toEnd = d.endsFrom(k) && allow(&layer[i], d.end)
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
				next.layers[k] = append(next.layers[k], knot{cut: v.cut, c: v.c, p: v.p, index: places[k][i], sign: v.sign, side: v.side, load: v.load})
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

// isOut says that ahead and back reach the cutoff.
func (d *dag) isOut(total wide.Fixed) bool { return !total.Less(d.threshold) }
