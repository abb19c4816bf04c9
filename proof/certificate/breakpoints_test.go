package certificate_test

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// version is that which a header is written in.
func version(h *certificate.Header) int {
	if h.Breakpoints != nil {
		return certificate.Version
	}
	return certificate.TreeVersion
}

// wholes are integers written as fractions, which are read but not written.
var wholes = regexp.MustCompile(`/1[ \n]`)

// kinkHeader is a proof's by breakpoints with given signs.
func kinkHeader() *certificate.Header {
	return &certificate.Header{Data: [32]byte{1, 2}, Target: "y", Features: []string{"x"}, Units: 2, Signs: []int{-1, 1}, Bias: true,
		Output: certificate.Affine, Breakpoints: &certificate.Breakpoints{}, LabelScale: 2, WeightScale: 1}
}

func partedHeader() *certificate.Header {
	h := kinkHeader()
	d := func(mantissa int64, exponent int) dataset.Decimal {
		return dataset.Decimal{Mantissa: mantissa, Exponent: exponent}
	}
	h.Signs, h.Origins = nil, []dataset.Decimal{d(17, 8)}
	h.Breakpoints = &certificate.Breakpoints{MinSamples: 5, MinSpan: d(25, -1),
		KinksBetween: []certificate.Range{{From: d(1, 0), To: d(5, 1)}, {From: d(-1, 0), To: d(-1, 0)}},
		KnownKinks:   []dataset.Decimal{d(-3, 0), d(45, -1)},
		Slopes:       []certificate.SlopeRange{{Kind: certificate.SlopeFalls}, {Kind: certificate.SlopeIs}, {Kind: certificate.SlopeAny}},
		Through:      &[2]dataset.Decimal{d(3, 0), d(-45, -1)}}
	return h
}

func kinkRecords() []certificate.Record {
	return []certificate.Record{
		&certificate.Spans{Size: 1024}, &certificate.Cutoff{Value: 2.5},
		&certificate.Sift{}, &certificate.Halve{},
		&certificate.Multipliers{All: []certificate.Penalty{{Level: 1, Sign: 1, At: 30, Beta: 3}, {Turn: true, Level: 1, Plus: 1, Sign: 1, At: 7, Alpha: 5}}},
		&certificate.KinkSplit{Kink: 2, At: 17}, &certificate.KinkSplit{Node: certificate.Branch{Split: 1, Part: 1}, Kink: 1},
		&certificate.Multipliers{Node: certificate.Branch{Split: 2}, Leftwards: true}, &certificate.Cutoff{},
		&certificate.Chain{Node: certificate.Branch{Split: 2, Part: 1}, All: []certificate.KinkPenalty{{Kind: certificate.InCut, Alpha: 1, Beta: 0.25},
			{}, {Kind: certificate.AtInput, Alpha: 3}}},
		&certificate.Trailer{Units: []certificate.Unit{{Sign: -1, Weights: []float64{1, 2}}, {Sign: 1, Weights: []float64{3, 4}}}, Output: []float64{5, 6},
			Parts: []certificate.Name{certificate.Branch{}.Name(), {Split: 2, Parts: "\x01"}}, Lower: 1, Upper: 2},
	}
}

func partedRecords() []certificate.Record {
	return []certificate.Record{
		&certificate.Spans{Size: 2}, &certificate.Cutoff{Value: 1}, &certificate.Sift{}, &certificate.Halve{}, &certificate.Sift{},
		&certificate.Multipliers{All: []certificate.Penalty{{Level: 1, Sign: 1, Side: '<', At: 30, Alpha: 3}}},
		&certificate.Trailer{Line: &certificate.BrokenLine{X: big.NewRat(3, 2), Y: big.NewRat(-5, 1), Slope: new(big.Rat),
			Breaks: []certificate.Break{{At: big.NewRat(-1, 3), Slope: big.NewRat(1, 7)}, {At: big.NewRat(2, 1), Slope: big.NewRat(5, 1)}}},
			Parts: []certificate.Name{{Split: 1, Parts: "\x00"}}, Lower: 1, Upper: 1},
	}
}

// jumpHeader is that of a proof by breakpoints with jumps, with or without other constraints.
func jumpHeader(parted bool) *certificate.Header {
	h := kinkHeader()
	if h.Signs = nil; parted {
		h = partedHeader()
		h.Breakpoints.Through = nil
	}
	h.Breakpoints.Jumps = true
	return h
}

func jumpRecords(parted bool) []certificate.Record {
	jump := func(behind bool) *certificate.Jump { return &certificate.Jump{Value: big.NewRat(3, 7), Behind: behind} }
	all := []certificate.Record{&certificate.Spans{Size: 2}, &certificate.Cutoff{Value: 1}, &certificate.Sift{}, &certificate.Halve{}, &certificate.Sift{},
		&certificate.Trailer{Line: &certificate.BrokenLine{X: big.NewRat(3, 2), Y: big.NewRat(-5, 1), Slope: new(big.Rat),
			Breaks: []certificate.Break{{At: big.NewRat(1, 3), Slope: big.NewRat(1, 7), Jump: jump(false)}, {At: big.NewRat(2, 1), Slope: big.NewRat(5, 1), Jump: jump(true)}}},
			Lower: 1, Upper: 1}}
	if parted {
		return append(all[1:3:3], all[5])
	}
	return all
}

func writeKinks(w *certificate.Writer, r certificate.Record) {
	switch r := r.(type) {
	case *certificate.Cutoff:
		w.Cutoff(r.Value)
	case *certificate.Multipliers:
		w.Multipliers(r)
	case *certificate.Chain:
		w.Chain(r)
	case *certificate.KinkSplit:
		w.Divide(r)
	case *certificate.Spans:
		w.Spans(r.Size)
	case *certificate.Sift:
		w.Sift(&certificate.Sift{})
	case *certificate.Halve:
		w.Halve()
	}
}

func TestBreakpointsRoundTrip(t *testing.T) {
	for _, c := range []struct {
		header  *certificate.Header
		records []certificate.Record
	}{{kinkHeader(), kinkRecords()}, {partedHeader(), partedRecords()}, {jumpHeader(false), jumpRecords(false)}, {jumpHeader(true), jumpRecords(true)}} {
		text := write(c.header, c.records)
		h, records, err := read(text)
		if err != io.EOF || !reflect.DeepEqual(h, c.header) || fmt.Sprintf("%+v", shown(records)) != fmt.Sprintf("%+v", shown(c.records)) {
			t.Errorf("%v %+v %+v\n%s", err, h, records, text)
		}
		for n := range text {
			if _, got, err := read(text[:n]); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) > len(records) {
				t.Fatalf("cut at %d: %v", n, err)
			}
		}
	}
}

// shown are records with what they point to.
func shown(records []certificate.Record) (all []string) {
	for _, r := range records {
		if trailer, ok := r.(*certificate.Trailer); ok && trailer.Line != nil {
			all = append(all, fmt.Sprint(trailer.Line.X, trailer.Line.Y, trailer.Line.Slope, trailer.Parts, trailer.Lower, trailer.Upper))
			for _, b := range trailer.Line.Breaks {
				if all = append(all, fmt.Sprint(b.At, b.Slope)); b.Jump != nil {
					all = append(all, fmt.Sprint(b.Jump.Value, b.Jump.Behind))
				}
			}
			continue
		}
		all = append(all, fmt.Sprintf("%+v", r))
	}
	return all
}

func TestBreakpointsMalformed(t *testing.T) {
	good := string(write(kinkHeader(), kinkRecords()))
	parted := string(write(partedHeader(), partedRecords()))
	jumps, held := string(write(jumpHeader(false), jumpRecords(false))), string(write(jumpHeader(true), jumpRecords(true)))
	for _, c := range []struct{ text, old, new, want string }{
		{good, "certificate 4", "certificate 3", `"breakpoints" where "weight-limit" must stand`},
		{good, "bias yes", "bias no", "needs one feature"},
		{good, "output affine", "output none", "needs one feature"},
		{good, "units 2", "units 1001", "out of range"},
		{good, "breakpoints\n", "sweep\n", `"sweep" where "breakpoints" must stand`},
		{good, "breakpoints\n", "breakpoints\nslopes * * *\n", "do not go with given signs"},
		{good, "breakpoints\n", "breakpoints\nmin-samples 1\n", "at least 2"},
		{good, "breakpoints\n", "breakpoints\nmin-samples 2\n", `unknown record "u"`},
		{good, "breakpoints\n", "breakpoints\nmin-span 0\n", "above 0"},
		{parted, "kinks-between 1 5e1", "kinks-between 5e1 1", "descends"},
		{parted, "kinks-between 1 5e1", "kinks-between 1 5e1\nkinks-between 1 1", "neither one"},
		{parted, "known-kinks -3 45e-1", "known-kinks 45e-1 -3", "ascend"},
		{parted, "known-kinks -3 45e-1", "known-kinks 1 2 3", "more than kinks"},
		{parted, "slopes - 0 *", "slopes - 0", "is no decimal"},
		{parted, "slopes - 0 *", "slopes - 0 * *", "unexpected text"},
		{parted, "through 3 -45e-1", "through 3", "is no decimal"},
		{parted, "v 3/2 -5", "v 6/4 -5", "lowest terms"},
		{parted, "v 3/2 -5", "v 3/-2 -5", "no fraction"},
		{parted, "v 3/2 -5", "v 1e3 -5", "no fraction"},
		{parted, "v 3/2 -5", "v " + strings.Repeat("1", 1025) + " -5", "no fraction"},
		{parted, "b -1/3", "b 3", "ascend"},
		{parted, "v 3/2", "u + 1 0\nv 3/2", "unknown record"},
		{good, "c 5p-1\n", "", "no cutoff"},
		{good, "g 1024\n", "", "behind g"},
		{good, "g 1024\n", "c 0\ng 1024\n", "does not stand first"},
		{good, "g 1024\n", "g 1000\n", "power of two"},
		{good, "g 1024\n", "g 1\n", "cannot be halved"},
		{good, "c 5p-1\n", "c -5p-1\n", "is negative"},
		{good, "s 0 2", "h\ns 0 2", "records of spans stand first"},
		{good, "m 0 > ", "m 0 ", "neither > nor <"},
		{good, "m 0 > k1/0+30", "m 0 > k1+30", "is not an integer"},
		{good, "m 0 > k1/0+30", "m 0 > q1/0+30", "names no state"},
		{good, "m 0 > k1/0+30:0:3p0", "m 0 > k1/0+30:0:0", "a number too many"},
		{good, "k1/0+30:0:3p0", "k1/0+30:0:-3p0", "is negative"},
		{good, "m -\n", "m - k1/0+3:1p0\n", "is not a number"},
		{good, "m -\n", "m - >\n", "is not a number"},
		{good, "t1/1+7:5p0", "t1/1+7:5p0:1p0", "a number too many"},
		{good, "s 0 2 at 17", "s 0 3 at 17", "out of range"},
		{good, "s 0 2 at 17", "s 0 0 at 17", "is no kink"},
		{good, "s 0 2 at 17", "s 0 2 at 0", "no place to split"},
		{good, "s 0 2 at 17", "s 0/0 2 at 17", "is no node"},
		{good, "s 0 2 at 17", "s 0 2 up 17", "neither at nor sign"},
		{good, "l 2/1", "l 2/2", "out of range"},
		{good, "l 2/1 1p0:1p-2 -", "l 2/1 1p0:1p-2:0 -", "wrong number of fields"},
		{good, "claim", "part 0/0\nclaim", "is no node"},
		{good, "breakpoints\n", "breakpoints\njumps\n", "jumps do not go with given signs"},
		{parted, "breakpoints\n", "breakpoints\njumps\n", "or through"},
		{jumps, "jumps\n", "jumps 2\n", "unexpected text"},
		{jumps, "jumps\n", "jumps\njumps\n", "must stand"},
		{jumps, "jumps\n", "", "unknown record \"v\""},
		{jumps, "m -\n", "m 0 > k1+3:1p0\n", "no multiplier"},
		{jumps, "m -\n", "m 0 >\n", "no multiplier"},
		{jumps, "m -\n", "m - >\n", "lone kinks have no multipliers with jumps"},
		{jumps, "m -\n", "l 0 -\n", "no tree"},
		{jumps, "m -\n", "s 0 1 at 3\n", "no tree"},
		{jumps, "g 2\n", "", "behind g"},
		{jumps, "c 1p0\n", "", "no cutoff"},
		{jumps, "j<", "b", "needs"},
		{jumps, "j< 1/3 3/7", "j< 1/3", "is no fraction"},
		{jumps, "j< 1/3", "j< 7/3", "ascend"},
		{held, "c 1p0\n", "", "no cutoff"},
		{held, "c 1p0\n", "c 1p0\ng 1\n", "does not stand first"},
		{held, "c 1p0\n", "g 2\n", "no cutoff"},
		{held, "m -\n", "h\n", "behind g"},
		{parted, "m -\n", "m - 1p0 0+:0:0:0:0\n", "lone kinks have no multipliers with"},
		{parted, "b -1/3", "j< -1/3 1", "needs"},
	} {
		text := strings.Replace(c.text, c.old, c.new, 1)
		if text == c.text {
			t.Fatalf("%q is not in\n%s", c.old, c.text)
		}
		if _, _, err := read([]byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}
