package dataset

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
)

// TestCheck: each fault is an error that names the row, the column or the field.
func TestCheck(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name string
		d    Dataset
		want string
	}{
		{"nothing", Dataset{}, "no samples"},
		{"no features", Dataset{Y: []float64{1}}, "no features"},
		{"short X", Dataset{Features: []string{"a", "b"}, X: []float64{1, 2, 3}, Y: []float64{1, 2}}, "X has 3 numbers for 2 rows of 2 features"},
		{"long X", Dataset{Features: []string{"a"}, X: []float64{1, 2, 3}, Y: []float64{1, 2}}, "X has 3 numbers"},
		{"short weights", Dataset{Features: []string{"a"}, X: []float64{1, 2}, Y: []float64{1, 2}, Weights: []float64{1}}, "Weights has 1"},
		{"NaN", Dataset{Features: []string{"a", "b"}, X: []float64{1, 2, 3, nan}, Y: []float64{1, 2}}, `row 2, column "b": NaN`},
		{"infinity", Dataset{Features: []string{"a"}, X: []float64{inf}, Y: []float64{1}}, `row 1, column "a": +Inf`},
		{"label", Dataset{Features: []string{"a"}, Target: "y", X: []float64{1}, Y: []float64{-inf}}, `row 1, label "y": -Inf`},
		{"negative weight", Dataset{Features: []string{"a"}, X: []float64{1}, Y: []float64{1}, Weights: []float64{-1}}, "weight -1"},
		{"no weight", Dataset{Features: []string{"a"}, X: []float64{1}, Y: []float64{1}, Weights: []float64{0}}, "weight 0"},
		{"a name twice", Dataset{Features: []string{"a", "a"}, X: []float64{1, 2}, Y: []float64{1}}, `called "a"`},
		{"the target's name", Dataset{Features: []string{"a"}, Target: "a", X: []float64{1}, Y: []float64{1}}, `called "a"`},
	} {
		if err := c.d.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	for _, x := range [][][]float64{{{1}}, {{1}, {1, 2}}, nil} {
		if _, err := New(x, []float64{1, 2}); err == nil {
			t.Errorf("%v was taken", x)
		}
	}
}

// TestWriteCSV: what is written is read back, under the hash that the samples now have.
func TestWriteCSV(t *testing.T) {
	d, err := New([][]float64{{0.1, -3e-300}, {1e22, 7}}, []float64{1. / 3, -2})
	if err != nil {
		t.Fatal(err)
	}
	d.Features[1], d.Weights = `a "b", c`, []float64{1, 0.5}
	var text bytes.Buffer
	if err := (&Dataset{Features: []string{""}, Target: "y", X: []float64{1}, Y: []float64{1}}).WriteCSV(&text); err == nil {
		t.Error("a column without a name was written")
	}
	if err := d.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	again, _, err := Read(d.Name, &text, Options{Target: "y", Weights: "weight"})
	if err != nil || !reflect.DeepEqual(again, d) {
		t.Errorf("%v\n%+v\nread back as\n%+v", err, d, again)
	}
}
