package dataset

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestIsShortest(t *testing.T) {
	for cell, want := range map[string]bool{
		"0.1": true, "0.10000000000000001": false, "0.1000000000000000000": true, "000000000000000000.25": true,
		"1e300": true, "-13.88888888888889": true, "13.888888888888890": true, "13.8888888888888892": false,
		"1/3": false, "123456789012345678": false, "9007199254740993": false, "9007199254740992": true, " 0.30000000000000004 ": true,
		"5e-324": true, "4e-324": false, "1e-400": false, "1.2345678901234567e-320": false, "0": true, "-0.00000000000000000000": true,
	} {
		v, err := parseNumber([]byte(cell))
		if err != nil || isShortest([]byte(cell), v) != want {
			t.Errorf("%s: %v, %v", cell, !want, err)
		}
	}
}

// Numbers that are not ambiguous and have the same double are equal.
func TestShortestIsUnique(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		v := math.Float64frombits(rng.Uint64())
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if text := strconv.FormatFloat(v, 'g', -1, 64); !isShortest([]byte(text), v) {
			t.Fatalf("%s is not the shortest", text)
		}
		short := strconv.FormatFloat(v, 'e', rng.IntN(sureDigits), 64)
		if w, err := parseNumber([]byte(short)); err == nil && !isShortest([]byte(short), w) {
			t.Fatalf("%s is not the shortest of %v", short, w)
		}
	}
}

func TestAmbiguous(t *testing.T) {
	for text, want := range map[string]bool{
		"x,y\n0.1,0.10000000000000001\n0.2,1/3\n":              false,
		"x,z,y\n0.1,1,1\n0.2,0.10000000000000001,1\n0.3,1,1\n": true,
	} {
		d, _, err := Read("a.csv", strings.NewReader(text), Options{Format: Format{Fractions: true}})
		if err != nil || d.Ambiguous != want {
			t.Errorf("%q: %v %v", text, d.Ambiguous, err)
		}
	}
}
