package check_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"relucert/proof/check"
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

// TestExactFit: of a fit that is exact but for rounding, the verdict gives no gap relative
// to its SSE, which is rounding alone.
func TestExactFit(t *testing.T) {
	const data = "x,y\n1,10\n2,10\n3,20\n4,30\n5,40\n" // Σy² is 3100
	sweep := func(upper string) string {
		return fmt.Sprintf(`relucert-certificate 2
data %x
target "y"
feature "x"
missing error
units 1
signs any
bias yes
output affine
sweep
u + -5p2 5p1
o 5p1 0
claim 0 %s
end
`, sha256.Sum256([]byte(data)), upper)
	}
	for upper, want := range map[string]string{
		"0":     "0 <= min SSE <= 0 (gap 0) for",
		"1p-80": "0 <= min SSE <= 8.27180612554e-25 (an exact fit but for 2.7e-28 of the labels' sum of squares) for",
		"1p-20": "(gap 1.0e+00) for",
	} {
		for _, exact := range []bool{false, true} {
			v, err := check.Check(text(sweep(upper)), text(data), check.Options{Exact: exact})
			if err != nil || !v.Proved || !strings.Contains(v.String(), want) {
				t.Errorf("%s, exact %t: %v %v", upper, exact, v, err)
			}
		}
	}
}
