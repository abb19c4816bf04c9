package inference

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// information is JᵀΩJ. On a piece the gradient is affine in x, in one entry: so the samples of a piece are one at their mean, and
// their spread about it in that entry. It takes O(m log k + k³), not O(m k²).
func (l *Line) information(free []int) *mat.SymDense {
	sum, g := mat.NewSymDense(len(free), nil), l.parameters()
	for place, c := range l.clusters() {
		if c.weight == 0 {
			continue
		}
		piece := place / 2
		if l.gradient(g, piece, c.mean); place%2 == 1 {
			l.gradientAt(g, l.Kinks[piece])
		}
		sum.SymRankOne(sum, c.weight, mat.NewVecDense(len(free), pick(g, free)))
		if at, ok := slices.BinarySearch(free, 1+piece); ok {
			sum.SetSym(at, at, sum.At(at, at)+c.spread)
		}
	}
	return sum
}

// cluster is samples together: Σω, their mean input, and Σω(x − mean)².
type cluster struct{ weight, mean, spread float64 }

// clusters are those on the pieces, and between each two those at the kink (West 1979, for the updates).
func (l *Line) clusters() []cluster {
	all := make([]cluster, 2*len(l.Kinks)+1)
	for i, x := range l.Data.X {
		place, at := slices.BinarySearch(l.Kinks, x)
		place *= 2
		if at {
			place++
		}
		c, w := &all[place], l.Data.Weight(i)
		if w == 0 {
			continue
		}
		off := x - c.mean
		c.weight += w
		c.mean += w / c.weight * off
		c.spread += w * off * (x - c.mean)
	}
	return all
}
