package network

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

// stairs jumps between 1 and 3 at 2, and at the sample 5, which is behind it.
func stairs() Network {
	return Network{Units: []Unit{}, Output: Output{Weights: []float64{1}}, Jumps: []Jump{
		{2, [2]float64{1, 3}, Output{[]float64{0}, 10}}, {5, [2]float64{4, 5}, Output{[]float64{-1}, 0}}}}
}

func TestJumps(t *testing.T) {
	n := stairs()
	for x, want := range map[float64]float64{-1: -1, 1: 1, 1.5: 1.5, 2: 10, 4: 10, 4.5: 10, 5: -5, 6: -6} {
		if got := n.Predict([]float64{x}); got != want {
			t.Errorf("f(%g) = %g, want %g", x, got, want)
		}
	}
	n.Jumps[1].At = 4 // now the sample before it
	if got := n.Predict([]float64{4}); got != 10 {
		t.Errorf("f(4) = %g", got)
	}
	inf := math.Inf(1)
	want := []Piece{{-inf, 2, 1, 0}, {2, 4, 0, 10}, {4, inf, -1, 0}}
	pieces := n.Pieces()
	if !reflect.DeepEqual(pieces, want) || !reflect.DeepEqual(n.Breakpoints(), []float64{2, 4}) {
		t.Errorf("%v at %v", pieces, n.Breakpoints())
	}
	for x, want := range map[float64]int{1: 0, 2: 1, 4: 1, 4.1: 2} {
		for i := range pieces {
			if n.On(pieces, i, x) != (i == want) {
				t.Errorf("%g is on piece %d", x, i)
			}
		}
	}
}

// jumping is the documented model with jumps, as text.
func jumping(t *testing.T) string {
	m := read(t, documented(t))
	m.Network, m.Output = stairs(), Affine
	return write(t, m)
}

func TestModelOfVersion5(t *testing.T) {
	text := jumping(t)
	m := read(t, text)
	if !strings.Contains(text, `"version": 5`) || write(t, m) != text || !reflect.DeepEqual(m.Network, stairs()) {
		t.Errorf("%+v of\n%s", m, text)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"version": 5`, `"version": 4`, "with jumps is of version 5"},
		{`"at": 2`, `"at": 3.5`, "is not between"},
		{`"at": 2`, `"at": 1e999`, "does not fit"},
		{`"units": []`, `"units": [{"sign": 1, "weights": [1], "bias": 0}]`, "without units"},
		{`"output": "affine"`, `"output": "intercept"`, "more than the output part"},
		{"            0\n          ],\n          \"bias\": 10", "            0, 1\n          ],\n          \"bias\": 10", "2 numbers for 1 features"},
		{"          4,\n          5", "          2,\n          5", "must ascend"},
	} {
		if !strings.Contains(text, c.old) {
			t.Fatalf("%q is not in\n%s", c.old, text)
		}
		if _, err := ReadModel("m.json", strings.NewReader(strings.Replace(text, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}
