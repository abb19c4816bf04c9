package check

// addRuns adds turns and passages.
func (d *dag) addRuns(allow func(kinks, p, h, sign int) bool) {
	d.allowed = allow
	for k := 0; k < d.kinks; k++ {
		for g := 0; g < d.n; g++ {
			for p := 0; p <= k; p++ {
				if g >= 2 && g <= d.n-2 && d.isLevel(k, p) && d.goesOn(k, p, g) {
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

// goesOn says whether a passage has a step on, which makes a kink at the input before h.
func (d *dag) goesOn(c, p, h int) bool {
	return d.kinkAt(c+1, p+d.step(-1), h-1, -1) || d.kinkAt(c+1, p+d.step(1), h-1, 1)
}
