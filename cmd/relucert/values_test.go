package main

import (
	"math/rand/v2"
	"testing"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "1000": 1000, "2B": 2, "5k": 5000, "512MB": 512e6, "512MiB": 512 << 20, "1.5 GiB": 3 << 29, "2gib": 2 << 30, "1T": 1e12, "1TiB": 1 << 40,
	} {
		if got, ok := parseBytes(text); !ok || got != want {
			t.Errorf("parseBytes(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "B", "0", "0.5", "-1GB", "5XB", "GiB2", "1e30GB", "nan", "inf", "1 2", "5 iB", "5BM"} {
		if got, ok := parseBytes(text); ok {
			t.Errorf("parseBytes(%q) = %d, want a refusal", text, got)
		}
	}
}

func TestSigns(t *testing.T) {
	var got []int
	if err := signs(&got).Set("+-+"); err != nil || len(got) != 3 || got[0] != 1 || got[1] != -1 || got[2] != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestPadding: with the columns that --epsilon-of-n asks for, ε(n) tells the cases apart, and with two fewer it does not;
// too large an exponent is refused (Theorem 11 has n^-1/2, its like for Theorem 10 n^-1).
func TestPadding(t *testing.T) {
	densest, err := reduce.NewDensest(instance.Graph{Names: []string{"a", "b", "c", "d"}, Edges: [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}}}, 3, "paper")
	if err != nil {
		t.Fatal(err)
	}
	sat, err := reduce.NewSAT(instance.CNF{Variables: 2, Clauses: [][]int{{1, 2}, {-1, 2}, {1, -2}}}, 2, true)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 8))
	for _, r := range []reduce.Reduction{densest, sat} {
		limit := 1.0
		if r == densest {
			limit = 0.5
		}
		set := r.Set()
		epsilon, _ := set.Epsilon(r.Claim()).Float64()
		for range 40 {
			f := power{text: "f", p: limit * (0.5 + 0.49*rng.Float64())}
			f.c = epsilon * (0.5 + 9*rng.Float64())
			pad, err := accuracy{ofN: f}.padding(r)
			if n := float64(len(set.Columns) + pad); err != nil || f.at(n) >= epsilon || pad > 0 && f.at(n-2) < epsilon {
				t.Errorf("seed 1, 8: %s, %+v, ε %v: %d columns more, %v", r.Kind(), f, epsilon, pad, err)
			}
		}
		if _, err := (accuracy{ofN: power{text: "f", c: 1, p: limit}}).padding(r); err == nil {
			t.Errorf("%s: n^-%v was taken", r.Kind(), limit)
		}
	}
}

// TestCounting: counts may have an exponent, and nothing that is no whole number is one.
func TestCounting(t *testing.T) {
	for text, want := range map[string]int64{"12": 12, "1e6": 1000000, "2.5E3": 2500, "1e+05": 100000} {
		var got int64
		if err := counting(&got).Set(text); err != nil || got != want {
			t.Errorf("%s is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1", "1.5", "1e-1", "2.55e1", "1e30", "0x1p4", "1.0", "nan", "inf", "", "1e", "12e400"} {
		var got int
		if err := counting(&got).Set(text); err == nil {
			t.Errorf("%s is %d", text, got)
		}
	}
}
