package reduce

import "math/big"

// Set implements Reduction. If the free inputs make the output true, nothing is
// left to learn but w_0 = 1.
func (c *Circuit) Set() *Set {
	s := &Set{Columns: []string{"e0"}, Units: 1, Signs: []int{1}}
	for _, w := range c.wires {
		s.Columns = append(s.Columns, "wire_"+w.name)
	}
	heavy := times(whole(32), whole(max(c.known, 1)))
	s.Samples = append(s.Samples, Sample{X: []Term{{0, whole(1)}}, Y: whole(1), Weight: heavy})
	if len(c.wires) > 0 {
		output := []Term{{0, whole(1)}, {len(c.wires), whole(1)}}
		s.Samples = append(s.Samples, Sample{X: output, Y: new(big.Rat), Weight: heavy})
	}
	for v := range c.wires {
		s.Samples = append(s.Samples, c.samples(v)...)
	}
	return s
}

// samples are those of wire v.
func (c *Circuit) samples(v int) (samples []Sample) {
	w := c.wires[v]
	if len(w.reads) == 0 {
		return []Sample{c.input(v)}
	}
	if !w.and {
		return []Sample{c.slack(v, w.reads)}
	}
	for k := range w.reads {
		samples = append(samples, c.slack(v, w.reads[k:k+1]))
	}
	return samples
}

// input makes input v cost what it costs once it is true.
func (c *Circuit) input(v int) Sample {
	w := c.wires[v]
	return Sample{
		X:      []Term{{0, whole(1)}, {v + 1, times(whole(4), w.coordinate())}},
		Y:      whole(1),
		Weight: whole(w.cost),
	}
}

// slack makes it cost c_v if gate v is truer than reads together by 1/(2D⌈d_v⌉).
func (c *Circuit) slack(v int, reads []int) Sample {
	w := c.wires[v]
	s := Sample{Y: new(big.Rat)}
	coordinate := w.coordinate()
	for _, a := range reads {
		s.X = append(s.X, Term{a + 1, coordinate})
	}
	s.X = append(s.X, Term{v + 1, new(big.Rat).Neg(coordinate)})
	s.Weight = times(whole(4), square(whole(c.depth)), whole(min(w.cost, 2*c.known)))
	return s
}
