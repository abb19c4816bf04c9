package instance

import (
	"io"
	"slices"
)

// ReadSetCover reads a set cover from [ORLibrary] or [Lists]. name stands in
// errors, which are [*Error], and decides under [Auto]. An element may lie in no set.
func ReadSetCover(r io.Reader, name string, f Format) (SetCover, error) {
	t, err := readText(r, name)
	if err != nil {
		return SetCover{}, err
	}
	guess := Lists
	if words := t.first(""); len(words) == 2 && isInteger(words[0]) && isInteger(words[1]) {
		guess = ORLibrary
	}
	switch f := t.format(f, guess); f {
	case ORLibrary:
		return readORLibrary(t)
	case Lists:
		return readSets(t)
	default:
		return SetCover{}, t.wrongFormat("a set cover", f, "orlib", "lists")
	}
}

// Containing is, for each element, the sets that contain it, ascending.
func (s SetCover) Containing() [][]int {
	sets := make([][]int, len(s.Elements))
	for i, set := range s.Sets {
		for _, u := range set {
			sets[u] = append(sets[u], i)
		}
	}
	return sets
}

// Cost is the total cost of the chosen sets.
func (s SetCover) Cost(chosen []int) (total int64) {
	for _, i := range chosen {
		total += s.Costs[i]
	}
	return total
}

// Covers says that every element lies in a chosen set.
func (s SetCover) Covers(chosen []int) bool {
	covered := make([]bool, len(s.Elements))
	for _, i := range chosen {
		for _, u := range s.Sets[i] {
			covered[u] = true
		}
	}
	return !slices.Contains(covered, false)
}
