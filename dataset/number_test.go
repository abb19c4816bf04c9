package dataset

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestParseNumber(t *testing.T) {
	tests := []struct {
		cell string
		want float64
		err  error
	}{
		{cell: "0", want: 0},
		{cell: " -1.5\t", want: -1.5},
		{cell: "+.5e-3", want: 0.0005},
		{cell: "1.", want: 1},
		{cell: "0.1", want: 0.1},
		{cell: "9007199254740993", want: 9007199254740992},
		{cell: "1e-999", want: 0},
		{cell: "1/3", want: 1.0 / 3},
		{cell: "-10/4", want: -2.5},
		{cell: "010/8", want: 1.25}, // not octal
		{cell: "010/80000000000000000000000", want: 1.25e-22},
		{cell: "1/3000000000000000000000", want: 1.0 / 3e21},
		{cell: "9007199254740993/1", want: 9007199254740992},
		{cell: "1" + strings.Repeat("0", 400) + "/1" + strings.Repeat("0", 399), want: 10},
		{cell: "", err: ErrMissing},
		{cell: "  ", err: ErrMissing},
		{cell: "Na", err: ErrMissing},
		{cell: "nan", err: ErrMissing},
		{cell: "?", err: ErrMissing},
		{cell: "NULL", err: ErrMissing},
		{cell: "-Inf", err: errNotFinite},
		{cell: "Infinity", err: errNotFinite},
		{cell: "1e309", err: errTooLarge},
		{cell: "1" + strings.Repeat("0", 400) + "/3", err: errTooLarge},
		{cell: "1/0", err: errZeroDivisor},
		{cell: "1/" + strings.Repeat("0", 30), err: errZeroDivisor},
		{cell: strings.Repeat("1", maxNumber+1), err: errTooLong},
		{cell: "1/" + strings.Repeat("1", maxNumber), err: errTooLong},
		{cell: "abc", err: errNotNumber},
		{cell: "0x10", err: errNotNumber},
		{cell: "1_000", err: errNotNumber},
		{cell: "1,5", err: errNotNumber},
		{cell: "2015-11-22", err: errNotNumber},
		{cell: "1/2/2015", err: errNotNumber},
		{cell: "1.5/2", err: errNotNumber},
		{cell: "1/-2", err: errNotNumber},
		{cell: "/2", err: errNotNumber},
		{cell: "1/", err: errNotNumber},
		{cell: "-", err: errNotNumber},
		{cell: ".", err: ErrMissing},
		{cell: "e5", err: errNotNumber},
	}
	for _, test := range tests {
		got, err := parseNumber([]byte(test.cell))
		if got != test.want || err != test.err {
			t.Errorf("parseNumber(%s) = %v, %v, want %v, %v", quote(test.cell), got, err, test.want, test.err)
		}
	}
}

// TestParseNumberRounds compares with math/big, which rounds correctly.
func TestParseNumberRounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		p := rng.Int64() >> rng.IntN(63)
		q := rng.Int64()>>rng.IntN(63) + 1
		cells := []string{
			strconv.FormatInt(-p, 10) + "/" + strconv.FormatInt(q, 10),
			strconv.FormatInt(p, 10) + "." + strconv.FormatInt(q, 10) + "e" + strconv.Itoa(rng.IntN(40)-20),
		}
		for _, cell := range cells {
			exact, ok := new(big.Rat).SetString(cell)
			if !ok {
				t.Fatalf("math/big refuses %s", cell)
			}
			want, _ := exact.Float64()
			if got, err := parseNumber([]byte(cell)); err != nil || got != want {
				t.Fatalf("parseNumber(%s) = %v, %v, want %v", cell, got, err, want)
			}
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"1/3", "-1.5e3", "NA", "inf", "0x1p-2", "1e400"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		v, err := parseNumber([]byte(cell))
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%q gives %v", cell, v)
		}
		if err == nil && strings.Trim(strings.TrimSpace(cell), "0123456789+-./eE") != "" {
			t.Fatalf("%q is taken for %v", cell, v)
		}
	})
}
