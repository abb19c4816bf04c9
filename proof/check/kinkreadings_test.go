package check

import (
	"os"
	"strings"
	"testing"
)

// TestKinkReadings: a claim that only the exact reading proves, to the last bit, is proved; one above that is not, by either.
func TestKinkReadings(t *testing.T) {
	data, proof := readFile(t, "../certificate/testdata/breakpoints.csv"), readFile(t, "../certificate/testdata/breakpoints.rcert")
	for claim, proved := range map[string]bool{"5p-5": true, "55p-9": true, "55000001p-33": false} {
		text := strings.ReplaceAll(proof, "5p-5\n", claim+"\n")
		text = strings.ReplaceAll(text, "claim 5p-5", "claim "+claim)
		v, err := Check(Bytes("proof", []byte(text)), Bytes("data", []byte(data)), Options{})
		if err != nil || v.Proved != proved || proved && v.Exact != (claim == "55p-9") {
			t.Errorf("%s: %+v, %v", claim, v, err)
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
