package certificate_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/proof/certificate"
)

func header() *certificate.Header {
	return &certificate.Header{
		Data: [32]byte{1, 2, 0xff}, Target: "y \"quoted\"", Features: []string{"a b", "é"}, SampleWeights: "w",
		Units: 2, Bias: true, Output: certificate.Affine, NormBound: 3, WeightLimit: 250,
		Keep: []int{0, 2}, Transform: [][]float64{{1}, {-1.5, 0.25}}, LabelScale: 8, WeightScale: 1, Reference: []float64{0, 1e-300},
	}
}

func records(rng *rand.Rand) []certificate.Record {
	x := func() float64 { return math.Ldexp(rng.NormFloat64(), rng.IntN(100)-50) }
	return []certificate.Record{
		&certificate.Split{Node: certificate.Name{Parts: "\x01"}, Kind: certificate.Faces, Drop: certificate.Keep},
		&certificate.Split{Node: certificate.Name{Split: 1, Parts: "\x00\x01"}, Unit: 1, Kind: certificate.Coordinate, Coordinate: 1, At: -0.375, Drop: 0},
		&certificate.Split{Node: certificate.Name{Split: 2, Parts: "\x01"}, Unit: 1, Kind: certificate.Sample, Row: 17, At: -0.375, Drop: certificate.Keep},
		&certificate.Bound{
			Node: certificate.Name{Split: 12, Parts: "\x01"}, Hint: x(), Mu: 0.1, Settled: true, C: []float64{x(), x()},
			Units:   [][]certificate.Alpha{{{Vertex: 1, Value: math.Abs(x())}}, nil},
			Centers: []certificate.Center{{Row: 3, Unit: 1, Value: 0.5}, {Row: 4, HasTheta: true, Theta: 0.25}}, Walls: []certificate.Wall{{Unit: 1, Cut: 2, Value: 7}},
			Slacks: []certificate.Slack{{Unit: 0, Vector: []float64{x(), 0}}},
		},
		&certificate.Dual{
			Node: certificate.Name{Split: 3, Parts: "\x00\x01"}, Hint: x(), Samples: []certificate.Multiplier{{Row: 3, Value: x()}, {Row: 0, Value: -5e-324}},
			Kinks:   []certificate.Slope{{Row: 3, Unit: 1, Value: 0.5}, {Row: 0}},
			Implied: []certificate.Implied{{Row: 4, Unit: 1, Active: true}, {Row: 5, By: []certificate.Wall{{Unit: 0, Cut: 1, Value: 3}, {Unit: 0, Cut: 0, Value: 0.25}}}},
			Walls:   []certificate.Wall{{Unit: 1, Cut: 0, Value: 11}}, Slacks: []certificate.Slack{{Unit: 1, Vector: []float64{0, x()}}},
		},
		&certificate.Dual{Node: certificate.Name{Parts: "\x00"}},
		&certificate.Trailer{
			Units:  []certificate.Unit{{Sign: 1, Weights: []float64{x(), x(), x()}}, {Sign: -1, Weights: []float64{0, math.MaxFloat64, x()}}},
			Output: []float64{x(), 0, -1}, Parts: []certificate.Name{{Parts: "\x01"}, {Split: 2, Parts: "\x00\x01"}}, Lower: 0, Upper: x(),
		},
	}
}

func write(h *certificate.Header, records []certificate.Record) []byte {
	var b bytes.Buffer
	w := certificate.NewWriter(&b, h)
	for _, r := range records {
		switch r := r.(type) {
		case *certificate.Split:
			w.Split(r)
		case *certificate.Bound:
			w.Bound(r)
		case *certificate.Dual:
			w.Dual(r)
		case *certificate.Trailer:
			w.Trailer(r)
		default:
			writeKinks(w, r)
		}
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// read returns the records and the error that ended them.
func read(text []byte) (*certificate.Header, []certificate.Record, error) {
	r, err := certificate.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, nil, err
	}
	var all []certificate.Record
	for {
		rec, err := r.Next()
		if err != nil {
			return r.Header(), all, err
		}
		all = append(all, rec)
	}
}

func TestRoundTrip(t *testing.T) {
	const seed = 1
	want := records(rand.New(rand.NewPCG(seed, 1)))
	text := write(header(), want)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(text)
	z.Close()
	for _, text := range [][]byte{text, packed.Bytes()} {
		h, got, err := read(text)
		if err != io.EOF {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(h, header()) {
			t.Errorf("header %+v", h)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("records\n%s", text)
		}
	}
}

// TestTruncated cuts a certificate anywhere: what is read is a prefix, and the
// end is announced as missing.
func TestTruncated(t *testing.T) {
	want := records(rand.New(rand.NewPCG(2, 1)))
	text := write(header(), want)
	for n := range text {
		_, got, err := read(text[:n])
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if len(got) > 0 && !reflect.DeepEqual(got, want[:len(got)]) {
			t.Fatalf("cut at %d: other records", n)
		}
	}
}

func TestMalformed(t *testing.T) {
	good := string(write(header(), records(rand.New(rand.NewPCG(3, 1)))))
	for _, c := range []struct{ name, old, new, want string }{
		{"no certificate", "relucert-certificate 3", "hello", "is not a certificate"},
		{"version", "certificate 3", "certificate 7", "is not a certificate of version 1 to 6"},
		{"missing line", "units 2\n", "", `"signs" where "units" must stand`},
		{"line twice", "units 2\n", "units 2\nunits 2\n", `"units" where "signs" must stand`},
		{"no units", "units 2", "units 0", "at least 1"},
		{"too many units", "units 2", "units 65", "out of range"},
		{"short hash", "data 01", "data ", "is no SHA-256"},
		{"signs", "signs any", "signs +*", "one sign a unit"},
		{"even mantissa", "weight-limit 7dp1", "weight-limit fap0", "is not a number"},
		{"negative limit", "weight-limit 7d", "weight-limit -7d", "is not positive"},
		{"NaN", "weight-limit 7dp1", "weight-limit NaN", "is not a number"},
		{"infinity", "weight-limit 7dp1", "weight-limit 1p1024", "is not a number"},
		{"huge exponent", "weight-limit 7dp1", "weight-limit 1p99999", "is not a number"},
		{"keep", "keep 0 2", "keep 2 0", "not ascending"},
		{"endless header", "feature", strings.Repeat("feature \"x\"\n", 1<<17) + "feature", "a header longer than 1024 KiB"},
		{"label scale", "label-scale 1p3", "label-scale 3p3", "power of two"},
		{"unknown record", "\ns 1/0,1", "\nq 1/0,1", "unknown record"},
		{"unit", "s 1/0,1 1", "s 1/0,1 2", "out of range"},
		{"coordinate", "x 1 -3p-3", "x 2 -3p-3", "out of range"},
		{"drop", "drop 0", "drop 2", "out of range"},
		{"vertex", "| 1:", "| 2:", "out of range"},
		{"centre", "3:1:1p-1", "3:1:3p-1", "not in [0, 1]"},
		{"wall", "1:2:7p0", "1:2:-7p0", "is negative"},
		{"slope", "k 3:1:1p-1 0:", "k 3:1:-1p-1 0:", "not in [0, 1]"},
		{"slope of no unit", "k 3:1:1p-1 0:", "k 3:2:1p-1 0:", "out of range"},
		{"slope with a centre", "k 3:1:1p-1 0:", "k 3:1:1p-1:1p-1 0:", "wrong number of fields"},
		{"implied", "i 4:1:+", "i 4:1:*", "is no sign"},
		{"implied of no unit", "i 4:1:+", "i 4:2:+", "out of range"},
		{"implied by a unit's cut", "5:0:- 1:3p0", "5:0:- 0:1:3p0", "wrong number of fields"},
		{"implied against a cut", "5:0:- 1:3p0", "5:0:- 1:-3p0", "is negative"},
		{"dual's wall", "1:0:bp0", "1:0:-bp0", "is negative"},
		{"offset that is no number", "at -3p-3", "at x", "is not a number"},
		{"offset in version 1", "relucert-certificate 3", "relucert-certificate 1", "is not of version 1"},
		{"point of two units", "d 0/0 0", "d 0/0 0 at 1p0 1p0", "one bounded unit"},
		{"no slopes", "k 3:1:1p-1 0:0:0", "k", "wrong number of fields"},
		{"no walls", "w 1:0:bp0", "w", "wrong number of fields"},
		{"sections exchanged", " w 1:0:bp0 g 1", " g 1 0 0 w 1:0:bp0 g 1", "unexpected"},
		{"spaces", "s 1/0,1", "s  1/0,1", "is not an integer"},
		{"part of no name", "part 0/1", "part", "is not an integer"},
		{"part of two", "part 0/1", "part 0/1 0/0", "unexpected text"},
		{"part of too many units", "part 2/0,1", "part 2/0,1,1", "more parts than there are units"},
		{"part before the output", "\no ", "\npart 0/0\no ", "\"part\" where the trailer needs \"o\""},
		{"part after the claim", "\nend\n", "\npart 0/0\nend\n", "\"part\" where the trailer needs \"end\""},
		{"text after the trailer", "end\n", "end\nend\n", "after the trailer"},
		{"half a line after the trailer", "end\n", "end\nx", "after the trailer"},
		{"header twice", "\nend\n", "\n" + good, "trailer needs"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Fatalf("%s: %q is not in\n%s", c.name, c.old, good)
		}
		_, _, err := read([]byte(text))
		var malformed *certificate.Error
		if !errors.As(err, &malformed) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestOrigins: they are written and read back, and refused where they would change the claim.
func TestOrigins(t *testing.T) {
	h := header()
	h.NormBound, h.Features = 0, []string{"x", "t"}
	h.Origins, h.LabelOrigin = []dataset.Decimal{{}, {Mantissa: 17, Exponent: 8}}, dataset.Decimal{Mantissa: -25, Exponent: -1}
	good := string(write(h, nil))
	if got, _, _ := read([]byte(good)); !reflect.DeepEqual(got, h) {
		t.Errorf("%+v became %+v", h, got)
	}
	for _, c := range []struct{ old, new, want string }{
		{"certificate 3", "certificate 2", `"origin" where "weight-limit" must stand`},
		{"origin 0 17e8", "origin 17e8", "is no decimal"},
		{"origin 0 17e8", "origin 0 17e8 0", "unexpected text"},
		{"origin 0 17e8", "origin 0 0", "not 0"},
		{"origin 0 17e8", "origin 0 170e7", "is no decimal"},
		{"label-origin -25e-1", "label-origin -2.5", "is no decimal"},
		{"label-origin -25e-1", "label-origin 0", "not to be 0"},
		{"bias yes", "bias no", "needs a bias"},
		{"output affine", "output none", "with a constant"},
		{"weight-limit", "norm-bound 1p0\nweight-limit", "does not go with origins"},
	} {
		if _, _, err := read([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// sweepHeader is a proof's by sweep.
func sweepHeader() *certificate.Header {
	return &certificate.Header{Data: [32]byte{1, 2}, Target: "y", Features: []string{"x"}, Units: 1, Signs: []int{-1}, Bias: true, Sweep: true}
}

func sweepRecords() []certificate.Record {
	return []certificate.Record{&certificate.Trailer{Units: []certificate.Unit{{Sign: -1, Weights: []float64{1, -0.5}}}, Lower: 1, Upper: 2}}
}

func TestSweepRoundTrip(t *testing.T) {
	text := write(sweepHeader(), sweepRecords())
	h, records, err := read(text)
	if err != io.EOF || !reflect.DeepEqual(h, sweepHeader()) || !reflect.DeepEqual(records, sweepRecords()) {
		t.Errorf("%v %+v %+v\n%s", err, h, records, text)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(write(sweepHeader(), sweepRecords()))
	f.Add(write(header(), records(rand.New(rand.NewPCG(4, 1)))))
	f.Add(write(kinkHeader(), kinkRecords()))
	f.Add(write(partedHeader(), partedRecords()))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, all, err := read(text)
		if err != io.EOF || !bytes.HasPrefix(text, fmt.Appendf(nil, "relucert-certificate %d\n", version(h))) || wholes.Match(text) {
			return
		}
		if again := write(h, all); !bytes.Equal(again, text) {
			t.Errorf("%q is written as %q", text, again)
		}
	})
}
