package report

import (
	"regexp"
	"strings"
	"testing"

	"relucert/dataset"
)

// pageOf is the page of a fit whose names are as bad as can be.
func pageOf(t *testing.T, bad string) string {
	t.Helper()
	_, r := bent(0)
	data := &dataset.Dataset{Name: bad, Features: []string{bad}, Target: bad, X: []float64{-1, 0, 1, 2}, Y: []float64{1.25, 0.25, 0.75, 1.85}}
	r.Samples, r.Notices = SamplesOf(data), []string{bad}
	history := new(History)
	history.Add(Event{Seconds: 1, Upper: 3})
	history.Add(Event{Seconds: 2, Upper: 3, Lower: 3})
	p := &Page{Result: r, Data: data, History: history, Version: bad, Command: bad, Proof: &Proof{File: bad, Command: bad}}
	var page strings.Builder
	if err := p.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// TestPageEscapes: what comes from files and flags makes no element, and ends no script.
func TestPageEscapes(t *testing.T) {
	elements := regexp.MustCompile(`(?i)</?[a-z][a-z0-9]*\b`)
	plain := elements.FindAllString(pageOf(t, "plain"), -1)
	for _, bad := range []string{"</script><script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "<!--<script>", "a & b ' \" \u2028 </title>"} {
		if got := elements.FindAllString(pageOf(t, bad), -1); strings.Join(got, "") != strings.Join(plain, "") {
			t.Errorf("%q makes %d elements, not %d", bad, len(got), len(plain))
		}
	}
}

// TestPageNeedsNothingElse: it may load nothing, and asks for nothing.
func TestPageNeedsNothingElse(t *testing.T) {
	page := pageOf(t, "x")
	if !strings.Contains(page, `content="default-src 'none';`) {
		t.Error("the page may load what it likes")
	}
	if found := regexp.MustCompile(`\b(?:src|href)=["'][^"'#]*`).FindString(page); found != "" {
		t.Errorf("the page needs %s", found)
	}
}

// TestHistoryOfTheLastSearch: bounds are not of two searches.
func TestHistoryOfTheLastSearch(t *testing.T) {
	two, three := 2, 3
	h := new(History)
	for _, e := range []Event{{Seconds: 1, Source: "start"}, {Seconds: 2, Lower: 9}, {Seconds: 1, Source: "start", Units: &two}, {Seconds: 2, Lower: 1, Units: &two},
		{Seconds: 3, Source: "start", Units: &three}, {Seconds: 4, Source: "start", Units: &two}, {Seconds: 5, Lower: 2, Units: &two}} {
		h.Add(e)
	}
	if got := h.about(2); len(got) != 2 || got[1].Lower != 2 {
		t.Errorf("of 2 units: %+v", got)
	}
	if got := h.about(3); len(got) != 1 {
		t.Errorf("of 3 units: %+v", got)
	}
}

// TestHistory: a long search leaves few events: its news, its first and its last.
func TestHistory(t *testing.T) {
	h := new(History)
	for i := range 1_000_000 {
		e := Event{Seconds: float64(i) / 10, Nodes: int64(i)}
		if i%250_000 == 1 {
			e.Source = "node"
		}
		h.Add(e)
	}
	events := h.about(0)
	if n := len(events); n < mostEvents/4 || n > mostEvents {
		t.Errorf("%d events are left", n)
	}
	news := 0
	for i, e := range events {
		if i > 0 && e.Seconds <= events[i-1].Seconds {
			t.Fatalf("event %d is out of order", i)
		}
		if e.Source != "" {
			news++
		}
	}
	if last := events[len(events)-1]; last.Nodes != 999_999 || news != 4 {
		t.Errorf("the last is %+v, %d news", last, news)
	}
}
