package realizable

import (
	"context"
	"math/big"
	"slices"

	"relucert/proof/farkas"
)

// relaxation is what must hold of the weights of a node's networks: linear conditions, of which
// those of samples are added when the point at hand violates them. Its unknowns are the weights
// of unit after unit, and then those of the output part.
type relaxation struct {
	samples farkas.Samples
	signs   []int
	sides   [][]int // unit, sample: 1 on, −1 off, 0 undecided
	system  *dictionary
	origins []origin // of the system's rows
	point   *farkas.Sum
}

// origin is where a row comes from: the side of a unit, or else a sample, and then 1 for ≤, −1 for ≥.
type origin struct {
	sample, unit int
	active       []bool // nil: a side
	sign         int
}

func newRelaxation(s farkas.Samples, signs []int) *relaxation {
	r := &relaxation{samples: s, signs: signs, system: newDictionary(len(signs)*len(s.X[0]) + s.OutputColumns())}
	for range signs {
		r.sides = append(r.sides, make([]int, len(s.X)))
	}
	return r
}

func (r *relaxation) clone() *relaxation {
	c := *r
	c.system, c.origins = r.system.clone(), slices.Clone(r.origins)
	c.sides = nil
	for _, sides := range r.sides {
		c.sides = append(c.sides, slices.Clone(sides))
	}
	return &c
}

// alike are the units of j's sign and j's decisions.
func (r *relaxation) alike(j int) (units []int) {
	for other := range r.signs {
		if r.signs[other] == r.signs[j] && slices.Equal(r.sides[other], r.sides[j]) {
			units = append(units, other)
		}
	}
	return units
}

// put puts units on a side of a sample.
func (r *relaxation) put(units []int, sample, side int) {
	for _, j := range units {
		r.sides[j][sample] = side
		row := r.row()
		r.addUnit(row, j, sample, -side)
		r.add(row, new(big.Rat), origin{sample: sample, unit: j, sign: side})
	}
}

func (r *relaxation) row() []*big.Rat {
	row := make([]*big.Rat, r.system.n)
	for d := range row {
		row[d] = new(big.Rat)
	}
	return row
}

// addUnit makes the coefficients of unit j those of ±⟨w_j, x⟩.
func (r *relaxation) addUnit(row []*big.Rat, j, sample, sign int) {
	x := r.samples.X[sample]
	for d, v := range x {
		row[j*len(x)+d].Mul(v, big.NewRat(int64(sign), 1))
	}
}

func (r *relaxation) add(row []*big.Rat, bound *big.Rat, from origin) {
	r.system.add(row, bound, false)
	r.origins = append(r.origins, from)
}

// tighten finds a point that no sample's condition excludes, or says that there is none.
func (r *relaxation) tighten(ctx context.Context) (feasible bool, err error) {
	for {
		if feasible, err = r.system.solve(ctx); !feasible || err != nil {
			return false, err
		}
		r.point = r.network()
		if !r.exclude() {
			return true, nil
		}
	}
}

// network is the system's point.
func (r *relaxation) network() *farkas.Sum {
	w, n := r.system.weights(), len(r.samples.X[0])
	out := &farkas.Sum{Signs: r.signs}
	for j := range r.signs {
		out.Weights = append(out.Weights, w[j*n:(j+1)*n])
	}
	out.Output = w[len(r.signs)*n:]
	return out
}

// exclude adds the conditions that the point violates. A unit whose side is not known adds at
// least 0 and at least ⟨w, x⟩, so the sum is bounded from the one side if all of those have one sign.
func (r *relaxation) exclude() (some bool) {
	for i := range r.samples.X {
		active, sum := r.output(i)
		off := sum.Cmp(r.samples.Y[i])
		if off == 0 || r.loose(i, -off) {
			continue
		}
		row := r.row()
		for j, on := range active {
			if on {
				r.addUnit(row, j, i, off*r.signs[j])
			}
		}
		bound := big.NewRat(int64(off), 1)
		for d, v := range r.outputRow(i) {
			row[len(row)-r.samples.OutputColumns()+d].Mul(v, bound)
		}
		r.add(row, bound.Mul(bound, r.samples.Y[i]), origin{sample: i, active: active, sign: off})
		some = true
	}
	return some
}

func (r *relaxation) outputRow(i int) []*big.Rat {
	if r.samples.Z == nil {
		return nil
	}
	return r.samples.Z[i]
}

// loose says that a unit of this sign has no side of sample i yet.
func (r *relaxation) loose(i, sign int) bool {
	for j, s := range r.signs {
		if s == sign && r.sides[j][i] == 0 {
			return true
		}
	}
	return false
}

// output is the point's on sample i, and which units are active there, by decision or else by their weights.
func (r *relaxation) output(i int) (active []bool, sum *big.Rat) {
	sum = inner(r.point.Output, r.outputRow(i))
	active = make([]bool, len(r.signs))
	for j, w := range r.point.Weights {
		t := inner(w, r.samples.X[i])
		active[j] = r.sides[j][i] == 1 || r.sides[j][i] == 0 && t.Sign() > 0
		if active[j] {
			sum.Add(sum, t.Mul(t, big.NewRat(int64(r.signs[j]), 1)))
		}
	}
	return active, sum
}

// worst is the sample to branch on, among those that the point does not fit: one with the most blame
// for each undecided unit (Boussemart and others' weighted degree, ECAI 2004), and then the one that is farthest off;
// -1 if the point fits all.
func (r *relaxation) worst(blame []int64) (sample int) {
	sample = -1
	most, farthest := 0.0, new(big.Rat)
	for i := range r.samples.X {
		_, sum := r.output(i)
		off := sum.Abs(sum.Sub(sum, r.samples.Y[i]))
		if off.Sign() == 0 {
			continue
		}
		weight := float64(1+blame[i]) / float64(r.undecided(i))
		if sample < 0 || weight > most || weight == most && off.Cmp(farthest) > 0 {
			sample, most, farthest = i, weight, off
		}
	}
	return sample
}

// decided are the decisions on units.
func (r *relaxation) decided(units []int) pairs {
	all := pairs{}
	for _, j := range units {
		for i, side := range r.sides[j] {
			if side != 0 {
				all[pair{j, i}] = true
			}
		}
	}
	return all
}

func (r *relaxation) undecided(i int) (count int) {
	for _, sides := range r.sides {
		if sides[i] == 0 {
			count++
		}
	}
	return count
}

// contradiction is the multipliers of the system's refuted row.
func (r *relaxation) contradiction() (n farkas.Node) {
	for _, m := range r.system.multipliers() {
		from := r.origins[m.row]
		if from.active == nil {
			n.Sides = append(n.Sides, farkas.SideMultiplier{Sample: from.sample, Unit: from.unit, Value: m.value})
			continue
		}
		value := m.value.Mul(m.value, big.NewRat(int64(from.sign), 1))
		n.Rows = append(n.Rows, farkas.RowMultiplier{Sample: from.sample, Active: from.active, Value: value})
	}
	return n
}

func inner(a, b []*big.Rat) *big.Rat {
	sum, term := new(big.Rat), new(big.Rat)
	for d := range b {
		sum.Add(sum, term.Mul(a[d], b[d]))
	}
	return sum
}
