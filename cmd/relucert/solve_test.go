package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/crillab/gophersat/solver"
)

// TestSolveByTraining: answers are a SAT solver's, and assignments satisfy the formula.
func TestSolveByTraining(t *testing.T) {
	const seed = 20
	rng := rand.New(rand.NewPCG(seed, 1))
	seen := map[solver.Status]int{}
	for run := range 8 {
		clauses, text := randomFormula(rng, 4, 14+2*(run%4))
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "f.cnf"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		got := runs(t, dir, nil, "solve-by-training -q f.cnf")
		status := solver.New(solver.ParseSlice(clauses)).Solve()
		seen[status]++
		want := map[solver.Status]int{solver.Sat: exitSatisfiable, solver.Unsat: exitUnsatisfiable}[status]
		if got.code != want || status == solver.Sat && !satisfies(t, got.stdout, clauses) {
			t.Errorf("seed %d, run %d: %v, but\n%s\n%+v", seed, run, status, text, got)
		}
	}
	if seen[solver.Sat] == 0 || seen[solver.Unsat] == 0 {
		t.Errorf("seed %d: %v", seed, seen)
	}
}

// randomFormula has clauses of three variables.
func randomFormula(rng *rand.Rand, variables, clauses int) (all [][]int, text string) {
	text = fmt.Sprintf("p cnf %d %d\n", variables, clauses)
	for range clauses {
		var clause []int
		for _, v := range rng.Perm(variables)[:3] {
			clause = append(clause, (v+1)*(1-2*rng.IntN(2)))
		}
		all = append(all, clause)
		text += strings.Trim(fmt.Sprint(clause), "[]") + " 0\n"
	}
	return all, text
}

// satisfies reads v lines as the SAT competitions' checkers do.
func satisfies(t *testing.T, answer string, clauses [][]int) bool {
	t.Helper()
	holds := map[int]bool{}
	for line := range strings.Lines(answer) {
		if values, ok := strings.CutPrefix(line, "v "); ok {
			for _, word := range strings.Fields(values) {
				literal, err := strconv.Atoi(word)
				if err != nil {
					t.Fatal(err)
				}
				holds[literal] = true
			}
		}
	}
	for _, clause := range clauses {
		if !holds[clause[0]] && !holds[clause[1]] && !holds[clause[2]] {
			return false
		}
	}
	return holds[0]
}
