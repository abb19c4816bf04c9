package whiten

import (
	"math/rand/v2"

	"relucert/network"
)

// Thinned is the problem on size < M of its samples, one of each of as many equal
// stretches, with weights that make up for the others: any network's SSE is
// about the same. What belongs to rows of the file is not thinned.
func (p *Problem) Thinned(size int) *Problem {
	q := *p
	q.sharp = nil
	q.M, q.X, q.Z, q.Y, q.Weights = size, nil, nil, nil, nil
	rng := rand.New(rand.NewPCG(uint64(p.M), uint64(size)))
	for g := range size {
		from, to := g*p.M/size, (g+1)*p.M/size
		i := from + rng.IntN(to-from)
		q.X = append(q.X, p.X[i*p.N:][:p.N]...)
		q.Z = append(q.Z, p.Z[i*p.P:][:p.P]...)
		q.Y = append(q.Y, p.Y[i])
		q.Weights = append(q.Weights, p.Weights[i]*float64(to-from))
	}
	if p.class.Output == network.Affine {
		q.Z = q.X
	}
	return &q
}
