package check

import (
	"strings"
	"testing"

	"relucert/proof/certificate"
)

// TestVertices: a bound record is refused where a short one could cost much.
func TestVertices(t *testing.T) {
	for _, c := range []struct{ units, inputs, want int }{
		{1, 1, 1}, {64, 15, 1 << 14}, {64, 16, 0}, {2, 20, 1 << 19}, {3, 20, 0}, {1, 21, 1 << 20}, {1, 22, 0}, {64, 64, 0},
	} {
		k := &coordinates{header: &certificate.Header{Units: c.units}, n: c.inputs}
		if got := k.vertices(); got != c.want {
			t.Errorf("%d units of %d inputs: %d vertices, want %d", c.units, c.inputs, got, c.want)
		}
		err := k.checkPoint(&proof{regions: []*region{{face: whole}}, record: new(certificate.Bound)})
		if refused := strings.Contains(err.Error(), "too many for a bound record"); refused != (c.want == 0) {
			t.Errorf("%d units of %d inputs: %v", c.units, c.inputs, err)
		}
	}
}
