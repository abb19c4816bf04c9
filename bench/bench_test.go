package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"relucert"
)

// TestTableLoads: every row has a target and instances that fit its name.
func TestTableLoads(t *testing.T) {
	names := map[string]bool{}
	for _, r := range table {
		if names[r.name] || r.target <= 0 || r.gap <= 0 || r.seeds == 0 {
			t.Errorf("row %q: repeated name, or without target, gap or seeds", r.name)
		}
		names[r.name] = true
		if strings.Contains(r.name, "10^7") {
			continue // seconds, and 10^6 is like it
		}
		p, err := r.load(1)
		if err != nil || p.Data.Rows() == 0 {
			t.Errorf("row %q: %v", r.name, err)
		}
	}
}

func TestMeasureAndWrite(t *testing.T) {
	r := row{"small", 1e-2, time.Hour, 0, 2, twoUnits(2, 10)}
	m, err := measure(context.Background(), r, 2, relucert.Options{NodeLimit: 10_000})
	if err != nil || m.runs != 4 || m.seconds <= 0 || m.status != "optimal" || m.gap > 1e-2 {
		t.Fatalf("measured %+v, %v", m, err)
	}
	var out strings.Builder
	m.seconds, m.nodes, m.gap = 0.25, 7, 0.005
	if err := write(&out, []measurement{m}, machine{command: "bench", date: time.Now()}); err != nil {
		t.Fatal(err)
	}
	want := "| small | 1e-02 | ≤ 3600 s | 0.25 s | 7 | 5.0e-03 | optimal | 4 |\n"
	if !strings.HasSuffix(out.String(), want) {
		t.Errorf("table ends otherwise than %q:\n%s", want, out.String())
	}
	m.seconds = 4000
	if got := measured(m); got != "**4e+03 s**" {
		t.Errorf("a missed target reads %q", got)
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 2, 3}, 2}} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v is %g, want %g", test.values, got, test.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	if got := describe(map[relucert.Status]int{relucert.TimeLimit: 2, relucert.Optimal: 1}); got != "optimal 1, time_limit 2" {
		t.Errorf("got %q", got)
	}
}

// TestGridIsThere: every row of the grid has its files.
func TestGridIsThere(t *testing.T) {
	for _, r := range grid {
		if _, err := r.load(1); err != nil {
			t.Errorf("%s: %v", r.name, err)
		}
	}
}
