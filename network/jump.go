package network

// Jump is where the function of a network on one feature is broken off, and goes on with another output part.
type Jump struct {
	// At is where; Between are the neighbouring samples: wherever At is between these, the samples have the same predictions.
	// At may be one of them: it is then of the output that this sample has.
	At      float64    `json:"at"`
	Between [2]float64 `json:"between"`
	Output  Output     `json:"output"` // from here on
}

// Open says that At itself is before the jump: it is the sample there.
func (j *Jump) Open() bool { return j.At == j.Between[0] }

// behind says whether x is behind the jump.
func (j *Jump) behind(x float64) bool { return x > j.At || x == j.At && !j.Open() }

// output is the part that holds at x.
func (n *Network) output(x []float64) *Output {
	out := &n.Output
	for i := range n.Jumps {
		if n.Jumps[i].behind(x[0]) {
			out = &n.Jumps[i].Output
		}
	}
	return out
}

// broken are the lines of a network with jumps and without units.
func (n *Network) broken() (pieces []Piece) {
	last := n.Output.line()
	for i := range n.Jumps {
		j := &n.Jumps[i]
		last.To = j.At
		pieces = append(pieces, last)
		last = j.Output.line()
		last.From = j.At
	}
	return append(pieces, last)
}
