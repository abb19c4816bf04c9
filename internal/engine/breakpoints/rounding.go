package breakpoints

import "math"

// What the doubles do not say.
//
// Lines apart (segments.go, sieve.go). Each line's sums are of at most m terms of one sign, about
// a mean that is known to m·2^-53 of the piece's width; so Σω(x−x̄)² and Σω(y−ȳ)² have relative
// errors of 4(m+8)·2^-53, the mixed one that share of their geometric mean, and a cost
// 16(m+8)·2^-53·Σω(y−ȳ)². These add up to at most 16(m+8)·2^-53·Y² in a chain, Y² = Σω(y−ȳ)² of all
// rows: segmentError·(m+8)·Y² is more. A removed state or piece has a cost of at least the cutoff plus that.
//
// Hinges (hinge.go, hinged.go). A line's cost is a sum of terms of sums with those errors: of what hinges put on it, |G|·|ȳ|, |H|·√(Σω(y−ȳ)²/Σω(x−x̄)²),
// G²/4W + H²/4A; and G and H are sums of at most m residuals, of which Σ|z| times the line's values bounds the errors. segmentError·(m+8) times the
// largest such sum of all lines is more than a line's error, and a chain has k+1.
//
// Fits (moments.go). In double-double, relative to the prefix sums, errors are 2^-98 or less for 10^8
// rows; where A is below 2^-40 of them they are not used. So a fit's numbers have relative
// errors of a few 2^-53: r absolutely 2^-90·Y² in addition, slope and x̄ 2^-56 of √(Y²/A) and of
// the piece's width. The cost under multipliers
//
//	r + G·y + H·slope − (G²/W + H²/A)/4
//
// is then wrong by at most 32·2^-53 of the sum of its terms' sizes. In a chain of cost L the last term's sum is
// Σ(r + G·y + H·slope) − L, and what matters are chains with Σr ≤ L ≤ cutoff; so the error is at most 64·2^-53 of the
// cutoff and all |G·y| + |H·slope|, each of which is two multipliers (at most cap) times the largest value.
//
// Reading. Inputs are whole numbers in their unit, exactly those of the file, where they have
// at most 15 digits (decimals.go). Otherwise, and for labels always, they are off by 2^-53 of their
// size. The values v of the best function for the file's numbers have ‖v−ȳ‖ ≤ Y (it is a projection on
// a cone that holds the constants), so a piece's slope is at most Y/√A; the same lines at
// the doubles differ by 2^-53·slope·|x| at each sample, Σωx² ≤ X²W, A ≥ W·δ²ρ/4 with δ the least gap
// and ρ = ω_min/(ω_min+ω_max) (all but one of the samples are δ/2 from x̄), and the values of runs do not care.
// A kink's sign conditions at the doubles' gaps' ends fail by no more than that too, and
// shifting the lines' values by it mends them. So the root of the file's least SSE is at least that of the doubles less
//
//	reading = 2^-52·(‖y‖ + Y·4X/(δ√ρ)·(0 if inputs are exact)).
//
// Weights are off by 2^-53: the last factor.
//
// Through a point (X, η) the values are those of the nearest of a convex set that need not hold the constants, but the constant η, if
// slopes allow it; so ‖v−ȳ‖ ≤ 2Y + |η−ȳ|√W stands for Y. X, off by 2^-53 of its size, moves its line by as little as
// an input does, and so counts among them: all are exact or none is. And η is off by 2^-53 of its own.
//
// Slopes that are given as numbers allow no constants. But ‖v−ȳ‖ ≤ Y + √L, L being the file's least SSE: so √L, too, loses as many times 2^-52 of
// itself as Y does (forced). Such slopes are off by 2^-53 of their size, which moves lines by no more than inputs that are off do: none counts as exact.
const (
	segmentError = 0x1p-48
	costError    = 0x1p-47
	readingError = 0x1p-52
)

func (s *samples) bounds(exact bool) {
	all := s.prefix[s.size()]
	s.spread = math.Sqrt(max(0, all.within().Hi) + s.within)
	s.norm = s.spread + math.Abs(s.y0)*math.Sqrt(all.w.Hi)
	s.reading = s.norm
	if !exact && s.size() > 1 {
		s.reading += s.spread * s.leverage(max(math.Abs(s.x[0]), math.Abs(s.x[s.size()-1])))
	}
	s.reading *= readingError
}

// leverage is how much more inputs of that size that are off by 2^-53 matter than labels.
func (s *samples) leverage(size float64) float64 {
	least, light, heavy := math.Inf(1), math.Inf(1), 0.0
	for i, w := range s.w {
		light, heavy = min(light, w), max(heavy, w)
		if i > 0 {
			least = min(least, s.gap[i])
		}
	}
	return 4 * size / (least * math.Sqrt(light/(light+heavy)))
}

// segmentMargin is what rounding may hide of a chain's cost on lines apart.
func (s *samples) segmentMargin() float64 {
	return segmentError*float64(len(s.rows)+8)*s.spread*s.spread + 0x1p-1000
}

// resolution is the least bound, as a root and a share of Y, that is claimed above 0: a checker's values have 100 bits behind Y².
const resolution = 0x1p-40

// below is a lower bound on the file's SSE, in its units, where that of the doubles is at least v.
func (s *samples) below(v float64) float64 {
	root := (math.Sqrt(max(0, v)) - s.reading) / (1 + s.forced)
	if !(root > resolution*s.spread) {
		return 0
	}
	return root * root * (1 - 0x1p-48) * s.unit()
}

// unit is what an SSE here is to be multiplied with.
func (s *samples) unit() float64 { return s.unitW * s.unitY * s.unitY }
