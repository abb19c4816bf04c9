package instance

import "strings"

// METIS graphs have a line `vertices edges`, then one line for each vertex with
// its neighbours, numbered from 1; a blank line is a vertex without neighbours.
// Lines that start with % are comments. A third number in the first line other
// than 0 announces weights or sizes, which are refused: nothing here would use
// them. The number of edges is not looked at.

func readMETIS(t *text) (Graph, error) {
	words, ok := t.fields("%")
	if !ok {
		return Graph{}, t.failAt(0, "there is no line `vertices edges`")
	}
	vertices, err := t.metisHeader(words)
	if err != nil {
		return Graph{}, err
	}
	g, header := graphOf{text: t}, t.line
	for v := range int(vertices) {
		words, ok := t.vertexLine()
		if !ok {
			return Graph{}, t.failAt(header, "%d vertices are announced, but there are lines for %d", vertices, v)
		}
		neighbours, err := t.numbers(words, "vertex", 1, vertices)
		if err != nil {
			return Graph{}, err
		}
		for _, u := range neighbours {
			if err := g.add(v, u-1); err != nil {
				return Graph{}, err
			}
		}
	}
	if words, more := t.fields("%"); more {
		return Graph{}, t.fail("%s after the line of the last vertex", quote(join(words)))
	}
	return g.finish(numbered(int(vertices)))
}

func (t *text) metisHeader(words []string) (int64, error) {
	if len(words) < 2 || len(words) > 4 {
		return 0, t.fail("the first line is `vertices edges`, not %s", quote(join(words)))
	}
	if len(words) > 2 && strings.TrimLeft(words[2], "0") != "" {
		return 0, t.fail("weights or sizes (fmt %s) are not supported", quote(words[2]))
	}
	if _, err := t.number(words[1], "the number of edges", 0, maxCount); err != nil {
		return 0, err
	}
	return t.number(words[0], "the number of vertices", 0, maxCount)
}

// vertexLine is the words of the next line that is not a comment, maybe none.
func (t *text) vertexLine() ([]string, bool) {
	for {
		line, ok := t.next()
		if words := strings.Fields(line); !ok || len(words) == 0 || words[0][0] != '%' {
			return words, ok
		}
	}
}
