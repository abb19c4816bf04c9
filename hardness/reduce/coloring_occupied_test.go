package reduce

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// TestColoringsWithoutGadget is TestColoringsOfAllSmallHypergraphs for signs that are fixed, with the least SSE
// of the smallest ones proved.
func TestColoringsWithoutGadget(t *testing.T) {
	for _, size := range []int{2, 3} {
		for n := size; n <= 4; n++ {
			for _, h := range hypergraphs(n, size) {
				for k := 2; k <= min(n, 3); k++ {
					for _, bounded := range []bool{false, true} {
						c := mustComplete(t, Coloring{Hypergraph: h, Colors: k, Bounded: bounded, NoGadget: true})
						testColoring(t, c)
						if bounded && n < 4 && thorough.Tests() {
							checkMinimum(t, c, solved(t, c.Set()), int(violated(h, bestColouring(c))))
						}
					}
				}
			}
		}
	}
}

func mustComplete(t *testing.T, c Coloring) *Coloring {
	t.Helper()
	out, err := CompleteColoring(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustOccupy(t *testing.T, o Occupied) *Occupied {
	t.Helper()
	out, err := NewOccupied(o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOccupiedOfAllSmallHypergraphs tries all colourings of the larger hypergraph: its least q is that of the given one,
// and each decodes to a colouring that is no worse.
func TestOccupiedOfAllSmallHypergraphs(t *testing.T) {
	for _, size := range []int{2, 3} {
		for n := size; n <= 4; n++ {
			for _, h := range hypergraphs(n, size) {
				for units := 3; units <= 4; units++ {
					o := mustOccupy(t, Occupied{Hypergraph: h, Colors: 2, Units: units, Bounded: true})
					testOccupied(t, o)
				}
			}
		}
	}
}

func testOccupied(t *testing.T, o *Occupied) {
	t.Helper()
	plain := mustColor(t, o.Hypergraph, o.Colors, o.Bounded)
	large := o.coloring.Hypergraph
	least := int64(-1)
	colourings(len(large.Names), o.Units, func(colouring []int) {
		q, decoded := violated(large, colouring), violated(o.Hypergraph, o.fewer(colouring))
		if decoded > q {
			t.Fatalf("%v, %d units: %v leaves %d, decoded %d", o.Hypergraph.Edges, o.Units, colouring, q, decoded)
		}
		if least < 0 || q < least {
			least = q
		}
	})
	best := bestColouring(plain)
	if q := violated(o.Hypergraph, best); q != least {
		t.Errorf("%v, %d units: the least q is %d, not %d", o.Hypergraph.Edges, o.Units, least, q)
	}
	set, n := o.Set(), o.Weights(best)
	sse := set.SSE(n)
	answer := o.Decode(n, sse)
	if answer.Valid != (least == 0) || answer.Valid != (sse.Sign() == 0) || !answer.Valid && answer.Value.Cmp(sse) >= 0 {
		t.Errorf("%v, %d units: %+v, want %d", o.Hypergraph.Edges, o.Units, answer, least)
	}
	checkBounded(t, set)
	checkInBall(t, n)
}

// TestOccupiedDecodesAnything: weights that try to refute the guarantee, as near to a colouring as it goes.
func TestOccupiedDecodesAnything(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 4))
	for range 300 {
		h := randomHypergraph(rng)
		o := mustOccupy(t, Occupied{Hypergraph: h, Colors: 2, Units: 3 + rng.IntN(2), Bounded: rng.IntN(2) == 0, NoGadget: rng.IntN(2) == 0})
		a := adversary{rng, o.coloring, o.Set()}
		good := o.Weights(a.randomColouring()[:len(h.Names)])
		for v := range good.Weights {
			good.Signs[v] = 1
		}
		for _, size := range []int64{0, 100, 1000} {
			n := a.network(func(j, column int) *big.Rat {
				return plus(good.Weights[j][column], times(a.noise(size), o.coloring.scale))
			})
			if o.NoGadget {
				n.Signs = good.Signs
			}
			sse := a.set.SSE(n)
			answer := o.Decode(n, sse)
			if answer.Guarantee == "a proper colouring" && !answer.Valid {
				t.Errorf("%v: SSE %s does not decode to a proper colouring", h.Edges, Short(sse))
			}
			if answer.Value.Sign() > 0 && answer.Value.Cmp(sse) >= 0 {
				t.Errorf("%v: value %s, SSE %s", h.Edges, answer.Value, Short(sse))
			}
		}
	}
}

// TestLeastSSEOfOccupied proves it for an edge and a triangle.
func TestLeastSSEOfOccupied(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("solves to optimality")
	}
	for n, q := range map[int]int{2: 0, 3: 1} {
		h := instance.Hypergraph{Names: numberNames(n), Edges: edgesOfSize(n, 2)}
		o := mustOccupy(t, Occupied{Hypergraph: h, Colors: 2, Units: 3, Bounded: true, NoGadget: true})
		checkMinimum(t, o.coloring, solved(t, o.Set()), q)
	}
}

func TestOccupiedRefuses(t *testing.T) {
	h := instance.Hypergraph{Names: numberNames(3), Edges: edgesOfSize(3, 2)}
	for _, units := range []int{0, 2, mostColors + 1} {
		if _, err := NewOccupied(Occupied{Hypergraph: h, Colors: 2, Units: units}); err == nil {
			t.Errorf("%d units for 2 colours", units)
		}
	}
}

// TestOccupiedSurvivesJSON, and so do colourings without gadget.
func TestOccupiedSurvivesJSON(t *testing.T) {
	h := instance.Hypergraph{Names: []string{"z1", "b", "c"}, Edges: edgesOfSize(3, 2)}
	for _, r := range []Reduction{
		mustOccupy(t, Occupied{Hypergraph: h, Colors: 2, Units: 4, NoGadget: true}),
		mustComplete(t, Coloring{Hypergraph: h, Colors: 2, NoGadget: true}),
	} {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Load(r.Kind(), text); err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
