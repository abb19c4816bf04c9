package reduce

import (
	"bytes"
	"context"
	"io"
	"math"
	"math/big"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/proof/check"
)

// solveJob trains on a reduction's file as fit does on its folder, and has the
// checker confirm the bound if its proof is short.
func solveJob(t *testing.T, r Reduction, l Layout) (*relucert.Result, *Meta) {
	t.Helper()
	return solveWithin(t, r, l, 1e-6)
}

// solveWithin is solveJob to a given gap.
func solveWithin(t *testing.T, r Reduction, l Layout, gap float64) (*relucert.Result, *Meta) {
	t.Helper()
	m, err := describe(r, l)
	if err != nil {
		t.Fatal(err)
	}
	var text, proof bytes.Buffer
	if err := m.table.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	columns := m.Fit.Reading()
	data, _, err := dataset.Read(DataFile, bytes.NewReader(text.Bytes()), columns)
	if err != nil {
		t.Fatal(err)
	}
	result, err := relucert.Fit(context.Background(), relucert.Problem{Data: data, Class: m.Class()}, relucert.Options{Gap: gap, Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil || result.Status != relucert.Optimal {
		t.Fatalf("%s: %v, %v", r.Kind(), result, err)
	}
	if result.Nodes > 30 {
		return result, m
	}
	v, err := check.Check(inMemory(proof.Bytes()), inMemory(text.Bytes()), check.Options{Data: columns})
	if err != nil || !v.Proved {
		t.Fatalf("%s: %v, %v", r.Kind(), v, err)
	}
	return result, m
}

func inMemory(text []byte) check.Source {
	return check.Source{Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// weightsOf is the solver's network on the set's own columns, exactly.
func weightsOf(m *Meta, result *relucert.Result) (n Network) {
	for _, u := range result.Network.Units {
		w := make([]*big.Rat, len(m.table.Set.Columns))
		for c := range w {
			w[c] = new(big.Rat).SetFloat64(u.Weights[c])
		}
		n.Signs, n.Weights = append(n.Signs, u.Sign), append(n.Weights, w)
	}
	return n
}

func TestSolveSetCover(t *testing.T) {
	for _, c := range []struct {
		code, elements int
		costs          []int64
	}{
		{0b10_11, 2, []int64{3, 1}},
		{0b10_01, 2, []int64{2, 5}},
		{0b110_011_101, 3, []int64{1, 1, 1}},
		{0b111_011_100, 3, []int64{1, 2, 4}},
		{0b100_011_111, 3, []int64{5, 2, 2}},
	} {
		for _, balance := range []string{"exact", "paper"} {
			for _, l := range []Layout{{}, {Pad: 2}, {Copies: true}} {
				r, err := NewSetCover(coverOf(c.code, c.elements, c.costs), balance)
				if err != nil {
					t.Fatal(err)
				}
				testSolvedCover(t, r, l)
			}
		}
	}
}

func testSolvedCover(t *testing.T, r *SetCover, l Layout) {
	t.Helper()
	result, m := solveJob(t, r, l)
	cost := whole(r.full.Cost(leastCover(r.full)))
	want, _ := times(cost, r.step(), m.table.Factor).Float64()
	if math.Abs(result.SSE-want) > 2e-6*want+1e-12 || result.SSELower > want*(1+1e-12) {
		t.Errorf("%v %s %+v: SSE in [%v, %v], want %v", r.Instance, r.Balance, l, result.SSELower, result.SSE, want)
	}
	d := Decode(r, weightsOf(m, result))
	if r.lost == nil && (!d.Guaranteed || d.Value.Cmp(cost) != 0) {
		t.Errorf("%v %s %+v: decoded cost %s (guaranteed %t), want %s", r.Instance, r.Balance, l, d.Value, d.Guaranteed, cost)
	}
}
