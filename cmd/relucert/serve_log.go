package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"relucert/internal/crowd"
)

// serveLog is the log of a coordinator: a line now and then.
type serveLog struct {
	to   io.Writer
	last time.Time
}

// logEvery is how often it has a line.
const logEvery = 10 * time.Second

func newServeLog(quiet bool, address string) *serveLog {
	l := &serveLog{to: os.Stderr}
	if quiet {
		l.to = io.Discard
	}
	fmt.Fprintf(l.to, "serving  relucert work --nats %s\n", address)
	return l
}

func (l *serveLog) tell(s crowd.Status) {
	if s.Time.Sub(l.last) >= logEvery {
		l.last = s.Time
		fmt.Fprintln(l.to, statusLine(&s))
	}
}

// end is the last line.
func (l *serveLog) end(s crowd.Status) {
	fmt.Fprintf(l.to, "%d nodes in %d results, %d messages, %d bytes\n", s.Nodes, s.Results, s.Messages, s.Bytes)
}

// boundsLine is what is known of the best network, if there is one.
func boundsLine(s *crowd.Status) string {
	if s.SSE == nil {
		return "no network yet"
	}
	return fmt.Sprintf("%s %.7g, lower bound %.7g", s.Objective, *s.SSE, s.Lower)
}

// statusLine is how far a search is, in a line.
func statusLine(s *crowd.Status) string {
	line := fmt.Sprintf("%d workers, %d nodes (%.0f a second), %d subtrees left", len(s.Workers), s.Nodes, s.Rate, s.Open)
	if s.Objective != "" {
		line += ", " + boundsLine(s)
	}
	if s.Left > 0 {
		line += fmt.Sprintf(", about %v left if it goes on so", s.Left)
	}
	return line
}
