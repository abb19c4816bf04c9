package instance

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestWriters: what is written reads as what it was.
func TestWriters(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 0))
	for round := range 300 {
		at := fmt.Sprintf("seed %d, round %d", seed, round)
		roundTrip(t, at, randomSetCover(rng), setCoverOfText(ORLibrary))
		roundTrip(t, at, randomCircuit(rng), circuitOfText(""))
		roundTrip(t, at, randomGraph(rng), graphOfText(DIMACS))
		roundTrip(t, at, randomHypergraph(rng), hypergraphOfText(HMETIS))
		roundTrip(t, at, randomCNF(rng), cnfOfText)
	}
}

type writable interface{ Write(io.Writer) error }

func roundTrip[T writable](t *testing.T, at string, v T, read reader[T]) {
	t.Helper()
	var b bytes.Buffer
	if err := v.Write(&b); err != nil {
		t.Fatalf("%s: %v: %+v", at, err, v)
	}
	got, err := read(b.String(), "f")
	if err != nil || !reflect.DeepEqual(got, v) {
		t.Fatalf("%s: wrote %q\n got %+v, %v\nwant %+v", at, b.String(), got, err, v)
	}
}

// someOf is up to most numbers below n, ascending, each once.
func someOf(rng *rand.Rand, n, most int) []int {
	members := []int{}
	for range rng.IntN(most + 1) {
		members = append(members, rng.IntN(n))
	}
	return asSet(members)
}

func randomSetCover(rng *rand.Rand) SetCover {
	n, m := 1+rng.IntN(6), 1+rng.IntN(6)
	s := SetCover{Elements: numbered(n), Names: numbered(m)}
	for range m {
		s.Sets = append(s.Sets, someOf(rng, n, 4))
		s.Costs = append(s.Costs, rng.Int64N(9))
	}
	for i, set := range s.Sets {
		if len(set) == 0 {
			s.Sets[i] = nil
		}
	}
	return s
}

// randomCircuit has gates that all matter to the output.
func randomCircuit(rng *rand.Rand) Circuit {
	n := 1 + rng.IntN(4)
	c := Circuit{Output: rng.IntN(n)}
	for i := range n {
		c.Inputs = append(c.Inputs, fmt.Sprintf("x%d", i))
		c.Costs = append(c.Costs, rng.Int64N(4))
	}
	for g := range rng.IntN(6) {
		reads := []int{c.Output}
		for range rng.IntN(3) {
			reads = append(reads, rng.IntN(n+g))
		}
		rng.Shuffle(len(reads), func(i, j int) { reads[i], reads[j] = reads[j], reads[i] })
		c.Output = n + g
		c.Gates = append(c.Gates, Gate{fmt.Sprintf("g%d", g), rng.IntN(2) == 0, reads})
	}
	if rng.IntN(10) == 0 {
		c.Gates, c.Output = []Gate{{Name: "true", And: true}}, n
	}
	return c
}

func randomGraph(rng *rand.Rand) Graph {
	g := Graph{Names: numbered(rng.IntN(7))}
	for u := range g.Names {
		for v := range u {
			if rng.IntN(2) == 0 {
				g.Edges = append(g.Edges, [2]int{v, u})
			}
		}
	}
	slices.SortFunc(g.Edges, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	if len(g.Edges) > 0 && rng.IntN(2) == 0 {
		for range g.Edges {
			g.Weights = append(g.Weights, 1+rng.Int64N(3))
		}
		g.Weights[0] = 2 // else they might all be 1, which a reader leaves out
	}
	return g
}

func randomHypergraph(rng *rand.Rand) Hypergraph {
	n, weighted := 1+rng.IntN(6), rng.IntN(2) == 0
	h := Hypergraph{Names: numbered(n)}
	for range 1 + rng.IntN(5) {
		h.Edges = append(h.Edges, asSet(append(someOf(rng, n, 3), rng.IntN(n))))
		if weighted {
			h.Weights = append(h.Weights, 1+rng.Int64N(9))
		}
	}
	return h
}

func randomCNF(rng *rand.Rand) CNF {
	f := CNF{Variables: 1 + rng.IntN(6)}
	for range rng.IntN(6) {
		clause := []int{}
		for range rng.IntN(4) {
			clause = append(clause, (1+rng.IntN(f.Variables))*(1-2*rng.IntN(2)))
		}
		f.Clauses = append(f.Clauses, clause)
	}
	return f
}

func TestWritersRefuse(t *testing.T) {
	two := Circuit{Inputs: []string{"a", "b"}, Costs: []int64{1, 1}}
	twice, blank := two, two
	twice.Inputs = []string{"a", "a"}
	blank.Inputs = []string{"a", "b c"}
	for want, v := range map[string]writable{
		"the name \"a\" cannot be written to a .bench file, or stands twice":   twice,
		"the name \"b c\" cannot be written to a .bench file, or stands twice": blank,
		"the output is wire 7 of 0":              Circuit{Output: 7},
		"edge 0: member 1 is not from 0 below 0": Graph{Edges: [][2]int{{1, 2}}},
		"edge 0 has no vertices":                 Hypergraph{Edges: [][]int{{}}},
		"clause 0: literal 1 of 0 variables":     CNF{Clauses: [][]int{{1}}},
		"1 sets have 0 names and 0 costs":        SetCover{Sets: [][]int{{}}},
	} {
		if err := v.Write(io.Discard); err == nil || err.Error() != want {
			t.Errorf("%+v: %v, want %s", v, err, want)
		}
	}
	if err := two.Write(&strings.Builder{}); err != nil {
		t.Error(err)
	}
}
