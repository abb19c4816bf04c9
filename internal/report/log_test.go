package report

import (
	"regexp"
	"strings"
	"testing"
)

func TestLogPrintsIncumbentsAndNowAndThen(t *testing.T) {
	var out strings.Builder
	l := NewLog(&out, Terminal{})
	l.Header("data")
	l.Event(Event{Seconds: 0.1, Upper: 4, Source: "start"})
	l.Event(Event{Seconds: 0.2, Nodes: 1, Upper: 4, Lower: 1})
	l.Event(Event{Seconds: 1.3, Nodes: 2, Upper: 4, Lower: 2})
	l.Event(Event{Seconds: 1.4, Nodes: 3, Upper: 4, Lower: 3})
	l.Close()
	want := []string{
		"data", "",
		"    time      nodes      open    lower bound      incumbent        gap  source",
		"   0.10s          0         0              0              4      100 %  start",
		"   0.20s          1         0              1              4       75 %",
		"   1.30s          2         0              2              4       50 %",
		"   1.40s          3         0              3              4       25 %",
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.TrimRight(line, " \n"))
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n")+"\n"; g != w {
		t.Errorf("got:\n%s\nwant:\n%s", g, w)
	}
}

// The last word on a number of units stays when the next begins.
func TestLogOfSeveralNumbersOfUnits(t *testing.T) {
	var out strings.Builder
	l, one, two := NewLog(&out, Terminal{}), 1, 2
	l.Event(Event{Seconds: 0.1, Upper: 4, Source: "start", Units: &one})
	l.Event(Event{Seconds: 0.2, Nodes: 1, Upper: 4, Lower: 3, Units: &one})
	l.Event(Event{Seconds: 0.3, Upper: 2, Source: "start", Units: &two})
	l.Close()
	want := `   0.10s          0         0              0              4      100 %  k=1 start
   0.20s          1         0              3              4       25 %  k=1
   0.30s          0         0              0              2      100 %  k=2 start

`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

// On a terminal every state is shown, each over the one before, and none stays
// below the table.
func TestLiveLineIsErased(t *testing.T) {
	var out strings.Builder
	l := NewLog(&out, Terminal{Live: true})
	l.Event(Event{Seconds: 0.2, Nodes: 17, Upper: 4})
	l.Event(Event{Seconds: 0.3, Nodes: 18, Upper: 3, Source: "node"})
	lines := strings.Split(out.String(), clearLine)
	if len(lines) != 3 || !strings.Contains(lines[1], "17") || strings.Contains(lines[1], "\n") || !strings.HasSuffix(lines[2], "node\n") {
		t.Errorf("got %q", lines)
	}
}

// TestLastRowOnce: a state that is the table's last row already is not said again.
func TestLastRowOnce(t *testing.T) {
	var out strings.Builder
	l := NewLog(&out, Terminal{})
	l.Event(Event{Seconds: 0.1, Nodes: 3, Upper: 4, Lower: 4, Source: "node"})
	l.Event(Event{Seconds: 0.2, Nodes: 3, Upper: 4, Lower: 4})
	if l.Close(); strings.Count(out.String(), "s ") != 1 {
		t.Errorf("%q", out.String())
	}
}

// TestTerminal: colours, a hint after ten seconds, and rows that fit.
func TestTerminal(t *testing.T) {
	var out strings.Builder
	l := NewLog(&out, Terminal{Live: true, Colour: true, Columns: 50})
	l.Header("data")
	l.Event(Event{Seconds: 9.9, Upper: 4e-7, Lower: -1.234567e-7, Source: "start"})
	for _, seconds := range []float64{10, 10.5} {
		l.Event(Event{Seconds: seconds, Nodes: 1e9, Upper: 4})
	}
	l.Close()
	if text := out.String(); strings.Count(text, "Ctrl-C") != 1 || !strings.Contains(text, "\x1b[1m") {
		t.Errorf("%q", text)
	}
	control := regexp.MustCompile("\x1b\\[[0-9]*[mK]")
	for _, row := range strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if plain := control.ReplaceAllString(row, ""); len(plain) > 50 {
			t.Errorf("%q is wider than 50 columns", plain)
		}
	}
}
