package deep

import (
	"math"
	"strings"
)

// Group is units under one ReLU, or under none.
type Group struct {
	Sign      int   // s
	Signs     []int // a, of each of its units
	Rectified bool
}

// Form is the networks that compete: its groups.
type Form []Group

// OutputReLU is one ReLU over units of the given signs.
func OutputReLU(signs ...int) Form { return Form{{Sign: 1, Signs: signs, Rectified: true}} }

// Sum is the network of depth 2.
func Sum(signs ...int) Form { return Form{{Sign: 1, Signs: signs}} }

// Units is K.
func (f Form) Units() (k int) {
	for _, g := range f {
		k += len(g.Signs)
	}
	return k
}

// String is such as +[+-] for an output ReLU over two units, and +(+-) without one.
func (f Form) String() string {
	var text strings.Builder
	for _, g := range f {
		brackets := "()"
		if g.Rectified {
			brackets = "[]"
		}
		text.WriteString(signText(g.Sign) + brackets[:1])
		for _, a := range g.Signs {
			text.WriteString(signText(a))
		}
		text.WriteString(brackets[1:])
	}
	return text.String()
}

func signText(sign int) string {
	if sign < 0 {
		return "-"
	}
	return "+"
}

// Predict is the output of weights w, K rows of n, on a row x.
func (f Form) Predict(w [][]float64, x []float64) (sum float64) {
	j := 0
	for _, g := range f {
		inner := 0.0
		for _, a := range g.Signs {
			inner += float64(a) * math.Max(0, dot(w[j], x))
			j++
		}
		if g.Rectified {
			inner = math.Max(0, inner)
		}
		sum += float64(g.Sign) * inner
	}
	return sum
}

func dot(a, b []float64) (sum float64) {
	for d, v := range a {
		sum += v * b[d]
	}
	return sum
}

// pattern says what is active on a sample: K units, then G groups, of which those without a ReLU always are.
type pattern []bool

// patterns are all of a sample, but for those in which a group's ReLU is off though all its units are.
func (f Form) patterns() (all []pattern) {
	k := f.Units()
	for bits := range 1 << (k + len(f)) {
		p := make(pattern, k+len(f))
		for at := range p {
			p[at] = bits>>at&1 == 1
		}
		if f.possible(p) {
			all = append(all, p)
		}
	}
	return all
}

func (f Form) possible(p pattern) bool {
	j, k := 0, f.Units()
	for g, group := range f {
		some := false
		for range group.Signs {
			some = some || p[j]
			j++
		}
		if on := p[k+g]; !on && (!group.Rectified || !some) {
			return false
		}
	}
	return true
}

// patternOf is that of weights on a row.
func (f Form) patternOf(w [][]float64, x []float64) pattern {
	k := f.Units()
	p := make(pattern, k+len(f))
	j := 0
	for g, group := range f {
		inner, some := 0.0, false
		for _, a := range group.Signs {
			t := dot(w[j], x)
			p[j] = t > 0
			some = some || p[j]
			inner += float64(a) * math.Max(0, t)
			j++
		}
		p[k+g] = !group.Rectified || inner > 0 || !some
	}
	return p
}

// inner is the coefficients of a group's input, linear in all weights, under a pattern.
func (f Form) inner(g int, p pattern, x []float64) []float64 {
	row := make([]float64, f.Units()*len(x))
	j := 0
	for at, group := range f {
		for _, a := range group.Signs {
			if at == g && p[j] {
				for d, v := range x {
					row[j*len(x)+d] = float64(a) * v
				}
			}
			j++
		}
	}
	return row
}

// output is the coefficients of f under a pattern.
func (f Form) output(p pattern, x []float64) []float64 {
	row := make([]float64, f.Units()*len(x))
	for g, group := range f {
		if !p[f.Units()+g] {
			continue
		}
		for d, v := range f.inner(g, p, x) {
			row[d] += float64(group.Sign) * v
		}
	}
	return row
}

// conditions are rows c with ⟨c, w⟩ ≥ 0 that say that the pattern is the sample's.
func (f Form) conditions(p pattern, x []float64) (rows [][]float64) {
	k := f.Units()
	for j := range k {
		row := make([]float64, k*len(x))
		for d, v := range x {
			row[j*len(x)+d] = direction(p[j]) * v
		}
		rows = append(rows, row)
	}
	for g, group := range f {
		if !group.Rectified {
			continue
		}
		row := f.inner(g, p, x)
		for d := range row {
			row[d] *= direction(p[k+g])
		}
		rows = append(rows, row)
	}
	return rows
}

func direction(on bool) float64 {
	if on {
		return 1
	}
	return -1
}
