package report

import (
	"math"
	"strings"
	"testing"
)

// steadily is a search that ends after so many seconds, its share of settled nodes and its bound going there at one pace, as far as it is watched.
func steadily(end, watched float64) *History {
	h := new(History)
	h.Add(Event{Upper: 2, Source: "start"})
	for t := 0.1; t <= watched; t += 0.1 {
		nodes := 1e6 * t
		h.Add(Event{Seconds: t, Nodes: int64(nodes), Open: int64(nodes * (1 - t/end)), Lower: 2 * t / end, Upper: 2})
	}
	return h
}

func TestLeft(t *testing.T) {
	for _, watched := range []float64{6, 20, 35} {
		left, ok := steadily(40, watched).Left(0)
		if !ok || math.Abs(left-(40-watched)) > 0.2 {
			t.Errorf("after %g of 40 s: %g left, %v", watched, left, ok)
		}
	}
}

// TestNoTrend: nothing is said of what is young, does not move, or has just begun anew.
func TestNoTrend(t *testing.T) {
	still := steadily(40, 20)
	last := still.events[len(still.events)-1]
	for range 400 {
		last.Seconds += 0.1
		still.Add(last)
	}
	anew := steadily(40, 20)
	anew.Add(Event{Seconds: 20.2, Upper: 2, Source: "start"})
	few := new(History)
	for t := range 4 {
		few.Add(Event{Seconds: 10 * float64(t), Nodes: int64(t), Upper: 1, Source: "node"})
	}
	for name, h := range map[string]*History{"none": new(History), "young": steadily(40, 4), "still": still, "anew": anew, "few": few} {
		if left, ok := h.Left(1e-4); ok {
			t.Errorf("%s: %g s left", name, left)
		}
	}
}

func TestRoughly(t *testing.T) {
	for seconds, want := range map[float64]string{0.2: "~1 s", 7.4: "~7 s", 43: "~45 s", 100: "~2 min", 3000: "~50 min", 9000: "~3 h", 4e5: "~4.63 days"} {
		if got := roughly(seconds); got != want {
			t.Errorf("%g s: %q, want %q", seconds, got, want)
		}
	}
}

// TestLogForesees where a row has room and no news, and on no terminal wraps.
func TestLogForesees(t *testing.T) {
	for columns, want := range map[int]string{0: "~45 s left\n", 120: "~45 s left\n", 80: "~45 s\n", 60: "25 %\n"} {
		var out strings.Builder
		l := NewLog(&out, Terminal{Columns: columns})
		l.Event(Event{Seconds: 9, Lower: 3, Upper: 4, Left: 44})
		if !strings.HasSuffix(out.String(), want) || columns > 0 && len([]rune(out.String())) > columns+1 {
			t.Errorf("%d columns: %q", columns, out.String())
		}
	}
}
