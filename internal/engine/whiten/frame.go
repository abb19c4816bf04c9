package whiten

// Frame is how a Problem's coordinates come from the file's numbers: all that
// is needed to find them again exactly.
type Frame struct {
	Keep        []int // raw columns, bias first if there is one
	Transform   [][]float64
	LabelScale  float64
	WeightScale float64
	Reference   []float64 // length P, in units of LabelScale
	FirstRows   []int     // a sample: the first of its rows
}

// Frame is p's.
func (p *Problem) Frame() Frame {
	f := Frame{
		Keep: p.basis.kept, LabelScale: p.LabelScale, WeightScale: p.weightScale,
		Reference: p.reference, FirstRows: p.firstRows,
	}
	for d := range p.N {
		f.Transform = append(f.Transform, p.Transform[d*p.N:][:d+1])
	}
	return f
}
