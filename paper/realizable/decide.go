package realizable

import (
	"context"
	"math/big"
	"slices"

	"relucert/proof/farkas"
)

// Decide finds a unit sign·[⟨w, x⟩]_+ of one of the given signs (+1, −1) that fits m ≥ 1 rows x of
// n rationals each to their labels y exactly, or proves that there is none. The error is
// that of ctx.
func Decide(ctx context.Context, x [][]*big.Rat, y []*big.Rat, signs ...int) (*farkas.Proof, error) {
	proof := new(farkas.Proof)
	for _, sign := range signs {
		if at := wrongLabel(y, sign); at >= 0 {
			proof.Refutations = append(proof.Refutations, farkas.Refutation{Sign: sign, Wrong: &at})
			continue
		}
		d := unitSystem(x, y)
		feasible, err := d.solve(ctx)
		if err != nil {
			return nil, err
		}
		if feasible {
			return &farkas.Proof{Unit: &farkas.Unit{Sign: sign, Weights: d.weights()}}, nil
		}
		refutation := farkas.Refutation{Sign: sign}
		for _, m := range d.multipliers() {
			refutation.Multipliers = append(refutation.Multipliers, farkas.Multiplier{Sample: m.row, Value: m.value})
		}
		proof.Refutations = append(proof.Refutations, refutation)
	}
	return proof, nil
}

// unitSystem is what a unit without a wrong label must satisfy: ⟨w, x_i⟩ = |y_i|, or ≤ 0 where y_i is 0.
func unitSystem(x [][]*big.Rat, y []*big.Rat) *dictionary {
	d := newDictionary(len(x[0]))
	for i := range x {
		d.add(x[i], new(big.Rat).Abs(y[i]), y[i].Sign() != 0)
	}
	return d
}

// wrongLabel is a sample that no unit of this sign can fit, -1 if there is none.
func wrongLabel(y []*big.Rat, sign int) int {
	return slices.IndexFunc(y, func(v *big.Rat) bool { return v.Sign() == -sign })
}
