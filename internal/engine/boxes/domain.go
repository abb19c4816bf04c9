package boxes

// domain is a node's regions as cones over the vertices of their boxes: ŵ_j = Σ_v α_jv v, α ≥ 0.
type domain struct {
	shape
	signs   []int
	regions []*region
	corner  []float64 // a unit and vertex: the N coordinates of v
}

// enter makes the domain that of node n.
func (s *domain) enter(n *Node) {
	s.signs, s.regions = n.Signs, n.Regions
	s.corner = resize(s.corner, s.units*s.vertices*s.p.N)
	s.corners()
}

// corners lists the vertices of each unit's box.
func (s *domain) corners() {
	n := s.p.N
	for j, r := range s.regions {
		v := s.corner[j*s.vertices*n:]
		copy(v[:n], r.lo)
		count := 1
		for d := range n {
			if d == r.face {
				continue
			}
			copy(v[count*n:2*count*n], v[:count*n])
			for q := count; q < 2*count; q++ {
				v[q*n+d] = r.hi[d]
			}
			count *= 2
		}
	}
}

// vertex is unit j's v number q.
func (s *domain) vertex(j, q int) []float64 {
	return s.corner[(j*s.vertices+q)*s.p.N:][:s.p.N]
}

// parameters writes v = (c, ŵ_1, …, ŵ_k, -1) of x to dst.
func (s *domain) parameters(x, dst []float64) {
	p := s.p
	clear(dst)
	copy(dst, x[:p.P])
	for j := range s.units {
		w := s.weights(dst, j)
		for q, a := range s.alphas(x, j) {
			if a == 0 {
				continue
			}
			v := s.vertex(j, q)
			for d := range w {
				w[d] += a * v[d]
			}
		}
	}
	dst[len(dst)-1] = -1
}
