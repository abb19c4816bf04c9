package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// coarse is the states of blocks of cuts.
type coarse struct {
	*kinkClass
	size, blocks int
	levels       []coarseLevel
	index        map[[2]int]int // a level's place among levels
	allIn        wide.Fixed
}

// coarseLevel is the states of a level, by block.
type coarseLevel struct {
	c, p        int
	left        [][4]bool
	knots       [][4]knot
	ahead, back [][4]wide.Fixed
}

// The kinds of coarse states; the first two are K of a sign.
const (
	coarseMinus = iota
	coarsePlus
	coarseFirst
	coarseLater
)

func (p *kinkProof) newCoarse(size int) *coarse {
	g := &coarse{kinkClass: p.kinkClass, index: make(map[[2]int]int), allIn: p.within[p.n]}
	for c := 1; c <= g.kinks; c++ {
		for q := 0; q <= c; q++ {
			if g.isLevel(c, q) {
				g.index[[2]int{c, q}] = len(g.levels)
				g.levels = append(g.levels, coarseLevel{c: c, p: q})
			}
		}
	}
	g.resize(size)
	for l := range g.levels {
		for i := range g.levels[l].left {
			g.levels[l].left[i] = [4]bool{g.comesBy(l, -1), g.comesBy(l, 1), true, true}
		}
	}
	return g
}

// comesBy says whether a kink of a sign leads to a level.
func (g *coarse) comesBy(l, sign int) bool {
	v := &g.levels[l]
	q := v.p - g.step(sign)
	return q >= 0 && g.isLevel(v.c-1, q)
}

func (g *coarse) resize(size int) {
	g.size, g.blocks = size, (g.n-1+size-1)/size
	for l := range g.levels {
		v := &g.levels[l]
		v.left, v.knots = make([][4]bool, g.blocks), make([][4]knot, g.blocks)
		v.ahead, v.back = make([][4]wide.Fixed, g.blocks), make([][4]wide.Fixed, g.blocks)
		for i := range v.knots {
			for kind := range v.knots[i] {
				sign := int8(1)
				if kind == coarseMinus {
					sign = -1
				}
				v.knots[i][kind] = knot{cut: int32(g.first(i)), begin: int32(g.last(i)), c: int32(v.c), p: int32(v.p), sign: sign, load: noLoad}
			}
		}
	}
}

// first and last are a block's cuts.
func (g *coarse) first(i int) int { return i*g.size + 1 }
func (g *coarse) last(i int) int  { return min((i+1)*g.size, g.n-1) }

func (g *coarse) halve() {
	was := make([][][4]bool, len(g.levels))
	for l := range g.levels {
		was[l] = g.levels[l].left
	}
	g.resize(g.size / 2)
	for l := range g.levels {
		for i := range g.levels[l].left {
			w := was[l][i/2]
			c := w[coarseFirst] || w[coarseLater]
			g.levels[l].left[i] = [4]bool{w[coarseMinus] || c && g.comesBy(l, -1), w[coarsePlus] || c && g.comesBy(l, 1), c, c}
		}
	}
}

// allows says whether the tree has a kink to a level, in a cut, of a sign.
func (g *coarse) allows(kinks, p, h, sign int) bool {
	w := g.levels[g.index[[2]int{kinks, p}]].left[(h-1)/g.size]
	return w[(sign+1)/2] || w[coarseFirst] || w[coarseLater]
}

// coarseMultipliers is a record of coarse states.
func (p *kinkProof) coarseMultipliers(m *certificate.Multipliers, line int) error {
	g := p.coarse
	if err := g.take(m.All); err != nil {
		return err
	}
	s := &coarsePass{coarse: g, prices: p.prices, threads: p.threads}
	if p.fast != nil {
		p.fast.table = g.fitTable(p.fast, p.threads)
		defer func() { p.fast.table = nil }()
	}
	s.ownCosts()
	s.findBack()
	s.findAhead()
	root := p.nodes[certificate.Branch{}]
	root.line = line
	p.raise(root, plus(s.startBack(), g.allIn))
	for l := range g.levels {
		v := &g.levels[l]
		for i := range v.left {
			for kind := range v.left[i] {
				total := plus(plus(v.ahead[i][kind], v.back[i][kind]), g.allIn)
				v.left[i][kind] = v.left[i][kind] && total.Less(p.value)
			}
		}
	}
	return nil
}

// take gives the states the multipliers that are named, and the others none.
func (g *coarse) take(all []certificate.Penalty) error {
	for l := range g.levels {
		for i := range g.levels[l].knots {
			g.levels[l].knots[i][coarseMinus].load, g.levels[l].knots[i][coarsePlus].load = noLoad, noLoad
		}
	}
	seen := make(map[certificate.Penalty]bool, len(all))
	for i := range all {
		t := &all[i]
		name := *t
		if name.Alpha, name.Beta = 0, 0; seen[name] {
			return refuse("multipliers for %s twice", stateName(t))
		}
		seen[name] = true
		l, known := g.index[[2]int{t.Level, t.Plus}]
		if !known || t.Turn || t.Side != 0 || t.At >= g.blocks || !g.comesBy(l, t.Sign) {
			return refuse("no coarse state %s", stateName(t))
		}
		v := &g.levels[l].knots[t.At][(t.Sign+1)/2]
		v.load = g.newLoad(v, t.Alpha, t.Beta)
	}
	return nil
}
