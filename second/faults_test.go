package second_test

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"relucert/internal/thorough"
)

// TestFaults is what relucheck once did otherwise than the document says.
func TestFaults(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	t.Run("version 3", func(t *testing.T) {
		if v := goVerdict([]string{"testdata/origins-affine.rcert", "testdata/origins.csv"}); v.code != 0 {
			t.Errorf("relucheck does not read certificates with origins: %s", v.text)
		}
	})
	t.Run("norms", func(t *testing.T) {
		if v := goVerdict([]string{"testdata/tol.rcert", "testdata/tol.csv"}); v.code != 1 {
			t.Errorf("relucheck takes a network beyond the norm bound: %s", v.text)
		}
	})
	for _, labels := range []string{"0.144115188075855872", "144115188075855872"} {
		t.Run("sum of squares of "+labels, func(t *testing.T) {
			args := equalRows(t, labels)
			if v := goVerdict(args); v.code != 1 {
				t.Errorf("relucheck: %d %s", v.code, v.text)
			}
			if !thorough.Tests() {
				return // Python takes seconds
			}
			if v := s.verdict(t, args); v.code != 1 {
				t.Errorf("relucheck.py: %d %s", v.code, v.text)
			}
			compare(t, s, args...)
		})
	}
}

// equalRows writes 2^14 rows of equal features, half with a label and half with its negative, and a certificate
// which says that a network has no error there; a sum of their squares wraps at 128 bits in fixed point.
func equalRows(t *testing.T, label string) []string {
	folder := t.TempDir()
	data, certificate := filepath.Join(folder, "data.csv"), filepath.Join(folder, "proof.rcert")
	text := []byte("x,y\n" + strings.Repeat(fmt.Sprintf("1,%s\n1,-%s\n", label, label), 1<<13))
	write(t, data, text)
	write(t, certificate, fmt.Appendf(nil, `relucert-certificate 2
data %x
target "y"
feature "x"
missing error
units 1
signs +
bias no
output none
weight-limit 1p2
keep 0
transform 1p0
label-scale 1p0
weight-scale 1p0
reference
s 0/0 0 f
u + 0
o
claim 0 0
end
`, sha256.Sum256(text)))
	return []string{certificate, data}
}

// TestOrigins says what relucheck.py must answer to certificates with origins: they are those of package check's
// tests, of data shifted by 17e8 and -2.5, and a few that break a rule.
func TestOrigins(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	codes := map[string]int{"affine": 0, "intercept": 0, "dual": 0, "sweep": 0, "other": 1, "label-other": 1}
	for _, file := range glob(t, "testdata/origins-*.rcert") {
		want, ok := codes[strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "origins-"), ".rcert")]
		if !ok {
			want = 2
		}
		if v := s.verdict(t, []string{file, "testdata/origins.csv"}); v.code != want {
			t.Errorf("%s: exit code %d, not %d: %s", file, v.code, want, v.text)
		}
	}
}
