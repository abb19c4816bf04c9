package reduce

import (
	"fmt"
	"math/big"
)

// Decoding is an Answer with what it rests on.
type Decoding struct {
	SSE     *big.Rat `json:"sse_exact"` // of the weights
	Notices []string `json:"notices"`
	Answer
}

// Decode reads a solution out of any network with a weight a column and as many
// units as the set. Units beyond the norm bound are first shortened to it, which
// a notice says: a guarantee of the bounded problem is for networks in the ball.
func Decode(r Reduction, n Network) Decoding {
	set := r.Set()
	n, notices := set.intoBall(n)
	sse := set.SSE(n)
	return Decoding{SSE: sse, Notices: notices, Answer: r.Decode(n, sse)}
}

// intoBall shortens what is longer than the norm bound.
func (s *Set) intoBall(n Network) (Network, []string) {
	notices := []string{}
	if s.NormBound == nil {
		return n, notices
	}
	inside := Network{Signs: n.Signs}
	for j, w := range n.Weights {
		if excess := over(normSquare(w), square(s.NormBound)); excess.Cmp(whole(1)) > 0 {
			length := rootAbove(excess)
			w = scaled(w, new(big.Rat).Inv(length))
			notices = append(notices, fmt.Sprintf("unit %d is %s times as long as the norm bound allows; it was shortened", j+1, Short(length)))
		}
		inside.Weights = append(inside.Weights, w)
	}
	return inside, notices
}

func normSquare(w []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, v := range w {
		sum.Add(sum, square(v))
	}
	return sum
}

func scaled(w []*big.Rat, by *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(w))
	for c, v := range w {
		out[c] = times(v, by)
	}
	return out
}

// rootBits is how finely a root is rounded up: far below a double's precision.
const rootBits = 80

// rootAbove is at least √v, by at most 2^-rootBits.
func rootAbove(v *big.Rat) *big.Rat {
	grid := new(big.Int).Lsh(big.NewInt(1), rootBits)
	root := ceilingRoot(times(v, square(new(big.Rat).SetInt(grid))))
	return new(big.Rat).SetFrac(root, grid)
}
