package dataset

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestParseExact(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{"0", "0"}, {" -1.5\t", "-3/2"}, {"+.5e-3", "1/2000"}, {"1.", "1"}, {"0.1", "1/10"}, {"-.25", "-1/4"},
		{"9007199254740993", "9007199254740993"}, {"1/3", "1/3"}, {"-10/4", "-5/2"}, {"010/8", "5/4"},
		{"010", "10"}, {"0010.50", "21/2"}, {"+1/2", "1/2"}, {"1e2", "100"}, {"1E+2", "100"}, {"0e5", "0"}, {"-0", "0"},
		{"1e-400", "1/1" + strings.Repeat("0", 400)},
	} {
		var got big.Rat
		if err := parseExact(&got, []byte(c.cell)); err != nil || got.RatString() != c.want {
			t.Errorf("%q: %s, %v, want %s", c.cell, got.RatString(), err, c.want)
		}
	}
	for _, cell := range []string{"1e-2001", "1e-999999999", "0e999999999999999999999", "0e-2001", "", "NA", "abc", "1/0", "1e309", "inf", "1_0", "0x1"} {
		if err := parseExact(new(big.Rat), []byte(cell)); err == nil {
			t.Errorf("%q is accepted", cell)
		}
	}
}

// agree fails the test when the rational's nearest double is another than
// parseNumber's, or one of the two refuses the cell.
func agree(t *testing.T, cell string) {
	t.Helper()
	want, err := parseNumber([]byte(cell))
	var exact big.Rat
	exactErr := parseExact(&exact, []byte(cell))
	if exactErr == errExponent {
		return
	}
	if (err == nil) != (exactErr == nil) {
		t.Fatalf("%q: %v, exactly %v", cell, err, exactErr)
	}
	if got, _ := exact.Float64(); err == nil && got != want {
		t.Fatalf("%q: %v, exactly %v", cell, want, got)
	}
	var short Decimal
	if err == nil && parseShort(&short, []byte(cell)) {
		v := new(big.Rat).SetInt64(short.Mantissa)
		scaleByTen(v, short.Exponent)
		if v.Cmp(&exact) != 0 {
			t.Fatalf("%q: %v is not %v", cell, short, exact)
		}
	}
}

func TestDecimals(t *testing.T) {
	for cell, want := range map[string]Decimal{"0": {0, 0}, " -1.50\t": {-150, -2}, "+.5e-3": {5, -4}, "1.": {1, 0}, "007": {7, 0},
		"999999999999999999": {999999999999999999, 0}, "-2E+40": {-2, 40}} {
		var got Decimal
		if agree(t, cell); !parseShort(&got, []byte(cell)) || got != want {
			t.Errorf("%q: %v, want %v", cell, got, want)
		}
	}
	for _, cell := range []string{"1/3", "1e41", "1e-41", "1234567890123456789", "0.1234567890123456789", "1e99999999999999999999"} {
		if parseShort(new(Decimal), []byte(cell)) {
			t.Errorf("%q is taken for short", cell)
		}
	}
}

func TestDecimalsAgree(t *testing.T) {
	const seed = 4
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 20000 {
		p, q := rng.Int64()>>rng.IntN(63), rng.Int64()>>rng.IntN(63)
		cell := strconv.FormatInt(p>>20, 10) + "." + strconv.FormatInt(q>>40, 10)
		agree(t, cell)
		agree(t, "-"+cell+"e"+strconv.Itoa(rng.IntN(90)-45))
	}
}

func TestParseExactRounds(t *testing.T) {
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 20000 {
		p, q := rng.Int64()>>rng.IntN(63), rng.Int64()>>rng.IntN(63)+1
		agree(t, strconv.FormatInt(-p, 10)+"/"+strconv.FormatInt(q, 10))
		agree(t, strconv.FormatInt(p, 10)+"."+strconv.FormatInt(q, 10)+"e"+strconv.Itoa(rng.IntN(700)-350))
	}
}

func FuzzParseExact(f *testing.F) {
	for _, seed := range []string{"1/3", "-1.5e3", "NA", "inf", ".", "+.e1", "1e400", "1e-400", "--1", "1.2.3", "1e1e1", "+-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) { agree(t, cell) })
}

func TestScannerExact(t *testing.T) {
	in := "a,w,b,y\n0.1,2,1/3,-7\nNA,1,1,1\n1e-400,0.5,2,3\n"
	s, err := NewScanner("data", strings.NewReader(in), Options{Weights: "w", DropMissing: true, Format: Format{Fractions: true}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	x, y, w := make([]big.Rat, 2), new(big.Rat), new(big.Rat)
	for s.Scan() {
		if err := s.Exact(x, y, w); err != nil {
			t.Fatal(err)
		}
		got = append(got, x[1].RatString()+" "+y.RatString()+" "+w.RatString())
	}
	if s.Err() != nil || strings.Join(got, "; ") != "1/3 -7 2; 2 3 1/2" {
		t.Errorf("%v, %v", got, s.Err())
	}
	if x[0].Sign() <= 0 {
		t.Error("1e-400 is rounded to 0")
	}
}
