package check

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"relucert/proof/certificate"
)

// Verdict is what a certificate proves. Its zero value proves nothing.
type Verdict struct {
	Proved bool   `json:"proved"`
	Line   int    `json:"line,omitempty"` // of the certificate: what is wrong
	Reason string `json:"reason,omitempty"`
	// Parts are the nodes of the certificate that Lower is for, if it is not for
	// the whole class. Upper is for the class.
	Parts []string `json:"parts,omitempty"`
	// Lower and Upper enclose the least of Class.Objective, as decimals rounded outward. They may
	// hold without the claim; "" where nothing is proved.
	Lower string `json:"sse_lower,omitempty"`
	Upper string `json:"sse_upper,omitempty"`
	// The same as doubles, exactly the claimed ones if Proved, in hexadecimal.
	LowerHex string `json:"sse_lower_hex,omitempty"`
	UpperHex string `json:"sse_upper_hex,omitempty"`
	Gap      string `json:"gap,omitempty"` // (upper − lower) / upper
	// (upper − lower) / Σωy² (of another loss, Σωℓ(−y)) in place of Gap where upper is at most 1e-12 of that: such a
	// fit is exact but for rounding, and a gap relative to it means nothing.
	GapOfLabels string `json:"gap_of_labels,omitempty"`

	Class
	Data    string  `json:"data,omitempty"`        // SHA-256
	Proof   string  `json:"certificate,omitempty"` // SHA-256, if it has a trailer
	Rows    int     `json:"rows"`
	Samples int     `json:"samples"`
	Records int     `json:"records"`
	Leaves  int     `json:"leaves"` // nodes that are not split, an inheriting family counted once
	Checked int64   `json:"bounds_checked"`
	Again   int64   `json:"bounds_checked_exactly"` // of Checked, those that fixed point just missed
	Exact   bool    `json:"exact"`
	Seconds float64 `json:"seconds"`
}

// Class is the networks that the proof is about, in words of the data file.
type Class struct {
	// Objective is what is bounded, in words: SSE, or another loss, a ridge penalty added if there is one.
	Objective          string   `json:"objective"`
	Units              int      `json:"units"`
	Signs              string   `json:"signs"`
	Bias               bool     `json:"bias"`
	Output             string   `json:"output"`
	NormBound          float64  `json:"norm_bound,omitempty"`
	WeightLimit        float64  `json:"weight_limit"`                   // 0: none
	WeightLimitImplied bool     `json:"weight_limit_implied,omitempty"` // a penalty keeps all that cost less within it
	Target             string   `json:"target"`
	Features           []string `json:"features"`
	SampleWeights      string   `json:"sample_weights,omitempty"`
	DropMissing        bool     `json:"drop_missing,omitempty"`
	Reading            []string `json:"reading,omitempty"`     // how the data were read, if not as plain CSV
	BrokenLine         bool     `json:"broken_line,omitempty"` // a proof by breakpoints
	Jumps              bool     `json:"jumps,omitempty"`       // its pieces need not join
	// Hinges are the columns that each unit may bend at, if units bend at one each. WeightLimit is then for their rise over it.
	Hinges      [][]string `json:"hinges,omitempty"`
	Constraints []string   `json:"constraints,omitempty"` // on the pieces of a broken line
}

func (v *Verdict) describe(s *survey) {
	v.Class = classOf(s.header)
	v.Data = fmt.Sprintf("%x", s.header.Data)
	if s.trailer != nil {
		v.Proof = fmt.Sprintf("%x", s.hash)
	}
	v.Records = s.records
	for _, name := range s.parts() {
		v.Parts = append(v.Parts, show(name))
	}
}

func classOf(h *certificate.Header) Class {
	c := Class{Objective: objectiveOf(h), Units: h.Units, Signs: h.SignText(), Bias: h.Bias, Output: h.Output.String(),
		NormBound: h.NormBound, WeightLimit: h.WeightLimit, Target: h.Target, Features: h.Features,
		SampleWeights: h.SampleWeights, DropMissing: h.DropMissing, Reading: h.Reading}
	for _, line := range h.Hinges {
		var columns []string
		for _, f := range line {
			columns = append(columns, h.Features[f])
		}
		c.Hinges = append(c.Hinges, columns)
	}
	if h.Breakpoints != nil {
		c.BrokenLine, c.Jumps, c.Constraints = true, h.Breakpoints.Jumps, constraintsOf(h.Breakpoints)
	}
	return c
}

func (v *Verdict) fail(why *refusal) { v.Proved, v.Line, v.Reason = false, why.line, why.reason }

// prove enters the interval that the records prove, given the unit of an SSE and the labels' Σωy².
func (v *Verdict) prove(k *checker, unit, labels *big.Rat) {
	g := k.ledger
	v.Leaves, v.Checked, v.Exact = g.leaves, g.checked.Load(), k.opts.Exact
	v.Again = g.again.Load()
	lower := inDataUnits(g.least, unit)
	if k.trailer != nil && g.least.Cmp(g.enough) >= 0 {
		lower = rational(k.trailer.Lower)
	}
	v.Lower = decimal(lower, false)
	v.LowerHex = hexadecimal(lower, false)
	if v.Upper != "" && v.Parts == nil {
		v.gap(lower, rational(k.trailer.Upper), labels)
	}
}

// swept enters what a sweep proves: the claim.
func (v *Verdict) swept(t *certificate.Trailer, s *sweep) {
	lower := rational(t.Lower)
	v.Proved, v.Exact, v.Checked = true, true, s.bounds.Load()
	v.Lower, v.LowerHex = decimal(lower, false), hexadecimal(lower, false)
	v.gap(lower, rational(t.Upper), s.labelSquares())
}

func (v *Verdict) upper(u *big.Rat) { v.Upper, v.UpperHex = decimal(u, true), hexadecimal(u, true) }

// exactShare of the labels' sum of squares is what the SSE of a fit is at most that
// is exact but for rounding.
var exactShare = big.NewRat(1, 1e12)

func (v *Verdict) gap(lower, upper, labels *big.Rat) {
	gap := new(big.Rat).Sub(upper, lower)
	switch {
	case gap.Sign() <= 0, upper.Sign() == 0 && labels.Sign() == 0:
		v.Gap = "0" // no error is below 0, whatever is claimed
	case upper.Cmp(new(big.Rat).Mul(labels, exactShare)) <= 0:
		v.GapOfLabels = digits(gap.Quo(gap, labels), 2, true)
	default:
		v.Gap = digits(gap.Quo(gap, upper), 2, true)
	}
}

// String is the verdict in one line.
func (v *Verdict) String() string {
	var b strings.Builder
	if v.Proved {
		b.WriteString("PROVED")
		if v.Parts != nil {
			b.WriteString(" PART")
		}
		b.WriteString("  ")
	} else {
		b.WriteString("NOT PROVED  ")
		if v.Line > 0 {
			fmt.Fprintf(&b, "line %d: ", v.Line)
		}
		b.WriteString(v.Reason)
		if v.Lower == "" {
			return b.String()
		}
		b.WriteString("; the records prove ")
	}
	b.WriteString(v.interval())
	fmt.Fprintf(&b, " for %s, data sha256:%s", &v.Class, v.Data)
	if v.Parts != nil {
		fmt.Fprintf(&b, ", certificate sha256:%s", v.Proof)
	}
	for _, line := range v.Constraints {
		b.WriteString("\n  " + line)
	}
	return b.String()
}

// interval words what is proved of the SSE.
func (v *Verdict) interval() string {
	switch {
	case v.Parts != nil && v.Upper == "":
		return fmt.Sprintf("%s <= %s in %s only,", v.Lower, v.Objective, nodes(v.Parts))
	case v.Parts != nil:
		return fmt.Sprintf("%s <= %s in %s only, not in the whole class; min %[2]s <= %[4]s", v.Lower, v.Objective, nodes(v.Parts), v.Upper)
	case v.Upper == "":
		return fmt.Sprintf("%s <= min %s", v.Lower, v.Objective)
	}
	if v.GapOfLabels != "" {
		return fmt.Sprintf("%s <= min %s <= %s (an exact fit but for %s of %s)", v.Lower, v.Objective, v.Upper, v.GapOfLabels, v.ofLabels())
	}
	return fmt.Sprintf("%s <= min %s <= %s (gap %s)", v.Lower, v.Objective, v.Upper, v.Gap)
}

// ofLabels is what GapOfLabels is a share of.
func (v *Verdict) ofLabels() string {
	if v.Objective != "SSE" {
		return "what the labels cost a network that is 0"
	}
	return "the labels' sum of squares"
}

// String is "2 units, any signs, bias, affine output, weight limit 250, y on x".
func (c *Class) String() string {
	parts := c.network()
	if c.BrokenLine {
		parts = c.brokenLine()
	}
	if c.NormBound > 0 {
		parts = append(parts, "norm bound "+decimal(rational(c.NormBound), false))
	}
	limit := "no weight limit"
	if c.WeightLimit > 0 {
		limit = "weight limit " + atMost(c.WeightLimit)
	}
	if c.WeightLimitImplied {
		limit += " (implied by the penalty)"
	}
	parts = append(parts, limit)
	parts = append(parts, fmt.Sprintf("%s on %s", name(c.Target), names(c.Features)))
	if c.SampleWeights != "" {
		parts = append(parts, "sample weights "+name(c.SampleWeights))
	}
	if c.DropMissing {
		parts = append(parts, "rows with missing values left out")
	}
	if c.Reading != nil {
		parts = append(parts, "read with "+statements(c.Reading))
	}
	return strings.Join(parts, ", ")
}

func (c *Class) network() []string {
	parts := []string{plural(c.Units, "unit"), "any signs", "bias", c.Output + " output"}
	if c.Signs != "any" {
		parts[1] = "signs " + c.Signs
	}
	if !c.Bias {
		parts[2] = "no bias"
	}
	if c.Output == "none" {
		parts[3] = "no free output"
	}
	return append(parts, c.hinged()...)
}

// hinged is "one bending at x" or "2 bending at one of x and z each", a text for each kind of unit.
func (c *Class) hinged() (parts []string) {
	for j := 0; j < len(c.Hinges); {
		n := 1
		for j+n < len(c.Hinges) && slices.Equal(c.Hinges[j], c.Hinges[j+n]) {
			n++
		}
		text := fmt.Sprintf("%d bending at ", n)
		if len(c.Hinges[j]) > 1 {
			text += "one each of "
		}
		parts = append(parts, text+names(c.Hinges[j]))
		j += n
	}
	return parts
}

// atMost is a limit with six digits, rounded down: the proof is for that class too.
func atMost(limit float64) string {
	v, _ := strconv.ParseFloat(digits(rational(limit), 6, false), 64)
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// significant is how many digits a bound is printed with.
const significant = 12

func decimal(v *big.Rat, up bool) string { return digits(v, significant, up) }

// digits is v with n significant digits, rounded down or up.
func digits(v *big.Rat, n int, up bool) string {
	if v.Sign() == 0 {
		return "0"
	}
	// big.Float rounds once to far more bits than n digits need, in the wanted
	// direction; then a decimal of n digits, corrected by one in the last place.
	text := new(big.Float).SetPrec(64).SetRat(v).Text('e', n-1)
	mantissa, exponent, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(exponent)
	m, _ := new(big.Int).SetString(strings.Replace(mantissa, ".", "", 1), 10)
	step := big.NewInt(1)
	for below(m, e-n+1, v) && up {
		m.Add(m, step)
	}
	for above(m, e-n+1, v) && !up {
		m.Sub(m, step)
	}
	if len(new(big.Int).Abs(m).String()) < n { // from 1.00 to 0.99, of which another digit is 9
		m.Mul(m, big.NewInt(10)).Add(m, big.NewInt(int64(9*m.Sign())))
		e--
	}
	return scientific(m, e, n)
}

// below and above compare m·10^e with v.
func below(m *big.Int, e int, v *big.Rat) bool { return power(m, e).Cmp(v) < 0 }
func above(m *big.Int, e int, v *big.Rat) bool { return power(m, e).Cmp(v) > 0 }

func power(m *big.Int, e int) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(e, -e))), nil))
	if e < 0 {
		p.Inv(p)
	}
	return p.Mul(p, new(big.Rat).SetInt(m))
}

// scientific writes m·10^(e−n+1), where m has n digits or, after a correction, one more.
func scientific(m *big.Int, e, n int) string {
	text := new(big.Int).Abs(m).String()
	e += len(text) - n
	if len(text) > 1 {
		text = text[:1] + "." + text[1:]
	}
	if m.Sign() < 0 {
		text = "-" + text
	}
	return fmt.Sprintf("%se%+03d", text, e)
}

// hexadecimal is the nearest double in the given direction.
func hexadecimal(v *big.Rat, up bool) string {
	f, exact := v.Float64()
	switch {
	case exact:
	case up && !math.IsInf(f, 1) && rational(f).Cmp(v) < 0:
		f = math.Nextafter(f, math.Inf(1))
	case !up && (math.IsInf(f, 1) || rational(f).Cmp(v) > 0):
		f = math.Nextafter(f, math.Inf(-1))
	}
	return strconv.FormatFloat(f, 'x', -1, 64)
}
