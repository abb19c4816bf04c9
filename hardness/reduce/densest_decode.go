package reduce

import (
	"fmt"
	"math/big"
	"sort"
	"strings"
)

// Decode implements Reduction. Its Solution is the names of the vertices.
func (d *Densest) Decode(n Network, sse *big.Rat) Answer {
	vertices := d.read(n)
	names := make([]string, 0, len(vertices))
	for _, v := range vertices {
		names = append(names, d.Instance.Names[v])
	}
	a := Answer{Valid: len(vertices) == d.Size, Value: whole(d.Instance.EdgesWithin(vertices)), Solution: names}
	a.Text = []string{fmt.Sprintf("%d vertices with %s edges among them: %s", d.Size, Short(a.Value), strings.Join(names, " "))}
	a.Guaranteed, a.Guarantee = d.guarantee(n, sse)
	return a
}

// read is S.
func (d *Densest) read(n Network) []int {
	s := newSelection(d.Instance)
	for v, sample := range d.vertices() {
		if n.At(sample.X).Sign() > 0 {
			s.flip(v)
		}
	}
	s.resize(d.Size)
	return s.vertices()
}

func (d *Densest) guarantee(n Network, sse *big.Rat) (bool, string) {
	if normSquare(n.Weights[0]).Cmp(whole(1)) > 0 {
		return false, "these weights guarantee nothing: they are outside the unit ball"
	}
	gain := minus(d.top(), sse)
	least := sort.Search(d.evident(), func(edges int) bool { return d.worth(edges).Cmp(gain) >= 0 })
	if least == 0 {
		return false, nothing(sse, minus(d.top(), d.worth(0)))
	}
	return true, fmt.Sprintf("%d vertices with at least %d edges among them", d.Size, least)
}
