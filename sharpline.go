package relucert

import (
	"math"
	"math/big"
	"sort"

	"relucert/dataset"
	"relucert/internal/twofold"
	"relucert/proof/certificate"
)

// Residuals of a broken line are found in twice the precision, which is some twenty times faster than in fractions: from data and a line
// that are off by 2^-100 of themselves, and with an operation or two that add as much. sharpness times the size of what a residual is
// the sum of is more than that. lineError is more than what rounding the residuals, and squaring and weighing them, may take: sums are in twice the precision, too.
const (
	sharpness = 0x1p-96
	lineError = 1e-14
)

// sseAtMost is an upper bound on the SSE of a broken line, exactly as it stands, on the numbers of the file.
func (p *Problem) sseAtMost(l *certificate.BrokenLine) float64 {
	s := p.sharpened(l)
	var sum twofold.Number
	for i := range p.Data.Rows() {
		r := s.residual(i)
		sum = sum.Plus(twofold.Number{Hi: p.Data.Weight(i) * r * r})
	}
	return sum.Hi * (1 + lineError)
}

// sharpLine is a broken line in twice the precision.
type sharpLine struct {
	*certificate.BrokenLine
	data   *dataset.Dataset
	at     []twofold.Number
	pieces []sharpPiece
}

type sharpPiece struct{ slope, intercept twofold.Number }

func (p *Problem) sharpened(l *certificate.BrokenLine) *sharpLine {
	s := &sharpLine{BrokenLine: l, data: p.Data}
	for i := range l.Breaks {
		s.at = append(s.at, sharp(l.Breaks[i].At))
	}
	for _, piece := range linesOf(l) {
		s.pieces = append(s.pieces, sharpPiece{sharp(piece.slope), sharp(piece.intercept)})
	}
	return s
}

// residual is at least that of a row, without its sign.
func (s *sharpLine) residual(i int) float64 {
	x, y := sharpInput(s.data, i, 0), sharpLabel(s.data, i)
	piece := &s.pieces[sort.Search(len(s.at), func(b int) bool { return !s.isBehind(b, i, x) })]
	rise := piece.slope.Times(x)
	r := rise.Plus(piece.intercept).Minus(y)
	return math.Abs(r.Hi) + sharpness*(math.Abs(rise.Hi)+math.Abs(piece.intercept.Hi)+math.Abs(y.Hi))
}

// isBehind says that row i, of input x, is on a piece behind breakpoint b.
func (s *sharpLine) isBehind(b, i int, x twofold.Number) bool {
	if off := x.Minus(s.at[b]).Hi; math.Abs(off) > sharpness*(math.Abs(x.Hi)+math.Abs(s.at[b].Hi)) {
		return off > 0
	}
	exact, ok := s.data.ExactX(i, 0)
	if !ok {
		exact = new(big.Rat).SetFloat64(s.data.X[i])
	}
	return isBehind(&s.Breaks[b], exact)
}

// sharpInput is feature d of row i, less its origin.
func sharpInput(data *dataset.Dataset, i, d int) twofold.Number {
	if short, ok := data.DecimalX(i, d); ok {
		return sharpDecimal(short)
	}
	return sharpOr(data.Row(i)[d])(data.ExactX(i, d))
}

// sharpLabel is the label of row i likewise.
func sharpLabel(data *dataset.Dataset, i int) twofold.Number {
	if short, ok := data.DecimalY(i); ok {
		return sharpDecimal(short)
	}
	return sharpOr(data.Y[i])(data.ExactY(i))
}

// sharpOr is an exact number in twice the precision, or what stands for it where that is not known.
func sharpOr(double float64) func(exact *big.Rat, ok bool) twofold.Number {
	return func(exact *big.Rat, ok bool) twofold.Number {
		if !ok {
			return twofold.Number{Hi: double}
		}
		return sharp(exact)
	}
}

func sharp(v *big.Rat) twofold.Number {
	high, _ := v.Float64()
	rest := new(big.Rat).SetFloat64(high)
	low, _ := rest.Sub(v, rest).Float64()
	return twofold.Number{Hi: high, Lo: low}
}

// exactTens is the largest power of ten, and exactInt bounds the whole numbers, that doubles hold exactly.
const (
	exactTens = 22
	exactInt  = 1 << 53
)

func sharpDecimal(d dataset.Decimal) twofold.Number {
	if d.Mantissa > exactInt || d.Mantissa < -exactInt || d.Exponent > exactTens || d.Exponent < -exactTens {
		return sharp(d.Rat())
	}
	v, tens := twofold.Number{Hi: float64(d.Mantissa)}, math.Pow10(max(d.Exponent, -d.Exponent))
	if d.Exponent < 0 {
		return v.Over(twofold.Number{Hi: tens})
	}
	return v.Scaled(tens)
}
