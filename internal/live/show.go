package live

import (
	"sync"

	"relucert/internal/report"
	"relucert/internal/web"
)

// Show is a search as far as it has come. Its methods may be called from several goroutines.
type Show struct {
	mu      sync.Mutex
	lines   []string // what is solved, and how
	phase   string
	history report.History
	picture func() web.Chart // of the incumbent
	drawn   int              // how many pictures there have been
	readers map[chan report.Event]bool
	over    bool
}

// Lines say what is solved, and how.
func (s *Show) Lines(lines []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = lines
}

// Phase says what is being done.
func (s *Show) Phase(phase string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = phase
}

// Picture is of a new incumbent; it is drawn when a reader wants it.
func (s *Show) Picture(draw func() web.Chart) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.picture = draw
	s.drawn++
}

// Event is the next state of the search.
func (s *Show) Event(e report.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.history.Add(e)
	for reader := range s.readers {
		select {
		case reader <- e:
		default: // too slow
		}
	}
}

// end lets all readers go.
func (s *Show) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	for reader := range s.readers {
		close(reader)
	}
	s.readers = nil
}

// mostWaiting is how many events a reader may be late.
const mostWaiting = 256

// join is the history so far, and what comes then.
func (s *Show) join() (past []report.Event, next chan report.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next = make(chan report.Event, mostWaiting)
	if s.over {
		close(next)
	} else {
		if s.readers == nil {
			s.readers = make(map[chan report.Event]bool)
		}
		s.readers[next] = true
	}
	return s.history.Events(), next
}

func (s *Show) leave(reader chan report.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.readers, reader)
}

// view is what else there is to see.
type view struct {
	Lines   []string `json:"lines"`
	Phase   string   `json:"phase"`
	drawn   int
	picture func() web.Chart
}

func (s *Show) view() view {
	s.mu.Lock()
	defer s.mu.Unlock()
	return view{s.lines, s.phase, s.drawn, s.picture}
}
