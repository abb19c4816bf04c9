package sharp_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/sharp"
	"relucert/internal/twofold"
)

// cells are random numbers as files have them, of few digits and of many.
func cells(rng *rand.Rand) string {
	switch rng.IntN(5) {
	case 0:
		return strconv.FormatInt(rng.Int64N(2e18)-1e18, 10) + "e" + strconv.Itoa(rng.IntN(50)-25)
	case 1:
		return strconv.FormatFloat(rng.NormFloat64(), 'e', 30, 64)
	case 2:
		return strconv.Itoa(rng.IntN(99)-40) + "/" + strconv.Itoa(1+rng.IntN(30))
	case 3:
		return strconv.FormatFloat(rng.NormFloat64(), 'g', -1, 64)
	}
	return strconv.FormatFloat(rng.NormFloat64(), 'f', rng.IntN(6), 64)
}

// TestNumbersOfFile: those of stored samples and of streamed ones are the cells' fractions, but for a share of 2^-100.
func TestNumbersOfFile(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var want []*big.Rat
	text := "a,b,y\n"
	for range 2000 {
		row := []string{cells(rng), cells(rng), cells(rng)}
		for _, cell := range row {
			v, err := dataset.ParseExact([]byte(cell))
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, v)
		}
		text += strings.Join(row, ",") + "\n"
	}
	near := func(i int, got twofold.Number) {
		t.Helper()
		v := new(big.Rat).SetFloat64(got.Hi)
		v.Sub(v.Add(v, new(big.Rat).SetFloat64(got.Lo)), want[i])
		size, _ := want[i].Float64()
		if off, _ := v.Float64(); !(math.Abs(off) <= 0x1p-100*math.Abs(size)) {
			t.Fatalf("number %d is %v, off by %g", i, got, off)
		}
	}
	columns := dataset.Options{Format: dataset.Format{Fractions: true}}
	data, _, err := dataset.Read("table", strings.NewReader(text), columns)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := dataset.NewScanner("table", strings.NewReader(text), columns)
	if err != nil {
		t.Fatal(err)
	}
	streamed, x := sharp.NewCells(rows), make([]twofold.Number, 2)
	for i := 0; rows.Scan(); i++ {
		for _, row := range []func([]twofold.Number) (twofold.Number, bool){
			streamed.Row, func(x []twofold.Number) (twofold.Number, bool) { return sharp.Row(data, i, x) },
		} {
			y, ok := row(x)
			if !ok {
				t.Fatalf("row %d is not known", i)
			}
			near(3*i, x[0])
			near(3*i+1, x[1])
			near(3*i+2, y)
		}
	}
}
