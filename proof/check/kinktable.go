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
	if t == nil || t.index[u.cut] < 0 || t.index[v.cut] < 0 || u.begin >= v.cut {
		return nil
	}
	if f := t.at(u, v); f.ready && f.from == u.begin && f.bound == p.isBound(int(u.begin), int(v.cut), u.side, v.side) {
		return f
	}
	return nil
}

// fitTable is the fits of all lines between blocks with states; nil if there are too many.
func (g *coarse) fitTable(p *fastPrices, threads int) *fitTable {
	t := &fitTable{index: make([]int32, g.n+1)}
	for h := range t.index {
		t.index[h] = -1
	}
	cuts := []*knot{{}}
	for i := range g.blocks {
		if g.hasState(i) {
			cuts = append(cuts, &g.levels[0].knots[i][coarsePlus])
		}
	}
	cuts = append(cuts, &knot{cut: int32(g.n)})
	if len(cuts)*len(cuts)/2 > mostFits {
		return nil
	}
	t.rows = make([][]fit, len(cuts))
	for i, u := range cuts {
		t.index[u.cut] = int32(i)
	}
	share(threads, len(cuts), func(i int) {
		t.rows[i] = make([]fit, len(cuts)-i)
		for j := i; j < len(cuts); j++ {
			if u, v := cuts[i], cuts[j]; isLine(int(u.begin), int(v.cut)) {
				t.rows[i][j-i] = p.fit(int(u.begin), int(v.cut), p.places(u, v))
			}
		}
	})
	return t
}

func (g *coarse) hasState(i int) bool {
	for l := range g.levels {
		if g.levels[l].left[i] != [4]bool{} {
			return true
		}
	}
	return false
}
