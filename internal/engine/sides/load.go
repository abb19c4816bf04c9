package sides

// load makes the program that of node n, with slacks for a point.
func (q *program) load(n *Node, x *vector) {
	q.signs, q.regions = n.Signs, n.Regions
	q.decided, q.sides, q.walls, q.all = q.decided[:0], q.sides[:0], q.walls[:0], q.all[:0]
	for i := range q.p.M {
		q.addSample(i, x)
	}
	for j, r := range q.regions {
		for k, i := range r.cuts {
			q.addWall(wall{sample: int(i), unit: j, sigma: float64(r.side[i]), number: r.numbers[k]}, x)
		}
	}
	q.addBalls(x)
	q.addBox(x)
}

func (q *program) addSample(i int, x *vector) {
	above, below, open := q.mayLose(i)
	if !open {
		q.decided = append(q.decided, i)
	}
	if above {
		q.addSide(i, 1, x)
	}
	if below {
		q.addSide(i, -1, x)
	}
}

// mayLose says whether some unit is undecided on sample i and, if so, on which sides of the
// label there is a loss: an output that nothing bounds from above makes up for all others.
func (q *program) mayLose(i int) (above, below, open bool) {
	for j, r := range q.regions {
		if r.side[i] != 0 {
			continue
		}
		if !open {
			above, below, open = true, true, true
		}
		if q.reach == nil && q.signs[j] > 0 {
			below = false
		} else if q.reach == nil {
			above = false
		}
	}
	return above, below, open
}

// addSide enters one side of sample i.
func (q *program) addSide(i int, sign float64, x *vector) {
	d := q.newSide()
	d.sample, d.sign, d.omega, d.constant, d.first = i, sign, q.p.Weights[i], 0, q.all.add(1)
	d.kinks = d.kinks[:0]
	for j := range q.regions {
		q.relax(d, j)
	}
	q.startSide(d, x)
}

// newSide reuses the memory of an earlier node's.
func (q *program) newSide() *side {
	if len(q.sides) < cap(q.sides) {
		q.sides = q.sides[:len(q.sides)+1]
	} else {
		q.sides = append(q.sides, side{})
	}
	d := &q.sides[len(q.sides)-1]
	if d.slope == nil {
		d.slope = make([]float64, q.units)
	}
	return d
}

// relax enters what stands for the output of unit j.
func (q *program) relax(d *side, j int) {
	a, decided := d.sign*float64(q.signs[j]), q.regions[j].side[d.sample]
	d.slope[j] = 0
	switch {
	case decided > 0:
		d.slope[j] = a
	case decided < 0:
	case a > 0:
		d.kinks = append(d.kinks, kink{unit: j, first: q.all.add(2)})
	default:
		d.slope[j] = -0.5
		d.constant -= q.reach[d.sample] / 2
	}
}

// startSide sets p and z a little above their bounds.
func (q *program) startSide(d *side, x *vector) {
	sum := q.along(d, x, d.constant)
	for l := range d.kinks {
		k := &d.kinks[l]
		t := x.t[q.at(d.sample, k.unit)]
		k.z = max(t, 0) + 1
		sum += k.z
		above, positive := q.all.kink(k)
		above.s, positive.s = k.z-t, k.z
	}
	d.p = max(sum, 0) + 1
	q.all[d.first].s = d.p - sum
}

func (q *program) addWall(w wall, x *vector) {
	w.first = q.all.add(1)
	q.all[w.first].s = max(w.sigma*x.t[q.at(w.sample, w.unit)], 1)
	q.walls = append(q.walls, w)
}

func (q *program) addBalls(x *vector) {
	if q.p.NormBound == 0 {
		return
	}
	if q.balls == nil {
		for j := range q.units {
			q.balls = append(q.balls, ball{unit: j, image: make([]float64, q.p.N)})
		}
	}
	for j := range q.balls {
		b := &q.balls[j]
		b.first = q.all.add(1)
		q.all[b.first].s = max(q.ballValue(b, x), square(q.p.NormBound)/8)
	}
}
