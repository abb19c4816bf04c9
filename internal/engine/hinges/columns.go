package hinges

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/twofold"
)

// column is a feature that units may be on. Places are from 0, the least value, to 1, the largest.
type column struct {
	feature int
	values  []float64 // ascending, each once
	places  []float64
	rows    []int   // a value: a row of the data that has it
	level   []int32 // a sample: the number of its value
	first   int     // the knot at values[1]; the last is at the last value but one
	span    float64 // the largest value less the least
	reading float64 // what errors of half an ulp in places and values make of a place's, at most
}

// comparing two samples takes as long as so many multiplications, summing at the level of one so many: memory is slow.
const (
	comparing = 16
	summing   = 8
)

func newColumn(p *whiten.Problem, data *dataset.Dataset, feature int, exact bool, watch *budget.Watch) *column {
	c := &column{feature: feature, level: make([]int32, p.M)}
	first, n := p.Frame().FirstRows, len(data.Features)
	at := func(i int32) float64 { return data.X[first[i]*n+feature] }
	order := make([]int32, p.M)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		watch.Look(comparing)
		return cmp.Compare(at(a), at(b))
	})
	for _, i := range order {
		watch.Look(comparing)
		if v := at(i); len(c.values) == 0 || v != c.values[len(c.values)-1] {
			c.values, c.rows = append(c.values, v), append(c.rows, first[i])
		}
		c.level[i] = int32(len(c.values) - 1)
	}
	c.place(exact)
	return c
}

func (c *column) place(exact bool) {
	low, high := c.values[0], c.values[len(c.values)-1]
	c.span = high - low
	if c.reading = 1; !exact {
		c.reading += max(math.Abs(low), math.Abs(high)) / c.span
	}
	for _, v := range c.values {
		c.places = append(c.places, (v-low)/c.span)
	}
}

// knots is how many there are.
func (c *column) knots() int { return max(0, len(c.values)-2) }

// number is that of a knot's value.
func (c *column) number(knot int) int { return knot - c.first + 1 }

// behind gives to each knot Σ v·max(0, place − knot) over the samples.
func (c *column) behind(v []float64, sums []twofold.Number, dst []float64, watch *budget.Watch) {
	clear(sums)
	for i, l := range c.level {
		watch.Look(summing)
		if v[i] != 0 {
			sums[l] = sums[l].Plus(twofold.Number{Hi: v[i]})
		}
	}
	var mass, sum twofold.Number
	for l := len(c.places) - 1; l > 1; l-- {
		watch.Look(summing)
		mass = mass.Plus(sums[l])
		sum = sum.Plus(mass.Scaled(c.places[l] - c.places[l-1]))
		dst[l-2] = sum.Hi
	}
}

// squares gives to each knot the weighted squares of max(0, place − knot), and the weight of the samples behind it.
func (c *column) squares(weights []float64, square, mass []float64) {
	at := make([]float64, len(c.places))
	for i, l := range c.level {
		at[l] += weights[i]
	}
	w, linear, sum := 0.0, 0.0, 0.0
	for l := len(c.places) - 1; l > 1; l-- {
		gap := c.places[l] - c.places[l-1]
		w += at[l]
		sum += gap * (2*linear + gap*w)
		linear += gap * w
		square[l-2], mass[l-2] = sum, w
	}
}

// areExact says that the features of the samples are the file's own numbers, not the doubles next to them.
func areExact(p *whiten.Problem, data *dataset.Dataset, watch *budget.Watch) bool {
	double := new(big.Rat)
	for _, i := range p.Frame().FirstRows {
		for d, v := range data.Row(i) {
			watch.Look(1 << 8)
			if exact, ok := data.ExactX(i, d); !ok || exact.Cmp(double.SetFloat64(v)) != 0 {
				return false
			}
		}
	}
	return true
}
