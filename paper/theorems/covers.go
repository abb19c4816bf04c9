package theorems

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// covers are all families of at most three sets over at most three elements that cover them, up to names.
func covers(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All set covers of at most three sets over three elements",
		Note: "Up to names, each set of cost 1. The least SSE is the least number of sets that cover.",
		Head: []string{"sets", "least cover", "min SSE"}}
	for _, family := range families() {
		r, err := reduce.NewSetCover(coverOf(family), "exact")
		if err != nil {
			return nil, err
		}
		lower, upper, err := solved(ctx, r)
		if err != nil {
			return nil, err
		}
		least := float64(leastCover(family))
		t.add([]string{setsText(family), fmt.Sprint(least), interval(lower, upper)}, lower <= least+1e-6 && upper >= least-1e-6 && upper-lower < 0.5)
	}
	return t, nil
}

// families are sets of bit sets of {0, 1, 2}, one of each class.
func families() (all [][]int) {
	for chosen := 1; chosen < 1<<7; chosen++ {
		var family []int
		union := 0
		for set := 1; set <= 7; set++ {
			if chosen>>(set-1)&1 == 1 {
				family = append(family, set)
				union |= set
			}
		}
		if union == 7 && len(family) <= 3 && isFirst(family) {
			all = append(all, family)
		}
	}
	return all
}

// isFirst says that no renaming of the elements makes the family a smaller list.
func isFirst(family []int) bool {
	for _, p := range [][]int{{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		var renamed []int
		for _, set := range family {
			other := 0
			for e := range 3 {
				other |= set >> e & 1 << p[e]
			}
			renamed = append(renamed, other)
		}
		slices.Sort(renamed)
		if slices.Compare(renamed, family) < 0 {
			return false
		}
	}
	return true
}

func coverOf(family []int) instance.SetCover {
	c := instance.SetCover{Elements: []string{"1", "2", "3"}}
	for i, set := range family {
		c.Names, c.Costs = append(c.Names, fmt.Sprint(i+1)), append(c.Costs, 1)
		c.Sets = append(c.Sets, members(set))
	}
	return c
}

func members(set int) (all []int) {
	for e := range 3 {
		if set>>e&1 == 1 {
			all = append(all, e)
		}
	}
	return all
}

// leastCover tries all.
func leastCover(family []int) int {
	least := len(family)
	for chosen := range 1 << len(family) {
		union, size := 0, 0
		for i, set := range family {
			if chosen>>i&1 == 1 {
				union, size = union|set, size+1
			}
		}
		if union == 7 {
			least = min(least, size)
		}
	}
	return least
}

func setsText(family []int) string {
	var all []string
	for _, set := range family {
		text := ""
		for _, e := range members(set) {
			text += fmt.Sprint(e + 1)
		}
		all = append(all, "{"+text+"}")
	}
	return strings.Join(all, " ")
}
