package check

import "math"

// fitTable is the fits of all lines that are left at a node, and so at its descendants.
type fitTable struct {
	index []int32 // of a cut, −1: none
	rows  []fitRow
}

// fitRow is those from a cut to others, from the nearest on that has one.
type fitRow struct {
	first, last int32 // the other cuts' indices
	fits        []fit
}

// mostFits bounds a table's memory.
const mostFits = 1 << 22

// fill makes the table for a tree's lines.
func (p *fastPrices) fill(d *dag, threads int) {
	t := &fitTable{index: make([]int32, d.n+1)}
	for h := range t.index {
		if t.index[h] = -1; h == 0 || h == d.n || d.hasCut(h) {
			t.index[h] = int32(len(t.rows))
			t.rows = append(t.rows, fitRow{first: math.MaxInt32, last: -1})
		}
	}
	total := 0
	for h, i := range t.index {
		if i < 0 {
			continue
		}
		r := &t.rows[i]
		d.linesAt(h, func(_, v *knot) { r.first, r.last = min(r.first, t.index[v.cut]), max(r.last, t.index[v.cut]) })
		if total += r.size(); total > mostFits {
			return
		}
	}
	share(threads, d.n, func(h int) {
		if t.index[h] < 0 {
			return
		}
		r := &t.rows[t.index[h]]
		r.fits = make([]fit, r.size())
		d.linesAt(h, func(u, v *knot) {
			if f := t.at(u, v); !f.ready {
				*f = p.fitOf(u, v)
			}
		})
	})
	p.table = t
}

func (r *fitRow) size() int { return int(max(0, r.last-r.first+1)) }

func (d *dag) hasCut(h int) bool {
	for c := range d.layers {
		if i := d.firstAt(c, h); i < len(d.layers[c]) && int(d.layers[c][i].cut) == h {
			return true
		}
	}
	return false
}

// linesAt visits the lines from a cut.
func (d *dag) linesAt(h int, visit func(u, v *knot)) {
	for c := range d.layers {
		layer, next := d.layers[c], d.layerAfter(c)
		for i := d.firstAt(c, h); i < len(layer) && int(layer[i].cut) == h; i++ {
			u := &layer[i]
			if u.toEnd {
				visit(u, d.end)
			}
			u.next.each(func(j int) { visit(u, &next[j]) })
		}
	}
}

// at is the line's fit; nil: it is not in the table.
func (t *fitTable) at(u, v *knot) *fit {
	i, j := t.index[u.cut], t.index[v.cut]
	if i < 0 || j < t.rows[i].first || j > t.rows[i].last {
		return nil
	}
	return &t.rows[i].fits[j-t.rows[i].first]
}

// find is the same if it has been made.
func (p *fastPrices) find(u, v *knot) *fit {
	if p.table == nil {
		return nil
	}
	if f := p.table.at(u, v); f != nil && f.ready && f.bound == p.isBound(int(u.cut), int(v.cut), u.side, v.side) {
		return f
	}
	return nil
}
