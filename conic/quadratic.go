package conic

// quadratic aggregates samples that are decided for every unit: there the
// network is linear in its parameters v = (c, ŵ_1 … ŵ_k), f = ⟨φ, v⟩ with
// φ = (z, a_j x̂ for the active units j), and Σ ω (f - y)² = (v, -1) A (v, -1)ᵀ
// with A = Σ ω (φ, y)(φ, y)ᵀ.
type quadratic struct {
	size int       // P + kN + 1
	a    []float64 // size×size, lower triangle
}

func newQuadratic(size int) *quadratic {
	return &quadratic{size, make([]float64, size*size)}
}

func (q *quadratic) clone() *quadratic {
	return &quadratic{q.size, append([]float64(nil), q.a...)}
}

// add accumulates the other sum.
func (q *quadratic) add(o *quadratic) {
	for i, v := range o.a {
		q.a[i] += v
	}
}

// addSample adds one sample, φ with its label last.
func (q *quadratic) addSample(omega float64, phi []float64) {
	for i, v := range phi {
		if v == 0 {
			continue
		}
		v *= omega
		row := q.a[i*q.size:][:i+1]
		for j, u := range phi[:i+1] {
			row[j] += v * u
		}
	}
}

// times writes A·v to dst; v ends with its -1.
func (q *quadratic) times(v, dst []float64) {
	clear(dst)
	for i := range q.size {
		row := q.a[i*q.size:][:i+1]
		s := row[i] * v[i]
		for j, a := range row[:i] {
			s += a * v[j]
			dst[j] += a * v[i]
		}
		dst[i] += s
	}
}

// timesBlock writes A·v to dst for the v that is zero but for block, which
// starts at entry first.
func (q *quadratic) timesBlock(first int, block, dst []float64) {
	clear(dst)
	for j, v := range block {
		at := first + j
		row := q.a[at*q.size:][:at+1]
		for i, a := range row {
			dst[i] += a * v
		}
		for i := at + 1; i < q.size; i++ {
			dst[i] += q.a[i*q.size+at] * v
		}
	}
}

// blockSums sums samples in blocks of blockLength, and those in blocks again,
// so that the rounding error grows with about 2·blockLength + m/blockLength²
// instead of m (see roundingFactor).
type blockSums struct {
	total, middle, block *quadratic
	inBlock, inMiddle    int
}

const blockLength = 64

func newBlockSums(size int) *blockSums {
	return &blockSums{newQuadratic(size), newQuadratic(size), newQuadratic(size), 0, 0}
}

// reset starts a sum from the given one.
func (b *blockSums) reset(from *quadratic) {
	copy(b.total.a, from.a)
	clear(b.middle.a)
	clear(b.block.a)
	b.inBlock, b.inMiddle = 0, 0
}

func (b *blockSums) addSample(omega float64, phi []float64) {
	b.block.addSample(omega, phi)
	if b.inBlock++; b.inBlock == blockLength {
		b.middle.add(b.block)
		clear(b.block.a)
		b.inBlock = 0
		if b.inMiddle++; b.inMiddle == blockLength {
			b.total.add(b.middle)
			clear(b.middle.a)
			b.inMiddle = 0
		}
	}
}

// sum closes the open blocks.
func (b *blockSums) sum() *quadratic {
	b.middle.add(b.block)
	b.total.add(b.middle)
	return b.total
}
