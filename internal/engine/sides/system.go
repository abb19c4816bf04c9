package sides

import "relucert/internal/linalg"

// system is the linear system of a step in v. The samples' local variables are
// eliminated: a side pulls along one combined row with stiffness 1/κ, a kink
// adds a spring along its own t.
type system struct {
	*program
	matrix, factor []float64 // size×size, lower triangles
	right          []float64
	products       []float64 // a sample: (k+1)×(k+1) coefficients of its row products, lower triangle
	rows           []float64 // a sample: k+1 coefficients of its row, c first
	combined       []float64 // k+1
	ready          bool      // factor is of this node
}

func newSystem(of *program) system {
	m, size, k := of.p.M, of.size, of.units+1
	return system{
		program: of,
		matrix:  make([]float64, size*size), factor: make([]float64, size*size), right: make([]float64, size),
		products: make([]float64, m*k*k), rows: make([]float64, m*k), combined: make([]float64, k),
	}
}

// productsOf are the coefficients of the products of sample i's rows.
func (q *system) productsOf(i int) []float64 {
	k := q.units + 1
	return q.products[i*k*k:][:k*k]
}

// rowOf are the coefficients of sample i's row on the right.
func (q *system) rowOf(i int) []float64 {
	k := q.units + 1
	return q.rows[i*k:][:k]
}

// What a step takes beside its passes over rows, in multiplications as budget.Watch counts them, and as fitted to measured times.
const (
	stepCost       = 3200
	constraintCost = 57
)

// assemble builds and factors the matrix.
func (q *system) assemble() {
	q.watch.Look(stepCost + constraintCost*len(q.all))
	q.all.stiffen()
	clear(q.products)
	for _, i := range q.decided {
		q.combineDecided(i)
		q.addCombined(i, q.p.Weights[i])
	}
	for d := range q.sides {
		q.assembleSide(&q.sides[d])
	}
	for _, w := range q.walls {
		q.addSpring(w.sample, w.unit, q.all[w.first].stiff)
	}
	q.expand()
	q.assembleBalls()
	q.assembleBox()
	q.factorise()
}

// combineDecided sets combined to the coefficients of ⟨c, z⟩ and each t in f.
func (q *system) combineDecided(i int) {
	q.combined[0] = 1
	for j, r := range q.regions {
		q.combined[j+1] = 0
		if r.side[i] > 0 {
			q.combined[j+1] = float64(q.signs[j])
		}
	}
}

// combineSide sets combined to the coefficients of a.
func (q *system) combineSide(d *side) {
	q.combined[0] = d.sign
	copy(q.combined[1:], d.slope)
}

// addCombined adds weight·combined·combinedᵀ to sample i's coefficients.
func (q *system) addCombined(i int, weight float64) {
	products, k := q.productsOf(i), q.units+1
	for a, v := range q.combined {
		if v == 0 {
			continue
		}
		for b, u := range q.combined[:a+1] {
			products[a*k+b] += weight * v * u
		}
	}
}

// addSpring adds stiffness along t of a pair.
func (q *system) addSpring(i, unit int, stiff float64) {
	q.productsOf(i)[(unit+1)*(q.units+2)] += stiff
}

func (q *system) assembleSide(d *side) {
	q.combineSide(d)
	d.kappa = 1/d.omega + 1/q.all[d.first].stiff
	for l := range d.kinks {
		k := &d.kinks[l]
		above, positive := q.all.kink(k)
		k.stiff = above.stiff + positive.stiff
		k.share = above.stiff / k.stiff
		d.kappa += 1 / k.stiff
		q.combined[k.unit+1] += k.share
		q.addSpring(d.sample, k.unit, k.share*positive.stiff)
	}
	q.addCombined(d.sample, 1/d.kappa)
}

// expand turns the coefficients into the matrix.
func (q *system) expand() {
	clear(q.matrix)
	for i := range q.p.M {
		q.watch.Look(q.size)
		q.expandSample(i)
	}
}

func (q *system) expandSample(i int) {
	p, k, products := q.p, q.units+1, q.productsOf(i)
	x, z := q.row(i), p.Z[i*p.P:][:p.P]
	if p.P > 0 && products[0] != 0 {
		q.addProduct(0, 0, products[0], z, z)
	}
	for a := 1; a < k; a++ {
		at := q.firstWeight(a - 1)
		if w := products[a*k]; w != 0 && p.P > 0 {
			q.addProduct(at, 0, w, x, z)
		}
		for b := 1; b <= a; b++ {
			if w := products[a*k+b]; w != 0 {
				q.addProduct(at, q.firstWeight(b-1), w, x, x)
			}
		}
	}
}

// addProduct adds w·u·vᵀ at (row, column) of the matrix, its lower triangle if
// the block is on the diagonal.
func (q *system) addProduct(row, column int, w float64, u, v []float64) {
	for a, ua := range u {
		if ua == 0 {
			continue
		}
		other := v
		if row == column {
			other = v[:a+1]
		}
		dst := q.matrix[(row+a)*q.size+column:][:len(other)]
		linalg.AddScaled(dst, w*ua, other)
	}
}

// assembleBalls adds λN + (λ/s)(Nŵ)(Nŵ)ᵀ for each ball.
func (q *system) assembleBalls() {
	n := q.p.N
	for j := range q.balls {
		b := &q.balls[j]
		c, at := &q.all[b.first], q.firstWeight(b.unit)
		q.addProduct(at, at, c.stiff, b.image, b.image)
		for d := range n {
			linalg.AddScaled(q.matrix[(at+d)*q.size+at:][:d+1], c.lambda, q.p.Norm[d*n:])
		}
	}
}

// damping is a share of the largest diagonal entry that keeps flat directions flat.
const damping = 1e-13

func (q *system) factorise() {
	most := 0.0
	for d := range q.size {
		most = max(most, q.matrix[d*q.size+d])
	}
	copy(q.factor, q.matrix)
	for d := range q.size {
		q.factor[d*q.size+d] += damping * most
	}
	linalg.CholeskyFactorShiftedWatched(q.factor, q.size, damping*most, &q.watch)
	q.ready = true
}

// flatness is xᵀM⁻¹x of a pair for the last matrix M, with scratch for a vector.
func (q *system) flatness(i, unit int, y []float64) float64 {
	q.watch.Look(q.size * q.size / 2)
	clear(y)
	copy(q.weights(y, unit), q.row(i))
	linalg.SolveLower(q.factor, q.size, y)
	return linalg.Dot(y, y)
}
