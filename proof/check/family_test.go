package check

import (
	"testing"

	"relucert/proof/certificate"
)

// TestChoicesEnd: the choices of as many parts as a byte counts come to an end.
func TestChoicesEnd(t *testing.T) {
	f := &family{header: &certificate.Header{}, parts: faces(128, false), group: []int{0, 1}}
	count := 0
	for range f.choices() {
		if count++; count > 256*257/2 {
			t.Fatal("more choices than there are")
		}
	}
	if count != f.count() {
		t.Errorf("%d choices, want %d", count, f.count())
	}
}
