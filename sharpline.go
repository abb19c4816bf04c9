package relucert

import (
	"math"
	"math/big"
	"sort"

	"relucert/dataset"
	"relucert/internal/sharp"
	"relucert/internal/twofold"
	"relucert/proof/certificate"
)

// Residuals of a broken line are found in twice the precision, which is some twenty times faster than in fractions. lineError is more than what
// rounding the residuals, and squaring and weighing them, may take: sums are in twice the precision, too.
const lineError = 1e-14

// underflow is more than what the least doubles take of a number that is not 0.
const underflow = 0x1p-1071

// sseAtMost is an upper bound on the SSE of a broken line, exactly as it stands, on the numbers of the file.
func (p *Problem) sseAtMost(l *certificate.BrokenLine) float64 {
	s := p.sharpened(l)
	var sum twofold.Number
	for i := range p.Data.Rows() {
		r := s.residual(i)
		square := p.Data.Weight(i) * r * r
		if r > 0 {
			square += underflow
		}
		sum = sum.Plus(twofold.Number{Hi: square})
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
		s.at = append(s.at, twofold.Of(l.Breaks[i].At))
	}
	for _, piece := range linesOf(l) {
		s.pieces = append(s.pieces, sharpPiece{twofold.Of(piece.slope), twofold.Of(piece.intercept)})
	}
	return s
}

// residual is at least that of a row, without its sign.
func (s *sharpLine) residual(i int) float64 {
	x, y := sharpOr(s.data.X[i])(sharp.X(s.data, i, 0)), sharpOr(s.data.Y[i])(sharp.Y(s.data, i))
	piece := &s.pieces[sort.Search(len(s.at), func(b int) bool { return !s.isBehind(b, i, x) })]
	rise := piece.slope.Times(x)
	r := rise.Plus(piece.intercept).Minus(y)
	lost := 0.0
	if piece.slope.Hi != 0 && x.Hi != 0 {
		lost = 1 + math.Abs(piece.slope.Hi) + math.Abs(x.Hi)
	}
	if piece.intercept.Hi != 0 || y.Hi != 0 {
		lost++
	}
	return math.Abs(r.Hi) + sharp.Rounding*(math.Abs(rise.Hi)+math.Abs(piece.intercept.Hi)+math.Abs(y.Hi)) + underflow*lost
}

// isBehind says that row i, of input x, is on a piece behind breakpoint b.
func (s *sharpLine) isBehind(b, i int, x twofold.Number) bool {
	if off := x.Minus(s.at[b]).Hi; math.Abs(off) > sharp.Rounding*(math.Abs(x.Hi)+math.Abs(s.at[b].Hi)) {
		return off > 0
	}
	exact, ok := s.data.ExactX(i, 0)
	if !ok {
		exact = new(big.Rat).SetFloat64(s.data.X[i])
	}
	return isBehind(&s.Breaks[b], exact)
}

// sharpOr is a number in twice the precision, or what stands for it where that is not known.
func sharpOr(double float64) func(v twofold.Number, ok bool) twofold.Number {
	return func(v twofold.Number, ok bool) twofold.Number {
		if !ok {
			return twofold.Number{Hi: double}
		}
		return v
	}
}
