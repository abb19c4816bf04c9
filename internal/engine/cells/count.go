package cells

import (
	"fmt"
	"math/big"
)

// AtMost is the most cells that as many planes of this rank can have,
// 2 Σ_{d<r} C(planes−1, d) (Schläfli; reached in general position), and 1 where
// there is no plane.
func (a *Arrangement) AtMost() *big.Int {
	if len(a.planes) == 0 {
		return big.NewInt(1)
	}
	sum, term := new(big.Int), new(big.Int)
	for d := range a.pivots {
		sum.Add(sum, term.Binomial(int64(len(a.planes)-1), int64(d)))
	}
	return sum.Lsh(sum, 1)
}

// TooManyError says that an arrangement may have more cells than were allowed.
type TooManyError struct {
	Planes, Rank int
	AtMost       *big.Int
	Limit        int64
}

// Error is one line with the estimate.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("%d planes of rank %d may have %s cells, and the limit is %d", e.Planes, e.Rank, countText(e.AtMost), e.Limit)
}

// countText is a number in full up to a quadrillion, else with three digits.
func countText(v *big.Int) string {
	if v.BitLen() <= 50 {
		return v.String()
	}
	return new(big.Float).SetInt(v).Text('g', 3)
}

// Within is a *TooManyError when AtMost is above the limit, else nil.
func (a *Arrangement) Within(limit int64) error {
	most := a.AtMost()
	if most.Cmp(big.NewInt(limit)) <= 0 {
		return nil
	}
	return &TooManyError{Planes: len(a.planes), Rank: a.Rank(), AtMost: most, Limit: limit}
}
