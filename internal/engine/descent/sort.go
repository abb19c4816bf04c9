package descent

import (
	"slices"

	"relucert/internal/budget"
)

// rowBits is how many low bits of a sort key number the row or crossing; the
// bits above are what is sorted by.
const rowBits = 24

// digitBits is how many bits one pass of the radix sort looks at; the bits above
// rowBits make a whole number of them.
const digitBits = 10

// fewKeys are sorted faster by comparison.
const fewKeys = 1 << 12

// sortKeys sorts by the bits above rowBits; keys are numbered in order below
// them. A comparison sort cannot be interrupted, which with millions of rows
// would be felt.
func sortKeys(watch *budget.Watch, keys []uint64) {
	if len(keys) <= fewKeys {
		slices.Sort(keys)
		return
	}
	from, to := keys, make([]uint64, len(keys))
	for shift := rowBits; shift < 64; shift += digitBits {
		watch.Look(scattered * len(keys))
		distribute(to, from, shift)
		from, to = to, from // after an even number of passes in keys again
	}
}

// scattered is how many multiplications take as long as to move a key.
const scattered = 8

// distribute copies from to to in the order of one digit, else as before.
func distribute(to, from []uint64, shift int) {
	var at [1 << digitBits]int
	for _, key := range from {
		at[key>>shift&(1<<digitBits-1)]++
	}
	next := 0
	for digit, count := range at {
		at[digit], next = next, next+count
	}
	for _, key := range from {
		digit := key >> shift & (1<<digitBits - 1)
		to[at[digit]] = key
		at[digit]++
	}
}
