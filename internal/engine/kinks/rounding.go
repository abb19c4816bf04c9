package kinks

import (
	"math"

	"relucert/internal/twofold"
)

// What the doubles do not say. The file's numbers are within half an ulp of them,
// and double-doubles round.
//
// Take the best network of a cell for the file's numbers. On each side its values
// v have ‖v − mean‖ ≤ ‖y − ȳ‖ =: Y (a projection on a cone that contains 0, and
// constants unless the output is none; then Y = ‖y‖), so its slope is at most Y/√a there, a = Σω(x−x̄)².
// The same two lines at the doubles differ by 2^-53·slope·‖x‖ on each side, and
// may meet outside the cell by 2^-53·|kink|: raising the lighter side mends that. A side
// of equal inputs has no slope: its value is kept. So with
//
//	reading = ‖y‖ + b‖x‖_passive + d‖x‖_active + (b+d)·|kink|·min(√W)
//
// the root of the file's least SSE is at least that of the doubles, less 2^-53·reading.
// The sums have relative errors of 2^-84 for 10^8 rows, so an SSE, the value of a
// quadratic form of them, is within 2^-76·computing² if computing bounds the norms of
// all terms. Twice that, or more, is subtracted.
type size struct {
	reading, computing        float64
	tolerance, slopeTolerance float64 // of gapAt and of a slope: beyond, a sign is sure
}

const (
	readingError   = 0x1p-52
	computingError = 0x1p-76
	leastTrusted   = 0x1p-60 // least share of Σωx² that a may be for its bits to mean something
	leastNumber    = 0x1p-900
	signError      = 0x1p-45
	stiffnessError = 0x1p-20 // relative, of a number that is known as well as a is
)

func (k *task) sizeOf(c *cell) size {
	p, a := &c.passive, &c.active
	b, d := k.steepest(p, c.shape), k.steepest(a, line)
	rootP, rootA := math.Sqrt(p.w.Hi), math.Sqrt(a.w.Hi)
	kink := max(math.Abs(c.from), math.Abs(c.to))
	z := size{reading: k.norm, computing: k.norm}
	z.reading += scaledBy(b, math.Sqrt(p.xx.Hi)) + scaledBy(d, math.Sqrt(a.xx.Hi)) + scaledBy(b+d, kink*min(rootP, rootA))
	z.computing += scaledBy(b, math.Sqrt(p.xx.Hi)+kink*rootP) + scaledBy(d, math.Sqrt(a.xx.Hi)+kink*rootA)
	values := k.norm * (1 / rootA)
	if rootP > 0 {
		values += k.norm / rootP
	}
	z.tolerance = signError * (values + scaledBy(b+d, k.largest))
	z.slopeTolerance = signError * (values/math.Abs(c.to-c.from) + b + d)
	return z
}

// scaledBy is a product that is 0 if a factor is, be the other infinite.
func scaledBy(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// steepest bounds the slope of the best function on a group.
func (k *task) steepest(g *group, s shape) float64 {
	switch {
	case s != line || g.single:
		return 0
	case g.a.Hi <= leastTrusted*g.xx.Hi || g.a.Hi < leastNumber:
		return math.Inf(1)
	}
	return k.spread / math.Sqrt(g.a.Hi) * (1 + 0x1p-10)
}

// below is a lower bound on the file's SSE where the doubles' is computed as sse.
func (z size) below(sse twofold.Number) float64 {
	v := sse.Hi - computingError*z.computing*z.computing - leastNumber
	if !(v > 0) {
		return 0
	}
	root := math.Sqrt(v) - readingError*z.reading
	if root <= 0 {
		return 0
	}
	return root * root * (1 - 0x1p-48)
}
