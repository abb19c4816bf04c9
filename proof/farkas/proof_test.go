package farkas

import (
	"math/big"
	"testing"
)

// row is a row of numbers, or labels.
func row(values ...int64) []*big.Rat {
	var all []*big.Rat
	for _, v := range values {
		all = append(all, big.NewRat(v, 1))
	}
	return all
}

// TestVerifyRefuses changes proofs in every way.
func TestVerifyRefuses(t *testing.T) {
	x, y := [][]*big.Rat{row(1, 0), row(0, 1), row(1, 1), row(3, 1)}, row(0, 0, 1, 2)
	one := big.NewRat(1, 1)
	refuted := func(m ...Multiplier) *Proof { return &Proof{Refutations: []Refutation{{Sign: 1, Multipliers: m}}} }
	at := func(i int) *Proof { return &Proof{Refutations: []Refutation{{Sign: 1, Wrong: &i}}} }
	good := refuted(Multiplier{0, one}, Multiplier{1, one}, Multiplier{2, big.NewRat(-1, 1)})
	if err := good.Verify(x, y, 1); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*Proof{
		"nothing":                  {},
		"no multipliers":           refuted(),
		"another sign":             {Refutations: []Refutation{{Sign: -1, Multipliers: good.Refutations[0].Multipliers}}},
		"a negative multiplier":    refuted(Multiplier{0, big.NewRat(-1, 1)}, Multiplier{1, big.NewRat(-1, 1)}, Multiplier{2, one}),
		"rows that do not cancel":  refuted(Multiplier{0, one}, Multiplier{2, big.NewRat(-1, 1)}),
		"labels that do not":       refuted(Multiplier{0, one}, Multiplier{0, big.NewRat(0, 1)}),
		"a row that is not there":  refuted(Multiplier{4, one}),
		"a row before the first":   refuted(Multiplier{-1, one}),
		"no wrong label":           at(2),
		"a wrong label nowhere":    at(4),
		"a unit that does not fit": {Unit: &Unit{1, []*big.Rat{one, one}}},
		"a unit of few weights":    {Unit: &Unit{1, []*big.Rat{one}}},
		"a unit of sign -":         {Unit: &Unit{-1, []*big.Rat{one, one}}},
	} {
		if p.Verify(x, y, 1) == nil {
			t.Errorf("%s: verified", name)
		}
	}
	if good.Verify(x, y, 1, -1) == nil {
		t.Error("a refutation of + stands for both signs")
	}
}

// TestVerifyWantsSigns: two opposite rows, of which only −1 would make a contradiction.
func TestVerifyWantsSigns(t *testing.T) {
	x, y := [][]*big.Rat{row(1), row(-1)}, row(0, 1)
	minus := big.NewRat(-1, 1)
	p := &Proof{Refutations: []Refutation{{Sign: 1, Multipliers: []Multiplier{{0, minus}, {1, minus}}}}}
	if p.Verify(x, y, 1) == nil {
		t.Error("a negative multiplier of an inequality is accepted")
	}
}
