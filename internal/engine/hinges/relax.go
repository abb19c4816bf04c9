package hinges

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// relaxation is the least squares of one node: hinges at all knots that its units allow, of their signs.
// Each worker has its own.
type relaxation struct {
	hand
	allowed []allowance
	active  []hinge
	slope   []float64 // an allowed knot: ⟨u, h⟩
	factor  []float64
	right   []float64
	slack   float64 // of ⟨u, h⟩, per size
	far     bool    // weights far beyond the limit were met
	beyond  float64 // how far beyond 0 to put slopes, per size: the slack, unless weights are very large
}

// allowance is a knot and the sign of its hinges, 0: either.
type allowance struct {
	knot, sign     int
	active, barred bool // barred: it depends on active ones
}

// allow lists what the units allow.
func (r *relaxation) allow(units []unit) {
	r.allowed = r.allowed[:0]
	for j := 0; j < len(units); {
		end := j
		for end < len(units) && units[end].column() == units[j].column() {
			end++
		}
		r.allowColumn(units[j:end])
		j = end
	}
	r.slope = append(r.slope[:0], make([]float64, len(r.allowed))...)
}

func (r *relaxation) allowColumn(units []unit) {
	low, high := units[0].low, units[0].high
	for _, u := range units {
		low, high = min(low, u.low), max(high, u.high)
	}
	for knot := low; knot <= high; knot++ {
		r.Look(len(units))
		plus, minus := false, false
		for _, u := range units {
			if u.low <= knot && knot <= u.high {
				plus, minus = plus || u.sign() > 0, minus || u.sign() < 0
			}
		}
		switch {
		case plus && minus:
			r.allowed = append(r.allowed, allowance{knot: knot})
		case plus:
			r.allowed = append(r.allowed, allowance{knot: knot, sign: 1})
		case minus:
			r.allowed = append(r.allowed, allowance{knot: knot, sign: -1})
		}
	}
}

// mostSteps ends the search for the best sum: what is left of it is a weaker bound.
const mostSteps = 200

// solve finds nearly the best sum of allowed hinges, in r.active, starting from some.
func (r *relaxation) solve(units []unit, warm []hinge) {
	r.allow(units)
	r.start(warm)
	r.far = false
	for range mostSteps {
		if !r.descend() {
			continue
		}
		r.slopes()
		if !r.enter() {
			return
		}
	}
}

// start takes the allowed ones.
func (r *relaxation) start(warm []hinge) {
	r.active = r.active[:0]
	for _, h := range warm {
		if a := r.find(h.knot); a != nil && float64(a.sign)*h.beta >= 0 {
			a.active = true
			r.active = append(r.active, h)
		}
	}
}

func (r *relaxation) find(knot int) *allowance {
	i, ok := slices.BinarySearchFunc(r.allowed, knot, func(a allowance, k int) int { return a.knot - k })
	if !ok {
		return nil
	}
	return &r.allowed[i]
}

// margin is how far beyond 0 the slopes of active hinges are put, in errors: so they surely have the sign that a proof needs.
const margin = 4

// descend goes to the best sum of the active hinges, up to where one changes its sign, which then
// leaves. It says whether none did.
func (r *relaxation) descend() bool {
	r.measure()
	for i := r.least(); i >= 0; i = r.least() {
		r.find(r.active[i].knot).barred = true
		r.leave(i)
	}
	step, last := 1.0, -1
	for i, h := range r.active {
		a := r.find(h.knot)
		if s := float64(a.sign); s*r.right[i] < 0 || s != 0 && r.right[i] == 0 {
			if share := r.share(i); share < step || last < 0 {
				step, last = share, i
			}
		}
	}
	for i := range r.active {
		r.active[i].beta += step * (r.right[i] - r.active[i].beta)
	}
	if last >= 0 {
		r.leave(last)
		for i := range r.allowed {
			r.allowed[i].barred = false // what depended on it may not any more
		}
	}
	return last < 0
}

// share is how far to go to the best sum until hinge i is 0.
func (r *relaxation) share(i int) float64 {
	beta := r.active[i].beta
	if beta == 0 {
		return 0
	}
	return beta / (beta - r.right[i])
}

func (r *relaxation) leave(i int) {
	r.find(r.active[i].knot).active = false
	r.active = append(r.active[:i], r.active[i+1:]...)
}

// least puts the weights of the best sum in right. It returns the first hinge that depends on those before it, -1 if none does.
func (r *relaxation) least() int {
	n := len(r.active)
	r.factor, r.right = append(r.factor[:0], make([]float64, n*n)...), r.right[:0]
	for i, h := range r.active {
		r.Look(n * n)
		row := r.row(h.knot)
		if !eliminated(r.factor, n, i, func(e int) float64 { return row[r.active[e].knot] }, r.square[h.knot]) {
			return i
		}
		beyond := margin * float64(r.find(h.knot).sign) * r.beyond * r.size[h.knot]
		r.right = append(r.right, r.with[h.knot]+beyond)
	}
	linalg.CholeskySolve(r.factor, n, r.right)
	for _, beta := range r.right {
		if !(math.Abs(beta) <= farBeyond*r.p.WeightLimit) {
			r.far = true
			return r.mostDependent(n)
		}
	}
	return -1
}

// farBeyond the weight limit are weights of hinges only that nearly depend on each other.
const farBeyond = 16

// mostDependent is the active hinge of which the least share is left beside those before it.
func (r *relaxation) mostDependent(n int) int {
	worst, least := 0, math.Inf(1)
	for i, h := range r.active {
		inverse := r.factor[i*n+i]
		if left := 1 / (inverse * inverse * r.square[h.knot]); left < least {
			worst, least = i, left
		}
	}
	return worst
}

// leastShare of a hinge's square that must be left of it beside others: less may be rounding.
const leastShare = 1e-11

// eliminated makes row i of a Cholesky factor with inverted diagonal (package linalg) from the matrix's; false if too little is left of the square.
func eliminated(factor []float64, n, i int, entry func(e int) float64, square float64) bool {
	mine := factor[i*n:][:i+1]
	for e := range mine {
		v := entry(e) - linalg.Dot(mine[:e], factor[e*n:])
		if e == i {
			if v <= leastShare*square {
				return false
			}
			mine[e] = 1 / math.Sqrt(v)
			break
		}
		mine[e] = v * factor[e*n+e]
	}
	return true
}

// mostReach is up to how many times the labels' norm weights count for what slopes are put beyond 0: with that, weights between which
// little is left of each other would only grow.
const mostReach = 1 << 12

// measure bounds the error of slopes.
func (r *relaxation) measure() {
	reach := r.norm
	for _, h := range r.active {
		reach += math.Abs(h.beta) * r.size[h.knot]
	}
	r.slack = r.epsilon*reach + r.p.YError
	r.beyond = r.epsilon*min(reach, mostReach*r.norm) + r.p.YError
}

// slopes finds ⟨u, h⟩ for all allowed hinges.
func (r *relaxation) slopes() {
	r.measure()
	for i, a := range r.allowed {
		r.slope[i] = r.with[a.knot]
	}
	for _, h := range r.active {
		r.Look(len(r.allowed))
		row := r.row(h.knot)
		for i := range r.allowed {
			r.slope[i] -= h.beta * row[r.allowed[i].knot]
		}
	}
}

// enter makes the hinge active that promises most, one a column. It says whether there was one.
func (r *relaxation) enter() bool {
	r.Look(len(r.allowed))
	entered := false
	for i := 0; i < len(r.allowed); {
		best, most, c := -1, 0.0, r.of[r.allowed[i].knot]
		for ; i < len(r.allowed) && r.of[r.allowed[i].knot] == c; i++ {
			a := &r.allowed[i]
			if excess := r.excess(i); excess > 0 && !a.active && !a.barred && r.diag[a.knot] > 0 {
				if gain := excess * excess / r.diag[a.knot]; gain > most {
					best, most = i, gain
				}
			}
		}
		if best >= 0 {
			a := &r.allowed[best]
			a.active, entered = true, true
			r.active = append(r.active, hinge{knot: a.knot})
		}
	}
	return entered
}

// excess is by how much an allowed hinge's slope may have the wrong sign.
func (r *relaxation) excess(i int) float64 {
	a := &r.allowed[i]
	off := r.beyond * r.size[a.knot]
	if a.sign == 0 {
		return math.Abs(r.slope[i]) + off
	}
	return float64(a.sign)*r.slope[i] + off
}

// bound is what the residuals prove: FORMAT.md's, with what rounding may have changed taken off.
func (r *relaxation) bound(units []unit) float64 {
	square, reach := r.labels, r.norm
	for i, h := range r.active {
		row := r.row(h.knot)
		square -= h.beta * h.beta * row[h.knot]
		for _, e := range r.active[:i] {
			square -= 2 * h.beta * e.beta * row[e.knot]
		}
		reach += math.Abs(h.beta) * r.size[h.knot]
	}
	square -= 2*r.epsilon*reach*reach + 2*r.p.YError*reach
	for _, u := range units {
		r.Look(len(r.allowed))
		worst := 0.0
		for i, a := range r.allowed {
			if u.low <= a.knot && a.knot <= u.high {
				worst = max(worst, float64(u.sign())*r.slope[i]+r.slack*r.size[a.knot])
			}
		}
		square -= 2 * worst * r.p.WeightLimit * (1 + 0x1p-40)
	}
	return square + r.p.Offset - r.p.OffsetError
}

// value is the sum's own SSE.
func (t hand) value(sum []hinge) float64 {
	v := t.labels + t.p.Offset
	for i, h := range sum {
		row := t.row(h.knot)
		v += h.beta * (h.beta*row[h.knot] - 2*t.with[h.knot])
		for _, e := range sum[:i] {
			v += 2 * h.beta * e.beta * row[e.knot]
		}
	}
	return v
}
