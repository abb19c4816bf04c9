package report

import (
	"strings"
	"testing"
)

func TestLogPrintsIncumbentsAndNowAndThen(t *testing.T) {
	var out strings.Builder
	l := NewLog(&out, false)
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
	l, one, two := NewLog(&out, false), 1, 2
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
	l := NewLog(&out, true)
	l.Event(Event{Seconds: 0.2, Nodes: 17, Upper: 4})
	l.Event(Event{Seconds: 0.3, Nodes: 18, Upper: 3, Source: "node"})
	lines := strings.Split(out.String(), clearLine)
	if len(lines) != 3 || !strings.Contains(lines[1], "17") || strings.Contains(lines[1], "\n") || !strings.HasSuffix(lines[2], "node\n") {
		t.Errorf("got %q", lines)
	}
}
