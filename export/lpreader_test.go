package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// lpFile is an LP file read back: as little of the format as the package writes.
type lpFile struct {
	objective expression // squares already halved
	rows      []lpRow
	bounds    map[string]interval
	binaries  map[string]bool
	sets      [][]string
}

// expression is Σ linear·v + Σ square·v².
type expression struct{ linear, square map[string]float64 }

// lpRow holds always, or where a binary has a value.
type lpRow struct {
	name, binary string
	value        float64
	expression   expression
	sense        string
	rhs          float64
}

type lpReader struct {
	words []string
	file  lpFile
}

func readLP(text string) (f *lpFile, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	r := &lpReader{file: lpFile{bounds: map[string]interval{}, binaries: map[string]bool{}}}
	for line := range strings.Lines(text) {
		if len(line) > 560 {
			return nil, fmt.Errorf("a line of %d characters", len(line))
		}
		if !strings.HasPrefix(line, `\`) {
			r.words = append(r.words, strings.Fields(line)...)
		}
	}
	r.read()
	return &r.file, nil
}

func (r *lpReader) next() string {
	word := r.words[0]
	r.words = r.words[1:]
	return word
}

func (r *lpReader) peek() string { return r.words[0] }

func (r *lpReader) want(word string) {
	if got := r.next(); got != word {
		panic(fmt.Sprintf("%q instead of %q", got, word))
	}
}

func (r *lpReader) read() {
	r.want("Minimize")
	r.name()
	r.file.objective = r.expression()
	for v := range r.file.objective.square {
		r.file.objective.square[v] /= 2
	}
	r.want("/")
	r.want("2")
	r.want("Subject")
	r.want("To")
	for r.peek() != "Bounds" {
		r.file.rows = append(r.file.rows, r.row())
	}
	r.next()
	for r.peek() != "Binary" && r.peek() != "SOS" && r.peek() != "End" {
		r.bound()
	}
	if r.peek() == "Binary" {
		for r.next(); r.peek() != "SOS" && r.peek() != "End"; {
			r.file.binaries[r.next()] = true
		}
	}
	for r.next() == "SOS" {
		for r.peek() != "End" {
			r.file.sets = append(r.file.sets, r.set())
		}
	}
}

func (r *lpReader) name() string {
	name, isName := strings.CutSuffix(r.next(), ":")
	if !isName {
		panic("no name but " + name)
	}
	return name
}

func (r *lpReader) row() lpRow {
	row := lpRow{name: r.name()}
	if len(r.words) > 3 && r.words[3] == "->" {
		row.binary = r.next()
		r.want("=")
		row.value = r.number()
		r.want("->")
	}
	row.expression = r.expression()
	row.sense = r.next()
	row.rhs = r.number()
	return row
}

func (r *lpReader) number() float64 {
	v, err := strconv.ParseFloat(r.next(), 64)
	if err != nil {
		panic(err)
	}
	return v
}

// expression ends before a sense or the objective's division.
func (r *lpReader) expression() expression {
	e := expression{map[string]float64{}, map[string]float64{}}
	for sign := 1.0; ; {
		switch word := r.peek(); word {
		case "<=", ">=", "=", "/":
			return e
		case "+", "-", "[", "]":
			r.next()
			sign = map[string]float64{"-": -1}[word]*2 + 1
		default:
			r.term(e, sign)
		}
	}
}

func (r *lpReader) term(e expression, factor float64) {
	if _, err := strconv.ParseFloat(r.peek(), 64); err == nil {
		factor *= r.number()
	}
	variable := r.next()
	if r.peek() == "^2" {
		r.next()
		e.square[variable] += factor
	} else {
		e.linear[variable] += factor
	}
}

func (r *lpReader) bound() {
	lo := r.number()
	r.want("<=")
	variable := r.next()
	r.want("<=")
	r.file.bounds[variable] = interval{lo, r.number()}
}

func (r *lpReader) set() (members []string) {
	r.name()
	r.want("S1::")
	for strings.Contains(r.peek(), ":") && !strings.HasSuffix(r.peek(), ":") {
		member, _, _ := strings.Cut(r.next(), ":")
		members = append(members, member)
	}
	return members
}

// at is the expression's value; a variable without one makes it NaN.
func (e expression) at(values map[string]float64) float64 {
	s := 0.0
	value := func(name string) float64 {
		v, known := values[name]
		if !known {
			return math.NaN()
		}
		return v
	}
	for name, factor := range e.linear {
		s += factor * value(name)
	}
	for name, factor := range e.square {
		s += factor * value(name) * value(name)
	}
	return s
}

// violations are the conditions that values miss by more than a tolerance, relative to
// the right-hand side.
func (f *lpFile) violations(values map[string]float64, tolerance float64) (found []string) {
	for _, row := range f.rows {
		if row.binary != "" && values[row.binary] != row.value {
			continue
		}
		if !row.holds(values, tolerance*math.Max(1, math.Abs(row.rhs))) {
			found = append(found, row.name)
		}
	}
	for name, b := range f.bounds {
		room := tolerance * max(1, math.Abs(b.lo), math.Abs(b.hi))
		if v, known := values[name]; !known || v < b.lo-room || v > b.hi+room {
			found = append(found, "bounds of "+name)
		}
	}
	for name := range f.binaries {
		if v, known := values[name]; !known || v != 0 && v != 1 {
			found = append(found, "binary "+name)
		}
	}
	for _, set := range f.sets {
		nonzero := 0
		for _, name := range set {
			if values[name] != 0 {
				nonzero++
			}
		}
		if nonzero > 1 {
			found = append(found, "set of "+set[0])
		}
	}
	return found
}

func (r *lpRow) holds(values map[string]float64, tolerance float64) bool {
	over := r.expression.at(values) - r.rhs
	switch r.sense {
	case "<=":
		return over <= tolerance
	case ">=":
		return over >= -tolerance
	}
	return math.Abs(over) <= tolerance
}
