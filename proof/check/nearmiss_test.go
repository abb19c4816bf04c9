package check

import (
	"os"
	"strings"
	"testing"
)

// TestNearMissOfALoss: a claim of another objective that is missed by a hair is not put to the rule of squares.
func TestNearMissOfALoss(t *testing.T) {
	stored, err := os.ReadFile("testdata/good/loss-quantile.rcert")
	if err != nil {
		t.Fatal(err)
	}
	for claim, proved := range map[string]bool{"19551032a94955p-52": true, "19551032a949ffp-52": false, "1955103ffff9ffp-52": false} {
		text := strings.Replace(string(stored), "claim 19551032a94955p-52", "claim "+claim, 1)
		v, err := Check(Bytes("proof", []byte(text)), goodFile("collinear.csv"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if v.Proved != proved || v.Again > 0 || !strings.HasPrefix(v.Lower, "1.5832674006") {
			t.Errorf("claim %s: %v, %d bounds checked again", claim, v, v.Again)
		}
	}
}
