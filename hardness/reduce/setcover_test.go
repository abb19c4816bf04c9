package reduce

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

func TestSetCoverExhaustive(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	count := 0
	for sets := 1; sets <= 3; sets++ {
		for elements := 1; elements <= thorough.Of(3, 2); elements++ {
			for code := range 1 << (sets * elements) {
				for _, costs := range [][]int64{{1, 1, 1}, {1, 2, 3}, {5, 2, 0}, {2, 0, 0}, {7, 1, 1}} {
					testCover(t, coverOf(code, elements, costs[:sets]), rng, 3)
					count++
				}
			}
		}
	}
	t.Logf("%d set systems", count)
}

func TestSetCoverRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range thorough.Of(300, 100) {
		costs := make([]int64, 1+rng.IntN(6))
		unit := []int64{1, 1, 1000}[rng.IntN(3)] // costs beside which 1 is little
		for i := range costs {
			costs[i] = unit * rng.Int64N(5)
		}
		elements := 1 + rng.IntN(6)
		code := rng.IntN(1<<(len(costs)*elements)) | rng.IntN(1<<(len(costs)*elements))
		testCover(t, coverOf(code, elements, costs), rng, 30)
	}
}

// coverOf has element u in set i if bit i·elements + u of code is set.
func coverOf(code, elements int, costs []int64) instance.SetCover {
	c := instance.SetCover{Costs: costs, Sets: make([][]int, len(costs))}
	for u := range elements {
		c.Elements = append(c.Elements, fmt.Sprint("u", u))
	}
	for i := range costs {
		c.Names = append(c.Names, fmt.Sprint("S", i))
		for u := range elements {
			if code>>(i*elements+u)&1 == 1 {
				c.Sets[i] = append(c.Sets[i], u)
			}
		}
	}
	return c
}

// leastCover is brute force: nil if there is no cover.
func leastCover(c instance.SetCover) (best []int) {
	for choice := range 1 << len(c.Sets) {
		var sets []int
		for i := range c.Sets {
			if choice>>i&1 == 1 {
				sets = append(sets, i)
			}
		}
		if c.Covers(sets) && (best == nil || c.Cost(sets) < c.Cost(best)) {
			best = append([]int{}, sets...)
		}
	}
	return best
}

func testCover(t *testing.T, c instance.SetCover, rng *rand.Rand, attacks int) {
	t.Helper()
	best := leastCover(c)
	for _, balance := range []string{"exact", "paper"} {
		r, err := NewSetCover(c, balance)
		if err != nil {
			t.Fatal(err)
		}
		if best == nil {
			testNoCover(t, r, rng, attacks)
			continue
		}
		if known := append(r.greedy().chosen, r.free...); !c.Covers(known) || r.known.Cmp(whole(c.Cost(known))) != 0 {
			t.Fatalf("%v: the greedy sets %v are no cover of cost %s", c, known, r.known)
		}
		optimum := times(r.step(), whole(c.Cost(best)))
		if sse := r.Set().SSE(r.Weights(best)); sse.Cmp(optimum) != 0 {
			t.Fatalf("%v %s: the witness has SSE %s, want %s", c, balance, sse, optimum)
		}
		if largest := largestWeight(r.Weights(best)); largest.Cmp(r.Claim().Largest) > 0 {
			t.Fatalf("%v %s: the witness has a weight of %s", c, balance, largest)
		}
		for range attacks {
			testCoverDecode(t, r, attack(r, rng), optimum)
		}
		testCoverDecode(t, r, r.Weights(best), optimum)
	}
}

// testNoCover: the least SSE is above what all sets cost, and no weights are promised
// a cover.
func testNoCover(t *testing.T, r *SetCover, rng *rand.Rand, attacks int) {
	t.Helper()
	optimum := times(r.step(), plus(whole(1), new(big.Rat).SetInt(r.all())))
	if sse := r.Set().SSE(r.Weights(r.greedy().chosen)); sse.Cmp(optimum) < 0 {
		t.Fatalf("%v %s: SSE %s < %s", r.Instance, r.Balance, sse, optimum)
	}
	if got := r.Proves(optimum); got != "there is no cover" {
		t.Fatalf("%v %s: proves %q", r.Instance, r.Balance, got)
	}
	if got := r.Proves(minus(optimum, r.step())); got == "there is no cover" {
		t.Fatalf("%v %s: proves %q by what all sets cost", r.Instance, r.Balance, got)
	}
	for range attacks {
		d := Decode(r, attack(r, rng))
		if d.Valid || d.Guaranteed || d.SSE.Cmp(optimum) < 0 || len(d.Solution.([]string)) > len(r.Instance.Sets) {
			t.Fatalf("%v %s: %+v", r.Instance, r.Balance, d)
		}
	}
}

func largestWeight(n Network) *big.Rat {
	largest := new(big.Rat)
	for _, w := range n.Weights {
		for _, v := range w {
			if size := new(big.Rat).Abs(v); size.Cmp(largest) > 0 {
				largest = size
			}
		}
	}
	return largest
}

// testCoverDecode holds the claim against one network.
func testCoverDecode(t *testing.T, r *SetCover, n Network, optimum *big.Rat) {
	t.Helper()
	d := Decode(r, n)
	if d.SSE.Cmp(optimum) < 0 {
		t.Fatalf("%v %s: weights %v have SSE %s < %s", r.Instance, r.Balance, n, d.SSE, optimum)
	}
	if own := d.SSE.Cmp(r.Claim().Threshold) <= 0; !d.Guaranteed || own == strings.Contains(d.Guarantee, "nothing") {
		t.Fatalf("%v %s: guaranteed %t, %q at SSE %s", r.Instance, r.Balance, d.Guaranteed, d.Guarantee, d.SSE)
	}
	if least := r.LeastCost(new(big.Rat)); times(r.step(), new(big.Rat).SetInt(least)).Cmp(optimum) > 0 {
		t.Fatalf("%v %s: the least cost is above %s, the optimum %s", r.Instance, r.Balance, least, optimum)
	}
	if !d.Valid || !r.Instance.Covers(indices(r, d.Solution.([]string))) {
		t.Fatalf("%v %s: %v is no cover", r.Instance, r.Balance, d.Solution)
	}
	if times(d.Value, r.step()).Cmp(d.SSE) > 0 {
		t.Fatalf("%v %s: weights %v decode to cost %s at SSE %s", r.Instance, r.Balance, n, d.Value, d.SSE)
	}
}

func indices(r *SetCover, names []string) (sets []int) {
	for i, name := range r.Instance.Names {
		for _, n := range names {
			if n == name {
				sets = append(sets, i)
			}
		}
	}
	return sets
}

// attack is weights near the places where a wrong constant would show: e_0 and
// the sets' predictions on a grid from 0 on, also where a set is just chosen or
// just not, and where a set is off; some with the other sign.
func attack(r *SetCover, rng *rand.Rand) Network {
	w := make([]*big.Rat, len(r.paid)+1)
	w[0] = big.NewRat(rng.Int64N(50), 40)
	if rng.IntN(2) == 0 {
		w[0] = big.NewRat(36+rng.Int64N(9), 40)
	}
	edge := times(whole(-1), r.scale(), w[0])
	level := times(r.scale(), big.NewRat(rng.Int64N(11), 10))
	for c := 1; c < len(w); c++ {
		switch rng.IntN(6) {
		case 0:
			w[c] = plus(edge, big.NewRat(1, 1<<20))
		case 1:
			w[c] = edge
		case 2:
			w[c] = whole(-rng.Int64N(5 * r.most))
		case 3:
			w[c] = new(big.Rat)
		default:
			w[c] = plus(edge, level)
		}
	}
	sign := 1
	if rng.IntN(10) == 0 {
		sign = -1
	}
	return Network{Signs: []int{sign}, Weights: [][]*big.Rat{w}}
}

// Above U the weights' own cover may cost more than SSE: one set covers all, but weights
// that waste e_0 lead to the dearer sets of one element each. The greedy cover never does.
func TestSetCoverThreshold(t *testing.T) {
	const elements = 60
	c := instance.SetCover{Names: []string{"all"}, Sets: [][]int{nil}, Costs: []int64{6}}
	for u := range elements {
		c.Elements = append(c.Elements, fmt.Sprint(u))
		c.Names = append(c.Names, fmt.Sprint("only", u))
		c.Sets[0] = append(c.Sets[0], u)
		c.Sets = append(c.Sets, []int{u})
		c.Costs = append(c.Costs, 5)
	}
	r, err := NewSetCover(c, "exact")
	if err != nil {
		t.Fatal(err)
	}
	w := []*big.Rat{new(big.Rat)}
	for range c.Sets {
		w = append(w, whole(1))
	}
	n := Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
	d := Decode(r, n)
	if own := r.cost(r.complete(r.read(w))); own.Cmp(d.SSE) <= 0 {
		t.Errorf("cost %s at SSE %s: this is no counterexample", own, d.SSE)
	}
	if d.Value.Cmp(d.SSE) > 0 {
		t.Errorf("cost %s at SSE %s", d.Value, d.SSE)
	}
}

func TestSetCoverSizes(t *testing.T) {
	c := coverOf(0b110_011_111, 3, []int64{2, 3, 4})
	r, err := NewSetCover(c, "exact")
	if err != nil {
		t.Fatal(err)
	}
	set := r.Set()
	if len(set.Columns) != 4 || len(set.Samples) != 1+3+3 {
		t.Errorf("%d columns, %d samples", len(set.Columns), len(set.Samples))
	}
	if got := r.Claim().Condition; got.Cmp(whole(12)) != 0 {
		t.Errorf("condition %s, want 4·3", got)
	}
}

func TestSetCoverProves(t *testing.T) {
	r, err := NewSetCover(coverOf(0b100_010_001, 3, []int64{1, 1, 1}), "paper")
	if err != nil {
		t.Fatal(err)
	}
	for lower, want := range map[*big.Rat]string{
		new(big.Rat):        "",
		big.NewRat(-1, 1):   "",
		big.NewRat(1, 1600): "at least 1: none of cost 0",
		big.NewRat(32, 256): "at least 2: none of cost 1",
		big.NewRat(33, 256): "at least 3: none of cost 2",
		big.NewRat(3, 16):   "at least 3: none of cost 2",
	} {
		if got := r.Proves(lower); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("Proves(%s) = %q, want %q", lower, got, want)
		}
	}
}

// TestSetCoverTrivial: nothing to cover costs nothing, and what cannot be covered is a NO
// instance; both are training sets.
func TestSetCoverTrivial(t *testing.T) {
	for _, balance := range []string{"exact", "paper"} {
		r, err := NewSetCover(instance.SetCover{}, balance)
		if err != nil {
			t.Fatal(err)
		}
		if result, m := solveJob(t, r, Layout{}); result.SSE > 1e-9 || !Decode(r, weightsOf(m, result)).Valid {
			t.Errorf("no elements, %s: %v", balance, result.SSE)
		}
		if r, err = NewSetCover(coverOf(0b01, 2, []int64{1}), balance); err != nil {
			t.Fatal(err)
		}
		result, m := solveJob(t, r, Layout{})
		lower := new(big.Rat).SetFloat64(result.SSELower)
		d := Decode(r, weightsOf(m, result))
		if got := r.Proves(lower); got != "there is no cover" || d.Valid || d.Guarantee != "there is no cover: element u1 lies in no set" {
			t.Errorf("%s: proves %q, decodes to %+v", balance, got, d)
		}
	}
}

func TestSetCoverRefuses(t *testing.T) {
	c := coverOf(0b01, 2, []int64{1})
	if _, err := NewSetCover(coverOf(1, 1, []int64{1}), "fair"); err == nil {
		t.Error("balance fair was taken")
	}
	c.Sets[0] = []int{0, 7}
	if _, err := NewSetCover(c, ""); err == nil {
		t.Error("element 7 of 2 was taken")
	}
}
