package whiten

import (
	"math"
	"math/big"
	"slices"

	"relucert/internal/budget"
)

// Whether a column depends on others is decided exactly where floats are in doubt. With a
// common denominator for each column they are integers. If a column were independent of r others, some minor
// of r+1 rows would not be 0; Hadamard bounds it; and if the column depends on the others modulo primes
// whose product is larger, each of them would divide it.

// mostWork bounds the multiplications of a decision, and widest the bits of a denominator.
const (
	mostWork = 1 << 33
	widest   = 1 << 12
)

// verdict is what is known of a column.
type verdict int

const (
	unknown verdict = iota
	dependentColumn
	independentColumn
)

// integers are the kept raw columns and the one in question, a common denominator each.
type integers struct {
	rows [][]*big.Int // r+1 a sample, the column in question last
	bits float64      // bounds the logarithm of any minor
}

// depends decides whether raw column d, of that norm, depends on the kept ones: first on those
// that it seems to be made of, which are fewer and may be simpler numbers.
func (p *Problem) depends(r []float64, d int, norm float64) verdict {
	kept := p.basis.kept
	if len(kept) >= p.M {
		return dependentColumn // a sample each is all there can be
	}
	parts := p.basis.parts(r, d, norm)
	if v := p.dependsOn(parts, d); v == dependentColumn || len(parts) == len(kept) {
		return v
	}
	return p.dependsOn(kept, d)
}

// parts are the kept columns in whose combination d has more than rounding of them.
func (b *basis) parts(r []float64, d int, norm float64) (parts []int) {
	c := append([]float64(nil), r[d*b.n:][:b.n]...)
	for i := len(b.kept) - 1; i >= 0; i-- {
		e := b.kept[i]
		c[e] /= r[e*b.n+e]
		for _, f := range b.kept[:i] {
			c[f] -= c[e] * r[e*b.n+f]
		}
		if math.Abs(c[e])*columnSize(r[e*b.n:][:b.n]) > inDoubt*norm {
			parts = append(parts, e)
		}
	}
	slices.Sort(parts)
	return parts
}

// columnSize is a column's norm, from its row of R.
func columnSize(row []float64) float64 {
	s := 0.0
	for _, v := range row {
		s += v * v
	}
	return math.Sqrt(s)
}

// dependsOn is depends for any independent columns.
func (p *Problem) dependsOn(columns []int, d int) verdict {
	r := len(columns)
	table, ok := p.integers(append(columns[:r:r], d))
	if !ok || table.bits/primeBits*float64(r*r*r+p.M*(r+1)) > mostWork {
		return unknown
	}
	prime := uint64(1 << 31)
	left, useless := table.bits, 0
	for left > 0 && useless < mostUseless {
		prime = primeBelow(prime)
		switch table.modulo(prime, &p.watch) {
		case independentColumn:
			return independentColumn
		case dependentColumn:
			left -= primeBits
		default:
			useless++
		}
	}
	if left > 0 {
		return unknown
	}
	return dependentColumn
}

// primeBits is what a prime contributes at least; mostUseless how many may say nothing.
const (
	primeBits   = 30
	mostUseless = 10
)

func primeBelow(p uint64) uint64 {
	for p--; !new(big.Int).SetUint64(p).ProbablyPrime(0); p-- {
	}
	return p
}

// integers is false where the file's numbers are not known, or their denominators too long.
func (p *Problem) integers(columns []int) (*integers, bool) {
	t := &integers{rows: make([][]*big.Int, p.M)}
	for _, c := range columns {
		exact, common, ok := p.exactColumn(c)
		if !ok {
			return nil, false
		}
		longest := 0
		for i, v := range exact {
			n := new(big.Int).Quo(common, v.Denom())
			t.rows[i] = append(t.rows[i], n.Mul(n, v.Num()))
			longest = max(longest, n.BitLen())
		}
		t.bits += float64(longest) + math.Log2(float64(len(columns)))/2 + 1
	}
	return t, true
}

// exactWork is the work of an exact cell in multiplications.
const exactWork = 300

// exactColumn is a raw column and a common denominator.
func (p *Problem) exactColumn(c int) (column []*big.Rat, common *big.Int, ok bool) {
	column, common = make([]*big.Rat, p.M), big.NewInt(1)
	for i, row := range p.firstRows {
		p.watch.Look(exactWork)
		if column[i], ok = p.exactRaw(row, c); !ok {
			return nil, nil, false
		}
		d := column[i].Denom()
		common.Mul(common, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, common, d)))
		if common.BitLen() > widest {
			return nil, nil, false
		}
	}
	return column, common, true
}

// exactRaw is a raw column's value in a row of the data.
func (p *Problem) exactRaw(row, c int) (*big.Rat, bool) {
	if p.basis.bias {
		if c--; c < 0 {
			return big.NewRat(1, 1), true
		}
	}
	return p.source.ExactX(row, c)
}

// modulo is the verdict modulo a prime below 2^31: unknown if the other columns depend on each
// other there.
func (t *integers) modulo(prime uint64, watch *budget.Watch) verdict {
	e := elimination{prime: prime}
	r := len(t.rows[0]) - 1
	row := make([]uint64, r+1)
	rest, alone := 0, false
	for ; rest < len(t.rows) && len(e.pivots) < r; rest++ {
		watch.Look(residueWork * (r + 1) * (r + 1))
		e.residues(t.rows[rest], row)
		if pivot := e.reduce(row); pivot == r {
			alone = true // rows that cancel but for the last column
		} else if pivot >= 0 {
			e.add(row, pivot)
		}
	}
	switch {
	case len(e.pivots) < r:
		return unknown
	case alone || !e.holds(t.rows[rest:], row, watch):
		return independentColumn
	}
	return dependentColumn
}

// holds says that the combination of columns that is 0 on the kept rows is 0 on others.
func (e *elimination) holds(rows [][]*big.Int, row []uint64, watch *budget.Watch) bool {
	c := e.solution(len(row) - 1)
	for _, numbers := range rows {
		watch.Look(residueWork * len(row))
		e.residues(numbers, row)
		sum := row[len(c)]
		for j, v := range c {
			sum += row[j] * v % e.prime
		}
		if sum%e.prime != 0 {
			return false
		}
	}
	return true
}

// residueWork is the work of a residue in multiplications.
const residueWork = 30

// elimination keeps rows in echelon form modulo a prime: each has a 1 at its pivot.
type elimination struct {
	prime  uint64
	rows   [][]uint64
	pivots []int
}

func (e *elimination) residues(numbers []*big.Int, dst []uint64) {
	var prime, residue big.Int
	prime.SetUint64(e.prime)
	for j, n := range numbers {
		dst[j] = residue.Mod(n, &prime).Uint64()
	}
}

// reduce takes the kept rows off row, and returns the first column left, -1 for none.
func (e *elimination) reduce(row []uint64) int {
	for i, kept := range e.rows {
		if f := row[e.pivots[i]]; f != 0 {
			for j, v := range kept {
				row[j] = (row[j] + (e.prime-f)*v) % e.prime
			}
		}
	}
	for j, v := range row {
		if v != 0 {
			return j
		}
	}
	return -1
}

// add keeps a row that reduce has left.
func (e *elimination) add(row []uint64, pivot int) {
	inverse := new(big.Int).ModInverse(new(big.Int).SetUint64(row[pivot]), new(big.Int).SetUint64(e.prime)).Uint64()
	kept := make([]uint64, len(row))
	for j, v := range row {
		kept[j] = v * inverse % e.prime
	}
	e.rows, e.pivots = append(e.rows, kept), append(e.pivots, pivot)
}

// solution is the c with Σ_j c_j·row_j + row_last = 0 on all kept rows, which have a pivot in
// each of the first r columns.
func (e *elimination) solution(r int) []uint64 {
	c := make([]uint64, r)
	for i := len(e.rows) - 1; i >= 0; i-- {
		sum := e.rows[i][r]
		for j, v := range e.rows[i][:r] {
			if j != e.pivots[i] {
				sum = (sum + v*c[j]) % e.prime
			}
		}
		c[e.pivots[i]] = (e.prime - sum) % e.prime
	}
	return c
}
