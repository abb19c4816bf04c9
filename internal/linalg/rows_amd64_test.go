package linalg

import "testing"

// TestWithoutVectors are the same results.
func TestWithoutVectors(t *testing.T) {
	defer func(before bool) { vectors = before }(vectors)
	vectors = false
	TestRowsAgree(t)
	TestOutersAgree(t)
	TestDotsAgree(t)
	TestSetScaledAgrees(t)
	TestShiftAndClampAgree(t)
}
