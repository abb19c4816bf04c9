package second_test

import (
	"strings"
	"testing"
)

// TestRealizable compares all proofs of package farkas's tests, for several questions.
func TestRealizable(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	for _, pattern := range []string{"../proof/farkas/testdata/*.json", "../proof/farkas/testdata/bad/*.json"} {
		for _, file := range glob(t, pattern) {
			data := "../proof/farkas/testdata/no.csv"
			if strings.Contains(file, "yes") {
				data = "../proof/farkas/testdata/yes.csv"
			}
			for _, flag := range []string{"--sign=any", "--sign=+", "--bias=false"} {
				compare(t, s, "realizable", file, data, flag)
			}
		}
	}
}
