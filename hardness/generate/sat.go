package generate

import (
	"cmp"
	"fmt"
	"math/rand/v2"

	"relucert/hardness/instance"
)

// SATOptions are the sizes of a random formula.
type SATOptions struct {
	Variables, Clauses int
	Size               int // literals of a clause, of different variables
	// Unsatisfiable plants all 2^Size clauses on Size variables, of which every
	// assignment violates one.
	Unsatisfiable bool
	// Gap plants as many such sets of clauses as make this share of all clauses, at most
	// 2^-Size: so every assignment violates at least that share. 0: none, or one if
	// Unsatisfiable.
	Gap  float64
	Seed uint64
}

// blocks is how many sets of 2^Size clauses are planted.
func (o SATOptions) blocks() int {
	return planted(o.Gap, o.Clauses, o.Unsatisfiable)
}

// SAT is a formula of random clauses, perhaps some twice, that a planted random
// assignment satisfies. Under Unsatisfiable or Gap it violates one clause of each planted
// set, and so does every assignment.
func SAT(o SATOptions) (instance.CNF, Known, error) {
	if err := o.check(); err != nil {
		return instance.CNF{}, Known{}, err
	}
	rng := newRand(o.Seed)
	solution := make([]int, o.Variables)
	for v := range solution {
		solution[v] = signed(rng, v)
	}
	f := instance.CNF{Variables: o.Variables}
	known := Known{Objective: "fewest violated clauses", Witness: solution, Why: "the planted assignment violates none"}
	for range o.blocks() {
		f.Clauses = append(f.Clauses, everySign(subset(rng, o.Variables, o.Size))...)
		known.Lower, known.Upper = known.Lower+1, known.Upper+1
		known.Why = "some variables have a clause for every assignment of theirs, so many times, and the planted one violates no others"
	}
	for len(f.Clauses) < o.Clauses {
		if clause := o.clause(rng); satisfied(clause, solution) {
			f.Clauses = append(f.Clauses, clause)
		}
	}
	rng.Shuffle(len(f.Clauses), func(i, j int) { f.Clauses[i], f.Clauses[j] = f.Clauses[j], f.Clauses[i] })
	return f, known, nil
}

// mostPlanted is the largest Size for which 2^Size clauses are planted.
const mostPlanted = 20

func (o SATOptions) check() error {
	err := cmp.Or(atLeast("size", o.Size, 1), atLeast("variables", o.Variables, o.Size), atLeast("clauses", o.Clauses, 0),
		fits("clauses", o.Clauses, o.Size))
	if err == nil && !(o.Gap >= 0 && o.Gap <= 1) {
		err = fmt.Errorf("gap must be a share from 0 to 2^-size, not %v", o.Gap)
	}
	if err != nil || o.blocks() == 0 {
		return err
	}
	if err := between("size", o.Size, 1, mostPlanted); err != nil {
		return err
	}
	return atLeast("clauses", o.Clauses, o.blocks()<<o.Size)
}

func (o SATOptions) clause(rng *rand.Rand) []int {
	clause := subset(rng, o.Variables, o.Size)
	for i, v := range clause {
		clause[i] = signed(rng, v)
	}
	return clause
}

// signed is a literal of variable v + 1.
func signed(rng *rand.Rand, v int) int {
	if rng.IntN(2) == 0 {
		return -v - 1
	}
	return v + 1
}

// satisfied says that a clause holds when solution's literals do.
func satisfied(clause, solution []int) bool {
	for _, literal := range clause {
		if solution[max(literal, -literal)-1] == literal {
			return true
		}
	}
	return false
}

// everySign is every clause on the variables v + 1.
func everySign(variables []int) [][]int {
	clauses := make([][]int, 1<<len(variables))
	for signs := range clauses {
		for i, v := range variables {
			literal := v + 1
			if signs>>i&1 == 1 {
				literal = -literal
			}
			clauses[signs] = append(clauses[signs], literal)
		}
	}
	return clauses
}
