package study

import "math"

// Panel sets a measure of runs against another, series by series.
type Panel struct {
	Name, Title string
	X           Axis
	// Y are what is measured: the first is drawn, laws are fitted to all. None: the
	// share of a series' runs that are at most X is drawn.
	Y      []Axis
	Curves []Curve
}

// Axis is a measure of runs.
type Axis struct {
	Label string
	Log   bool
	Of    func(r Run) float64
}

// Curve is a series and the law that is fitted to it.
type Curve struct {
	Series string
	Law    Law
	// Theorem is the exponent that a theorem speaks of, 0: none does.
	Theorem float64
}

// stretched are curves with the law whose exponent is the question.
func stretched(theorem float64, series ...string) []Curve {
	var all []Curve
	for _, s := range series {
		all = append(all, Curve{s, Stretched, theorem})
	}
	return all
}

// The axes of several experiments.
var (
	inverseEpsilon = Axis{"1/ε, one over the additive training error", true, func(r Run) float64 { return 1 / r.Epsilon }}
	vertices       = Axis{"N, vertices", false, func(r Run) float64 { return float64(r.Vertices) }}
	inputs         = Axis{"n, inputs", false, func(r Run) float64 { return float64(r.Inputs) }}
	samples        = Axis{"m, samples", true, func(r Run) float64 { return float64(r.Samples) }}
	units          = Axis{"k, units", false, func(r Run) float64 { return float64(r.Units) }}

	// A search that ends before its first node counts as one.
	nodes = Axis{"nodes", true, func(r Run) float64 { return math.Max(1, float64(r.Nodes)) }}
	// What is within a hundredth of a percent is the least.
	freshExcess = Axis{"fresh error above the least, relative", true, func(r Run) float64 { return math.Max(closeGap, r.Fresh/r.Least-1) }}

	seconds = Axis{"CPU seconds", true, func(r Run) float64 { return r.Seconds }}
)

// Use is the runs of a series that count: all up to the level where the first did
// not finish, for those that do finish are the easy ones. Lost is how many do not.
func (c Curve) Use(runs []Run) (used []Run, lost int) {
	end := math.MaxInt
	for _, r := range runs {
		if r.Series == c.Series && !r.Finished() {
			end = min(end, r.Level)
		}
	}
	for _, r := range runs {
		switch {
		case r.Series != c.Series:
		case r.Level < end:
			used = append(used, r)
		default:
			lost++
		}
	}
	return used, lost
}
