package check

// walk is which states of a node lie on ways from the start to the end.
type walk struct {
	*dag
	comes, goes       map[*knot]bool // a way comes to it, goes on from it
	comesTo, goesFrom map[*passage]bool
}

func (w *walk) onWay(u *knot) bool { return w.comes[u] && w.goes[u] }

func (w *walk) mark() {
	w.comes, w.goes = make(map[*knot]bool), make(map[*knot]bool)
	w.comesTo, w.goesFrom = make(map[*passage]bool), make(map[*passage]bool)
	w.comes[&w.layers[0][0]], w.goes[w.end] = true, true
	for c := range w.layers {
		w.eachState(c, w.forward, w.forwardRun)
	}
	for c := len(w.layers) - 1; c >= 0; c-- {
		w.eachRun(c, w.backwardRun)
		w.eachState(c, w.backward, func(*passage) {})
	}
}

func (w *walk) eachState(c int, do func(*knot), run func(*passage)) {
	for i := range w.layers[c] {
		if u := &w.layers[c][i]; !u.gone {
			do(u)
		}
	}
	w.eachRun(c, run)
}

func (w *walk) eachRun(c int, run func(*passage)) {
	for i := range w.passages[c] {
		if r := &w.passages[c][i]; !r.gone {
			run(r)
		}
	}
}

// forward marks what follows a state that a way comes to.
func (w *walk) forward(u *knot) {
	if !w.comes[u] {
		return
	}
	next := w.layerAfter(int(u.c))
	u.next.each(func(j int) { w.comes[&next[j]] = true })
	for _, t := range u.right {
		t.from(u, func(_, _ int, v *knot) { w.comes[v] = true })
	}
	if r := u.enters; r != nil && !r.gone {
		w.comesTo[r] = true
	}
}

func (w *walk) forwardRun(r *passage) {
	if !w.comesTo[r] {
		return
	}
	for _, n := range r.next {
		if n != nil && !n.gone {
			w.comesTo[n] = true
		}
	}
	for _, v := range r.leave {
		w.comes[v] = true
	}
}

// backward marks a state from which a way goes on.
func (w *walk) backward(u *knot) {
	goes := u.toEnd
	next := w.layerAfter(int(u.c))
	u.next.each(func(j int) { goes = goes || w.goes[&next[j]] })
	for _, t := range u.right {
		t.from(u, func(_, _ int, v *knot) { goes = goes || w.goes[v] })
	}
	if r := u.enters; r != nil && !r.gone && w.goesFrom[r] {
		goes = true
	}
	w.goes[u] = goes
}

func (w *walk) backwardRun(r *passage) {
	goes := false
	for _, n := range r.next {
		goes = goes || n != nil && !n.gone && w.goesFrom[n]
	}
	for _, v := range r.leave {
		goes = goes || w.goes[v]
	}
	w.goesFrom[r] = goes
}
