package descent

import "relucert/internal/engine/whiten"

// Memory is about how many bytes searches with so many sign vectors take, with
// their polishers, a worker each.
func Memory(p *whiten.Problem, units, vectors, workers int) int64 {
	few := int64(vectors)*walkMemory(p, units, min(p.M, coarseRows)) + int64(workers)*walkMemory(p, units, p.M)
	return max(few, int64(vectors*workers)*walkMemory(p, units, p.M))
}

// walkMemory is that of one walk: five D×D matrices, the Gram matrices, and what
// belongs to a sample or a crossing.
func walkMemory(p *whiten.Problem, units, m int) int64 {
	n, k := int64(p.N), int64(units)
	d := int64(p.P) + k*n
	return 8 * (5*d*d + k*(k+1)/2*n*n + 4*int64(m))
}
