package reduce

import (
	"fmt"
	"math/big"
	"strings"
)

// Decode implements Reduction. Its Solution is the names of the vertices.
func (d *Densest) Decode(n Network, sse *big.Rat) Answer {
	vertices := d.choose(n)
	names := make([]string, 0, len(vertices))
	for _, v := range vertices {
		names = append(names, d.Instance.Names[v])
	}
	a := Answer{Valid: len(vertices) == d.Size, Value: whole(d.Instance.EdgesWithin(vertices)), Solution: names}
	a.Text = []string{fmt.Sprintf("%d vertices with %s edges among them: %s", d.Size, Short(a.Value), strings.Join(names, " "))}
	a.Guaranteed, a.Guarantee = d.guarantee(n, sse)
	return a
}

// choose is S.
func (d *Densest) choose(n Network) []int {
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
	least := ceiling(minus(over(minus(d.top(), sse), d.step()), d.loss))
	if least.Sign() <= 0 {
		return false, nothing(sse, minus(d.top(), times(d.loss, d.step())))
	}
	return true, fmt.Sprintf("%d vertices with at least %s edges among them", d.Size, least)
}
