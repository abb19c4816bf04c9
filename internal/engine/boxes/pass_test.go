package boxes

import (
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/crew"
	"relucert/internal/engine/whiten"
)

// TestTotal: a pass meets every sample once, wherever blocks and chunks end; sums
// start from what they are given and do not depend on the number of threads.
func TestTotal(t *testing.T) {
	const square = chunkLength
	rng := rand.New(rand.NewPCG(2, 1))
	for _, m := range []int{0, 1, blockLength - 1, blockLength, blockLength + 1, 300, square - 1, square, square + 1, 9*square + blockLength + 3} {
		met, values := make([]int, m), randomVector(rng, m)
		count := func(s *adder, hand, from, to int, sums []float64) {
			s.hands[hand].phi[0]++ // races if hands were not apart
			for at := from; at < to; at++ {
				met[at]++
				sums[0] += values[at]
				sums[1]++
			}
		}
		var first []float64
		for threads := 1; threads <= 3; threads++ {
			team := crew.New(threads)
			s := &adder{crew: team, hands: newHands(threads, setting{shape: shape{p: &whiten.Problem{N: 1}, units: 1, vertices: 1}})}
			sums := []float64{5, 7}
			total(s, s, m, sums, count)
			if first == nil {
				first = sums
			}
			if !slices.Equal(sums, first) || sums[1] != float64(7+m) {
				t.Errorf("m %d, %d threads: %v, one thread %v", m, threads, sums, first)
			}
			checkVector(t, "sum", sums[:1], []float64{naiveSum(values) + 5}, float64(m))
		}
		for at, times := range met {
			if times != 3 {
				t.Fatalf("m %d: sample %d met %d times by three passes", m, at, times)
			}
		}
	}
}

func naiveSum(values []float64) (sum float64) {
	for _, v := range values {
		sum += v
	}
	return sum
}
