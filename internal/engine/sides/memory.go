package sides

import (
	"unsafe"

	"relucert/internal/engine/whiten"
)

// Memory is about how many bytes the search of networks of k units takes before its
// nodes are many.
func Memory(p *whiten.Problem, k, workers int) int64 {
	m, n, units := int64(p.M), int64(p.N), int64(k)
	if Enveloped(p, k) {
		return 8 * (m*n + int64(workers)*(4*n*n+10*m))
	}
	size := int64(p.P) + units*n
	numbers := 8 * (2*size*size + m*((units+1)*(units+2)+4*units+4))
	local := m * (int64(unsafe.Sizeof(side{})) + units*int64(unsafe.Sizeof(kink{})) + (2*units+1)*int64(unsafe.Sizeof(constraint{})))
	return int64(workers) * 2 * (numbers + local) // the second is the probe
}
