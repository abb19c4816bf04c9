package descent

import "relucert/internal/engine/whiten"

// Memory is about how many bytes searches with so many sign vectors take, with
// their polishers, a worker each.
func Memory(p *whiten.Problem, units, vectors, workers int) int64 {
	few := float64(vectors)*walkMemory(p, units, min(p.M, coarseRows)) + float64(workers)*walkMemory(p, units, p.M)
	return int64(min(plenty, max(few, float64(vectors*workers)*walkMemory(p, units, p.M))))
}

// walkMemory is that of one walk: five D×D matrices, the Gram matrices, and what
// belongs to a sample or a crossing.
func walkMemory(p *whiten.Problem, units, m int) float64 {
	n, k := float64(p.N), float64(units)
	d := float64(p.P) + k*n
	return 8 * (5*d*d + k*(k+1)/2*n*n + 4*float64(m))
}

// plenty is more memory than there is anywhere; twice that is still an int64.
const plenty = 1 << 61
