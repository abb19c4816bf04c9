package report

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

// TestChartLeavesOut what a logarithmic axis cannot show, and draws series of no points.
func TestChartLeavesOut(t *testing.T) {
	many := Series{Name: "many", Points: []Point{{1, 0}, {0, 1}, {2, -3}, {2, 5}, {300, 70000}, {math.NaN(), 1}}, Line: []Point{{2, 5}, {300, 7}}}
	for _, c := range []Chart{
		{Title: "t", X: ChartAxis{"across", true}, Y: ChartAxis{"up", true}, Series: []Series{many, {Name: "none"}}},
		{Title: "t", X: ChartAxis{"across", false}, Y: ChartAxis{"up", true}, Series: []Series{{Name: "none"}}},
		{Title: "t", X: ChartAxis{"across", true}, Y: ChartAxis{"up", false}, Series: []Series{{Name: "none", Points: []Point{{3, 0}, {3, 0}}}}},
	} {
		var out bytes.Buffer
		if err := c.WriteSVG(&out); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		for _, want := range []string{"across", "up", "none", "</svg>"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in the chart", want)
			}
		}
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Error("a place that is none")
		}
	}
	if got := len((&Chart{X: ChartAxis{"", true}, Y: ChartAxis{"", true}}).visible(many.Points)); got != 2 {
		t.Errorf("%d points are visible, 2 could be", got)
	}
}

func TestLogTicks(t *testing.T) {
	for _, test := range []struct {
		low, high float64
		want      string
	}{
		{7, 19, "7 10 15"},
		{1e-4, 4e-4, "10⁻⁴ 1.5·10⁻⁴ 2·10⁻⁴ 3·10⁻⁴"},
		{1, 100, "1 2 5 10 20 50 100"},
		{0.5, 3000, "1 10 100 1000"},
		{1e-4, 1e9, "10⁻⁴ 0.01 1 100 10000 10⁶ 10⁸"},
	} {
		var labels []string
		for _, tick := range (logTicks{}).Ticks(test.low, test.high) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != test.want {
			t.Errorf("%v to %v: %s, want %s", test.low, test.high, got, test.want)
		}
	}
}
