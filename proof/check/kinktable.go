package check

// fitTable is the fits of all lines that are left at a node, and so at its descendants.
type fitTable struct {
	index []int32 // of a cut, −1: none
	rows  [][]fit // from a cut to those behind it
}

// mostFits bounds a table's memory.
const mostFits = 1 << 22

// fill makes the table for a tree's lines.
func (p *fastPrices) fill(d *dag, threads int) {
	t := &fitTable{index: make([]int32, d.n+1)}
	count := int32(0)
	for h := range t.index {
		if t.index[h] = -1; h == 0 || h == d.n || d.hasCut(h) {
			t.index[h] = count
			count++
		}
	}
	if int(count)*int(count)/2 > mostFits {
		return
	}
	t.rows = make([][]fit, count)
	for i := range t.rows {
		t.rows[i] = make([]fit, int(count)-i)
	}
	share(threads, d.n, func(h int) {
		if t.index[h] >= 0 {
			p.fillRow(t, d, h)
		}
	})
	p.table = t
}

func (d *dag) hasCut(h int) bool {
	for c := range d.layers {
		if i := d.firstAt(c, h); i < len(d.layers[c]) && int(d.layers[c][i].cut) == h {
			return true
		}
	}
	return false
}

// fillRow is the lines from a cut.
func (p *fastPrices) fillRow(t *fitTable, d *dag, h int) {
	for c := range d.layers {
		layer, next := d.layers[c], d.layerAfter(c)
		for i := d.firstAt(c, h); i < len(layer) && int(layer[i].cut) == h; i++ {
			u := &layer[i]
			if u.gone {
				continue
			}
			p.fillFit(t, u, d.end, u.toEnd)
			u.next.each(func(j int) { p.fillFit(t, u, &next[j], true) })
		}
	}
}

func (p *fastPrices) fillFit(t *fitTable, u, v *knot, wanted bool) {
	if f := t.at(u, v); wanted && !f.ready {
		*f = p.fitOf(u, v)
	}
}

func (t *fitTable) at(u, v *knot) *fit {
	i, j := t.index[u.cut], t.index[v.cut]
	return &t.rows[i][j-i]
}

// find is the line's fit; nil: it is not in the table.
func (p *fastPrices) find(u, v *knot) *fit {
	t := p.table
	if t == nil || t.index[u.cut] < 0 || t.index[v.cut] < 0 || u.cut >= v.cut {
		return nil
	}
	if f := t.at(u, v); f.ready && f.bound == p.isBound(int(u.cut), int(v.cut), u.side, v.side) {
		return f
	}
	return nil
}
