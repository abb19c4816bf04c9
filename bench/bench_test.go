package main

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"relucert/solve"
)

func TestFamilies(t *testing.T) {
	exact := planted(1, 4, 50, []int{1, -1}, 0)
	if !reflect.DeepEqual(exact, planted(1, 4, 50, []int{1, -1}, 0)) {
		t.Error("one seed gives two instances")
	}
	if reflect.DeepEqual(exact, planted(2, 4, 50, []int{1, -1}, 0)) {
		t.Error("two seeds give one instance")
	}
	for i := range exact.Rows() {
		if x := exact.Row(i); math.Abs(dot(x, x)-1) > 1e-12 {
			t.Fatalf("sample %d has length² %g", i, dot(x, x))
		}
	}
	result, err := solve.Solve(context.Background(), solve.Problem{Data: exact, Signs: []int{1, -1}},
		solve.Options{Gap: 1e-4, TimeLimit: 20 * time.Second})
	if err != nil || result.SSE > result.Floor {
		t.Errorf("planted without noise is not realizable: SSE %g, error %v", result.SSE, err)
	}
}

func TestNoiseIsStandardNormal(t *testing.T) {
	data := planted(3, 2, 10_000, nil, 1)
	sum, squares := 0.0, 0.0
	for _, y := range data.Y {
		sum, squares = sum+y, squares+y*y
	}
	if mean := sum / 1e4; math.Abs(mean) > 0.05 || math.Abs(squares/1e4-1) > 0.05 {
		t.Errorf("labels have mean %g and mean square %g", mean, squares/1e4)
	}
}

func TestBrokenLine(t *testing.T) {
	data := brokenLine(1, 100, []float64{0.4}, 0)
	for i, y := range data.Y {
		x := data.X[i]
		if want := 1 - x + 3*math.Max(0, x-0.4); math.Abs(y-want) > 1e-12 || x < 0 || x > 1 {
			t.Fatalf("label %g at %g, want %g", y, x, want)
		}
	}
}

// TestTableLoads: every row has a target and instances that fit its name.
func TestTableLoads(t *testing.T) {
	names := map[string]bool{}
	for _, r := range table {
		if names[r.name] || r.target <= 0 || r.gap <= 0 || r.seeds == 0 {
			t.Errorf("row %q: repeated name, or without target, gap or seeds", r.name)
		}
		names[r.name] = true
		p, err := r.load(1)
		if err != nil || p.Data.Rows() == 0 {
			t.Errorf("row %q: %v", r.name, err)
		}
	}
}

func TestMeasureAndWrite(t *testing.T) {
	r := row{"small", 1e-2, time.Hour, 0, 2, twoUnits(2, 10)}
	m, err := measure(context.Background(), r, 2, solve.Options{TimeLimit: 20 * time.Second})
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
	if got := describe(map[solve.Status]int{solve.TimeLimit: 2, solve.Optimal: 1}); got != "optimal 1, time_limit 2" {
		t.Errorf("got %q", got)
	}
}
