package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// bent is |x| with its kink at 0.25, and samples around it.
func bent(rows int) (*dataset.Dataset, *Result) {
	rng := rand.New(rand.NewPCG(7, 8))
	net := &network.Network{
		Units:  []network.Unit{{Sign: 1, Weights: []float64{2}, Bias: -0.5}},
		Output: network.Output{Weights: []float64{-1}, Bias: 0.25},
	}
	data := &dataset.Dataset{Name: "bent.csv", Features: []string{"x"}, Target: "y"}
	for range rows {
		x := 2*rng.Float64() - 1
		data.X = append(data.X, x)
		data.Y = append(data.Y, net.Predict([]float64{x})+0.1*rng.NormFloat64())
	}
	return data, &Result{Result: &relucert.Result{SSE: 1, SSELower: 1, Method: relucert.Conic, Network: net},
		Samples: Samples{Rows: rows}, Class: network.Class{Output: network.Affine}}
}

func svg(t *testing.T, data *dataset.Dataset, r *Result) string {
	t.Helper()
	var out bytes.Buffer
	if err := WritePicture(&out, SVG, data, r); err != nil {
		t.Fatal(err)
	}
	for decoder := xml.NewDecoder(bytes.NewReader(out.Bytes())); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return out.String()
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func TestPictureOfOneColumn(t *testing.T) {
	data, r := bent(50)
	picture := svg(t, data, r)
	for _, want := range []string{">0.25<", ">−1<", ">bent.csv: y on x, 1 unit<", "<title>bent.csv: y on x, 1 unit</title>", "<desc>SSE 1", "50 samples", "stroke-dasharray"} {
		if !strings.Contains(picture, want) {
			t.Errorf("no %q in the picture", want)
		}
	}
	if circles := strings.Count(picture, "A"); circles < 50 {
		t.Errorf("%d arcs for 50 samples", circles)
	}
}

// A breakpoint outside the data is no feature of the fit.
func TestNoMarkOutsideTheData(t *testing.T) {
	data, r := bent(50)
	r.Network.Units[0].Bias = -10
	if picture := svg(t, data, r); strings.Contains(picture, "stroke-dasharray") {
		t.Error("a breakpoint at 5 is drawn for data in [-1, 1]")
	}
}

// TestMarksAreWhereTheySay: a breakpoint's label is its place to a thousandth of the axis, wherever that lies.
func TestMarksAreWhereTheySay(t *testing.T) {
	const seed = 6
	rng := rand.New(rand.NewPCG(seed, 1))
	plain := strings.NewReplacer("−", "-", "·10", "e", "⁻", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	for range 300 {
		from, span := []float64{0, -3, 2000, 1e5, -1e9}[rng.IntN(5)], math.Exp(4*rng.NormFloat64())
		at := []float64{from + span*rng.Float64(), from + span*rng.Float64()}
		m := newMarks(at, &dataset.Dataset{Features: []string{"x"}, X: []float64{from, from + span}, Y: []float64{0, 1}})
		for i, label := range m.labels {
			if got, err := strconv.ParseFloat(plain.Replace(label), 64); err != nil || !(math.Abs(got-at[i]) <= 1e-3*span) {
				t.Fatalf("seed %d: a breakpoint at %v between %v and %v is called %s", seed, at[i], from, from+span, label)
			}
		}
	}
}

func TestPictureOfManyColumns(t *testing.T) {
	data, r := bent(50)
	data.Features = []string{"a", "b"}
	data.Y = data.Y[:25]
	r.Network.Units[0].Weights = []float64{1, -1}
	r.Network.Output.Weights = []float64{0, 1}
	picture := svg(t, data, r)
	for _, want := range []string{">predicted y<", ">observed y<", ">Residuals<", ">Unit 1<", ">input of unit 1, w·x + b<"} {
		if !strings.Contains(picture, want) {
			t.Errorf("no %q in the picture", want)
		}
	}
}

func TestPNG(t *testing.T) {
	data, r := bent(50)
	var out bytes.Buffer
	if err := WritePicture(&out, PNG, data, r); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X < 1000 || size.Y < 600 {
		t.Errorf("only %v pixels", size)
	}
}

// The picture of many samples stays small, shows the outlier, says that it is a
// choice and is the same every time.
func TestThinnedPicture(t *testing.T) {
	data, r := bent(100_000)
	data.Y[777] = 50
	picture := svg(t, data, r)
	if len(picture) > 400_000 {
		t.Errorf("%d bytes", len(picture))
	}
	if !strings.Contains(picture, "2,000 of 100,000 samples drawn") {
		t.Error("the caption does not say that samples are left out")
	}
	if picture != svg(t, data, r) {
		t.Error("two pictures of the same fit differ")
	}
	rows := thin(data, r.Network)
	if len(rows) != maxDrawn || rows[0] != 777 {
		t.Errorf("%d rows, first %d, want the outlier 777", len(rows), rows[0])
	}
}

// Data at the edge of float64 may look poor but must not hang or panic.
func TestPictureOfExtremeData(t *testing.T) {
	for _, x := range [][]float64{{3, 3, 3}, {1e300, -1e300, 0}, {1e17, 1e17 + 16, 1e17}, {5e-324, 0, 0}, {math.MaxFloat64, -math.MaxFloat64, 0}} {
		for _, y := range [][]float64{{1, 1, 1}, {1e150, -1e150, 1}, {1e-300, 0, 0}} {
			data, r := bent(0)
			data.X, data.Y = x, y
			svg(t, data, r)
			data.Features = []string{"a", "b"}
			data.X = append(x[:3:3], x...)
			r.Network.Units[0].Weights = []float64{1, 0}
			r.Network.Output.Weights = []float64{0, 1}
			svg(t, data, r)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{"a.svg": SVG, "dir.x/B.PNG": PNG, "a.pdf": "", "svg": "", "a.svg.gz": ""} {
		got, err := FormatOf(path)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("FormatOf(%q) = %q, %v", path, got, err)
		}
	}
}

// TestNightKnowsTheColours that pictures are drawn in: each is another on a dark screen.
func TestNightKnowsTheColours(t *testing.T) {
	data, r := bent(50)
	picture := svg(t, data, r)
	colours := regexp.MustCompile(`style="[^"]*?((?:fill|stroke):#[0-9A-F]{6})`)
	for _, found := range colours.FindAllStringSubmatch(picture, -1) {
		if !strings.Contains(night, found[1]) {
			t.Errorf("%s stays as it is on a dark screen", found[1])
		}
	}
}

func TestWrapped(t *testing.T) {
	style := textStyle(13)
	lines := wrapped("a title of several words that is too long", style, style.Width("a title of several"))
	if want := []string{"a title of several", "words that is", "too long"}; !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
}

func TestSigned(t *testing.T) {
	for text, want := range map[string]string{"-3.5": "−3.5", "1e+06": "10⁶", "-1e-07": "−10⁻⁷", "2.5e+12": "2.5·10¹²", "0.01": "0.01"} {
		if got := signed(text); got != want {
			t.Errorf("%s is set %s, not %s", text, got, want)
		}
	}
}
