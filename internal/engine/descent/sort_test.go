package descent

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/budget"
)

// TestSortKeys: both ways to sort, on keys with many equal leading bits too.
func TestSortKeys(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, m := range []int{0, 1, 100, fewKeys, fewKeys + 1, 100_000} {
		for _, leading := range []uint64{1, 3, 1 << 40} {
			keys := make([]uint64, m)
			for i := range keys {
				keys[i] = rng.Uint64N(leading)<<rowBits | uint64(i)
			}
			want := slices.Sorted(slices.Values(keys))
			if sortKeys(new(budget.Watch), keys); !slices.Equal(keys, want) {
				t.Errorf("%d keys of %d are not sorted", m, leading)
			}
		}
	}
}

func TestSortObeysItsContext(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	watch, broken := budget.On(ended), false
	func() {
		defer budget.Catch(func() { broken = true })
		sortKeys(&watch, make([]uint64, budget.Often))
	}()
	if !broken {
		t.Error("sorted although the context had ended")
	}
}
