package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// leaf is the chains of a node that are left, if all have the same places.
type leaf struct {
	*dag
	kinks []leafKink // by number; the first is none
	count int        // how many there are; −1: not known yet
	one   bool       // all the same so far
	sides map[byte]bool
}

// leafKink is a kink's place, and the signs that some chain has there.
type leafKink struct {
	place       int // 0: not known yet
	minus, plus bool
}

// chain is the bound of a node of one chain.
func (p *kinkProof) chain(r *certificate.Chain, line int) error {
	b, err := p.node(r.Node, line)
	if err != nil {
		return err
	}
	l := &leaf{dag: b.dag, kinks: make([]leafKink, p.kinkClass.kinks+1), count: -1, one: true, sides: make(map[byte]bool)}
	l.collect()
	if l.count < 0 {
		p.raise(b, infinite)
		return nil
	}
	if !l.one {
		return refuse("the chains of the node have different places")
	}
	if err := l.check(r.All); err != nil {
		return err
	}
	p.raise(b, l.value(r.All, p.prices))
	return nil
}

// collect goes through the steps that lie on ways from the start to the end.
func (l *leaf) collect() {
	d := l.dag
	w := &walk{dag: d}
	w.mark()
	for c := range d.layers {
		for i := range d.layers[c] {
			u := &d.layers[c][i]
			if !w.onWay(u) {
				continue
			}
			if c > 0 {
				l.meet(c, int(2*u.cut-1), int(u.sign))
			}
			if int(u.cut) == d.gap && d.gap > 0 {
				l.sides[u.side] = true
			}
			if u.toEnd {
				l.end(c)
			}
		}
		for i := range d.turns[c] {
			l.meetTurn(w, &d.turns[c][i])
		}
		for i := range d.passages[c] {
			l.meetPassage(w, &d.passages[c][i])
		}
	}
}

func (l *leaf) meet(j, place, sign int) {
	k := &l.kinks[j]
	if k.place == 0 {
		k.place = place
	}
	l.one = l.one && k.place == place
	k.minus, k.plus = k.minus || sign < 0, k.plus || sign > 0
}

func (l *leaf) end(count int) {
	if l.count < 0 {
		l.count = count
	}
	l.one = l.one && l.count == count
}

func (l *leaf) meetTurn(w *walk, t *turn) {
	for i, u := range t.left {
		for j, v := range t.right {
			if u == nil || v == nil || t.gone[i][j] || !w.comes[u] || !w.goes[v] {
				continue
			}
			l.meet(int(t.c), int(2*t.at), int(t.sign))
			if v == l.dag.end {
				l.end(int(t.c))
			}
		}
	}
}

// meetPassage is the kinks at inputs of the steps from a passage.
func (l *leaf) meetPassage(w *walk, r *passage) {
	if r.gone || !w.comesTo[r] {
		return
	}
	c, p, h := int(r.c), int(r.p), int(r.h)
	for i, sign := range [...]int{-1, 1} {
		q := p + l.step(sign)
		if !l.kinkAt(c+1, q, h-1, sign) {
			continue
		}
		if n := r.next[i]; n != nil && !n.gone && w.goesFrom[n] {
			l.meet(c+1, 2*(h-1), sign)
		}
		for _, other := range [...]int{-1, 1} {
			if q := q + l.step(other); l.kinkAt(c+2, q, h, other) && l.leavesTo(w, r, q) {
				l.meet(c+1, 2*(h-1), sign)
				l.meet(c+2, 2*h, other)
			}
		}
	}
}

// leavesTo says whether a way goes on from a passage whose last kinks lead to level p, and meets its end.
func (l *leaf) leavesTo(w *walk, r *passage, p int) bool {
	found := false
	for _, v := range r.leave {
		if v == l.dag.end {
			l.end(int(r.c) + 2)
			found = true
		} else if w.goes[v] && int(v.p) == p+l.step(int(v.sign)) {
			found = true
		}
	}
	return found
}

// check is whether there is a token of the right kind for each kink.
func (l *leaf) check(all []certificate.KinkPenalty) error {
	if len(all) != l.count {
		return refuse("multipliers for %d kinks, but the chain has %d", len(all), l.count)
	}
	for i, t := range all {
		k := &l.kinks[i+1]
		switch {
		case t.Kind == certificate.NoPenalty:
		case k.minus && k.plus:
			return refuse("the sign of kink %d is not known", i+1)
		case (t.Kind == certificate.InCut) != (k.place%2 == 1):
			return refuse("the multipliers of kink %d are for another kind", i+1)
		}
	}
	return nil
}

// value is the chain's, the least over its sides.
func (l *leaf) value(all []certificate.KinkPenalty, prices kinkPrices) wide.Fixed {
	least := infinite
	sides := []byte{0}
	if len(l.sides) > 0 {
		sides = sides[:0]
		for side := range l.sides {
			sides = append(sides, side)
		}
	}
	for _, side := range sides {
		least = wide.Min(least, l.valueOn(side, all, prices))
	}
	return least
}

// valueOn is the sum of the blocks' costs.
func (l *leaf) valueOn(side byte, all []certificate.KinkPenalty, prices kinkPrices) (total wide.Fixed) {
	from := &l.dag.layers[0][0]
	inner := 0 // kinks at inputs since then
	for j := 1; j <= l.count+1; j++ {
		to := l.dag.end
		if j <= l.count {
			if l.kinks[j].place%2 == 0 {
				inner++
				continue
			}
			to = l.knot(j, side, all[j-1])
		}
		total = plus(total, l.block(from, to, all[:j-1], inner, prices))
		from, inner = to, 0
	}
	return total
}

// knot is kink j, in a cut, with its multipliers.
func (l *leaf) knot(j int, side byte, t certificate.KinkPenalty) *knot {
	k := &l.kinks[j]
	v := &knot{cut: int32(k.place+1) / 2, c: int32(j), sign: 1, load: noLoad}
	if l.gap == 0 || int(v.cut) != l.gap {
		side = 0
	}
	if v.side = side; k.minus {
		v.sign = -1
	}
	if t.Kind == certificate.InCut {
		v.load = l.newLoad(v, t.Alpha, t.Beta)
	}
	return v
}

// block is a line, or a run whose inner kinks are the last of those before.
func (l *leaf) block(from, to *knot, before []certificate.KinkPenalty, inner int, prices kinkPrices) wide.Fixed {
	if inner == 0 {
		return prices.line(from, to)
	}
	a, b := int(from.cut), int(to.cut)
	by := make(forces)
	l.extend(by, from.load, 1, a)
	l.extend(by, to.load, -1, b-2)
	for i := range inner {
		j := len(before) - inner + i
		if t := before[j]; t.Kind == certificate.AtInput {
			sign := 1
			if l.kinks[j+1].minus {
				sign = -1
			}
			l.bend(by, t.Alpha, sign, l.kinks[j+1].place/2)
		}
	}
	return prices.run(a, b, by)
}
