package check_test

import (
	"strings"
	"testing"

	"relucert/check"
)

// pairs are a header, then 8,192 times a row and the same with the label's sign changed.
func pairs(label string) check.Source {
	return text("x,y\n" + strings.Repeat("1,"+label+"\n1,-"+label+"\n", 1<<13))
}

// TestCases: certificates that were PROVED once, of what is not so.
func TestCases(t *testing.T) {
	for _, c := range []struct {
		file string
		data check.Source
		want [2]string // in fixed point, and exactly
	}{
		{"bad", pairs("144115188075855872"), [2]string{"too large", "its SSE is 3.4028236692093846e+38, above the claimed 0"}},
		{"bad2", pairs("0.144115188075855872"), [2]string{"its SSE is 340.28236692093844", "its SSE is 340.28236692093844, above the claimed 0"}},
		{"tol", onDisk("testdata/tol.csv"), [2]string{"too large", "unit 0 of the network is beyond the norm bound"}},
	} {
		for i, want := range c.want {
			v, err := check.Check(onDisk("testdata/"+c.file+".rcert"), c.data, check.Options{Exact: i == 1, MinWeightLimit: new(float64)})
			if err != nil || v.Proved || !strings.Contains(v.Reason, want) {
				t.Errorf("%s, exact %t: %v %v", c.file, i == 1, v, err)
			}
		}
	}
}
