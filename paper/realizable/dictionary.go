package realizable

import (
	"context"
	"math/big"
	"slices"

	"relucert/proof/farkas"
)

// dictionary is the linear program of one sign. Its variables are the weights w_d
// and a slack for each sample, s_i = ⟨w, x_i⟩ − |y_i|, that must be 0 where y_i ≠ 0 and
// ≤ 0 where y_i = 0. Each basic variable is an affine function of the n that are not,
//
//	basic[r] = (entries[r][n] + Σ_c entries[r][c]·others[c]) / denominator,
//
// an identity in w. Samples are multiplied by scale_i > 0 to be whole.
type dictionary struct {
	m, n        int
	equal       []bool // y_i ≠ 0
	scale       []*big.Int
	basic       []variable
	others      []variable
	entries     [][]*big.Int
	denominator *big.Int // > 0
	haste       int      // pivots left to the largest entries
	refuted     int      // the row that no weights can satisfy
}

// variable is a sample i < m, or the weight d as m + d.
type variable int

// hasteShare times rows and columns is when pivots by the largest entries must have ended.
const hasteShare = 4

func newDictionary(x [][]*big.Rat, y []*big.Rat) *dictionary {
	d := &dictionary{m: len(x), n: len(x[0]), denominator: big.NewInt(1), haste: hasteShare * (len(x) + len(x[0]))}
	for c := range d.n {
		d.others = append(d.others, variable(d.m+c))
	}
	for i := range x {
		label := new(big.Rat).Abs(y[i])
		row, scale := integers(append(slices.Clone(x[i]), label.Neg(label)))
		d.basic = append(d.basic, variable(i))
		d.equal = append(d.equal, y[i].Sign() != 0)
		d.entries, d.scale = append(d.entries, row), append(d.scale, scale)
	}
	return d
}

// integers are the numbers times scale, their least common denominator.
func integers(v []*big.Rat) (out []*big.Int, scale *big.Int) {
	scale = big.NewInt(1)
	for _, e := range v {
		scale.Mul(scale, new(big.Int).Quo(e.Denom(), new(big.Int).GCD(nil, nil, scale, e.Denom())))
	}
	for _, e := range v {
		out = append(out, new(big.Int).Mul(e.Num(), new(big.Int).Quo(scale, e.Denom())))
	}
	return out, scale
}

// solve says whether there are weights. First the equations take the place of
// weights, then inequalities the place of the weights that are left, and then, while a
// basic inequality is violated, it changes places with another.
func (d *dictionary) solve(ctx context.Context) (feasible bool, err error) {
	for _, next := range []func() (r, c int){d.equation, d.inequality, d.violated} {
		for {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			r, c := next()
			if r < 0 {
				break
			}
			if c < 0 {
				d.refuted = r
				return false, nil
			}
			d.pivot(r, c)
		}
	}
	return true, nil
}

// equation is a basic equation that depends on a weight and this weight's column. The column is -1 for
// an equation that no weight and no constant makes 0; the row is -1 when there are no more.
func (d *dictionary) equation() (r, c int) {
	for r, v := range d.basic {
		if !d.isEquation(v) {
			continue
		}
		if c := d.freeColumn(r); c >= 0 || d.entries[r][d.n].Sign() != 0 {
			return r, c
		}
	}
	return -1, -1
}

// inequality is the same for inequalities, which do not contradict yet.
func (d *dictionary) inequality() (r, c int) {
	for r, v := range d.basic {
		if d.isInequality(v) {
			if c := d.freeColumn(r); c >= 0 {
				return r, c
			}
		}
	}
	return -1, -1
}

// freeColumn is a weight on which row r depends, -1 if there is none.
func (d *dictionary) freeColumn(r int) int {
	for c, v := range d.others {
		if d.isWeight(v) && d.entries[r][c].Sign() != 0 {
			return c
		}
	}
	return -1
}

// violated is a basic inequality that is positive when all others are 0, and another that
// lowers it by falling. Where none does, its row is a contradiction. The largest
// entries take few pivots (60, not 800, on 200 rows of 30 columns). Those of least index make an end
// certain, from any dictionary (Terlaky's criss-cross method, Optimization 16, 1985,
// where there is no objective), so they follow when haste has had its chance.
func (d *dictionary) violated() (r, c int) {
	d.haste--
	r = d.pick(d.basic, func(at int) *big.Int { return d.entries[at][d.n] })
	if r < 0 {
		return -1, -1
	}
	return r, d.pick(d.others, func(at int) *big.Int { return d.entries[r][at] })
}

// pick is the inequality among variables with the largest positive entry, or the first
// with a positive one; -1 if there is none.
func (d *dictionary) pick(from []variable, entry func(int) *big.Int) int {
	best := -1
	for at, v := range from {
		switch {
		case !d.isInequality(v) || entry(at).Sign() <= 0:
		case best < 0, d.haste > 0 && entry(at).Cmp(entry(best)) > 0, d.haste <= 0 && v < from[best]:
			best = at
		}
	}
	return best
}

func (d *dictionary) isWeight(v variable) bool     { return int(v) >= d.m }
func (d *dictionary) isEquation(v variable) bool   { return !d.isWeight(v) && d.equal[v] }
func (d *dictionary) isInequality(v variable) bool { return !d.isWeight(v) && !d.equal[v] }

// weights are those at which all variables that are not basic are 0.
func (d *dictionary) weights() []*big.Rat {
	w := make([]*big.Rat, d.n)
	for c := range w {
		w[c] = new(big.Rat) // stays where no sample tells
	}
	for r, v := range d.basic {
		if d.isWeight(v) {
			w[int(v)-d.m].SetFrac(d.entries[r][d.n], d.denominator)
		}
	}
	return w
}

// multipliers are Farkas', read off the refuted row, s_r = b + Σ a_c s_c with b ≠ 0: as an
// identity in w it says x_r = Σ a_c x_c and b = Σ a_c |y_c| − |y_r|, so that λ_r = 1 and
// λ_c = −a_c, or all of them negated, are a contradiction.
func (d *dictionary) multipliers() []farkas.Multiplier {
	row := d.entries[d.refuted]
	b := big.NewInt(int64(row[d.n].Sign()))
	out := []farkas.Multiplier{d.multiplier(d.basic[d.refuted], d.denominator, b)}
	b.Neg(b)
	for c, v := range d.others {
		if row[c].Sign() != 0 {
			out = append(out, d.multiplier(v, row[c], b))
		}
	}
	slices.SortFunc(out, func(a, b farkas.Multiplier) int { return a.Sample - b.Sample })
	return out
}

// multiplier is a·sign for a sample that was scaled.
func (d *dictionary) multiplier(v variable, a, sign *big.Int) farkas.Multiplier {
	value := new(big.Int).Mul(a, sign)
	value.Mul(value, d.scale[v])
	return farkas.Multiplier{Sample: int(v), Value: new(big.Rat).SetFrac(value, d.denominator)}
}
