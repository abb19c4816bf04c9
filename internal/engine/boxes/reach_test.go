package boxes

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/network"
	"relucert/proof/certificate"
)

// TestReach: nodes made anew from their splits have the regions that the search has divided them into.
func TestReach(t *testing.T) {
	cuts := 0
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 9))
		output := network.OutputPart(rng.IntN(3))
		d := &dataset.Dataset{Features: []string{"a", "b"}, X: randomVector(rng, 2*4), Y: randomVector(rng, 4)}
		p, err := whiten.New(context.Background(), d, network.Class{NoBias: rng.IntN(2) == 0, Output: output})
		if err != nil {
			t.Fatal(err)
		}
		k := 1 + rng.IntN(2)
		tree, log := New(context.Background(), p, k, 1, output, 1e-6, 0), new(splits)
		tree.Log = log
		signs := [][]int{slices.Repeat([]int{-1}, k), slices.Repeat([]int{1}, k)}
		open := tree.Roots(signs)
		for round := 0; round < 40 && len(open) > 0; round++ {
			i := rng.IntN(len(open))
			n := open[i]
			open = slices.Delete(open, i, i+1)
			e := tree.Expand(context.Background(), 0, n, search.Moment{Cutoff: 0.5 * rng.Float64()})
			tree.Record(n, e)
			open = append(open, e.Children...)
		}
		lead := &node.Lead{Splits: log.all}
		for _, n := range open {
			lead.Names = append(lead.Names, n.Name())
		}
		got, err := tree.Reach(lead, signs)
		if err != nil || len(got) != len(open) {
			t.Fatalf("seed %d: %d of %d nodes: %v", seed, len(got), len(open), err)
		}
		for i, n := range open {
			for j, r := range n.Regions {
				cuts += len(r.cuts)
				if g := got[i]; g.Name() != n.Name() || !reflect.DeepEqual(g.Regions[j], r) || !slices.Equal(g.Group(j), n.Group(j)) || !slices.Equal(g.Signs, n.Signs) {
					t.Fatalf("seed %d: %v: unit %d is %v, want %v", seed, n.Name(), j, g.Regions[j], r)
				}
			}
		}
	}
	if cuts == 0 {
		t.Error("no cut is tested")
	}
}

// splits are those of a certificate.
type splits struct{ all []*certificate.Split }

func (*splits) Bound(*certificate.Bound) {}
func (*splits) Dual(*certificate.Dual)   {}
func (l *splits) Split(s *certificate.Split) int {
	c := *s
	l.all = append(l.all, &c)
	return len(l.all)
}
