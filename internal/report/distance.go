package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"relucert"
	"relucert/internal/indented"
	"relucert/network"
)

// Distance is how far a network of other origin is above the least SSE of its class.
type Distance struct {
	*relucert.Result // of the class
	Samples
	Class   network.Class
	Notices []string
	// NetworkSSE is that of the network, and Dead how many of its units are active on no sample.
	NetworkSSE float64
	Dead       int
}

// distanceText is a Distance as `relucert gap --json` prints it.
type distanceText struct {
	NetworkSSE    float64  `json:"network_sse"`
	SSE           float64  `json:"sse"`
	SSELower      float64  `json:"sse_lower"`
	ExcessAtLeast *float64 `json:"excess_at_least"` // null: the best network fits exactly
	ExcessAtMost  *float64 `json:"excess_at_most"`  // null: the bound is 0
	DeadUnits     int      `json:"dead_units"`
	Status        string   `json:"status"`
	WeightLimit   float64  `json:"weight_limit"`
	Nodes         int64    `json:"nodes"`
	Seconds       float64  `json:"seconds"`
	Method        string   `json:"method"`
	Samples
	Units   int                `json:"units"`
	Signs   string             `json:"signs"`
	Bias    bool               `json:"bias"`
	Output  network.OutputPart `json:"output"`
	Notices []string           `json:"notices"`
	Network *network.Network   `json:"network"` // the best that was found
}

// WriteJSON writes one indented JSON object.
func (d *Distance) WriteJSON(w io.Writer) error {
	least, most := d.Excess()
	return indented.EscapedJSON(w, distanceText{
		NetworkSSE: d.NetworkSSE, SSE: d.SSE, SSELower: d.SSELower, ExcessAtLeast: defined(least), ExcessAtMost: defined(most),
		DeadUnits: d.Dead, Status: d.Status.String(), WeightLimit: d.WeightLimit, Nodes: d.Nodes, Seconds: d.Seconds,
		Method: d.Method.String(), Samples: d.Samples, Units: d.Class.K(), Signs: d.Class.SignText("any"), Bias: d.Class.Bias(),
		Output: d.Class.Output, Notices: d.Notices, Network: d.Network,
	})
}

// Excess is the share by which the network's SSE is above the least one: at least, since a better network was found,
// and at most, since none can be below the bound. It is +Inf, or NaN of 0, where that is 0. At most is NaN of a network
// below the bound: it is beyond the weight limit under which the bound holds.
func (d *Distance) Excess() (least, most float64) {
	least, most = max(0, d.NetworkSSE-d.SSE)/d.SSE, (d.NetworkSSE-d.SSELower)/max(0, d.SSELower)
	if d.beyond() {
		most = math.NaN()
	}
	return least, most
}

func (d *Distance) beyond() bool { return d.NetworkSSE < d.SSELower }

// WriteSummary writes it for a person.
func (d *Distance) WriteSummary(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, value string) { fmt.Fprintf(table, "%s\t%s\n", name, value) }
	row("network", d.networkWords())
	row("samples", fmt.Sprintf("%s, %s on %s", grouped(d.Rows), d.Target, strings.Join(d.Features, ", ")))
	row("its SSE", number(d.NetworkSSE))
	sse, lower := aligned(d.SSE, d.SSELower)
	row("best found", sse)
	row("lower bound", lower+" ("+statusWords(d.Status)+")")
	row("above optimum", d.excessWords())
	row("weight limit", limitWords(d.WeightLimit, false))
	row("search", fmt.Sprintf("%v, %s, %s", d.Method, plural(int(d.Nodes), "node"), seconds(d.Seconds)))
	for _, notice := range d.Notices {
		row("notice", notice)
	}
	return table.Flush()
}

func (d *Distance) networkWords() string {
	words := plural(d.Class.K(), "unit") + ", " + outputWords(d.Class, d.Result)
	switch {
	case d.Dead == d.Class.K():
		words += "; no unit is active on any sample"
	case d.Dead == 1:
		words += "; one unit is active on no sample"
	case d.Dead > 1:
		words += fmt.Sprintf("; %d units are active on no sample", d.Dead)
	}
	return words
}

// excessWords rounds down what is at least, and up what is at most.
func (d *Distance) excessWords() string {
	least, most := d.Excess()
	switch {
	case d.beyond():
		return "not known: the network is beyond the weight limit under which the bound holds"
	case d.NetworkSSE == d.SSELower:
		return "nothing: no network of the class has a smaller SSE"
	case d.SSE == 0:
		return "without bound: a network without error was found"
	}
	words := "at most " + fourDigits(most, math.Ceil)
	if math.IsInf(most, 1) {
		words = "without a bound above"
	}
	if least > negligible {
		words = "at least " + fourDigits(least, math.Floor) + ", " + words
	}
	return words
}

// fourDigits is a share as 12.34 %, rounded as told.
func fourDigits(share float64, round func(float64) float64) string {
	unit := math.Pow(10, math.Floor(math.Log10(100*share))-3)
	return strconv.FormatFloat(round(100*share/unit)*unit, 'g', 4, 64) + " %"
}
