package instance

import "testing"

func TestReadHMETIS(t *testing.T) {
	plain := Hypergraph{Names: []string{"1", "2", "3", "4"}, Edges: [][]int{{0, 1, 2}, {3}}}
	weighted := plain
	weighted.Weights = []int64{7, 1}
	testGood(t, hypergraphOfText(Auto), []good[Hypergraph]{
		{"plain", "h.hgr", "2 4\n3 1 2\n4\n", plain},
		{"comments, blanks, fmt 0, a vertex twice", "h.hgr", "% c\n\n2 4 0\n1 2 2 3\n%\n\n4", plain},
		{"edge weights", "h.hgr", "2 4 1\n7 1 2 3\n1 4\n", weighted},
		{"vertex weights", "h.hgr", "2 4 10\n1 2 3\n4\n5\n6\n7\n8\n", plain},
		{"both weights", "h.hgr.gz", "2 4 11\n7 1 2 3\n1 4\n5\n6\n% c\n7\n8\n", weighted},
		{"no edges", "h.hgr", "0 2\n", Hypergraph{Names: []string{"1", "2"}}},
	})
	testBad(t, hypergraphOfText(HMETIS), "h", []bad{
		{"%\n", "h: there is no line `edges vertices`"},
		{"2\n", "h:1: the first line is `edges vertices`, and perhaps a format, not \"2\""},
		{"x 2\n", "h:1: the number of edges is not an integer: \"x\""},
		{"2 x\n", "h:1: the number of vertices is not an integer: \"x\""},
		{"2 2 100\n", "h:1: the format is 0, 1, 10 or 11, not \"100\""},
		{"%\n2 4\n1 2\n", "h:2: 2 edges are announced, but there are 1"},
		{"1000000000 4\n1 2\n", "h:1: 1000000000 edges are announced, but there are 1"},
		{"1 1000000000\n1 2\n", "h:1: 1000000000 vertices are announced, but at most 2 are used"},
		{"1 3\n1 4\n", "h:2: vertex \"4\" is not from 1 to 3"},
		{"1 3 1\n0 1 2\n", "h:2: the edge's weight \"0\" is not from 1 up"},
		{"1 3 1\n5\n", "h:2: an edge without vertices"},
		{"1 3\n1 2\n2 3\n", "h:3: \"2 3\" after the last announced line"},
		{"1 3 10\n1 2\n1\n1\n", "h:1: 3 vertices are announced, but there are weights for 2"},
		{"1 2 10\n1 2\n1\n1 1\n", "h:4: the vertex's weight is not an integer: \"1 1\""},
		{"2 3 1\n9007199254740992 1\n1 2\n", "h: the sum of all weights exceeds 2^53"},
	})
}

func TestReadEdges(t *testing.T) {
	testGood(t, hypergraphOfText(Auto), []good[Hypergraph]{
		{"lists", "-", "# c\nann bob eve\n\neve,dan\nann eve bob\n", Hypergraph{Names: []string{"ann", "bob", "eve", "dan"}, Edges: [][]int{{0, 1, 2}, {2, 3}, {0, 1, 2}}}},
		{"DIMACS", "-", "c\np edge 3 1\ne 3 1\n", Hypergraph{Names: []string{"1", "2", "3"}, Edges: [][]int{{0, 2}}}},
		{"METIS", "g.graph", "3 1\n3\n\n1\n", Hypergraph{Names: []string{"1", "2", "3"}, Edges: [][]int{{0, 2}}}},
	})
	testBad(t, hypergraphOfText(Auto), "h", []bad{
		{"a b\nx=3: a b\n", "h:2: a colon: an edge is names only (for weights use format hmetis)"},
		{"a b\n,\n", "h:2: an edge without vertices"},
		{"p edge 1\n", "h:1: the problem line is `p edge vertices edges`, not \"p edge 1\""},
	})
	testBad(t, hypergraphOfText("dot"), "h", []bad{{"", "h: a hypergraph is read from hmetis, lists, dimacs, metis, not from \"dot\""}})
}

func TestMonochromatic(t *testing.T) {
	h := Hypergraph{Names: numbered(4), Edges: [][]int{{0, 1, 2}, {2, 3}, {3}}}
	weighted := h
	weighted.Weights = []int64{10, 20, 40}
	for _, c := range []struct {
		colours      []int
		plain, heavy int64
	}{{[]int{0, 0, 0, 0}, 3, 70}, {[]int{0, 0, 0, 1}, 2, 50}, {[]int{0, 1, 1, 1}, 2, 60}, {[]int{0, 1, 0, 1}, 1, 40}} {
		if got := h.Monochromatic(c.colours); got != c.plain {
			t.Errorf("%v: weight %d, want %d", c.colours, got, c.plain)
		}
		if got := weighted.Monochromatic(c.colours); got != c.heavy {
			t.Errorf("%v: weight %d, want %d", c.colours, got, c.heavy)
		}
	}
}
