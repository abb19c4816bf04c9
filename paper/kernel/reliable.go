package kernel

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"relucert/dataset"
)

// The reliable setting of Goel, Kanade, Klivans and Thaler: the competitors are those that are 0 wherever the label is, and
// h = [f]_+ is wanted with
//
//	Σ_{y>0} ω(h−y)²/W at most ε above theirs,   h = 0 but on a share ε/(BR)² of the labels that are 0.
//
// With p within α of a competitor c, q = p − 2α is at most −α where y = 0 and within 3α of c elsewhere. So q pays nothing of
//
//	J(f) = Σ_{y>0} ω(f−y)²/W + C·Σ_{y=0} ω[f+α]_+²/W + λ‖f‖²
//
// for its second part, and J(q) ≤ (√L* + 3α)² + λ‖q‖² ≤ L* + ε where 3α takes the place that α has without reliability. The minimiser
// has no larger J, and [f]_+ is no farther from y > 0 than f. A row with y = 0 and f > 0 costs more than
// Cα²·ω/W, and all of them at most L* + ε ≤ Z + ε: a share of at most (Z+ε)/(Cα²), which C = (Z+ε)/(α²ε) makes ε.

// marginsOff is how many α's the best polynomial is off by.
const marginsOff = 3

// mostRounds of Newton's method: J is quadratic between finitely many kinks.
const mostRounds = 100

// reliable is J and where a step of its minimisation is.
type reliable struct {
	gram          *mat.SymDense
	y, weight     []float64 // weight: ω/W, times C where y = 0
	margin, ridge float64
	a, f          []float64
}

func (m *Model) learnReliably(ctx context.Context, gram *mat.SymDense, d *dataset.Dataset, plan Plan) (rounding float64, err error) {
	r := &reliable{gram: gram, y: d.Y, weight: shares(d), margin: plan.Margin, ridge: plan.Ridge, a: make([]float64, d.Rows()), f: make([]float64, d.Rows())}
	for i, y := range d.Y {
		if y == 0 {
			r.weight[i] *= plan.Price
		}
	}
	if err := r.minimise(ctx); err != nil {
		return 0, err
	}
	r.clip()
	m.Coefficients = r.a
	m.judge(r.f, d)
	return r.rounding(), nil
}

// clip takes away what rounding made positive: a ≤ 0 where y = 0.
func (r *reliable) clip() {
	for i, y := range r.y {
		if y == 0 {
			r.a[i] = math.Min(0, r.a[i])
		}
	}
	r.f = r.values(r.a)
}

// judge sets what was reached on the samples.
func (m *Model) judge(f []float64, d *dataset.Dataset) {
	for i, share := range shares(d) {
		h := math.Max(0, f[i])
		if d.Y[i] > 0 {
			m.TrainingError += share * (h - d.Y[i]) * (h - d.Y[i])
		} else if h > 0 {
			m.FalsePositives += share
		}
	}
}

// minimise takes Newton steps, shorter ones where kinks are in the way, until the kinks' sides stay as they are.
func (r *reliable) minimise(ctx context.Context) error {
	sides := r.sides()
	for range mostRounds {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		target, err := r.newton(sides)
		if err != nil {
			return err
		}
		r.towards(target)
		next := r.sides()
		if slices.Equal(next, sides) {
			return nil
		}
		sides = next
	}
	return nil // rounding says how far it came
}

// sides are the samples whose loss is quadratic where f is.
func (r *reliable) sides() (rows []int) {
	for i, y := range r.y {
		if y > 0 || r.f[i] > -r.margin {
			rows = append(rows, i)
		}
	}
	return rows
}

// newton is the minimiser if the losses of these rows were quadratic everywhere and the others 0.
func (r *reliable) newton(rows []int) ([]float64, error) {
	a := make([]float64, len(r.y))
	if len(rows) == 0 {
		return a, nil
	}
	part, y, weight := mat.NewSymDense(len(rows), nil), []float64{}, []float64{}
	for s, i := range rows {
		for t, j := range rows[:s+1] {
			part.SetSym(s, t, r.gram.At(i, j))
		}
		y, weight = append(y, r.wanted(i)), append(weight, r.weight[i])
	}
	solved, err := regress(part, y, weight, r.ridge)
	if err != nil {
		return nil, fmt.Errorf("%w (reliable)", err)
	}
	for s, i := range rows {
		a[i] = solved[s]
	}
	return a, nil
}

// wanted is where the loss of a sample is 0.
func (r *reliable) wanted(i int) float64 {
	if r.y[i] > 0 {
		return r.y[i]
	}
	return -r.margin
}

// towards halves the step until J falls.
func (r *reliable) towards(target []float64) {
	before, from := r.value(r.a, r.f), slices.Clone(r.a)
	ahead := r.values(target)
	fromF := slices.Clone(r.f)
	for t := 1.0; t > 1e-6; t /= 2 {
		a, f := mix(from, target, t), mix(fromF, ahead, t)
		if value := r.value(a, f); value < before || t == 1 && value <= before {
			r.a, r.f = a, f
			return
		}
	}
}

func mix(from, to []float64, t float64) []float64 {
	out := make([]float64, len(from))
	for i := range out {
		out[i] = from[i] + t*(to[i]-from[i])
	}
	return out
}

// values are K·a.
func (r *reliable) values(a []float64) []float64 {
	f := mat.NewVecDense(len(a), nil)
	f.MulVec(r.gram, mat.NewVecDense(len(a), a))
	return f.RawVector().Data
}

// miss is what the loss of a sample squares.
func (r *reliable) miss(i int, f float64) float64 {
	if r.y[i] > 0 {
		return f - r.y[i]
	}
	return math.Max(0, f+r.margin)
}

// value is J.
func (r *reliable) value(a, f []float64) float64 {
	sum := 0.0
	for i, v := range f {
		sum += r.weight[i]*r.miss(i, v)*r.miss(i, v) + r.ridge*a[i]*v
	}
	return sum
}

// rounding is by how much J is above its least at most: primal minus dual, Σ weight·(miss + λa/weight)² and, where y = 0,
// 2λ|a|·[−f−α]_+.
func (r *reliable) rounding() float64 {
	sum := 0.0
	for i, a := range r.a {
		if r.y[i] == 0 {
			sum += 2 * r.ridge * -a * math.Max(0, -r.f[i]-r.margin)
		}
		wrong := r.miss(i, r.f[i]) + r.ridge*a/r.weight[i]
		sum += r.weight[i] * wrong * wrong
	}
	return sum
}
