package report

import (
	"fmt"
	"math"
	"slices"
)

// A search's trend is told after so many seconds, and from so many events of its second half.
const (
	leastSeconds = 5
	leastEvents  = 8
)

// Left is how many more seconds a search to a relative gap may take, if it goes on as in the second half of its time. False: it has no trend, or
// is too young for one. It is a guess, which was off by a factor of 2 mostly and of 5 at worst when it was measured (bench/README.md).
//
// Two trends are there, and where both are, it is their geometric mean. The bound's goes up to the cutoff: too early, for
// the last of it comes slowly. The share of nodes that left no more open ones than they closed goes up to 1, the leaves of a binary tree being half of
// it (the leaf frequency of Hendel, Anderson, Le Bodic, Pfetsch, INFORMS J. Computing 34, 2022): too late.
func (h *History) Left(gap float64) (seconds float64, ok bool) {
	first, last, ok := h.half()
	if !ok {
		return 0, false
	}
	pace := last.Seconds - first.Seconds
	tree, ok := ahead(first.settled(), last.settled(), 1)
	if bound, rises := ahead(first.Lower, last.Lower, last.Upper*(1-gap)); rises && first.Lower > 0 {
		tree = math.Sqrt(tree * bound)
	}
	return tree * pace, ok
}

// Foresee takes in the next event and tells it, and the caller, what is left; nil: that is not known.
func (h *History) Foresee(e *Event, gap float64) *float64 {
	h.Add(*e)
	seconds, ok := h.Left(gap)
	if !ok {
		return nil
	}
	e.Left = seconds
	return &seconds
}

// half is where the second half of the last search's time begins and ends; false if there is too little of it.
func (h *History) half() (first, last Event, ok bool) {
	if len(h.events) == 0 {
		return first, last, false
	}
	events := h.about(h.events[len(h.events)-1].number())
	begun, last := events[0].Seconds, events[len(events)-1]
	middle := begun + (last.Seconds-begun)/2
	events = events[slices.IndexFunc(events, func(e Event) bool { return e.Seconds >= middle }):]
	return events[0], last, last.Seconds-begun >= leastSeconds && len(events) >= leastEvents
}

// settled is the share of nodes that is not made up for by an open one.
func (e Event) settled() float64 { return float64(e.Nodes-e.Open) / float64(max(1, e.Nodes)) }

// ahead is how many times as long as from one value to the next it takes from there to a goal; false if it does not go there.
func ahead(from, to, goal float64) (times float64, ok bool) {
	if !(to > from) {
		return 0, false
	}
	return max(0, goal-to) / (to - from), true
}

// roughly is so much time, in one or two digits.
func roughly(seconds float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"s", 1}, {"min", 60}, {"h", 3600}} {
		if n := seconds / unit.size; n < 99 {
			step := 1.0
			if n > 20 {
				step = 5
			}
			return fmt.Sprintf("~%g %s", max(1, math.Round(n/step)*step), unit.name)
		}
	}
	return fmt.Sprintf("~%.3g days", seconds/86400)
}
