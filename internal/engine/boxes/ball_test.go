package boxes

import (
	"math"
	"testing"
)

// TestMultiplier minimises ½(x - 3)² under x ≤ 1, whose multiplier is 2: ν must
// come to it although σ stays soft.
func TestMultiplier(t *testing.T) {
	m := newMultiplier(10)
	x := 0.0
	for range 20 {
		// The zero of x - 3 + [ν + σ(x - 1)]_+, the bracket being positive.
		x = (3 - m.nu + m.stiff) / (1 + m.stiff)
		m.press(x - 1)
		m.update(x-1, 1e-12)
	}
	if math.Abs(x-1) > 1e-12 || math.Abs(m.nu-2) > 1e-11 || m.stiff > 10 {
		t.Errorf("x %g, ν %g, σ %g", x, m.nu, m.stiff)
	}
}
