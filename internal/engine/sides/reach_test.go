package sides

import (
	"context"
	"slices"
	"testing"

	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// TestReach: nodes made anew from their splits have the regions that the search has divided them into, but for what cuts imply.
func TestReach(t *testing.T) {
	bounds := 0
	for seed := range uint64(90) {
		q := randomInstance(t, seed, 71, 0)
		if seed%3 == 0 {
			q, _ = boundedInstance(t, seed, 71, 0)
		}
		log := new(splits)
		q.tree.Log = log
		cutoff := q.loss()
		for range 200 {
			s := randomNetwork(q.rng, q.p, q.network.Signs)
			cutoff = min(cutoff, q.p.SSE(s.Point, s.Signs))
		}
		signs := [][]int{q.network.Signs}
		open, now := q.tree.Roots(signs), search.Moment{Cutoff: cutoff * (0.5 + q.rng.Float64())}
		for rounds := q.rng.IntN(12); rounds > 0 && len(open) > 0; rounds-- {
			i := q.rng.IntN(len(open))
			n := open[i]
			open = slices.Delete(open, i, i+1)
			e := q.tree.Expand(context.Background(), 0, n, now)
			q.tree.Record(n, e)
			open = append(append(open, e.Children...), e.Later...)
		}
		lead := &node.Lead{Splits: log.all}
		for _, n := range open {
			lead.Names = append(lead.Names, n.Name())
		}
		got, err := q.tree.Reach(lead, signs)
		if err != nil || len(got) != len(open) {
			t.Fatalf("seed %d: %d of %d nodes: %v", seed, len(got), len(open), err)
		}
		for i, n := range open {
			bounds += q.tree.same(t, got[i], n)
		}
	}
	if bounds == 0 {
		t.Error("no bound of t is tested")
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

// same compares, and counts bounds of t.
func (t *Tree) same(test *testing.T, got, want *Node) (bounds int) {
	test.Helper()
	if got.Name() != want.Name() || !slices.Equal(got.Signs, want.Signs) {
		test.Fatalf("%v for %v", got.Name(), want.Name())
	}
	for j, w := range want.Regions {
		g := got.Regions[j]
		if g.made != w.made || !slices.Equal(got.Group(j), want.Group(j)) || !t.enveloped && !slices.Equal(g.numbers, w.numbers) {
			test.Fatalf("unit %d: %d cuts, %v; want %d, %v", j, g.made, g.numbers, w.made, w.numbers)
		}
		for i, side := range w.side {
			if _, implied := w.implied[int32(i)]; !implied && g.side[i] != side || implied && g.side[i] != 0 {
				test.Fatalf("unit %d, sample %d: side %d, want %d", j, i, g.side[i], side)
			}
			if t.enveloped && side == 0 {
				if g.low[i] != w.low[i] || g.high[i] != w.high[i] {
					test.Fatalf("sample %d: [%g, %g], want [%g, %g]", i, g.low[i], g.high[i], w.low[i], w.high[i])
				}
				if w.low[i] != t.shared.low[i] || w.high[i] != t.shared.reach[i] {
					bounds++
				}
			}
		}
	}
	return bounds
}

// TestNotReached: splits that this search does not make, and nodes that there are not, are refused.
func TestNotReached(t *testing.T) {
	for seed := range uint64(20) {
		q := randomInstance(t, seed, 72, 0)
		signs := [][]int{q.network.Signs}
		roots := q.tree.Roots(signs)
		row := q.tree.shared.firstRows[0]
		cut := certificate.Split{Node: roots[0].Name(), Kind: certificate.Sample, Row: row, Drop: certificate.Keep}
		one := certificate.Name{Split: 1, Parts: string(make([]byte, len(roots[0].Group(0))))}
		change := func(f func(*certificate.Split)) []*certificate.Split {
			c := cut
			f(&c)
			return []*certificate.Split{&c}
		}
		if q.tree.zeroRows()[0] != 0 {
			continue
		}
		for name, l := range map[string]*node.Lead{
			"":               {Splits: []*certificate.Split{&cut}, Names: []certificate.Name{one}},
			"a box":          {Splits: change(func(s *certificate.Split) { s.Kind = certificate.Coordinate })},
			"faces":          {Splits: change(func(s *certificate.Split) { s.Kind = certificate.Faces })},
			"no sample":      {Splits: change(func(s *certificate.Split) { s.Row = 1 << 40 })},
			"no unit":        {Splits: change(func(s *certificate.Split) { s.Unit = len(roots[0].Signs) })},
			"not a number":   {Splits: change(func(s *certificate.Split) { s.At = 1e300 })},
			"a later node":   {Splits: change(func(s *certificate.Split) { s.Node.Split = 1 })},
			"twice":          {Splits: []*certificate.Split{&cut, {Node: one, Kind: certificate.Sample, Row: row, Drop: certificate.Keep}}},
			"no part":        {Splits: []*certificate.Split{&cut}, Names: []certificate.Name{{Split: 1, Parts: one.Parts[1:] + "\x02"}}},
			"too many parts": {Splits: []*certificate.Split{&cut}, Names: []certificate.Name{{Split: 1, Parts: one.Parts + "\x00"}}},
			"no root":        {Names: []certificate.Name{{Parts: "\x07"}}},
			"no split":       {Names: []certificate.Name{{Split: -1, Parts: "\x00"}}},
		} {
			if _, err := q.tree.Reach(l, signs); (err == nil) != (name == "") {
				t.Errorf("seed %d: %s: %v", seed, name, err)
			}
		}
	}
}
