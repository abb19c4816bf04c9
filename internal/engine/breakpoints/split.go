package breakpoints

import "slices"

// widest is the stage (the number of kinks that the chain has used when it leaves its states) whose states lie
// farthest apart, and how many they are: 1 or less if no stage has more. What is far apart bounds worst together; the
// stage with the most states needs a hundred times as many nodes.
func (t *tree) widest(n *node) (stage, most int) {
	spans := make([]span, t.k+2)
	for i := range n.groups {
		for _, s := range n.groups[i].states {
			spans[t.stage(n.groups[i].to)].add(int(s.a + s.b))
		}
	}
	for i, s := range spans {
		if s.count > 1 && (most <= 1 || s.wider(spans[stage])) {
			stage, most = i, s.count
		}
	}
	return stage, most
}

// span is from where to where so many states lie.
type span struct{ count, low, high int }

func (s *span) add(at int) {
	if s.count++; s.count == 1 {
		s.low, s.high = at, at
	}
	s.low, s.high = min(s.low, at), max(s.high, at)
}

func (s span) wider(than span) bool {
	a, b := s.high-s.low, than.high-than.low
	return a > b || a == b && s.count > than.count
}

// split makes two nodes of one: the chain uses one of the first half of a stage's states, or it
// does not. In the first no state passes over the stage.
func (t *tree) split(n *node, stage int) []open {
	type spot struct {
		at   int32
		kind kind
		two  two
	}
	var spots []spot
	for i := range n.groups {
		if t.stage(n.groups[i].to) == stage {
			for _, s := range n.groups[i].states {
				spots = append(spots, spot{s.a + s.b, s.kind, s.two})
			}
		}
	}
	less := func(a, b spot) int {
		if a.at != b.at {
			return int(a.at - b.at)
		}
		return int(a.kind-b.kind)*3 + int(a.two-b.two)
	}
	slices.SortFunc(spots, less)
	middle := spots[len(spots)/2]
	if less(spots[0], middle) == 0 {
		return t.separate(n, stage)
	}
	first, second := t.opened(n), t.opened(n)
	for i := range n.groups {
		g := &n.groups[i]
		switch to := t.stage(g.to); {
		case to == stage:
			var low, high []state
			for _, s := range g.states {
				if less(spot{s.a + s.b, s.kind, s.two}, middle) < 0 {
					low = append(low, s)
				} else {
					high = append(high, s)
				}
			}
			first.states[i], second.states[i] = packed(low), packed(high)
		case t.stage(g.from) < stage && stage < to:
			second.states[i] = packed(g.states)
		default:
			first.states[i] = packed(g.states)
			second.states[i] = first.states[i]
		}
	}
	return []open{first, second}
}

// separate divides states at one place, which differ in what they free: the first group that has one, and the others.
func (t *tree) separate(n *node, stage int) []open {
	first, second := t.opened(n), t.opened(n)
	found := false
	for i := range n.groups {
		g := &n.groups[i]
		to := t.stage(g.to)
		switch {
		case to == stage && !found && len(g.states) > 0:
			found = true
			first.states[i], second.states[i] = packed(g.states[:1]), packed(g.states[1:])
		case to == stage || t.stage(g.from) < stage && stage < to:
			second.states[i] = packed(g.states)
		default:
			first.states[i] = packed(g.states)
			second.states[i] = first.states[i]
		}
	}
	return []open{first, second}
}

func (t *tree) opened(n *node) open { return open{states: make([][]kept, len(n.groups))} }
