package report

import (
	"fmt"
	"io"
	"strings"
)

// Log prints the progress of a search as a table: a row for each new incumbent
// and, in between, one now and then. On a terminal a live line below the table
// shows the latest state and is overwritten by the next.
type Log struct {
	w    io.Writer
	live bool

	// pending is the live line's event; printed is when the last row was.
	pending *Event
	printed float64
}

// NewLog is a log on w. live asks for the live line and is only for terminals.
func NewLog(w io.Writer, live bool) *Log { return &Log{w: w, live: live} }

// Header prints lines of text and opens the table.
func (l *Log) Header(lines ...string) {
	fmt.Fprintln(l.w, strings.Join(lines, "\n"))
	fmt.Fprintf(l.w, "\n%8s %10s %9s %14s %14s %10s  %s\n",
		"time", "nodes", "open", "lower bound", "incumbent", "gap", "source")
}

// Event takes in the next state of the search.
func (l *Log) Event(e Event) {
	if l.pending != nil && e.units() != l.pending.units() {
		l.row(*l.pending) // the last word on that number of units
	}
	if e.Source != "" || e.Seconds >= l.printed+pause(l.printed) {
		l.row(e)
		return
	}
	l.pending = &e
	if l.live {
		fmt.Fprint(l.w, clearLine, line(e))
	}
}

// Close ends the table with its last state.
func (l *Log) Close() {
	if l.pending != nil {
		l.row(*l.pending)
	}
	fmt.Fprintln(l.w)
}

// clearLine goes back to the first column and erases the live line.
const clearLine = "\r\x1b[K"

func (l *Log) row(e Event) {
	if l.live {
		fmt.Fprint(l.w, clearLine)
	}
	fmt.Fprintln(l.w, line(e))
	l.pending, l.printed = nil, e.Seconds
}

// line fits a terminal of 80 columns, so that the live line never wraps.
func line(e Event) string {
	return fmt.Sprintf("%7.2fs %10d %9d %14.7g %14.7g %10s  %s",
		e.Seconds, e.Nodes, e.Open, e.Lower, e.Upper, percent(e.gap()), strings.TrimSpace(e.units()+" "+e.Source))
}

// pause is how many seconds pass until the next row without news: every second
// at first, then less and less often, so that a night's log stays readable.
func pause(elapsed float64) float64 { return min(max(1, elapsed/10), 60) }
