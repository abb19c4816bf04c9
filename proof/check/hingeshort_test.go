package check

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// TestShortHinges compares inner products by numbers of 128 bits with those of any length.
func TestShortHinges(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var text strings.Builder
		fmt.Fprintln(&text, "a,b,c,y,w")
		for range 30 {
			fmt.Fprintf(&text, "%d,%.3f,%d,%.2f,%d\n", rng.IntN(9), 1000+rng.NormFloat64(), 100000+rng.IntN(20), rng.NormFloat64(), 1+rng.IntN(3))
		}
		table := tableOf(t, text.String(), [][]int{{0, 1, 2}})
		compared := 0
		for _, c := range table.order {
			for _, other := range table.order {
				for l := 1; l <= c.knots(); l++ {
					p := table.solvedAt(c, l)
					short, long := table.shortProducts(c, l, other, p), table.longProducts(c, l, other, p)
					for k := range short {
						compared++
						if off := short[k].Minus(long[k]).Abs(); wide.Integer(2).Less(off) {
							t.Fatalf("seed %d: the product of knot %d and %d is off by %v", seed, l, k, off.Big())
						}
					}
				}
			}
		}
		if compared < 1000 {
			t.Errorf("seed %d: only %d products are short", seed, compared)
		}
	}
}

func tableOf(t *testing.T, text string, lines [][]int) *hingeTable {
	t.Helper()
	opts := dataset.Options{Target: "y", Features: []string{"a", "b", "c"}, Weights: "w"}
	rows, err := dataset.NewScanner("data", strings.NewReader(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	s, err := readGeneral(rows, true, true)
	if err != nil {
		t.Fatal(err)
	}
	table, err := newHingeTable(s, &certificate.Header{Hinges: lines, WeightLimit: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	return table
}
