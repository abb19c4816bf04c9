package boxes

import "relucert/internal/engine/whiten"

// Memory is about how many bytes the search of networks of k units takes before its
// nodes are many.
func Memory(p *whiten.Problem, k, workers int) int64 {
	if p.M < large {
		return int64(workers) * relaxationMemory(p, k, p.M) / 2 // about half the pairs are undecided
	}
	return relaxationMemory(p, k, p.M) + int64(workers)*relaxationMemory(p, k, fewRows)
}

// relaxationMemory is that of one relaxation of m samples with all pairs undecided:
// their outputs at the vertices, which resize makes an eighth too large, and some
// numbers a pair and a sample.
func relaxationMemory(p *whiten.Problem, k, m int) int64 {
	vertices := int64(1) << (p.N - 1)
	pair := 9*vertices + 9*8
	return int64(m) * (int64(k)*pair + 8*8 + 9*int64(p.N))
}
