package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"

	"relucert/dataset"
	"relucert/network"
)

// innerBreakpoints are the places within the range of the data where the slope
// of a fit to one input column changes.
func innerBreakpoints(data *dataset.Dataset, net *network.Network) []float64 {
	low, high := slices.Min(data.X), slices.Max(data.X)
	return slices.DeleteFunc(net.Breakpoints(), func(at float64) bool { return at <= low || at >= high })
}

// piecesTable is the fit to one input column as a broken line.
func piecesTable(data *dataset.Dataset, r *Result) (t Table) {
	t.add("piece", "from", "to", "samples", "slope", "intercept")
	a, net := r.axesOf(data), r.Network
	digits := a.digits(data, r)
	text := func(v float64) string { return strconv.FormatFloat(v, 'g', digits, 64) }
	samples := a.samplesOn(net)
	for i, p := range net.Pieces() {
		t.add(strconv.Itoa(i+1), place(data, p.From, digits), place(data, p.To, digits), strconv.Itoa(samples[i]), text(a.settled(p)), text(p.Intercept))
	}
	return t
}

// Lines are printed with six digits at least, and with as many as it takes to change no prediction by
// more than a share of the typical error, or of the labels' size if the fit is exact.
const (
	leastDigits  = 6
	mostDigits   = 17
	shareOfError = 1e-2
	shareOfSize  = 1e-9
)

// digits is how many digits slopes, intercepts and breakpoints need so that what is printed is the fit.
func (a *Axes) digits(data *dataset.Dataset, r *Result) int {
	size := 0.0
	for _, y := range data.Y {
		size = max(size, math.Abs(y))
	}
	allowed := max(shareOfError*math.Sqrt(r.TrainingError), shareOfSize*size)
	digits, pieces := leastDigits, r.Network.Pieces()
	for digits < mostDigits && a.worstRounding(pieces, digits) > allowed {
		digits++
	}
	return digits
}

// worstRounding is how far predictions move if slopes and intercepts are rounded.
func (a *Axes) worstRounding(pieces []network.Piece, digits int) (worst float64) {
	for _, p := range pieces {
		slope, intercept := rounded(p.Slope, digits)-p.Slope, rounded(p.Intercept, digits)-p.Intercept
		if from, to := a.before(p.From), a.upTo(p.To); from < to {
			worst = max(worst, math.Abs(slope*a.x[from]+intercept), math.Abs(slope*a.x[to-1]+intercept))
		}
	}
	return worst
}

func rounded(v float64, digits int) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	return v
}

// samplesOn counts the samples on each piece. Those on a breakpoint are on the neighbour that has fewer: they may be said to be on
// either, and --min-samples counts so.
func (a *Axes) samplesOn(net *network.Network) []int {
	pieces, rest := net.Pieces(), a.x
	counts, edges := make([]int, len(pieces)), make([]int, len(pieces))
	for i, p := range pieces {
		counts[i] = sort.Search(len(rest), func(j int) bool { return !net.On(pieces, i, rest[j]) })
		edges[i] = a.upTo(p.To) - a.before(p.To)
		rest = rest[counts[i]:]
	}
	for i, edge := range edges[:max(0, len(edges)-1)] {
		if counts[i]-edge > counts[i+1] && len(net.Jumps) == 0 {
			counts[i], counts[i+1] = counts[i]-edge, counts[i+1]+edge
		}
	}
	return counts
}

// settled is a piece's slope, 0 where the line changes by rounding errors only.
func (a *Axes) settled(p network.Piece) float64 {
	rise := math.Abs(p.Slope) * (a.x[len(a.x)-1] - a.x[0])
	if rise <= negligible*a.height {
		return 0
	}
	return p.Slope
}

// FewSamples is how many samples a piece should have at least, of so many rows: 5, or 2 %.
func FewSamples(rows int) int { return max(5, (rows+49)/50) }

// ThinPieces warns of pieces of a broken line with too few samples to say much.
func (r *Result) ThinPieces(data *dataset.Dataset) (warnings []string) {
	few := FewSamples(data.Rows())
	if len(data.Features) != 1 {
		return nil
	}
	for i, n := range r.axesOf(data).samplesOn(r.Network) {
		if n < few && data.Rows() >= 2*few {
			warnings = append(warnings, fmt.Sprintf("piece %d has only %s: its slope says little; --min-samples %d asks for more", i+1, plural(n, "sample"), few))
		}
	}
	return warnings
}

// pieceText is a piece in JSON: y = intercept + slope · (x − origin), in the label less its own origin.
type pieceText struct {
	From      *placeText `json:"from"` // null: −∞
	To        *placeText `json:"to"`   // null: ∞
	Samples   int        `json:"samples"`
	Slope     float64    `json:"slope"`
	Intercept float64    `json:"intercept"`
}

// placeText is an input: the number that the column has there, in all its digits, and the date if it holds dates.
type placeText struct {
	At   json.Number `json:"at"`
	Date string      `json:"date,omitempty"`
}

// words is the date, or else the number.
func (p *placeText) words() string { return cmp.Or(p.Date, string(p.At)) }

// jumpText is a jump in JSON: where it is drawn, and the samples between which it may be anywhere.
type jumpText struct {
	At      *placeText    `json:"at"`
	Between [2]*placeText `json:"between"`
}

func jumpsText(data *dataset.Dataset, net *network.Network) (all []jumpText) {
	for _, j := range net.Jumps {
		all = append(all, jumpText{placeIn(data, j.At), [2]*placeText{placeIn(data, j.Between[0]), placeIn(data, j.Between[1])}})
	}
	return all
}

// piecesText is nil for more than one input column.
func (r *Result) piecesText(data *dataset.Dataset) []pieceText {
	if len(data.Features) != 1 {
		return nil
	}
	return r.axesOf(data).piecesText(data, r.Network)
}

func (a *Axes) piecesText(data *dataset.Dataset, net *network.Network) (all []pieceText) {
	samples := a.samplesOn(net)
	for i, p := range net.Pieces() {
		all = append(all, pieceText{placeIn(data, p.From), placeIn(data, p.To), samples[i], a.settled(p), p.Intercept})
	}
	return all
}

func placeIn(data *dataset.Dataset, x float64) *placeText {
	if math.IsInf(x, 0) {
		return nil
	}
	var origin dataset.Decimal
	if data.Origins != nil {
		origin = data.Origins[0]
	}
	date, _ := data.DateText(0, x)
	return &placeText{json.Number(origin.Plus(x, -1)), date}
}
