package approx

import (
	"math"
	"slices"
)

// cubes is a product of one box for each unit: the weights w_j with
// |w_jd − center_jd| ≤ half_jd. Unit j's entries are at j·n … j·n+n−1.
type cubes struct {
	signs        []int
	center, half []float64
}

// wholeBall is the box around the ball of radius B for every unit.
func wholeBall(signs []int, n int, bound float64) cubes {
	return cubes{signs, make([]float64, len(signs)*n), slices.Repeat([]float64{bound}, len(signs)*n)}
}

func (c cubes) unit(v []float64, j int) []float64 {
	n := len(c.center) / len(c.signs)
	return v[j*n : (j+1)*n]
}

// isOutside says that some unit's box misses the ball, or that the same networks
// are in another node: units of equal sign come in the order of their first weights.
func (c cubes) isOutside(bound float64) bool {
	for j := range c.signs {
		if c.nearest(j) > bound || c.isMisplaced(j) {
			return true
		}
	}
	return false
}

// nearest is the least norm in unit j's box.
func (c cubes) nearest(j int) float64 {
	half, square := c.unit(c.half, j), 0.0
	for d, v := range c.unit(c.center, j) {
		least := max(0, math.Abs(v)-half[d])
		square += least * least
	}
	return math.Sqrt(square)
}

// isMisplaced compares with the last unit before j of the same sign.
func (c cubes) isMisplaced(j int) bool {
	for l := j - 1; l >= 0; l-- {
		if c.signs[l] == c.signs[j] {
			largest := c.unit(c.center, l)[0] + c.unit(c.half, l)[0]
			return largest < c.unit(c.center, j)[0]-c.unit(c.half, j)[0]
		}
	}
	return false
}

// split halves side d.
func (c cubes) split(d int) []cubes {
	half := slices.Clone(c.half)
	half[d] /= 2
	low, high := slices.Clone(c.center), slices.Clone(c.center)
	low[d] -= half[d]
	high[d] += half[d]
	return []cubes{{c.signs, low, half}, {c.signs, high, half}}
}

// network is the point of the ball nearest to the centre, unit by unit. It is no
// farther from any point of cube and ball than the centre is.
func (c cubes) network(bound float64) [][]float64 {
	weights := make([][]float64, len(c.signs))
	for j := range weights {
		weights[j] = slices.Clone(c.unit(c.center, j))
		if length := norm(weights[j]); length > bound {
			for d := range weights[j] {
				weights[j][d] *= bound / length
			}
		}
	}
	return weights
}
