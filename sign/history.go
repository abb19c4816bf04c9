package sign

import "math"

// history is what deciding each sample has gained so far (pseudo-costs): the
// share of the way from a node's bound to the cutoff that its children go.
type history struct {
	gains [2][]float64 // inactive, active: a sample's sum
	count [2][]float64
	total [2]float64
	all   [2]float64
}

func newHistory(samples int) (h history) {
	for side := range h.gains {
		h.gains[side], h.count[side] = make([]float64, samples), make([]float64, samples)
	}
	return h
}

// learn enters a processed node's bound.
func (h *history) learn(n *Node, bound float64) {
	from := n.parent
	if from.depth == 0 || math.IsInf(n.cutoff, 1) || n.cutoff <= from.bound {
		return
	}
	side := 0
	if n.parts[len(n.parts)-1] == 1 {
		side = 1
	}
	gain := min(1, max(0, bound-from.bound)/(n.cutoff-from.bound))
	h.gains[side][from.sample] += gain
	h.count[side][from.sample]++
	h.total[side] += gain
	h.all[side]++
}

// score is the product of both sides' mean gains.
func (h *history) score(i int32) float64 {
	product := 1.0
	for side := range h.gains {
		mean := (h.total[side] + 1) / (h.all[side] + 1)
		product *= (h.gains[side][i]+trust*mean)/(h.count[side][i]+trust) + leastGain
	}
	return product
}

const (
	trust     = 4
	leastGain = 1e-3
)
