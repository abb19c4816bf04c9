package reduce

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
)

// Decode reads an assignment out of the colouring, as in the proof at SAT; free
// variables are false. The solution is a true literal for each variable, the text
// that of a SAT solver; the value is the number of unsatisfied clauses.
func (s *SAT) Decode(n Network, sse *big.Rat) Answer {
	assignment := s.assignment(s.coloring.colouring(n))
	unsatisfied := s.Formula.Unsatisfied(assignment)
	literals := trueLiterals(assignment)
	answer := Answer{
		Valid:    unsatisfied == 0,
		Value:    whole(unsatisfied),
		Solution: literals,
		Text:     s.text(literals, unsatisfied),
	}
	answer.Guaranteed, answer.Guarantee = s.guarantee(sse)
	return answer
}

// assignment is the value of variable v at v-1.
func (s *SAT) assignment(colouring []int) []bool {
	colouring = s.leavePalette(colouring)
	assignment := make([]bool, s.Formula.Variables)
	for v, literal := range s.literals {
		if s.decides(v) {
			holds := colouring[v] != colouring[s.anchor()]
			assignment[variable(literal)-1] = holds == (literal > 0)
		}
	}
	return assignment
}

func trueLiterals(assignment []bool) []int {
	literals := make([]int, len(assignment))
	for i, value := range assignment {
		literals[i] = -(i + 1)
		if value {
			literals[i] = i + 1
		}
	}
	return literals
}

// leavePalette gives a free colour to the literals, and to s, that share one with
// a z.
func (s *SAT) leavePalette(colouring []int) []int {
	taken := make([]bool, s.Colors)
	for _, colour := range colouring[s.anchor()+1:] {
		taken[colour] = true
	}
	free := slices.Index(taken, false)
	moved := slices.Clone(colouring[:s.anchor()+1])
	for v, colour := range moved {
		if taken[colour] {
			moved[v] = free
		}
	}
	return moved
}

// decides says that a literal is more frequent than its negation; of equals the
// first decides.
func (s *SAT) decides(v int) bool {
	negation, occurs := s.vertex[-s.literals[v]]
	return !occurs || s.occurs[v] > s.occurs[negation] || s.occurs[v] == s.occurs[negation] && v < negation
}

// text is in the format of SAT solvers: what does not satisfy the formula is a comment.
func (s *SAT) text(literals []int, unsatisfied int) []string {
	if unsatisfied == 0 {
		return append([]string{"s SATISFIABLE"}, valueLines("v", literals)...)
	}
	return append([]string{fmt.Sprintf("c not satisfied: %d of %d clauses", unsatisfied, len(s.Formula.Clauses))}, valueLines("c v", literals)...)
}

// valueLines are the literals and a 0, in lines that are not too long.
func valueLines(prefix string, literals []int) (lines []string) {
	const longest = 78
	line := prefix
	for _, literal := range append(slices.Clone(literals), 0) {
		word := " " + strconv.Itoa(literal)
		if len(line)+len(word) > longest {
			lines, line = append(lines, line), prefix
		}
		line += word
	}
	return append(lines, line)
}

func (s *SAT) guarantee(sse *big.Rat) (bool, string) {
	switch {
	case s.clauses == nil:
		return true, "an assignment that satisfies the formula: every one does"
	case s.coloring.always == 0 && sse.Cmp(whole(1)) <= 0:
		return true, "an assignment that satisfies the formula"
	case sse.Cmp(whole(len(s.clauses))) <= 0:
		return true, fmt.Sprintf("an assignment that leaves at most %s of %d clauses unsatisfied", below(sse), len(s.Formula.Clauses))
	}
	return false, nothing(sse, whole(len(s.clauses)))
}

// Proves implements Reduction: the least number of unsatisfied clauses is q.
func (s *SAT) Proves(lower *big.Rat) string {
	if lower.Sign() <= 0 {
		return ""
	}
	return fmt.Sprintf("unsatisfiable: every assignment leaves at least %s of %d clauses unsatisfied",
		s.coloring.atLeast(lower), len(s.Formula.Clauses))
}
