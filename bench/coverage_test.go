package main

import (
	"strings"
	"testing"
	"time"
)

// TestCoverage: of 100 data sets a setting, the same always, about 95 % of intervals hold the truth.
func TestCoverage(t *testing.T) {
	all, err := families()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		sets := 100
		if f.count > 0 {
			sets = 20
		}
		c, err := f.cover(t.Context(), sets)
		if err != nil {
			t.Fatal(err)
		}
		const least = 0.9
		for name, h := range map[string]hits{"slopes": c.slopes, "breakpoints": c.outer, "breakpoints within": c.inner} {
			if h.of < 9*sets/10 || float64(h.in) < least*float64(h.of) {
				t.Errorf("%s: %d of %d intervals of %s hold the truth", f.name, h.in, h.of, name)
			}
		}
	}
}

func TestWriteCoverage(t *testing.T) {
	c := &coverage{family: family{name: "clear"}, sets: 10, without: 1, slopes: hits{19, 20}, outer: hits{10, 10}, inner: hits{6, 10}, wald: hits{9, 10}}
	var out strings.Builder
	if err := writeCoverage(&out, []*coverage{c}, machine{command: "bench", date: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if want := "| clear | 10 | 1 | 95.0 % | 100.0 % | 60.0 % | 90.0 % |\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("table ends otherwise than %q:\n%s", want, out.String())
	}
}
