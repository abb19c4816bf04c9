package instance

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// hMETIS hypergraphs have a line `edges vertices [fmt]`, then one line for each
// edge with its vertices, numbered from 1. Under fmt 1 and 11 an edge's weight
// stands before its vertices. Under fmt 10 and 11 there follows a line for each
// vertex with its weight, which is read and not used. Lines that start with % are
// comments, blank lines are skipped. Both numbers must be right.

// hmetisHeader is the first line.
type hmetisHeader struct {
	line             int
	edges, vertices  int64
	edgeWeights      bool
	hasVertexWeights bool
}

func readHMETIS(t *text) (Hypergraph, error) {
	head, err := t.hmetisHeader()
	if err != nil {
		return Hypergraph{}, err
	}
	var h Hypergraph
	used := 0
	for range head.edges {
		words, ok := t.fields("%")
		if !ok {
			return Hypergraph{}, t.failAt(head.line, "%d edges are announced, but there are %d", head.edges, len(h.Edges))
		}
		if err := t.hmetisEdge(&h, head, words); err != nil {
			return Hypergraph{}, err
		}
		used += len(words)
	}
	if err := t.idle("vertices", head.vertices, used, head.line); err != nil {
		return Hypergraph{}, err
	}
	if err := t.hmetisRest(head); err != nil {
		return Hypergraph{}, err
	}
	h.Names = numbered(int(head.vertices))
	return h, t.checked(h.Check())
}

func (t *text) hmetisHeader() (h hmetisHeader, err error) {
	words, ok := t.fields("%")
	if h.line = t.line; !ok {
		return h, t.failAt(0, "there is no line `edges vertices`")
	}
	if len(words) < 2 || len(words) > 3 {
		return h, t.fail("the first line is `edges vertices`, and perhaps a format, not %s", quote(join(words)))
	}
	if h.edges, err = t.number(words[0], "the number of edges", 0, maxCount); err != nil {
		return h, err
	}
	if h.vertices, err = t.number(words[1], "the number of vertices", 0, maxCount); err != nil {
		return h, err
	}
	if len(words) == 2 {
		return h, nil
	}
	switch strings.TrimLeft(words[2], "0") {
	case "":
	case "1":
		h.edgeWeights = true
	case "10":
		h.hasVertexWeights = true
	case "11":
		h.edgeWeights, h.hasVertexWeights = true, true
	default:
		return h, t.fail("the format is 0, 1, 10 or 11, not %s", quote(words[2]))
	}
	return h, nil
}

func (t *text) hmetisEdge(h *Hypergraph, head hmetisHeader, words []string) error {
	if head.edgeWeights {
		weight, err := t.number(words[0], "the edge's weight", 1, maxNumber)
		if err != nil {
			return err
		}
		h.Weights = append(h.Weights, weight)
		words = words[1:]
	}
	if len(words) == 0 {
		return t.fail("an edge without vertices")
	}
	vertices, err := t.numbers(words, "vertex", 1, head.vertices)
	for i := range vertices {
		vertices[i]--
	}
	h.Edges = append(h.Edges, asSet(vertices))
	return err
}

// hmetisRest is what follows the edges: the weights of the vertices or nothing.
func (t *text) hmetisRest(head hmetisHeader) error {
	for v := int64(0); head.hasVertexWeights && v < head.vertices; v++ {
		words, ok := t.fields("%")
		if !ok {
			return t.failAt(head.line, "%d vertices are announced, but there are weights for %d", head.vertices, v)
		}
		if _, err := t.number(join(words), "the vertex's weight", 0, maxNumber); err != nil {
			return err
		}
	}
	if words, more := t.fields("%"); more {
		return t.fail("%s after the last announced line", quote(join(words)))
	}
	return nil
}

// Write writes the hypergraph as an hMETIS .hgr file. Names are not written.
func (h Hypergraph) Write(out io.Writer) error {
	if err := h.Check(); err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprint(w, len(h.Edges), len(h.Names))
	if h.Weights != nil {
		fmt.Fprint(w, " 1")
	}
	fmt.Fprintln(w)
	for i, edge := range h.Edges {
		h.writeEdge(w, i, edge)
	}
	return w.Flush()
}

func (h Hypergraph) writeEdge(w *bufio.Writer, i int, edge []int) {
	separator := ""
	if h.Weights != nil {
		fmt.Fprint(w, h.Weights[i])
		separator = " "
	}
	for _, v := range edge {
		w.WriteString(separator + strconv.Itoa(v+1))
		separator = " "
	}
	w.WriteByte('\n')
}
