package theorems

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// formulas are all formulas of different clauses of two literals over two variables, up to names.
func formulas(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All formulas of clauses of two literals over two variables",
		Note: "Up to names and signs. With u clauses unsatisfied at least, min SSE is 0 if u = 0 and else more than u.",
		Head: []string{"clauses", "least unsatisfied", "min SSE"}}
	for _, clauses := range [][][]int{{{1, 2}}, {{1, 2}, {1, -2}}, {{1, 2}, {-1, -2}}, {{1, 2}, {1, -2}, {-1, 2}}, {{1, 2}, {1, -2}, {-1, 2}, {-1, -2}}} {
		r, err := reduce.NewSAT(instance.CNF{Variables: 2, Clauses: clauses}, 2, true)
		if err != nil {
			return nil, err
		}
		lower, upper, err := solved(ctx, r)
		if err != nil {
			return nil, err
		}
		u := leastUnsatisfied(clauses)
		t.add([]string{clausesText(clauses), fmt.Sprint(u), interval(lower, upper)}, u == 0 && upper < 0.3 || u > 0 && lower > float64(u)-0.3)
	}
	return t, nil
}

func clausesText(clauses [][]int) string {
	var all []string
	for _, c := range clauses {
		var literals []string
		for _, l := range c {
			literals = append(literals, strings.Replace(fmt.Sprintf("x%d", l), "x-", "¬x", 1))
		}
		all = append(all, "("+strings.Join(literals, " ∨ ")+")")
	}
	return strings.Join(all, " ")
}

// leastUnsatisfied tries all assignments of two variables.
func leastUnsatisfied(clauses [][]int) int {
	least := len(clauses)
	for assignment := range 4 {
		count := 0
		for _, clause := range clauses {
			if !slices.ContainsFunc(clause, func(l int) bool { return assignment>>(max(l, -l)-1)&1 == 1 == (l > 0) }) {
				count++
			}
		}
		least = min(least, count)
	}
	return least
}
