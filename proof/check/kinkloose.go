package check

import "relucert/internal/wide"

// loose is what chains cost without multipliers and signs, where a class has no parts: lines and runs that need not join. It tells
// at little cost which states and lines a first sweep removes.
type loose struct {
	*fastPrices
	cutoff      wide.Fixed
	ahead, back [][]wide.Fixed // by the kinks so far, the one in the cut included, and the cut; the last cut is the end
}

func (p *fastPrices) newLoose(cutoff wide.Fixed) *loose {
	l := &loose{fastPrices: p, cutoff: cutoff, ahead: p.nothing(), back: p.nothing()}
	p.losses = make([][]wide.Fixed, p.n)
	l.ahead[0][0] = wide.Fixed{}
	for a := range p.n {
		l.goOn(a)
	}
	for c := range l.back {
		l.back[c][p.n] = wide.Fixed{}
	}
	for a := p.n - 1; a >= 0; a-- {
		l.lookBack(a)
	}
	return l
}

func (p *fastPrices) nothing() [][]wide.Fixed {
	all := make([][]wide.Fixed, p.kinks+1)
	for c := range all {
		all[c] = make([]wide.Fixed, p.n+1)
		for h := range all[c] {
			all[c][h] = infinite
		}
	}
	return all
}

// goOn takes the steps from a cut. A line costs no less if it is longer.
func (l *loose) goOn(a int) {
	least := infinite
	for c := range l.ahead {
		least = wide.Min(least, l.ahead[c][a])
	}
	for b := a + 2; b <= l.n; b++ {
		loss := l.newLoss(a, b)
		if !plus(least, loss).Less(l.cutoff) {
			break
		}
		l.losses[a] = append(l.losses[a], loss)
		l.eachStep(a, b, 0, func(c, to int) { l.ahead[to][b] = wide.Min(l.ahead[to][b], plus(l.ahead[c][a], loss)) })
	}
	for b := a + 3; b <= min(l.n, a+l.kinks+2); b++ {
		l.eachStep(a, b, b-a-2, func(c, to int) { l.ahead[to][b] = wide.Min(l.ahead[to][b], plus(l.ahead[c][a], l.runLoss(a, b))) })
	}
}

func (l *loose) lookBack(a int) {
	for i, loss := range l.losses[a] {
		b := a + 2 + i
		l.eachStep(a, b, 0, func(c, to int) { l.back[c][a] = wide.Min(l.back[c][a], plus(l.back[to][b], loss)) })
	}
	for b := a + 3; b <= min(l.n, a+l.kinks+2); b++ {
		l.eachStep(a, b, b-a-2, func(c, to int) { l.back[c][a] = wide.Min(l.back[c][a], plus(l.back[to][b], l.runLoss(a, b))) })
	}
}

// eachStep calls do for the levels between which a block with so many inner kinks may lie.
func (l *loose) eachStep(a, b, inner int, do func(c, to int)) {
	if b < l.n {
		inner++ // and the kink in cut b
	}
	for c := 0; c+inner <= l.kinks; c++ {
		do(c, c+inner)
	}
}

func (l *loose) runLoss(a, b int) wide.Fixed { return l.within[b].Minus(l.within[a]) }

func (l *loose) hasState(c, h int) bool { return plus(l.ahead[c][h], l.back[c][h]).Less(l.cutoff) }

func (l *loose) hasLine(u, v *knot) bool {
	loss := l.loss(int(u.cut), int(v.cut))
	return loss != nil && plus(plus(l.ahead[u.c][u.cut], *loss), l.back[v.c][v.cut]).Less(l.cutoff)
}

// loss is that of inputs [a, b) on a line, if it is kept; else nil.
func (p *fastPrices) loss(a, b int) *wide.Fixed {
	if i := b - a - 2; p.losses != nil && i >= 0 && i < len(p.losses[a]) {
		return &p.losses[a][i]
	}
	return nil
}

// newLoss is 0 if it does not fit.
func (p *fastPrices) newLoss(a, b int) wide.Fixed {
	if rho, fits := p.rho(a, b); fits {
		return rho
	}
	return wide.Fixed{}
}
