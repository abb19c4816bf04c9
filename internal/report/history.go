package report

import "slices"

// History keeps a search's events, ever fewer of those without news the longer it goes on.
type History struct {
	events []Event
	pause  float64 // seconds between events without news
}

// mostEvents is how many a history holds: more than a screen has points.
const mostEvents = 2000

// Add takes in the next event. Time that goes back is another search's, which begins anew.
func (h *History) Add(e Event) {
	if n := len(h.events); n > 0 && e.Seconds < h.events[n-1].Seconds {
		*h = History{}
	}
	if n := len(h.events); n > 0 && e.Source == "" && h.events[n-1].Source == "" && e.Seconds < h.events[n-1].Seconds+h.pause {
		h.events[n-1] = e
		return
	}
	h.events = append(h.events, e)
	if len(h.events) == mostEvents {
		h.thin()
	}
}

// thin leaves half of the events without news, and waits twice as long from now on; of news alone it leaves half.
func (h *History) thin() {
	h.pause = max(2*h.pause, 2*h.events[len(h.events)-1].Seconds/mostEvents)
	news := 0
	for _, e := range h.events {
		if e.Source != "" {
			news++
		}
	}
	kept := h.events[:0]
	for i, e := range h.events {
		if i%2 == 1 || e.Source != "" && news < mostEvents/2 {
			kept = append(kept, e)
		}
	}
	h.events = kept
}

// Events are those that are left, the oldest first.
func (h *History) Events() []Event { return slices.Clone(h.events) }

// about are the events of so many units, of the last search for them.
func (h *History) about(units int) (some []Event) {
	for _, e := range h.events {
		if e.Source == "start" && len(some) > 0 && (e.Units == nil || *e.Units == units) {
			some = nil
		}
		if e.Units == nil || *e.Units == units {
			some = append(some, e)
		}
	}
	return some
}
