package generate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// subset is k of 0…n−1, ascending, each set with the same probability
// (R. Floyd's algorithm).
func subset(rng *rand.Rand, n, k int) []int {
	chosen := make([]int, 0, k)
	in := make(map[int]bool, k)
	for last := n - k; last < n; last++ {
		v := rng.IntN(last + 1)
		if in[v] {
			v = last
		}
		in[v] = true
		chosen = append(chosen, v)
	}
	slices.Sort(chosen)
	return chosen
}

// numbered is the names "1", "2", … "n".
func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	return names
}

// planted is how many bad parts make a share gap of a number of things; without a gap,
// one if one is asked for.
func planted(gap float64, of int, one bool) int {
	switch {
	case gap > 0:
		return int(math.Ceil(gap * float64(of)))
	case one:
		return 1
	}
	return 0
}

const (
	// most bounds every size asked for, so that products of two stay far from
	// overflow.
	most = 1 << 24
	// mostSquared bounds sizes whose square is the work.
	mostSquared = 1 << 14
	// mostNumbers bounds an instance as a whole: a gigabyte.
	mostNumbers = 1 << 27
)

// atLeast refuses a size below low or out of all reason.
func atLeast(what string, value, low int) error { return between(what, value, low, most) }

func between(what string, value, low, high int) error {
	if value < low || value > high {
		return fmt.Errorf("%s must be from %d to %d, not %d", what, low, high, value)
	}
	return nil
}

// fits refuses count things of size numbers each that are too much together.
func fits(things string, count, size int) error {
	if size > 0 && count > mostNumbers/size {
		return fmt.Errorf("%d %s of %d numbers each are more than %d numbers", count, things, size, mostNumbers)
	}
	return nil
}
