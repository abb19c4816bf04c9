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
	last, rows := b.Slope, p.inputRows(l)
	for i := range l.Kinks {
		k, next := &l.Kinks[i], p.exactSlope(i+1, l.Slopes[i+1])
		if k.Sign*next.Cmp(last) < 0 {
			next = last
		}
		turn := certificate.Break{At: p.exactKink(i, k, rows), Slope: next}
		if p.Constraints.Jumps {
			turn.Jump = p.exactJump(k, &turn, rows)
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
func (p *Problem) exactKink(i int, k *breakpoints.Kink, rows map[float64]int) *big.Rat {
	low, high := p.exactInput(k.Left, rows), p.exactInput(k.Right, rows)
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
func (p *Problem) exactJump(k *breakpoints.Kink, at *certificate.Break, rows map[float64]int) *certificate.Jump {
	value := new(big.Rat).Sub(at.At, p.exactInput(k.Right, rows))
	value.Mul(value, at.Slope).Add(value, new(big.Rat).SetFloat64(k.Value))
	return &certificate.Jump{Value: value, Behind: at.At.Cmp(p.exactInput(k.Left, rows)) > 0}
}

// inputRows are rows that have the inputs beside a line's breakpoints.
func (p *Problem) inputRows(l *breakpoints.Line) map[float64]int {
	rows := map[float64]int{}
	for _, k := range l.Kinks {
		rows[k.Left], rows[k.Right] = -1, -1
	}
	for i, x := range p.Data.X {
		if _, wanted := rows[x]; wanted && rows[x] < 0 {
			rows[x] = i
		}
	}
	return rows
}

// exactInput is an input of the data, as the file has it; rows are those of inputs.
func (p *Problem) exactInput(v float64, rows map[float64]int) *big.Rat {
	if i := rows[v]; i >= 0 {
		if exact, ok := p.Data.ExactX(i, 0); ok {
			return exact
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

func valueAt(l *certificate.BrokenLine, x *big.Rat) *big.Rat {
	at := 0
	for at < len(l.Breaks) && isBehind(&l.Breaks[at], x) {
		at++
	}
	piece := linesOf(l)[at]
	v := new(big.Rat).Mul(piece.slope, x)
	return v.Add(v, piece.intercept)
}

func isBehind(b *certificate.Break, x *big.Rat) bool {
	way := x.Cmp(b.At)
	return way > 0 || way == 0 && b.Jump != nil && b.Jump.Behind
}

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
