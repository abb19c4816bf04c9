package breakpoints

import "math"

// line is a chain on one side of a cut, as a function of what multipliers put on the values at the
// cut's ends of the line that is next to it: c + n·near + f·far − (n²·nn + 2nf·nf + f²·ff)/4, near at
// the left end. A lean is added.
type line struct {
	c, near, far, nn, nf, ff float64

	lean
	by           step
	group, state int32 // the chain's nearest, of a line or a turn
	turn         int32 // of a turn
}

// lean is what the slope costs of a line that has limits for it: (b − tilt)²/perA + b·moment, least within them, the moment being what
// multipliers put on the slope. Not as a correction to what a free slope costs: of two inputs that are near each other, rounding hides all else.
type lean struct {
	limit                   interval
	tilt, perA              float64 // of the fit; perA 0: there are no limits
	moment, perNear, perFar float64
}

// step is what a chain comes by.
type step int8

const (
	byLine step = iota
	byTurn
	byRun
)

// sideOf is the chains on one side of a cut.
type sideOf []line

// interval is what a slope may be.
type interval struct{ low, high float64 }

// nearest is the slope next to one that may be.
func (s interval) nearest(slope float64) float64 { return min(s.high, max(s.low, slope)) }

// least is the least cost of a chain, and which it is.
func (s sideOf) least(n, f float64) (value float64, at int) {
	value, at = math.Inf(1), -1
	for i := range s {
		l := &s[i]
		v := l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf)
		if l.perA > 0 {
			v += l.leaning(n, f)
		}
		if v < value {
			value, at = v, i
		}
	}
	return value, at
}

func (l *line) at(n, f float64) float64 {
	v := l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf)
	if l.perA > 0 {
		v += l.leaning(n, f)
	}
	return v
}

// on is the moment under multipliers, and the best slope.
func (l *lean) on(n, f float64) (moment, slope float64) {
	moment = l.moment + n*l.perNear + f*l.perFar
	return moment, l.limit.nearest(l.tilt - 0.5*l.perA*moment)
}

// leaning is what the best slope costs.
func (l *lean) leaning(n, f float64) float64 {
	moment, slope := l.on(n, f)
	off := slope - l.tilt
	return off/l.perA*off + slope*moment
}

// along is the lines' costs as functions of one multiplier alone, which puts dn and df on the
// values, beside n and f.
func (s sideOf) along(n, f, dn, df float64, out []quad) []quad {
	for i := range s {
		out = append(out, s[i].along(n, f, dn, df))
	}
	return out
}

func (l *line) along(n, f, dn, df float64) quad {
	q := quad{
		c: l.at(n, f),
		v: dn*(l.near-0.5*(n*l.nn+f*l.nf)) + df*(l.far-0.5*(n*l.nf+f*l.ff)),
		k: 0.25 * (dn*(dn*l.nn+2*df*l.nf) + df*df*l.ff),
	}
	if l.perA > 0 {
		q = q.plus(l.leaningAlong(n, f, dn, df))
	}
	return q
}

// leaningAlong is how what the slope costs changes, for as long as it is at a limit, or not.
func (l *lean) leaningAlong(n, f, dn, df float64) (q quad) {
	_, slope := l.on(n, f)
	turn := dn*l.perNear + df*l.perFar
	q.v = turn * slope
	if l.limit.low < slope && slope < l.limit.high {
		q.k = 0.25 * turn * turn * l.perA
	}
	return q
}

// margins is how far a cut's ends are from the inputs beside it: from the one on the left to the left and right end, and
// from these to the one on the right.
type margins struct{ leftNear, leftFar, rightNear, rightFar float64 }

func (t *tree) marginsOf(s *state, level int) margins {
	if s.sign == 0 {
		return margins{}
	}
	if t.asked != nil {
		m, _ := t.asked.ends(t.stage(level), t.cuts[s.cut], t.side(int(s.cut)))
		return m
	}
	gap := t.gap[t.cuts[s.cut]]
	return margins{leftFar: gap, rightNear: gap}
}

// gatherLeft collects the best chains that end before a cut at a level, by their last state.
func (t *tree) gatherLeft(n *node, level int, a int32, e margins, out sideOf) sideOf {
	from := int32(t.from[a])
	for _, g := range t.into[level] {
		states := n.groups[g].states
		for i := range states {
			p := &states[i]
			if p.cut >= a {
				break
			}
			if p.cut < from || int(a) < t.first[p.cut] || int(a) > t.last[p.cut] {
				continue
			}
			f := &t.fits[t.base[p.cut]+int(a)]
			if math.IsInf(f.r, 1) {
				continue
			}
			h := -p.beta*f.left - p.right
			y, slope := f.y-0.5*p.beta*f.perW, f.slope-0.5*h*f.perA
			c := p.ahead + f.r + 0.5*(h*(f.slope+slope)+p.beta*(f.y+y))
			b, d := f.right+e.leftNear, f.right+e.leftFar
			out = append(out, line{c: c, near: y + slope*b, far: y + slope*d,
				nn: f.perW + b*b*f.perA, nf: f.perW + b*d*f.perA, ff: f.perW + d*d*f.perA, group: int32(g), state: int32(i)})
			if t.asked.sloped() {
				out[len(out)-1].limited(t, level, f, p.ahead+f.r+0.5*p.beta*(f.y+y), y, lean{moment: h, perNear: b, perFar: d})
			}
		}
	}
	if t.runless {
		return out
	}
	return t.runsLeft(n, level, t.cuts[a], e, out)
}

// gatherRight collects the best chains from a cut on at a level, by their first state.
func (t *tree) gatherRight(n *node, level int, b int32, e margins, out sideOf) sideOf {
	first, last, base := int32(t.first[b]), int32(t.last[b]), t.base[b]
	for _, g := range t.out[level] {
		states := n.groups[g].states
		for i := range states {
			q := &states[i]
			if q.cut < first {
				continue
			}
			if q.cut > last {
				break
			}
			f := &t.fits[base+int(q.cut)]
			if math.IsInf(f.r, 1) {
				continue
			}
			h := q.alpha*f.right + q.left
			y, slope := f.y-0.5*q.alpha*f.perW, f.slope-0.5*h*f.perA
			c := q.back + f.r + 0.5*(h*(f.slope+slope)+q.alpha*(f.y+y))
			d, a := f.left+e.rightNear, f.left+e.rightFar
			out = append(out, line{c: c, near: y - slope*d, far: y - slope*a,
				nn: f.perW + d*d*f.perA, nf: f.perW + d*a*f.perA, ff: f.perW + a*a*f.perA, group: int32(g), state: int32(i)})
			if t.asked.sloped() {
				out[len(out)-1].limited(t, level, f, q.back+f.r+0.5*q.alpha*(f.y+y), y, lean{moment: h, perNear: -d, perFar: -a})
			}
		}
	}
	if t.runless {
		return out
	}
	return t.runsRight(n, level, t.cuts[b], e, out)
}

// limited gives the slope of a line behind a level a cost of its own, if it has limits; without the slope it costs c, and has the value y.
func (l *line) limited(t *tree, level int, f *fit, c, y float64, on lean) {
	low, high := t.asked.slope(t.stage(level))
	if math.IsInf(low, -1) && math.IsInf(high, 1) {
		return
	}
	on.limit, on.tilt, on.perA = interval{low, high}, f.slope, f.perA
	l.c, l.near, l.far, l.nn, l.nf, l.ff, l.lean = c, y, y, f.perW, f.perW, f.perW, on
}

// load is what multipliers put on the values of a run's inputs beside a cut: of the one next to it and the second.
type load struct{ next, second float64 }

// pulled is what a state puts on the values of a run on its left or right.
func (t *tree) pulledLeft(q *state) load {
	if q.sign == 0 {
		return load{}
	}
	d := q.left / t.gap[t.cuts[q.cut]-1]
	return load{q.alpha + d, -d}
}

func (t *tree) pulledRight(p *state) load {
	if p.sign == 0 {
		return load{}
	}
	d := p.right / t.gap[t.cuts[p.cut]+1]
	return load{p.beta + d, -d}
}

// at is how a value at so far from an input depends on that of the input and of the second, at a distance.
func at(far, distance float64) load { return load{1 + far/distance, -far / distance} }

// freeCost is the least cost of a free value at an input under what multipliers put on it.
func (s *samples) freeCost(input int, g float64) float64 {
	return g * (s.y[input] - 0.25*g/s.w[input])
}

// hanging is a chain that ends in a run, whose last two inputs have the loads so far, as a line.
func (t *tree) hanging(c float64, next, second int, so load, near, far load) line {
	w, v := 0.5/t.w[next], 0.5/t.w[second]
	y, z := t.y[next]-so.next*w, t.y[second]-so.second*v
	return line{
		c:    c + t.freeCost(next, so.next) + t.freeCost(second, so.second),
		near: near.next*y + near.second*z, far: far.next*y + far.second*z,
		nn: 2 * (near.next*near.next*w + near.second*near.second*v),
		nf: 2 * (near.next*far.next*w + near.second*far.second*v),
		ff: 2 * (far.next*far.next*w + far.second*far.second*v),
	}
}

// runsLeft collects those that end in a run before a cut.
func (t *tree) runsLeft(n *node, level, cut int, e margins, out sideOf) sideOf {
	if cut < 3 {
		return out
	}
	near, far := at(e.leftNear, t.gap[cut-1]), at(e.leftFar, t.gap[cut-1])
	turns, first := n.turnAt(level, cut-2)
	for i := range turns {
		out = t.turnsLeft(n, level, &turns[i], int32(first+i), near, far, out)
	}
	for _, s := range t.signs() {
		for _, z := range t.signs() {
			middle := t.before(level, z)
			if middle == none || !t.bends(n, middle, cut-2, z) {
				continue
			}
			from := t.before(middle, s)
			if r := n.run(from, cut-2); r != nil && t.bends(n, from, cut-3, s) {
				l := t.hanging(r.ahead, cut-1, cut-2, load{}, near, far)
				l.by = byRun
				l.group = int32(from)
				out = append(out, l)
			}
		}
	}
	return out
}

// turnsLeft collects the chains that end in a turn.
func (t *tree) turnsLeft(n *node, level int, u *turn, number int32, near, far load, out sideOf) sideOf {
	before := t.before(level, u.sign)
	cut := t.number[u.input-1]
	if cut < 0 || before == none {
		return out
	}
	l, m, r := t.bent(u)
	for _, g := range t.into[before] {
		states, first := n.groups[g].at(cut)
		for i := range states {
			p := &states[i]
			on := t.pulledRight(p)
			c := p.ahead + t.freeCost(int(u.input)-1, on.next+l)
			k := t.hanging(c, int(u.input)+1, int(u.input), load{r, on.second + m}, near, far)
			k.by, k.group, k.state, k.turn = byTurn, int32(g), int32(first+i), number
			out = append(out, k)
		}
	}
	return out
}

// bent is what a turn's multiplier puts on its three values.
func (t *tree) bent(u *turn) (left, middle, right float64) {
	d, e := t.gap[u.input], t.gap[u.input+1]
	m := float64(u.sign) * u.eta
	return -m * e / (d + e), m, -m * d / (d + e)
}

// runsRight collects those that begin with a run behind a cut.
func (t *tree) runsRight(n *node, level, cut int, e margins, out sideOf) sideOf {
	if cut+3 > t.size() {
		return out
	}
	near, far := at(e.rightNear, t.gap[cut+1]), at(e.rightFar, t.gap[cut+1])
	for _, s := range anySign {
		if to := t.behind(level, s); to != none {
			turns, first := n.turnAt(to, cut+1)
			for i := range turns {
				if turns[i].sign == s {
					out = t.turnsRight(n, to, &turns[i], int32(first+i), near, far, out)
				}
			}
		}
	}
	if r := n.run(level, cut+2); r != nil {
		l := t.hanging(r.back, cut, cut+1, load{}, near, far)
		l.by = byRun
		out = append(out, l)
	}
	return out
}

func (t *tree) turnsRight(n *node, level int, u *turn, number int32, near, far load, out sideOf) sideOf {
	cut := t.number[u.input+2]
	if cut < 0 {
		return out
	}
	l, m, r := t.bent(u)
	for _, g := range t.out[level] {
		states, first := n.groups[g].at(cut)
		for i := range states {
			q := &states[i]
			on := t.pulledLeft(q)
			c := q.back + t.freeCost(int(u.input)+1, on.next+r)
			k := t.hanging(c, int(u.input)-1, int(u.input), load{l, on.second + m}, near, far)
			k.by, k.group, k.state, k.turn = byTurn, int32(g), int32(first+i), number
			out = append(out, k)
		}
	}
	return out
}
