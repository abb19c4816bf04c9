package generate

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/linalg"
)

func TestPlanted(t *testing.T) {
	o := PlantedOptions{Features: 4, Samples: 50, Signs: []int{1, -1}}
	generate := func(seed uint64) (*dataset.Dataset, Known, error) { o.Seed = seed; return Planted(o) }
	each(t, generate, func(t *testing.T, data *dataset.Dataset, k Known) {
		exactly(t, k, 0)
		for i := range data.Rows() {
			if x := data.Row(i); math.Abs(linalg.Dot(x, x)-1) > 1e-12 {
				t.Fatalf("sample %d has length² %g", i, linalg.Dot(x, x))
			}
		}
	})
}

// TestPlantedLabels: noise and sample come from one stream, so that the same seed
// without noise gives what the units predict.
func TestPlantedLabels(t *testing.T) {
	o := PlantedOptions{Features: 3, Samples: 200, Signs: []int{1, 1}, Seed: 7}
	clean, _, _ := Planted(o)
	o.Noise = 0.1
	noisy, k, _ := Planted(o)
	sse := 0.0
	for i, y := range noisy.Y {
		sse += (y - clean.Y[i]) * (y - clean.Y[i])
	}
	if !reflect.DeepEqual(clean.X, noisy.X) || math.Abs(sse-k.Upper) > 1e-9 || k.Lower != 0 || math.Abs(sse/200-0.01) > 0.005 {
		t.Errorf("the planted network has SSE %g, known %v", sse, k)
	}
}

// TestStream: the instances of the benchmark table are these.
func TestStream(t *testing.T) {
	planted, _, _ := Planted(PlantedOptions{Features: 3, Samples: 2, Signs: []int{1, 1}, Noise: 0.1, Seed: 1})
	line, _, _ := BrokenLine(BrokenLineOptions{Samples: 1, Kinks: []float64{0.4}, Noise: 0.2, Seed: 1})
	got := append(append(planted.Y, planted.X[5]), line.X[0], line.Y[0])
	want := []float64{-0.07399384390707975, 1.7010593706581545, -0.8189149648913745, 0.23842319087387442, 0.8465182197160608}
	for i, v := range got {
		if math.Abs(v-want[i]) > 1e-12 {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestNoiseIsStandardNormal(t *testing.T) {
	data, k, err := Noise(NoiseOptions{Features: 2, Samples: 10_000, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	sum, squares := 0.0, 0.0
	for _, y := range data.Y {
		sum, squares = sum+y, squares+y*y
	}
	if mean := sum / 1e4; math.Abs(mean) > 0.05 || math.Abs(squares/1e4-1) > 0.05 || k.Upper != squares {
		t.Errorf("labels have mean %g and mean square %g, known %v", mean, squares/1e4, k)
	}
}

func TestBrokenLine(t *testing.T) {
	data, k, err := BrokenLine(BrokenLineOptions{Samples: 100, Kinks: []float64{0.4}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	exactly(t, k, 0)
	for i, y := range data.Y {
		x := data.X[i]
		if want := 1 - x + 3*math.Max(0, x-0.4); math.Abs(y-want) > 1e-12 || x < 0 || x > 1 {
			t.Fatalf("label %g at %g, want %g", y, x, want)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	data, _, _ := Planted(PlantedOptions{Features: 3, Samples: 20, Signs: []int{1}, Noise: 0.1, Seed: 1})
	var b strings.Builder
	if err := WriteCSV(&b, data); err != nil {
		t.Fatal(err)
	}
	got, _, err := dataset.Read("synthetic", strings.NewReader(b.String()), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got.SHA256 = data.SHA256
	if !reflect.DeepEqual(got.X, data.X) || !reflect.DeepEqual(got.Y, data.Y) || !reflect.DeepEqual(got.Features, data.Features) || got.Target != "y" {
		t.Errorf("read back as %+v", got)
	}
}

// The truth says what the days are, up to the errors that it names.
func TestMeters(t *testing.T) {
	o := MetersOptions{Count: 4, Days: 400, Seed: 3}
	days, known, err := Meters(o)
	if err != nil {
		t.Fatal(err)
	}
	o.Truth = true
	truth, _, err := Meters(o)
	if err != nil || days.Rows() != 1600 || truth.Rows() != 4 {
		t.Fatal(days.Rows(), truth.Rows(), err)
	}
	sum := 0.0
	for i, y := range days.Y {
		x, m := days.Row(i), truth.Row(i/400)
		r := y - m[1] - m[4]*max(0, m[2]-x[1]) - m[5]*max(0, x[1]-m[3])
		sum += r * r
		if x[0] != m[0] || math.Abs(r) > 6*truth.Y[i/400] {
			t.Errorf("row %d: error %g of meter %g", i+1, r, m[0])
		}
	}
	if math.Abs(sum-known.Upper) > 1e-9*sum {
		t.Errorf("SSE %g, known to be %g", sum, known.Upper)
	}
}
