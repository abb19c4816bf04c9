package check

import (
	"math/big"
	"testing"

	"relucert/internal/wide"
)

// TestLostValues: what is below all values is never found again, however much is added.
func TestLostValues(t *testing.T) {
	in := &inputs{grain: valueGrain}
	value := func(power uint, sign int64) wide.Fixed {
		return in.value(new(big.Int).Lsh(big.NewInt(sign), power), new(big.Int).Lsh(oneInt, valueGrain))
	}
	for power := uint(1); power < 400; power++ {
		gain, loss := value(power, 1), value(power, -1)
		if want := power > 125; loss.Less(leastValue) != want {
			t.Errorf("2^%d less: %v", power, loss.Big())
		}
		if want := power >= 124; (gain == infinite) != want {
			t.Errorf("2^%d more: %v", power, gain.Big())
		}
		sum := plus(loss, loss)
		for range 1000 {
			if sum = plus(sum, infinite); power > 124 && !sum.Less(leastValue) {
				t.Fatalf("2^%d twice less, and infinite: %v", power, sum.Big())
			}
		}
	}
}
