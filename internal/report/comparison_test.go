package report

import (
	"bytes"
	"strings"
	"testing"
)

func sse(v float64) *float64 { return &v }

func TestComparisonTable(t *testing.T) {
	c := Comparison{Title: "t", Rows: 9, Status: "optimal", CertifiedSSE: 2, SSELower: 1.9999, Variation: 10,
		Attempts: []Attempt{{Method: "good", SSE: sse(2 - 1e-15)}, {Method: "bad", SSE: sse(5)}, {Method: "none", Note: "diverged"}}}
	var out bytes.Buffer
	if err := c.WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[int]string{
		2: "method SSE above certified times certified R² time",
		3: "certified 2 0.800000 0.000 s",
		4: "good 2 0 1 0.800000 0.000 s",
		5: "bad 5 3 2.5 0.500000 0.000 s",
		6: "none – 0.000 s diverged",
	} {
		if got := strings.Join(strings.Fields(strings.Split(out.String(), "\n")[line]), " "); got != want {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}

// TestComparisonOfPerfection: nothing is divided by an SSE of 0 or labels that are equal.
func TestComparisonOfPerfection(t *testing.T) {
	for _, variation := range []float64{0, 1} {
		c := Comparison{Title: "t", Variation: variation, Attempts: []Attempt{{Method: "a", SSE: sse(0)}, {Method: "b", SSE: sse(0.5)}}}
		var out, picture bytes.Buffer
		if err := c.WriteTable(&out); err != nil || strings.Contains(out.String(), "NaN") || !strings.Contains(out.String(), "∞") {
			t.Errorf("%v\n%s", err, out.String())
		}
		for _, format := range []Format{SVG, PNG} {
			if err := c.WritePicture(&picture, format); err != nil || picture.Len() == 0 {
				t.Errorf("%s: %v", format, err)
			}
		}
		if err := c.WriteJSON(&out); err != nil {
			t.Error(err)
		}
	}
}
