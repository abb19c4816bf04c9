package instance

import (
	"bufio"
	"fmt"
	"io"
)

// DIMACS graphs (.col) have a line `p edge vertices edges`, or p col, and a line
// `e u v` for each edge, the vertices being numbered from 1. Lines that start with
// c are comments. Lines that start with n, d, v or x say things of vertices and of
// generators that do not matter here and are skipped. Many files list each edge in
// both directions or announce another number of edges than they have: that number
// is not looked at, and an edge counts as often as it is given in one direction.

func readCol(t *text) (Graph, error) {
	g, vertices, announced := graphOf{text: t}, int64(0), 0
	for {
		words, ok := t.fields("cndvx")
		if !ok {
			break
		}
		var err error
		switch {
		case words[0] == "p" && announced > 0:
			err = t.fail("a second p line; the first is line %d", announced)
		case words[0] == "p":
			announced = t.line
			vertices, err = t.edgeHeader(words)
		case words[0] != "e" || len(words) != 3:
			err = t.fail("an edge is a line `e u v`, not %s", quote(join(words)))
		case announced == 0:
			err = t.fail("an edge before the line `p edge vertices edges`")
		default:
			err = g.addNumbered(words[1], words[2], vertices)
		}
		if err != nil {
			return Graph{}, err
		}
	}
	if announced == 0 {
		return Graph{}, t.failAt(0, "there is no line `p edge vertices edges`")
	}
	return g.finishNumbered(vertices, announced)
}

// edgeHeader is the number of vertices of a p line.
func (t *text) edgeHeader(words []string) (int64, error) {
	if len(words) != 4 || words[1] != "edge" && words[1] != "edges" && words[1] != "col" {
		return 0, t.fail("the problem line is `p edge vertices edges`, not %s", quote(join(words)))
	}
	return t.number(words[2], "the number of vertices", 0, maxCount)
}

// addNumbered adds an edge between vertices numbered from 1.
func (g *graphOf) addNumbered(u, v string, vertices int64) error {
	ends, err := g.text.numbers([]string{u, v}, "vertex", 1, vertices)
	if err != nil {
		return err
	}
	return g.add(ends[0]-1, ends[1]-1)
}

// finishNumbered names the vertices by their numbers; their number was announced
// on the given line.
func (g *graphOf) finishNumbered(vertices int64, line int) (Graph, error) {
	if err := g.text.idle("vertices", vertices, 2*len(g.edges), line); err != nil {
		return Graph{}, err
	}
	return g.finish(numbered(int(vertices)))
}

// Write writes the graph as a DIMACS .col file. Names are not written.
func (g Graph) Write(out io.Writer) error {
	if err := g.Check(); err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "p edge", len(g.Names), g.Size())
	for i, e := range g.Edges {
		for range g.Weight(i) {
			fmt.Fprintln(w, "e", e[0]+1, e[1]+1)
		}
	}
	return w.Flush()
}
