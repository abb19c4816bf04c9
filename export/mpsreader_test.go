package export

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// readMPS is as much of free MPS as the package writes, as what an LP file of it says.
func readMPS(text string) (f *lpFile, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	f = &lpFile{objective: emptyExpression(), bounds: map[string]interval{}, binaries: map[string]bool{}}
	at, section, quadratic := map[string]int{"sse": -1}, "", ""
	of := func(name string) *expression {
		if i := at[name]; i >= 0 {
			return &f.rows[i].expression
		}
		return &f.objective
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case line[0] == '*':
			continue
		case line[0] != ' ':
			section, quadratic = words[0], words[len(words)-1]
			continue
		}
		switch section {
		case "ROWS":
			if words[0] != "N" {
				at[words[1]] = len(f.rows)
				f.rows = append(f.rows, lpRow{name: words[1], sense: map[string]string{"L": "<=", "G": ">=", "E": "="}[words[0]], expression: emptyExpression()})
			}
		case "COLUMNS":
			if v := numberOf(words[2]); words[0] != "MARKER" && v != 0 {
				of(words[1]).linear[words[0]] += v
			}
		case "RHS":
			f.rows[at[words[1]]].rhs = numberOf(words[2])
		case "BOUNDS":
			f.readBound(words)
		case "QUADOBJ":
			f.objective.square[words[0]] += numberOf(words[2]) / 2
		case "QCMATRIX":
			of(quadratic).square[words[0]] += numberOf(words[2])
		case "SOS":
			if words[0] == "S1" {
				f.sets = append(f.sets, nil)
			} else {
				f.sets[len(f.sets)-1] = append(f.sets[len(f.sets)-1], words[0])
			}
		case "INDICATORS":
			f.rows[at[words[1]]].binary, f.rows[at[words[1]]].value = words[2], numberOf(words[3])
		default:
			return nil, fmt.Errorf("section %q", section)
		}
	}
	return f, nil
}

func emptyExpression() expression { return expression{map[string]float64{}, map[string]float64{}} }

func numberOf(word string) float64 {
	if strings.HasPrefix(word, "'") {
		return 0
	}
	v, err := strconv.ParseFloat(word, 64)
	if err != nil {
		panic(err)
	}
	return v
}

func (f *lpFile) readBound(words []string) {
	b := f.bounds[words[2]]
	switch words[0] {
	case "LO":
		b.lo = numberOf(words[3])
	case "UP":
		b.hi = numberOf(words[3])
	case "BV":
		f.binaries[words[2]] = true
		return
	}
	f.bounds[words[2]] = b
}

// TestMPSIsLP: both files of a program say the same.
func TestMPSIsLP(t *testing.T) {
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 1))
	for run := range 100 {
		p := randomProblem(rng)
		for _, f := range formulations {
			q := programOf(t, p, f)
			var text bytes.Buffer
			if err := q.WriteMPS(&text); err != nil {
				t.Fatal(err)
			}
			got, err := readMPS(text.String())
			if err != nil {
				t.Fatalf("%v in\n%s", err, &text)
			}
			if want := read(t, write(t, q)); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, run %d:\n%+v\nnot\n%+v\n%s", seed, run, got, want, &text)
			}
		}
	}
}
