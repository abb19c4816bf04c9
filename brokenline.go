package relucert

import (
	"math/big"

	"relucert/internal/engine/breakpoints"
	"relucert/proof/certificate"
)

// brokenLine is a function of a class with constraints or jumps, exactly, and an upper bound on its SSE.
type brokenLine struct {
	certificate.BrokenLine
	upper float64
}

// exactLine is a line of the engine's, moved by what rounding moved it so that it keeps all constraints exactly.
func (p *Problem) exactLine(l *breakpoints.Line) *brokenLine {
	float := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	b := &brokenLine{BrokenLine: certificate.BrokenLine{X: float(l.X), Y: float(l.Y), Slope: p.exactSlope(0, l.Slopes[0])}}
	last := b.Slope
	for i := range l.Kinks {
		k, next := &l.Kinks[i], p.exactSlope(i+1, l.Slopes[i+1])
		if k.Sign*next.Cmp(last) < 0 {
			next = last
		}
		turn := certificate.Break{At: p.exactKink(i, k), Slope: next}
		if p.Constraints.Jumps {
			turn.Jump = p.exactJump(k, &turn)
		}
		b.Breaks = append(b.Breaks, turn)
		last = next
	}
	if t := p.Constraints.Through; t != nil {
		lift := p.height()
		b.Y.Add(b.Y, lift.Sub(lift, valueAt(&b.BrokenLine, p.place(t[0]))))
	}
	b.upper = p.sseAtMost(&b.BrokenLine)
	return b
}

func (p *Problem) exactSlope(piece int, v float64) *big.Rat {
	if s := p.Constraints.Slopes; s != nil {
		switch s[piece].Kind {
		case SlopeFalls:
			v = min(v, 0)
		case SlopeRises:
			v = max(v, 0)
		case SlopeIs:
			return s[piece].Value.Rat()
		}
	}
	return new(big.Rat).SetFloat64(v)
}

// exactKink is between the inputs beside it and in the range that is asked for.
func (p *Problem) exactKink(i int, k *breakpoints.Kink) *big.Rat {
	low, high := p.exactInput(k.Left), p.exactInput(k.Right)
	c := &p.Constraints
	if n := len(c.KinksBetween); n > 0 {
		r := c.KinksBetween[min(i, n-1)]
		low, high = larger(low, p.place(r[0])), smaller(high, p.place(r[1]))
	}
	for _, a := range c.KnownKinks {
		if v := p.place(a); v.Cmp(low) >= 0 && v.Cmp(high) <= 0 {
			return v
		}
	}
	return larger(low, smaller(high, new(big.Rat).SetFloat64(k.At)))
}

// exactJump is where a piece begins that has the kink's value at the input to its right.
func (p *Problem) exactJump(k *breakpoints.Kink, at *certificate.Break) *certificate.Jump {
	value := new(big.Rat).Sub(at.At, p.exactInput(k.Right))
	value.Mul(value, at.Slope).Add(value, new(big.Rat).SetFloat64(k.Value))
	return &certificate.Jump{Value: value, Behind: at.At.Cmp(p.exactInput(k.Left)) > 0}
}

// exactInput is an input of the data, as the file has it.
func (p *Problem) exactInput(v float64) *big.Rat {
	for i := range p.Data.Rows() {
		if p.Data.X[i] == v {
			if exact, ok := p.Data.ExactX(i, 0); ok {
				return exact
			}
		}
	}
	return new(big.Rat).SetFloat64(v)
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}

// lineError is more than what rounding the residuals, and adding their squares, may take.
const lineError = 1e-13

// sseAtMost is an upper bound on a broken line's SSE: residuals are exact, then rounded.
func (p *Problem) sseAtMost(l *certificate.BrokenLine) float64 {
	pieces := linesOf(l)
	sum := 0.0
	for i := range p.Data.Rows() {
		x, okX := p.Data.ExactX(i, 0)
		y, okY := p.Data.ExactY(i)
		if !okX || !okY {
			x, y = new(big.Rat).SetFloat64(p.Data.X[i]), new(big.Rat).SetFloat64(p.Data.Y[i])
		}
		v := pieceAt(l, pieces, x)
		r, _ := v.Sub(v, y).Float64()
		sum += p.Data.Weight(i) * r * r
	}
	return sum * (1 + lineError)
}

// pieceAt is the value at x, the pieces being those of the line.
func pieceAt(l *certificate.BrokenLine, pieces []exactPiece, x *big.Rat) *big.Rat {
	at := 0
	for at < len(l.Breaks) && isBehind(&l.Breaks[at], x) {
		at++
	}
	v := new(big.Rat).Mul(pieces[at].slope, x)
	return v.Add(v, pieces[at].intercept)
}

func isBehind(b *certificate.Break, x *big.Rat) bool {
	way := x.Cmp(b.At)
	return way > 0 || way == 0 && b.Jump != nil && b.Jump.Behind
}

func valueAt(l *certificate.BrokenLine, x *big.Rat) *big.Rat { return pieceAt(l, linesOf(l), x) }

type exactPiece struct{ slope, intercept *big.Rat }

// linesOf are a broken line's pieces, from left to right, given a point of the first.
func linesOf(l *certificate.BrokenLine) []exactPiece {
	through := func(slope, x, y *big.Rat) exactPiece {
		v := new(big.Rat).Mul(slope, x)
		return exactPiece{slope, v.Sub(y, v)}
	}
	pieces := []exactPiece{through(l.Slope, l.X, l.Y)}
	for _, b := range l.Breaks {
		last := pieces[len(pieces)-1]
		y := new(big.Rat).Mul(last.slope, b.At)
		if y.Add(y, last.intercept); b.Jump != nil {
			y = b.Jump.Value
		}
		pieces = append(pieces, through(b.Slope, b.At, y))
	}
	return pieces
}
