package instance

import "testing"

func TestReadCNF(t *testing.T) {
	want := CNF{Variables: 3, Clauses: [][]int{{1, -2}, {3}}}
	testGood(t, cnfOfText, []good[CNF]{
		{"plain", "f.cnf", "c x\np cnf 3 2\n1 -2 0\n3 0\n", want},
		{"free lines, blanks, comments inside", "-", "\nc\np  cnf\t3 2 \n1\nc x\n\n-2 0 3\n0", want},
		{"SATLIB's end", "-", "p cnf 3 2\n 1 -2 0\n3 0\n%\n0\n\n", want},
		{"empty clause, tautology, twice", "-", "p cnf 2 3\n0\n1 -1 0 2 2 0", CNF{Variables: 2, Clauses: [][]int{{}, {1, -1}, {2, 2}}}},
		{"no clauses", "-", "p cnf 5 0\n", CNF{Variables: 5}},
	})
	testBad(t, cnfOfText, "f", []bad{
		{"", "f: there is no line `p cnf variables clauses`"},
		{"c\n1 2 0\n", "f:2: \"1 2 0\" before the line `p cnf variables clauses`"},
		{"p edge 1 2\n", "f:1: the problem line is `p cnf variables clauses`, not \"p edge 1 2\""},
		{"p cnf 1 1\nc\np cnf 1 1\n", "f:3: a second p line; the first is line 1"},
		{"p cnf x 1\n", "f:1: the number of variables is not an integer: \"x\""},
		{"p cnf 1 -1\n", "f:1: the number of clauses \"-1\" is not from 0 to 2147483647"},
		{"p cnf 2 1\n1 3 0\n", "f:2: literal \"3\" is not from -2 to 2"},
		{"p cnf 2 1\n1 -3 0\n", "f:2: literal \"-3\" is not from -2 to 2"},
		{"p cnf 2 1\n1 y 0\n", "f:2: literal is not an integer: \"y\""},
		{"p cnf 2 1\n\n1\n2\n", "f:3: the clause that starts here is not ended by 0"},
		{"c\np cnf 2 1\n1 0\n2 0\n", "f:2: 1 clause is announced, but there are 2"},
		{"p cnf 2 3\n1 0\n2 0\n", "f:1: 3 clauses are announced, but there are 2"},
		{"p cnf 1000000000 1\n1 0\n", "f:1: 1000000000 variables are announced, but at most 1 are used"},
	})
}

func TestUnsatisfied(t *testing.T) {
	f := CNF{Variables: 3, Clauses: [][]int{{1, -2}, {3, 3}, {}, {1, -1}}}
	for _, c := range []struct {
		assignment []bool
		violated   int
	}{{[]bool{false, true, false}, 3}, {[]bool{true, true, false}, 2}, {[]bool{false, false, true}, 1}} {
		if got := f.Unsatisfied(c.assignment); got != c.violated {
			t.Errorf("%v violates %d clauses, want %d", c.assignment, got, c.violated)
		}
	}
}

// TestRealFiles compares with counts by other tools (queen5_5.col announces 160
// edges and has 152).
func TestRealFiles(t *testing.T) {
	for file, edges := range map[string][2]int{"myciel3.col": {11, 20}, "queen5_5.col": {25, 152}} {
		g, err := readReal(t, file, func(f *File) (Graph, error) { return ReadGraph(f, file, Auto) })
		if err != nil || len(g.Names) != edges[0] || len(g.Edges) != edges[1] {
			t.Errorf("%s: %d vertices, %d edges, %v", file, len(g.Names), len(g.Edges), err)
		}
	}
	for _, file := range []string{"uf20-01.cnf", "uf20-02.cnf"} {
		f, err := readReal(t, file, func(f *File) (CNF, error) { return ReadCNF(f, file) })
		if err != nil || f.Variables != 20 || len(f.Clauses) != 91 {
			t.Fatalf("%s: %d variables, %d clauses, %v", file, f.Variables, len(f.Clauses), err)
		}
		if !satisfiable(f) {
			t.Errorf("%s is satisfiable, but not as it was read", file)
		}
	}
}

func readReal[T any](t *testing.T, file string, read func(*File) (T, error)) (T, error) {
	t.Helper()
	f, err := Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return read(f)
}

func satisfiable(f CNF) bool {
	assignment := make([]bool, f.Variables)
	for mask := range 1 << f.Variables {
		for v := range assignment {
			assignment[v] = mask>>v&1 == 1
		}
		if f.Unsatisfied(assignment) == 0 {
			return true
		}
	}
	return false
}
