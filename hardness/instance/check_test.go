package instance

import (
	"math"
	"testing"
)

// TestCheck: what a stranger's JSON may hold and no reader would make.
func TestCheck(t *testing.T) {
	cover := func(sets [][]int, names int, costs ...int64) SetCover {
		return SetCover{Elements: numbered(2), Names: numbered(names), Sets: sets, Costs: costs}
	}
	circuit := func(output int, reads ...int) Circuit {
		return Circuit{Inputs: numbered(1), Costs: []int64{1}, Gates: []Gate{{"g", true, reads}}, Output: output}
	}
	graph := func(edges ...[2]int) Graph { return Graph{Names: numbered(3), Edges: edges} }
	hypergraph := func(edge []int, weights ...int64) Hypergraph {
		return Hypergraph{Names: numbered(3), Edges: [][]int{edge}, Weights: weights}
	}
	formula := func(n int, clause ...int) CNF { return CNF{Variables: n, Clauses: [][]int{clause}} }
	for _, c := range []struct {
		v    interface{ Check() error }
		want string
	}{
		{SetCover{}, ""},
		{cover([][]int{{0, 1}, {}}, 2, 0, 1), ""},
		{cover([][]int{{0}}, 2, 1), "1 sets have 2 names and 1 costs"},
		{cover([][]int{{0}}, 1), "1 sets have 1 names and 0 costs"},
		{cover([][]int{{0}}, 1, -1), "cost 0 is -1, less than 0"},
		{cover([][]int{{0}, {1}}, 2, 1<<53, 1), "the sum of all costs exceeds 2^53"},
		{cover([][]int{{0}, {1}}, 2, 1, math.MaxInt64), "the sum of all costs exceeds 2^53"},
		{cover([][]int{{2}}, 1, 1), "set 0: member 2 is not from 0 below 2"},
		{cover([][]int{{}, {-1}}, 2, 1, 1), "set 1: member -1 is not from 0 below 2"},
		{cover([][]int{{1, 0}}, 1, 1), "set 0: its members are not ascending"},
		{cover([][]int{{1, 1}}, 1, 1), "set 0: its members are not ascending"},
		{circuit(1, 0, 0), ""},
		{circuit(0, 0), ""},
		{Circuit{}, "the output is wire 0 of 0"},
		{circuit(2, 0), "the output is wire 2 of 2"},
		{circuit(-1, 0), "the output is wire -1 of 2"},
		{circuit(1), ""},
		{circuit(1, 1), "gate 0 reads wire 1, which does not come before it"},
		{circuit(1, -1), "gate 0 reads wire -1, which does not come before it"},
		{Circuit{Inputs: numbered(1)}, "1 inputs have 0 costs"},
		{Circuit{Inputs: numbered(1), Costs: []int64{-1}}, "cost 0 is -1, less than 0"},
		{graph([2]int{0, 2}, [2]int{1, 2}), ""},
		{graph([2]int{0, 3}), "edge 0: member 3 is not from 0 below 3"},
		{graph([2]int{1, 1}), "edge 0: its members are not ascending"},
		{graph([2]int{2, 1}), "edge 0: its members are not ascending"},
		{graph([2]int{0, 1}, [2]int{0, 1}), "edge 1 is not after the one before"},
		{graph([2]int{1, 2}, [2]int{0, 1}), "edge 1 is not after the one before"},
		{hypergraph([]int{0, 2}), ""},
		{hypergraph([]int{2}, 5), ""},
		{hypergraph([]int{0, 2}, 1, 1), "1 edges have 2 weights"},
		{hypergraph([]int{0, 2}, 0), "weight 0 is 0, less than 1"},
		{hypergraph(nil), "edge 0 has no vertices"},
		{hypergraph([]int{2, 0}), "edge 0: its members are not ascending"},
		{formula(2, 1, -2, 1, -1), ""},
		{formula(0), ""},
		{formula(2, 3), "clause 0: literal 3 of 2 variables"},
		{formula(2, math.MinInt), "clause 0: literal -9223372036854775808 of 2 variables"},
		{formula(2, 0), "clause 0: literal 0 of 2 variables"},
		{formula(-1), "-1 variables with 0 literals"},
		{formula(1<<20+2, 1), "1048578 variables with 1 literals"},
	} {
		got := ""
		if err := c.v.Check(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.v, got, c.want)
		}
	}
}
