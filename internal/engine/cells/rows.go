package cells

import (
	"math/big"
	"slices"
	"strings"
)

// Arrangement is the planes ⟨x_i, w⟩ = 0 of m rows x_i.
type Arrangement struct {
	columns int      // n
	rows    []row    // m
	planes  []vector // distinct, without the columns that are not pivots
	pivots  []int    // r linearly independent columns
	axes    []vector // r: on axis d all planes of a basis are 0, but for the d-th
}

// row is a given row: a positive multiple of sign·plane, or zero.
type row struct {
	plane int
	sign  int8 // 0: the row is zero
}

// New prepares the arrangement of m rows of n rationals each.
func New(rows [][]*big.Rat) *Arrangement {
	a := new(Arrangement)
	var normals [][]*big.Int
	known := make(map[string]int)
	for _, x := range rows {
		a.columns = len(x)
		out, normal := oriented(x)
		if out.sign != 0 {
			out.plane = place(normal, known)
			if out.plane == len(normals) {
				normals = append(normals, normal)
			}
		}
		a.rows = append(a.rows, out)
	}
	b := newBasis(normals, a.columns)
	a.pivots, a.axes = b.pivots, b.axes(normals)
	for _, normal := range normals {
		a.planes = append(a.planes, newVector(restrict(normal, a.pivots)))
	}
	return a
}

// Planes is the number of different planes: zero rows have none, rows that are multiples
// of each other share one.
func (a *Arrangement) Planes() int { return len(a.planes) }

// Rank is r, the rank of the rows.
func (a *Arrangement) Rank() int { return len(a.pivots) }

// oriented is a row without fractions and common factors, and with a first entry above 0: one of the
// two such normals of its plane.
func oriented(x []*big.Rat) (row, []*big.Int) {
	normal := integers(x)
	first := slices.IndexFunc(normal, func(v *big.Int) bool { return v.Sign() != 0 })
	if first < 0 {
		return row{}, nil
	}
	out := row{sign: int8(normal[first].Sign())}
	if out.sign < 0 {
		for _, v := range normal {
			v.Neg(v)
		}
	}
	return out, makePrimitive(normal)
}

// integers are a positive multiple of the rationals.
func integers(x []*big.Rat) []*big.Int {
	common, out := big.NewInt(1), make([]*big.Int, len(x))
	for _, v := range x {
		shared := new(big.Int).GCD(nil, nil, common, v.Denom())
		common.Mul(common, shared.Quo(v.Denom(), shared))
	}
	for d, v := range x {
		out[d] = new(big.Int).Mul(v.Num(), new(big.Int).Quo(common, v.Denom()))
	}
	return out
}

// place is the number of a plane, the next one if it is new.
func place(normal []*big.Int, known map[string]int) int {
	var key strings.Builder
	for _, v := range normal {
		key.WriteString(v.Text(62) + " ")
	}
	at, found := known[key.String()]
	if !found {
		at = len(known)
		known[key.String()] = at
	}
	return at
}

// restrict keeps some columns.
func restrict(v []*big.Int, columns []int) []*big.Int {
	out := make([]*big.Int, len(columns))
	for e, d := range columns {
		out[e] = new(big.Int).Set(v[d])
	}
	return makePrimitive(out)
}
