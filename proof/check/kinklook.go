package check

import (
	"sync"

	"relucert/internal/wide"
)

// look is what the lines and turns beside a state cost with the ways to or from their other ends.
type look struct{ before, behind []beside }

// beside is a line, by its other end's place in the layer, −1 the end, or a run of a turn.
type beside struct {
	total wide.Fixed
	other int32
	turn  *turn
	i, j  uint8
}

var looks = sync.Pool{New: func() any { return new(look) }}

// at finds ahead and back of a state from its neighbours, and removes the lines and turns
// beside it that no chain below the cutoff has.
func (l *look) at(s *sweeper, v *knot) {
	l.before, l.behind = l.before[:0], l.behind[:0]
	v.ahead, v.back = s.aheadByRuns(v), s.backByRuns(v)
	if s.isStart(v) {
		v.ahead = wide.Fixed{}
	} else {
		l.lookBefore(s, v)
	}
	l.lookBehind(s, v)
	for i := range l.before {
		v.ahead = wide.Min(v.ahead, l.before[i].total)
	}
	for i := range l.behind {
		v.back = wide.Min(v.back, l.behind[i].total)
	}
	for i := range l.before {
		if b := &l.before[i]; s.isOut(plus(b.total, v.back)) {
			b.remove(v, s.layers[v.c-1], false)
		}
	}
	for i := range l.behind {
		if b := &l.behind[i]; s.isOut(plus(b.total, v.ahead)) {
			b.remove(v, s.layerAfter(int(v.c)), true)
		}
	}
}

func (l *look) lookBefore(s *sweeper, v *knot) {
	s.linesTo(v, func(i int, u *knot) {
		l.before = append(l.before, beside{total: plus(s.prices.line(u, v), u.ahead), other: int32(i)})
	})
	for _, t := range v.left {
		t.to(v, func(i, j int, u *knot) {
			l.before = append(l.before, beside{plus(s.turnCost(t, u, v), u.ahead), 0, t, uint8(i), uint8(j)})
		})
	}
}

func (l *look) lookBehind(s *sweeper, v *knot) {
	s.linesFrom(v, func(j int, w *knot) {
		l.behind = append(l.behind, beside{total: plus(s.prices.line(v, w), w.back), other: int32(j)})
	})
	for _, t := range v.right {
		t.from(v, func(i, j int, w *knot) {
			l.behind = append(l.behind, beside{plus(s.turnCost(t, v, w), w.back), 0, t, uint8(i), uint8(j)})
		})
	}
}

// remove takes the line or run away; layer is that of the line's other end.
func (b *beside) remove(v *knot, layer []knot, behind bool) {
	switch {
	case b.turn != nil:
		b.turn.gone[b.i][b.j] = true
	case b.other < 0:
		v.toEnd = false
	case behind:
		v.next.clear(int(b.other))
		layer[b.other].last.clear(int(v.index))
	default:
		v.last.clear(int(b.other))
		layer[b.other].next.clear(int(v.index))
	}
}
