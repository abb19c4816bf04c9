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
	w io.Writer
	Terminal

	// pending is the live line's event; printed is the last row's.
	pending *Event
	printed Event
	hinted  bool // that Ctrl-C keeps the result
}

// Terminal is what a log may do on one; the zero value is for a file.
type Terminal struct {
	Live    bool // it shows a line that is overwritten by the next
	Colour  bool
	Columns int // 0: unknown
}

// NewLog is a log on w.
func NewLog(w io.Writer, t Terminal) *Log { return &Log{w: w, Terminal: t} }

// Header prints lines of text and opens the table.
func (l *Log) Header(lines ...string) {
	fmt.Fprintln(l.w, strings.Join(lines, "\n"))
	head := fmt.Sprintf("%8s %10s %9s %14s %14s %10s  %s", "time", "nodes", "open", "lower bound", "incumbent", "gap", "source")
	if l.narrow() {
		head = fmt.Sprintf("%8s %12s %12s %8s", "time", "lower bound", "incumbent", "gap")
	}
	fmt.Fprintf(l.w, "\n%s\n", l.painted(faint, head))
}

// What colours a row: SGR codes that every terminal knows.
const (
	bold  = "1"
	faint = "2"
)

func (l *Log) painted(code, text string) string {
	if !l.Colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// narrow says that a whole row would wrap.
func (l *Log) narrow() bool { return l.Columns > 0 && l.Columns < 80 }

// Event takes in the next state of the search.
func (l *Log) Event(e Event) {
	if l.pending != nil && e.units() != l.pending.units() {
		l.row(*l.pending) // the last word on that number of units
	}
	if bounded := e.Lower > 0 && l.printed.Lower <= 0; bounded || e.Source != "" || e.Seconds >= l.printed.Seconds+pause(l.printed.Seconds) {
		l.row(e)
		return
	}
	l.pending = &e
	if l.Live {
		l.hint(e)
		fmt.Fprint(l.w, clearLine, l.line(e))
	}
}

// hintAfter is how many seconds a reader waits before being told how to stop.
const hintAfter = 10

func (l *Log) hint(e Event) {
	if !l.hinted && e.Seconds >= hintAfter {
		l.hinted = true
		fmt.Fprint(l.w, clearLine, l.painted(faint, "Ctrl-C stops and keeps the result"), "\n")
	}
}

// Close ends the table with its last state, unless that is there already.
func (l *Log) Close() {
	if p := l.pending; p != nil && !p.same(&l.printed) {
		l.row(*p)
	} else if p != nil && l.Live {
		fmt.Fprint(l.w, clearLine)
	}
	fmt.Fprintln(l.w)
}

// clearLine goes back to the first column and erases the live line.
const clearLine = "\r\x1b[K"

func (l *Log) row(e Event) {
	if l.Live {
		fmt.Fprint(l.w, clearLine)
	}
	text := l.line(e)
	if e.Source != "" {
		text = l.painted(bold, text)
	}
	fmt.Fprintln(l.w, text)
	l.pending, l.printed = nil, e
}

// same says that nothing but time has passed between two events.
func (e *Event) same(other *Event) bool {
	return e.Nodes == other.Nodes && e.Open == other.Open && e.Lower == other.Lower && e.Upper == other.Upper && e.units() == other.units()
}

// line fits the terminal, so that the live line never wraps.
func (l *Log) line(e Event) string {
	if l.narrow() {
		return fmt.Sprintf("%7.2fs %12.6g %12.6g %8s", e.Seconds, e.Lower, e.Upper, percent(e.gap()))
	}
	return fmt.Sprintf("%7.2fs %10d %9d %14.7g %14.7g %10s  %s",
		e.Seconds, e.Nodes, e.Open, e.Lower, e.Upper, percent(e.gap()), strings.TrimSpace(e.units()+" "+l.news(e)))
}

// roomForLeft is how many columns a row takes with the words that the time is what is left.
const roomForLeft = 88

// news is what found the incumbent, or else how long the search may go on.
func (l *Log) news(e Event) string {
	switch {
	case e.Source != "" || e.Left == 0:
		return e.Source
	case l.Columns == 0 || l.Columns >= roomForLeft:
		return roughly(e.Left) + " left"
	}
	return roughly(e.Left)
}

// pause is how many seconds pass until the next row without news: every second
// at first, then less and less often, so that a night's log stays readable.
func pause(elapsed float64) float64 { return min(max(1, elapsed/10), 60) }
