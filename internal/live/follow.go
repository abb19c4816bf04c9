package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// looks is how often a reader is sent what is no event, if it is new.
const looks = 250 * time.Millisecond

// stream is a reader's.
type stream struct {
	w     http.ResponseWriter
	seen  view
	first bool
}

// follow sends the events so far, and then each as it comes, until the search is over or the reader gone.
func (s *Server) follow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	past, next := s.join()
	defer s.leave(next)
	to := &stream{w: w, first: true}
	to.send("past", past)
	to.look(s.view())
	tick := time.NewTicker(looks)
	defer tick.Stop()
	for {
		select {
		case e, on := <-next:
			if !on {
				to.look(s.view())
				to.send("end", nil)
				return
			}
			to.send("next", e)
		case <-tick.C:
			to.look(s.view())
		case <-r.Context().Done():
			return
		}
	}
}

// look sends what is new.
func (to *stream) look(v view) {
	if to.first || v.Phase != to.seen.Phase || !slices.Equal(v.Lines, to.seen.Lines) {
		to.send("view", v)
	}
	if v.drawn != to.seen.drawn {
		to.send("picture", v.picture())
	}
	to.seen, to.first = v, false
}

// send is one message, with its data as JSON. A failure is a reader who left.
func (to *stream) send(name string, data any) {
	text, _ := json.Marshal(data) // no error: these are plain data
	fmt.Fprintf(to.w, "event: %s\ndata: %s\n\n", name, text)
	http.NewResponseController(to.w).Flush()
}
