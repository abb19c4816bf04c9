package budget_test

import (
	"testing"

	"relucert/internal/budget"
)

// TestSize: round sizes are said as they were given, others to the next MiB.
func TestSize(t *testing.T) {
	for want, bytes := range map[string]int64{
		"0 MiB": 0, "1 B": 1, "1 KiB": 1 << 10, "1 kB": 1000, "1.5 MB": 15e5, "512 MB": 512e6, "35 MiB": 35 << 20, "2500 MiB": 2500 << 20,
		"2 GiB": 2 << 30, "1.5 GiB": 3 << 29, "1.2 TB": 12e11, "4 MiB": 3<<20 + 12345, "2.3 GiB": 2<<30 + 312345678, "23.5 GiB": 24684134 << 10,
	} {
		if got := budget.Size(bytes); got != want {
			t.Errorf("%d bytes are %s, want %s", bytes, got, want)
		}
	}
}

// TestSizeBeside: beside a limit a size has the limit's unit, and never seems to keep a limit that it exceeds.
func TestSizeBeside(t *testing.T) {
	for _, c := range []struct {
		bytes, limit int64
		want         string
	}{{154512345, 150e6, "154.6 MB"}, {150000001, 150e6, "150.1 MB"}, {3 << 29, 1 << 30, "1.5 GiB"}, {150 << 20, 123456789, "150 MiB"}, {32 << 20, 10, "33554432 B"}} {
		if got := budget.SizeBeside(c.bytes, c.limit); got != c.want {
			t.Errorf("%d bytes beside %d are %s, want %s", c.bytes, c.limit, got, c.want)
		}
	}
}
