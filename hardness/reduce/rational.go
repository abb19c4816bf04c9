package reduce

import "math/big"

// Arithmetic that reads like its formulas: every result is a new number.

func whole[N int | int64](n N) *big.Rat { return big.NewRat(int64(n), 1) }

func plus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }

func times(factors ...*big.Rat) *big.Rat {
	product := whole(1)
	for _, f := range factors {
		product.Mul(product, f)
	}
	return product
}

// floor is the largest integer up to v, ceiling the smallest from v on.
func floor(v *big.Rat) *big.Int { return new(big.Int).Div(v.Num(), v.Denom()) }

func ceiling(v *big.Rat) *big.Int {
	down := floor(new(big.Rat).Neg(v))
	return down.Neg(down)
}

// ceilingRoot is the smallest integer whose square is at least v ≥ 0.
func ceilingRoot(v *big.Rat) *big.Int {
	up := ceiling(v)
	root := new(big.Int).Sqrt(up)
	if new(big.Int).Mul(root, root).Cmp(up) < 0 {
		root.Add(root, big.NewInt(1))
	}
	return root
}
