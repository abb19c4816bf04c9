package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"golang.org/x/term"

	"relucert"
	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/output"
	"relucert/internal/report"
)

// liveEvery is how often the live line and the events file are renewed.
const liveEvery = 100 * time.Millisecond

// newLog logs to standard error, with a live line if that is a terminal.
func (o *fitOptions) newLog() *report.Log {
	if o.quiet || o.eventsFile == "-" {
		return report.NewLog(io.Discard, report.Terminal{})
	}
	return report.NewLog(os.Stderr, terminal(os.Stderr))
}

// terminal is what a log may do on a file. NO_COLOR (no-color.org) and terminals without commands have no colours.
func terminal(file *os.File) report.Terminal {
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return report.Terminal{}
	}
	return report.Terminal{Live: true, Columns: columns, Colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// header says what is being solved, and how.
func (o *fitOptions) header(data *dataset.Dataset, notices []string, method relucert.Method, why string) []string {
	lines := []string{
		fmt.Sprintf("relucert %s", version()),
		fmt.Sprintf("data    %s: samples %d, features %d, target %s", data.Name, data.Rows(), len(data.Features), data.Target),
		"class   " + strings.Join(append([]string{o.class()}, o.hingeLines(data)...), ", "),
		fmt.Sprintf("method  %v: %s", method, why),
		"search  " + o.budget(method),
	}
	return append(lines, o.logged(notices)...)
}

// logged are the log's lines of notices; where a summary says them there are none.
func (o *fitOptions) logged(notices []string) (lines []string) {
	if !o.json && o.table == "" {
		return nil
	}
	for _, notice := range notices {
		lines = append(lines, "notice  "+notice)
	}
	return lines
}

// class describes the networks that compete.
func (o *fitOptions) class() string {
	units := fmt.Sprint(o.units)
	switch {
	case o.span.path:
		units = o.span.words()
	case o.choice.energy != "":
		units = "of change-point model " + o.choice.energy
	}
	parts := []string{"units " + units, "signs " + o.problem.SignText("free"), "output " + o.problem.Output.String()}
	if !o.problem.Bias() {
		parts = append(parts, "no bias")
	}
	if o.problem.NormBound > 0 {
		parts = append(parts, fmt.Sprintf("norm bound %g", o.problem.NormBound))
	}
	return strings.Join(append(parts, o.problem.Constraints.Lines()...), ", ")
}

// budget describes the limits.
func (o *fitOptions) budget(method relucert.Method) string {
	s := o.search
	parts := []string{fmt.Sprintf("threads %d, seed %d, gap %g", threads(s.Threads), s.Seed, cmp.Or(s.Gap, method.DefaultGap()))}
	if s.Until > 0 {
		parts = append(parts, fmt.Sprintf("until an SSE of %g", s.Until))
	}
	if s.TimeLimit > 0 {
		parts = append(parts, fmt.Sprintf("time limit %v", s.TimeLimit))
	}
	if s.NodeLimit > 0 {
		parts = append(parts, fmt.Sprintf("node limit %d", s.NodeLimit))
	}
	if o.memory > 0 {
		parts = append(parts, "memory limit "+budget.Size(o.memory))
	}
	return strings.Join(parts, ", ")
}

// threads are those asked for, or one a core.
func threads(asked int) int {
	if asked == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return asked
}

// events is where --events go: nowhere, to standard error, or to a file.
type events struct {
	out  io.Writer
	file *output.Growing // nil: none
}

func (o *fitOptions) openEvents() (*events, error) {
	switch o.eventsFile {
	case "":
		return &events{out: io.Discard}, nil
	case "-":
		return &events{out: os.Stderr}, nil
	}
	f, err := o.grow(o.eventsUse())
	return &events{f, f}, err
}

// write appends one line; the file keeps the first failure for close.
func (e *events) write(event report.Event) { json.NewEncoder(e.out).Encode(event) }

// discard removes the file of a search that never began.
func (e *events) discard() {
	if e.file != nil {
		e.file.Discard()
	}
}

func (e *events) close() error {
	if e.file == nil {
		return nil
	}
	if err := e.file.Commit(); err != nil {
		return fmt.Errorf("--events: %w", err)
	}
	return nil
}
