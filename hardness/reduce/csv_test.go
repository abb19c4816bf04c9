package reduce

import (
	"bytes"
	"math/big"
	"slices"
	"strings"
	"testing"

	"relucert/dataset"
)

// smallSet has two coordinates, a third and a weight that are no decimals.
func smallSet() *Set {
	return &Set{Columns: []string{"a", "b"}, Units: 1, Samples: []Sample{
		{X: []Term{{0, big.NewRat(1, 3)}, {1, big.NewRat(-5, 4)}}, Y: whole(1), Weight: big.NewRat(3, 2)},
		{X: []Term{{1, whole(2)}}, Y: new(big.Rat), Weight: big.NewRat(9, 4)},
	}}
}

func csvOf(t *testing.T, set *Set, l Layout) string {
	t.Helper()
	table, err := NewTable(set, l)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteCSV(t *testing.T) {
	for l, want := range map[Layout]string{
		{}:             "a,b,y,weight\n1/3,-1.25,1,1.5\n0,2,0,2.25\n",
		{Pad: 2}:       "a,b,pad1,pad2,y,weight\n1/3,-1.25,0,0,1,1.5\n0,2,0,0,0,2.25\n",
		{Copies: true}: "a,b,y\n1/3,-1.25,1\n1/3,-1.25,1\n0,2,0\n0,2,0\n0,2,0\n",
	} {
		if got := csvOf(t, smallSet(), l); got != want {
			t.Errorf("%+v: got\n%swant\n%s", l, got, want)
		}
	}
}

// What the file says is, to the last bit, what the set says, and its SSE is
// Factor times as large.
func TestCSVIsExact(t *testing.T) {
	n := Network{Signs: []int{1}, Weights: [][]*big.Rat{{big.NewRat(2, 7), big.NewRat(-3, 11)}}}
	for _, l := range []Layout{{}, {Pad: 3}, {Copies: true}, {Pad: 1, Copies: true}} {
		table, err := NewTable(smallSet(), l)
		if err != nil {
			t.Fatal(err)
		}
		want := times(table.Factor, table.Set.SSE(n))
		if got := fileSSE(t, csvOf(t, smallSet(), l), table, n); got.Cmp(want) != 0 {
			t.Errorf("%+v: SSE %s, want %s", l, got, want)
		}
	}
}

func fileSSE(t *testing.T, text string, table *Table, n Network) *big.Rat {
	t.Helper()
	rows, err := dataset.NewScanner("data.csv", strings.NewReader(text), dataset.Options{
		Features: table.Columns, Target: labelColumn, Weights: table.Weights(), Format: dataset.Format{Fractions: true}})
	if err != nil {
		t.Fatal(err)
	}
	sum, count := new(big.Rat), int64(0)
	x := make([]big.Rat, len(table.Columns))
	for rows.Scan() {
		var y, weight big.Rat
		if err := rows.Exact(x, &y, &weight); err != nil {
			t.Fatal(err)
		}
		var sample []Term
		for c := range table.Set.Columns {
			sample = append(sample, Term{c, &x[c]})
		}
		sum.Add(sum, times(square(minus(n.At(sample), &y)), &weight))
		count++
	}
	if rows.Err() != nil || count != table.Rows {
		t.Fatalf("%d rows, want %d: %v", count, table.Rows, rows.Err())
	}
	return sum
}

func TestTableRefuses(t *testing.T) {
	heavy := smallSet()
	heavy.Samples[0].Weight = whole(1 << 40)
	for _, c := range []struct {
		set  *Set
		l    Layout
		want string
	}{
		{heavy, Layout{Copies: true}, "make 4398046511113 rows: at most 1048576"},
		{smallSet(), Layout{Pad: -1}, "padding of -1"},
		{smallSet(), Layout{Pad: 99_999}, "100001 columns are too many"},
		{wide(2000), Layout{Pad: 70_000}, "2000 rows of 70002 columns"},
	} {
		if _, err := NewTable(c.set, c.l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func wide(rows int) *Set {
	s := smallSet()
	for len(s.Samples) < rows {
		s.Samples = append(s.Samples, s.Samples[0])
	}
	return s
}

func TestWriteCSVRefusesWhatDoublesCannotTell(t *testing.T) {
	huge := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil))
	long := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 1040))
	for _, v := range []*big.Rat{huge, new(big.Rat).Inv(huge), long} {
		set := smallSet()
		set.Samples[1].X[0].Value = v
		table, err := NewTable(set, Layout{})
		if err != nil {
			t.Fatal(err)
		}
		if err := table.WriteCSV(new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "sample 2") {
			t.Errorf("got %v", err)
		}
	}
}

func TestColumnNames(t *testing.T) {
	for _, c := range []struct{ names, want []string }{
		{[]string{"e0", "set_a,b"}, []string{"e0", "set_a,b", "pad1"}},
		{[]string{"e0", "e0"}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", "y"}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", "pad1"}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", "two\nlines"}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", "\xff"}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", ""}, []string{"x1", "x2", "x3"}},
		{[]string{"e0", "a "}, []string{"x1", "x2", "x3"}},
	} {
		if got := columnNames(c.names, 1); !slices.Equal(got, c.want) {
			t.Errorf("columnNames(%q) = %q, want %q", c.names, got, c.want)
		}
	}
}

func TestExact(t *testing.T) {
	for want, v := range map[string]*big.Rat{"0": new(big.Rat), "-3": whole(-3), "0.0625": big.NewRat(1, 16), "7.2": big.NewRat(36, 5), "-2/3": big.NewRat(-2, 3)} {
		if got := Exact(v); got != want {
			t.Errorf("Exact(%s) = %s, want %s", v, got, want)
		}
	}
}
