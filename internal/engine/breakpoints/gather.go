package breakpoints

import "math"

// line is a chain on one side of a cut, as a function of what multipliers put on the values at the
// cut's ends of the line that is next to it: c + n·near + f·far − (n²·nn + 2nf·nf + f²·ff)/4, near at
// the left end.
//
// Where slopes are limited, limit says to what; perA is 1/A, and bends how the line's slope, tilt, follows n and f: what it is too
// much or too little costs more.
type line struct {
	c, near, far, nn, nf, ff float64

	tilt, perA, bendNear, bendFar float64

	limit        interval
	by           step
	group, state int32 // the chain's nearest, of a line or a turn
	turn         int32 // of a turn
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

// excess is by how much a slope is above that, or, negative, below.
func (s interval) excess(slope float64) float64 {
	return max(0, slope-s.high) + min(0, slope-s.low)
}

// least is the least cost of a chain, and which it is.
func (s sideOf) least(n, f float64) (value float64, at int) {
	value, at = math.Inf(1), -1
	for i := range s {
		l := &s[i]
		v := l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf)
		if l.perA > 0 {
			v += l.excess(n, f)
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
		v += l.excess(n, f)
	}
	return v
}

// steepness is the line's slope under multipliers, if it were free.
func (l *line) steepness(n, f float64) float64 {
	return l.tilt - 0.5*l.perA*(n*l.bendNear+f*l.bendFar)
}

// excess is what the limit of the slope costs.
func (l *line) excess(n, f float64) float64 {
	d := l.limit.excess(l.steepness(n, f))
	return d * d / l.perA
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
	if l.perA > 0 {
		return l.limitedAlong(n, f, dn, df)
	}
	return l.freelyAlong(n, f, dn, df)
}

// limitedAlong is for as long as the slope stays limited, or not.
func (l *line) limitedAlong(n, f, dn, df float64) quad {
	free := *l
	free.perA = 0
	q := free.freelyAlong(n, f, dn, df)
	if d := l.limit.excess(l.steepness(n, f)); d != 0 {
		b := -0.5 * l.perA * (dn*l.bendNear + df*l.bendFar)
		q.c += d * d / l.perA
		q.v += 2 * d * b / l.perA
		q.k -= b * b / l.perA
	}
	return q
}

func (l *line) freelyAlong(n, f, dn, df float64) quad {
	return quad{
		c: l.at(n, f),
		v: dn*(l.near-0.5*(n*l.nn+f*l.nf)) + df*(l.far-0.5*(n*l.nf+f*l.ff)),
		k: 0.25 * (dn*(dn*l.nn+2*df*l.nf) + df*df*l.ff),
	}
}

// margins is how far a cut's ends are from the inputs beside it: from the one on the left to the left and right end, and
// from these to the one on the right.
type margins struct{ leftNear, leftFar, rightNear, rightFar float64 }

func (t *tree) marginsOf(s *state, level int) margins {
	if s.sign == 0 {
		return margins{}
	}
	if t.asked != nil {
		return t.askedMargins(s, level)
	}
	gap := t.x[t.cuts[s.end]] - t.x[t.cuts[s.cut]-1]
	return margins{leftFar: gap, rightNear: gap}
}

func (t *tree) askedMargins(s *state, level int) margins {
	h := t.cuts[s.cut]
	near, far, _ := t.asked.ends(t.stage(level), h, t.side(int(s.cut)))
	return margins{near, far, t.gap[h] - near, t.gap[h] - far}
}

// gatherLeft collects the best chains that end before a cut at a level, by their last state.
func (t *tree) gatherLeft(n *node, level int, a int32, e margins, out sideOf) sideOf {
	from := int32(t.from[a])
	for _, g := range t.into[level] {
		states := n.groups[g].states
		for i := range states {
			p := &states[i]
			if p.end >= a {
				break
			}
			if p.end < from || int(a) < t.first[p.end] || int(a) > t.last[p.end] {
				continue
			}
			f := &t.fits[t.base[p.end]+int(a)]
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
				out[len(out)-1].limited(t, level, f, slope, b, d)
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
				out[len(out)-1].limited(t, level, f, slope, -d, -a)
			}
		}
	}
	if t.runless {
		return out
	}
	return t.runsRight(n, level, t.cuts[b], e, out)
}

// limited says what the slope of a line behind a level may be.
func (l *line) limited(t *tree, level int, f *fit, slope, near, far float64) {
	low, high := t.asked.slope(t.stage(level))
	if math.IsInf(low, -1) && math.IsInf(high, 1) {
		return
	}
	l.limit, l.perA, l.tilt, l.bendNear, l.bendFar = interval{low, high}, f.perA, slope, near, far
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
