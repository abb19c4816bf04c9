package instance

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Lists hold one set or edge a line, its members being names separated by blanks
// or commas. Lines that start with # or % are comments, blank lines are skipped.
// Any text without blank, comma and colon is a name: numbers from 0 or from 1 are
// names as well. A member named twice counts once.
//
//	set    = [ [ name ] [ "=" cost ] ":" ] { element }
//	edge   = vertex { vertex }
//
// A set without a name is named by its number among the sets, from 1; without a
// cost it costs 1. Vertices and elements are those that are named, in that order.

// members is the names on the next line, and what stands before its colon.
func (t *text) members() (head string, hasHead bool, members []string, ok bool) {
	for {
		line, more := t.next()
		if !more {
			return "", false, nil, false
		}
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '%' {
			continue
		}
		if before, after, cut := strings.Cut(line, ":"); cut {
			head, hasHead, line = strings.TrimSpace(before), true, after
		}
		separates := func(r rune) bool { return r == ',' || unicode.IsSpace(r) }
		return head, hasHead, strings.FieldsFunc(line, separates), true
	}
}

// readSets reads a set cover.
func readSets(t *text) (SetCover, error) {
	var s SetCover
	elements, sets := newNames(), newNames()
	for {
		head, _, members, ok := t.members()
		if !ok {
			s.Elements, s.Names = elements.list, sets.list
			return s, t.checked(s.Check())
		}
		if strings.Contains(strings.Join(members, ""), ":") {
			return SetCover{}, t.fail("a second colon: neither names nor elements may hold one")
		}
		name, cost, err := t.setHead(head, len(s.Sets))
		if err != nil {
			return SetCover{}, err
		}
		if sets.number(name) < len(s.Sets) {
			return SetCover{}, t.fail("set %s is here for the second time", quote(name))
		}
		s.Sets = append(s.Sets, asSet(elements.numbers(members)))
		s.Costs = append(s.Costs, cost)
	}
}

// setHead is the name and cost of the i-th set.
func (t *text) setHead(head string, i int) (name string, cost int64, err error) {
	name, price, priced := strings.Cut(head, "=")
	name, price, cost = strings.TrimSpace(name), strings.TrimSpace(price), 1
	if priced {
		cost, err = t.number(price, "the cost", 0, maxNumber)
	}
	if name == "" {
		name = strconv.Itoa(i + 1)
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		return "", 0, t.fail("a set starts with name=cost: and its name has no blanks or commas, unlike %s", quote(name))
	}
	return name, cost, err
}

// asSet is the members ascending, each once.
func asSet(members []int) []int {
	slices.Sort(members)
	return slices.Compact(members)
}

// readEdgeList reads a graph.
func readEdgeList(t *text) (Graph, error) {
	vertices := newNames()
	g := graphOf{text: t}
	for {
		head, hasHead, members, ok := t.members()
		if !ok {
			return g.finish(vertices.list)
		}
		if hasHead || len(members) != 2 {
			return Graph{}, t.fail("an edge is two names, not %s", quote(strings.TrimSpace(head+" "+strings.Join(members, " "))))
		}
		if err := g.add(vertices.number(members[0]), vertices.number(members[1])); err != nil {
			return Graph{}, err
		}
	}
}

// readEdges reads a hypergraph.
func readEdges(t *text) (Hypergraph, error) {
	vertices := newNames()
	var h Hypergraph
	for {
		_, hasHead, members, ok := t.members()
		if !ok {
			h.Names = vertices.list
			return h, t.checked(h.Check())
		}
		if hasHead {
			return Hypergraph{}, t.fail("a colon: an edge is names only (for weights use format %s)", HMETIS)
		}
		if len(members) == 0 {
			return Hypergraph{}, t.fail("an edge without vertices")
		}
		h.Edges = append(h.Edges, asSet(vertices.numbers(members)))
	}
}
