package instance

import (
	"reflect"
	"testing"
)

func TestReadCol(t *testing.T) {
	triangle := Graph{Names: []string{"1", "2", "3", "4"}, Edges: [][2]int{{0, 1}, {0, 2}, {1, 2}}}
	empty := Graph{Names: []string{"1", "2"}}
	testGood(t, graphOfText(Auto), []good[Graph]{
		{"plain", "g.col", "p edge 4 3\ne 1 2\ne 2 3\ne 1 3\n", triangle},
		{"no last line end, by content", "-", "c a comment\nc\n\np edge 4 3\ne 1 2\ne 2 3\ne 1 3", triangle},
		{"both directions, twice, another count", "x", "p col 4 9\ne 1 2\ne 2 1\n\ne 3 2\ne 3 1\n", triangle},
		{"parallel edges", "x", "p col 4 9\ne 1 2\ne 2 1\ne 1 2\n\ne 3 2\ne 3 1\n",
			Graph{Names: triangle.Names, Edges: triangle.Edges, Weights: []int64{2, 1, 1}}},
		{"node and generator lines", "G.COL.gz", "p edges 4 3\nn 1 7\nd 2\nv 1 1\nx 3\n e 1 2 \ne\t2 3\ne 1 3\nc end\n", triangle},
		{"no edges", "g.col", "p edge 2 0\n", empty},
	})
	testBad(t, graphOfText(DIMACS), "g", []bad{
		{"", "g: there is no line `p edge vertices edges`"},
		{"c only\n", "g: there is no line `p edge vertices edges`"},
		{"e 1 2\n", "g:1: an edge before the line `p edge vertices edges`"},
		{"c\np edge 4 3\np edge 4 3\n", "g:3: a second p line; the first is line 2"},
		{"p edge 4\n", "g:1: the problem line is `p edge vertices edges`, not \"p edge 4\""},
		{"p cnf 4 3\n", "g:1: the problem line is `p edge vertices edges`, not \"p cnf 4 3\""},
		{"p edge four 3\n", "g:1: the number of vertices is not an integer: \"four\""},
		{"p edge -4 3\n", "g:1: the number of vertices \"-4\" is not from 0 to 2147483647"},
		{"p edge 99999999999999999999 3\n", "g:1: the number of vertices \"99999999999999999999\" is not from 0 to 2147483647"},
		{"c\np edge 1000000000 1\ne 1 2\n", "g:2: 1000000000 vertices are announced, but at most 2 are used"},
		{"p edge 3 1\n\ne 1 4\n", "g:3: vertex \"4\" is not from 1 to 3"},
		{"p edge 3 1\ne 0 1\n", "g:2: vertex \"0\" is not from 1 to 3"},
		{"p edge 3 1\ne 1 x\n", "g:2: vertex is not an integer: \"x\""},
		{"p edge 3 1\ne 2 2\n", "g:2: a loop: both ends of the edge are the same vertex"},
		{"p edge 3 1\ne 1 2 3\n", "g:2: an edge is a line `e u v`, not \"e 1 2 3\""},
		{"p edge 3 1\n1 2\n", "g:2: an edge is a line `e u v`, not \"1 2\""},
	})
}

func TestReadEdgeList(t *testing.T) {
	path := func(names ...string) Graph { return Graph{Names: names, Edges: [][2]int{{0, 1}, {1, 2}}} }
	testGood(t, graphOfText(Auto), []good[Graph]{
		{"from 0", "g.txt", "0 1\n1 2\n", path("0", "1", "2")},
		{"names, commas, comments", "-", "# a\n% b\n\n ann,bob\nbob , eve\nbob\tann\n", path("ann", "bob", "eve")},
		{"a vertex named c", "-", "c d\nd e", path("c", "d", "e")},
		{"nothing", "-", "", Graph{}},
	})
	testBad(t, graphOfText(Lists), "-", []bad{
		{"a b\n\na b c\n", "standard input:3: an edge is two names, not \"a b c\""},
		{"a\n", "standard input:1: an edge is two names, not \"a\""},
		{"x: a b\n", "standard input:1: an edge is two names, not \"x a b\""},
		{"a a\n", "standard input:1: a loop: both ends of the edge are the same vertex"},
	})
	testBad(t, graphOfText("dot"), "-", []bad{{"a b\n", "standard input: a graph is read from dimacs, lists, metis, not from \"dot\""}})
	testBad(t, graphOfText(Auto), "g.hgr", []bad{{"1 2\n1 2\n", "g.hgr: a graph is read from dimacs, lists, metis, not from \"hmetis\""}})
}

func TestReadMETIS(t *testing.T) {
	want := Graph{Names: []string{"1", "2", "3", "4"}, Edges: [][2]int{{0, 1}, {0, 2}}}
	testGood(t, graphOfText(Auto), []good[Graph]{
		{"plain", "g.graph", "4 2\n2 3\n1\n1\n\n", want},
		{"comments, fmt 0, an isolated vertex", "g.metis", "% c\n4 2 000\n2 3\n% c\n1\n 1 \n\n\n\n", want},
	})
	testBad(t, graphOfText(METIS), "g", []bad{
		{"% c\n", "g: there is no line `vertices edges`"},
		{"4\n", "g:1: the first line is `vertices edges`, not \"4\""},
		{"4 x\n", "g:1: the number of edges is not an integer: \"x\""},
		{"x 4\n", "g:1: the number of vertices is not an integer: \"x\""},
		{"2 1 011\n", "g:1: weights or sizes (fmt \"011\") are not supported"},
		{"% c\n1000000000 1\n2\n1\n", "g:2: 1000000000 vertices are announced, but there are lines for 2"},
		{"2 1\n2\n3\n", "g:3: vertex \"3\" is not from 1 to 2"},
		{"2 1\n2\n2\n", "g:3: a loop: both ends of the edge are the same vertex"},
		{"2 1\n2\n1\n\n5\n", "g:5: \"5\" after the line of the last vertex"},
	})
}

func TestGraphMeasures(t *testing.T) {
	g := Graph{Names: numbered(5), Edges: [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}}}
	if got := g.Degrees(); !reflect.DeepEqual(got, []int{2, 2, 3, 1, 0}) {
		t.Errorf("degrees %v", got)
	}
	for _, c := range []struct {
		vertices []int
		edges    int
	}{{nil, 0}, {[]int{0, 1, 2}, 3}, {[]int{4, 3, 2}, 1}, {[]int{0, 3}, 0}} {
		if got := g.EdgesWithin(c.vertices); got != c.edges {
			t.Errorf("%d edges within %v, want %d", got, c.vertices, c.edges)
		}
	}
	want := Hypergraph{Names: g.Names, Edges: [][]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}}}
	if got := g.Hypergraph(); !reflect.DeepEqual(got, want) {
		t.Errorf("as a hypergraph %v", got)
	}
}
