package realizable

import (
	"context"
	"math/big"
	"slices"
)

// dictionary is a linear system in n free weights w. Each of its rows i says ⟨a_i, w⟩ = b_i or
// ⟨a_i, w⟩ ≤ b_i and has a slack s_i = ⟨a_i, w⟩ − b_i that must be 0 or ≤ 0. Each basic
// variable is an affine function of the n that are not,
//
//	basic[r] = (entries[r][n] + Σ_c entries[r][c]·others[c]) / denominator,
//
// an identity in w. Rows are multiplied by scale_i > 0 to be whole.
type dictionary struct {
	n           int
	equal       []bool // a row
	scale       []*big.Int
	basic       []variable
	others      []variable
	entries     [][]*big.Int
	denominator *big.Int // > 0
	haste       int      // pivots left to the largest entries
	refuted     int      // the row that no weights can satisfy
}

// variable is the weight d < n, or the slack of row i as n + i.
type variable int

// hasteShare times rows and columns is when pivots by the largest entries must have ended.
const hasteShare = 4

func newDictionary(n int) *dictionary {
	d := &dictionary{n: n, denominator: big.NewInt(1)}
	for c := range n {
		d.others = append(d.others, variable(c))
	}
	return d
}

// add adds the row ⟨a, w⟩ = b or ≤ b. As it begins basic, it can be added at any time.
func (d *dictionary) add(a []*big.Rat, b *big.Rat, equal bool) {
	row, scale := integers(append(slices.Clone(a), new(big.Rat).Neg(b)))
	d.basic = append(d.basic, variable(d.n+len(d.scale)))
	d.equal, d.scale = append(d.equal, equal), append(d.scale, scale)
	d.entries = append(d.entries, d.inOthers(row))
}

// inOthers is the denominator times a row in weights, with the basic weights expressed in what is not basic.
func (d *dictionary) inOthers(row []*big.Int) []*big.Int {
	out, term := make([]*big.Int, d.n+1), new(big.Int)
	for c := range out {
		out[c] = new(big.Int)
	}
	out[d.n].Mul(row[d.n], d.denominator)
	for c, v := range d.others {
		if d.isWeight(v) {
			out[c].Mul(row[v], d.denominator)
		}
	}
	for r, v := range d.basic {
		if !d.isWeight(v) || row[v].Sign() == 0 {
			continue
		}
		for c, entry := range d.entries[r] {
			out[c].Add(out[c], term.Mul(row[v], entry))
		}
	}
	return out
}

// clone shares nothing that changes.
func (d *dictionary) clone() *dictionary {
	c := *d
	c.equal, c.scale, c.basic, c.others = slices.Clone(d.equal), slices.Clone(d.scale), slices.Clone(d.basic), slices.Clone(d.others)
	c.denominator = new(big.Int).Set(d.denominator)
	c.entries = make([][]*big.Int, len(d.entries))
	for r, row := range d.entries {
		for _, v := range row {
			c.entries[r] = append(c.entries[r], new(big.Int).Set(v))
		}
	}
	return &c
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
	d.haste = hasteShare * (len(d.scale) + d.n)
	return d.settle(ctx)
}

func (d *dictionary) settle(ctx context.Context) (feasible bool, err error) {
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

func (d *dictionary) isWeight(v variable) bool     { return int(v) < d.n }
func (d *dictionary) isEquation(v variable) bool   { return !d.isWeight(v) && d.equal[int(v)-d.n] }
func (d *dictionary) isInequality(v variable) bool { return !d.isWeight(v) && !d.equal[int(v)-d.n] }

// weights are those at which all variables that are not basic are 0.
func (d *dictionary) weights() []*big.Rat {
	w := make([]*big.Rat, d.n)
	for c := range w {
		w[c] = new(big.Rat) // stays where no row tells
	}
	for r, v := range d.basic {
		if d.isWeight(v) {
			w[v].SetFrac(d.entries[r][d.n], d.denominator)
		}
	}
	return w
}

// multiplier is the λ of a row.
type multiplier struct {
	row   int
	value *big.Rat
}

// multipliers are Farkas', read off the refuted row, s_r = b + Σ a_c s_c with b ≠ 0: as an
// identity in w it says that row r is Σ a_c row_c but for b, so that λ_r = 1 and
// λ_c = −a_c, or all of them negated, are a contradiction.
func (d *dictionary) multipliers() []multiplier {
	row := d.entries[d.refuted]
	b := big.NewInt(int64(row[d.n].Sign()))
	out := []multiplier{d.multiplier(d.basic[d.refuted], d.denominator, b)}
	b.Neg(b)
	for c, v := range d.others {
		if row[c].Sign() != 0 {
			out = append(out, d.multiplier(v, row[c], b))
		}
	}
	slices.SortFunc(out, func(a, b multiplier) int { return a.row - b.row })
	return out
}

// multiplier is a·sign for a row that was scaled.
func (d *dictionary) multiplier(v variable, a, sign *big.Int) multiplier {
	row := int(v) - d.n
	value := new(big.Int).Mul(a, sign)
	value.Mul(value, d.scale[row])
	return multiplier{row, new(big.Rat).SetFrac(value, d.denominator)}
}
