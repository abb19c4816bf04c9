package instance

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
)

// The fuzz tests hold for any bytes that a reader refuses them with a one-line
// *Error, or makes an instance that keeps its promises and, where its names allow
// it, can be written and read again.

// seedFuzz adds texts and the real files.
func seedFuzz(f *testing.F, texts ...string) {
	for _, file := range []string{"myciel3.col", "queen5_5.col", "uf20-01.cnf", "uf20-02.cnf"} {
		raw, err := os.ReadFile("testdata/" + file)
		if err != nil {
			f.Fatal(err)
		}
		texts = append(texts, string(raw))
	}
	for _, text := range texts {
		f.Add(text)
	}
}

// checkRead reads text and returns the instance when it is one.
func checkRead[T interface{ Check() error }](t *testing.T, text string, read reader[T]) (T, bool) {
	t.Helper()
	v, err := read(text, "f")
	if err == nil {
		if err := v.Check(); err != nil {
			t.Errorf("%q reads as %+v: %v", text, v, err)
		}
		return v, true
	}
	if typed := (*Error)(nil); !errors.As(err, &typed) || !strings.HasPrefix(err.Error(), "f") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%q: %T %v", text, err, err)
	}
	return v, false
}

func FuzzSetCover(f *testing.F) {
	seedFuzz(f, "3 2\n4 5\n2 1 2\n0\n1 1\n", "a=3: x, y\nb: y z\n# c\n=0: z\n")
	f.Fuzz(func(t *testing.T, text string) {
		checkRead(t, text, setCoverOfText(Lists))
		if s, ok := checkRead(t, text, setCoverOfText(ORLibrary)); ok {
			roundTrip(t, "", s, setCoverOfText(ORLibrary))
		}
	})
}

func FuzzCircuit(f *testing.F) {
	seedFuzz(f, "aag 3 2 0 1 1\n2\n4\n7\n6 3 5\ni0 x\no0 y\nc\ncost x 3\n", "aag 5 1 0 1 3\n2\n10\n6 2 1\n8 7 1\n10 9 6\n",
		"INPUT(a)\nINPUT(b)\nOUTPUT(o)\n# cost a 3\nn = NOR(a, b)\no = NOT(n)\n", "INPUT(a)\nOUTPUT(o)\np = OR(o,a)\no = AND(p)\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := checkRead(t, text, circuitOfText(""))
		if !ok {
			return
		}
		on := make([]bool, len(c.Inputs))
		without := c.Eval(on)
		for i := range on {
			on[i] = true
		}
		if without && !c.Eval(on) {
			t.Errorf("%q: true without inputs, false with all", text)
		}
	})
}

func FuzzGraph(f *testing.F) {
	seedFuzz(f, "a b\nb,c\n# c\n", "4 2\n2 3\n1\n1\n\n", "p col 3 1\ne 3 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []Format{Auto, METIS, Lists} {
			checkRead(t, text, graphOfText(format))
		}
		if g, ok := checkRead(t, text, graphOfText(DIMACS)); ok {
			roundTrip(t, "", g, graphOfText(DIMACS))
		}
	})
}

func FuzzHypergraph(f *testing.F) {
	seedFuzz(f, "2 4 11\n7 1 2 3\n1 4\n5\n6\n7\n8\n", "a b c\nc d\n", "2 4\n1 1\n% c\n\n2 3\n")
	f.Fuzz(func(t *testing.T, text string) {
		checkRead(t, text, hypergraphOfText(Lists))
		if h, ok := checkRead(t, text, hypergraphOfText(HMETIS)); ok {
			roundTrip(t, "", h, hypergraphOfText(HMETIS))
		}
	})
}

func FuzzCNF(f *testing.F) {
	seedFuzz(f, "p cnf 2 3\n0\n1 -1 0 2\n2 0\n%\n0\n", "\x1f\x8b\x08\x00")
	f.Fuzz(func(t *testing.T, text string) {
		if formula, ok := checkRead(t, text, cnfOfText); ok {
			roundTrip(t, "", formula, cnfOfText)
			if again, err := cnfOfText(text, "f"); err != nil || !reflect.DeepEqual(again, formula) {
				t.Errorf("%q reads as two formulas", text)
			}
		}
	})
}
