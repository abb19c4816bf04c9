package dataset

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestOriginsChangeNothing: with c added to every cell, c a decimal of up to 10^15 ranges,
// local inputs and labels are bit for bit those without it, and exactly cell less origin.
func TestOriginsChangeNothing(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 77))
		places := rng.IntN(5)
		shift := new(big.Int).Mul(big.NewInt(rng.Int64N(9)+1), big.NewInt(int64(tens[places+7+rng.IntN(7)])))
		if rng.IntN(2) == 0 {
			shift.Neg(shift)
		}
		plain, far := "x,y\n", "x,y\n"
		for range 2 + rng.IntN(200) {
			x, y := big.NewInt(rng.Int64N(1000)), big.NewInt(rng.Int64N(1000))
			plain += decimalText(x, places) + "," + decimalText(y, places) + "\n"
			far += decimalText(x.Add(x, shift), places) + "," + decimalText(y.Add(y, shift), places) + "\n"
		}
		a := localData(t, seed, far)
		if a.Origins == nil || a.TargetOrigin.Mantissa == 0 {
			t.Fatalf("seed %d: origins %v, %v", seed, a.Origins, a.TargetOrigin)
		}
		if a.Ambiguous {
			t.Errorf("seed %d: ambiguous", seed)
		}
		o := a.Origins[0].Rat()
		first := strings.Split(strings.Split(plain, "\n")[1], ",")
		if got, want := o.Sub(o, shifted(first[0], shift, places)), new(big.Rat); got.Cmp(want) != 0 {
			t.Errorf("seed %d: origin %v is not the first cell's, by %v", seed, a.Origins[0], got)
		}
		for i, line := range strings.Split(plain, "\n")[1:] {
			if line == "" {
				continue
			}
			cells := strings.Split(line, ",")
			for j, got := range []float64{a.X[i], a.Y[i]} {
				want, _ := new(big.Rat).Sub(exact(cells[j]), exact(first[j])).Float64()
				if got != want {
					t.Fatalf("seed %d: row %d: %g, not %g", seed, i, got, want)
				}
			}
		}
	}
}

func localData(t *testing.T, seed uint64, text string) *Dataset {
	t.Helper()
	d, _, err := Read("test", strings.NewReader(text), Options{LocalInputs: true, LocalLabels: true, Format: Format{Fractions: true}})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return d
}

func decimalText(v *big.Int, places int) string {
	text := new(big.Rat).SetFrac(v, new(big.Int).SetUint64(tens[places])).FloatString(places)
	return text
}

func exact(text string) *big.Rat {
	v, _ := new(big.Rat).SetString(text)
	return v
}

func shifted(text string, shift *big.Int, places int) *big.Rat {
	by := new(big.Rat).SetFrac(shift, new(big.Int).SetUint64(tens[places]))
	return by.Add(by, exact(text))
}

// TestOrdinaryColumnsHaveNoOrigin: years, percentages, zeros, and columns that only begin alike.
func TestOrdinaryColumnsHaveNoOrigin(t *testing.T) {
	for _, column := range [][]string{
		{"1990", "1991", "2020"}, {"0", "0", "0"}, {"5", "5", "5"}, {"0.1", "0.2"}, {"0", "1700000000"}, {"1/3", "2/3"},
	} {
		if d := localData(t, 0, "x,y\n"+strings.Join(column, ",1\n")+",1\n"); d.Origins != nil {
			t.Errorf("%v: origin %v", column, d.Origins)
		}
	}
}

// TestLocalCellsOfEveryForm: long decimals, fractions and exponents are carried exactly, too.
func TestLocalCellsOfEveryForm(t *testing.T) {
	cells := []string{"9007199254740993", "9007199254740994.5", "90071992547409951e-1", "12345678901234567890123", "9007199254740993/1", "-7", "1e-30", "0"}
	for _, origin := range []Decimal{{9007199254740993, 0}, {17, 8}, {-25, -1}, {1, -30}, {123456789012345678, 5}} {
		for _, cell := range cells {
			got, err := parseLocal([]byte(cell), origin)
			if err != nil {
				t.Fatal(err)
			}
			var x big.Rat
			if err := parseExact(&x, []byte(cell)); err != nil {
				t.Fatal(err)
			}
			if want, _ := x.Sub(&x, origin.Rat()).Float64(); got != want {
				t.Errorf("%s - %v: %g, not %g", cell, origin, got, want)
			}
		}
	}
}

func TestDecimalText(t *testing.T) {
	for _, text := range []string{"0", "17e8", "-25e-1", "3", "123456789012345678e99", "1e-99"} {
		if d, ok := ParseDecimal(text); !ok || d.String() != text {
			t.Errorf("%q: %v, %v", text, d, ok)
		}
	}
	for _, text := range []string{"", "-", "e", "00", "-0", "10", "+1", "1e0", "1e+1", "1e01", "1e100", "1e-100", "1234567890123456789", "1.5", "1 ", "0e1"} {
		if d, ok := ParseDecimal(text); ok {
			t.Errorf("%q became %v", text, d)
		}
	}
}

// TestReadDecimal: to the last digit, or not at all.
func TestReadDecimal(t *testing.T) {
	for text, want := range map[string]string{"170000000000000017": "170000000000000017", " -2.50 ": "-25e-1", "+1E3": "1e3", ".5": "5e-1", "0.0": "0"} {
		if d, ok := ReadDecimal(text); !ok || d.String() != want {
			t.Errorf("%q: %v, %v", text, d, ok)
		}
	}
	for _, text := range []string{"", "-", "1-2", "nan", "inf", "0x1p3", "1/2", "1,5", "1234567890123456789", "0.1000000000000000055", "1e41", "1e"} {
		if d, ok := ReadDecimal(text); ok {
			t.Errorf("%q became %v", text, d)
		}
	}
}

// TestEveryReadingIsLocal: floats, short decimals and fractions of one row are the same number.
func TestEveryReadingIsLocal(t *testing.T) {
	rows, err := NewScanner("test", strings.NewReader("a,b,y\n1700000001.5,3,5.25\n"), Options{Target: "y"})
	if err != nil {
		t.Fatal(err)
	}
	rows.SetOrigins([]Decimal{{17, 8}, {}}, Decimal{5, 0})
	if !rows.Scan() {
		t.Fatal(rows.Err())
	}
	var x [2]big.Rat
	var y, w big.Rat
	var dx [2]Decimal
	var dy, dw Decimal
	if err := rows.Exact(x[:], &y, &w); err != nil || !rows.Decimals(dx[:], &dy, &dw) {
		t.Fatal(err)
	}
	got := fmt.Sprint(rows.X(), rows.Y(), " ", x[0].FloatString(2), " ", y.FloatString(2), " ", dx[0].Float64(), dy.Float64())
	if want := "[1.5 3] 0.25 1.50 0.25 1.5 0.25"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if rows.Origins() == nil {
		t.Error("no origins")
	}
}

func TestPlus(t *testing.T) {
	for _, c := range []struct {
		origin Decimal
		v      float64
		digits int
		want   string
	}{
		{Decimal{17, 14}, 24.4336123, 6, "1700000000000024.4336"},
		{Decimal{17, 8}, 1387.79, 6, "1700001387.79"},
		{Decimal{}, 1e300, 6, "1e+300"},
		{Decimal{-25, -1}, 0.25, -1, "-2.25"},
		{Decimal{17, 8}, math.Inf(1), 6, "+Inf"},
		{Decimal{17, 8}, -1e-20, -1, "1699999999.99999999999999999999"},
		{Decimal{17, 8}, 1e-70, -1, "1.7e+09"},
		{Decimal{5, 0}, 3, -1, "8"},
	} {
		if got := c.origin.Plus(c.v, c.digits); got != c.want {
			t.Errorf("%v + %g: %s, want %s", c.origin, c.v, got, c.want)
		}
	}
}

// TestOriginsAreReadBack: a model's origins are read as they were written, however large or small.
func TestOriginsAreReadBack(t *testing.T) {
	for _, want := range []Decimal{{}, {Mantissa: -25, Exponent: -1}, {Mantissa: 100000100306558, Exponent: 4}, {Mantissa: -12, Exponent: 16},
		{Mantissa: 1, Exponent: 45}, {Mantissa: -123456789, Exponent: -48}, {Mantissa: 1, Exponent: -99}} {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Decimal
		if err := json.Unmarshal(text, &got); err != nil || got != want {
			t.Errorf("%v was written as %s and read as %v: %v", want, text, got, err)
		}
	}
}
