package wide

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// randomSum is of any size below 2^253, each about as often; and the same as a big.Int.
func randomSum(rng *rand.Rand) (s Sum, exact *big.Int) {
	a, b := randomFixed(rng, 1+rng.IntN(126)), randomFixed(rng, 1+rng.IntN(126))
	c, d := randomFixed(rng, 1+rng.IntN(60)), randomFixed(rng, 1+rng.IntN(60))
	s.Add(a, b)
	s.Add(c, d)
	v := new(big.Int).Mul(a.Big(), b.Big())
	return s, v.Add(v, new(big.Int).Mul(c.Big(), d.Big()))
}

// TestSum compares with math/big.
func TestSum(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	for round := range 20000 {
		s, S := randomSum(rng)
		u, U := randomSum(rng)
		same := func(name string, got, want *big.Int) {
			t.Helper()
			if got.Cmp(want) != 0 {
				t.Fatalf("seed %d round %d: %s(%v, %v) = %v, want %v", seed, round, name, S, U, got, want)
			}
		}
		same("Big", s.Big(), S)
		sum, negated := s.Plus(&u), s.Negated()
		same("Plus", sum.Big(), new(big.Int).Add(S, U))
		same("Negated", negated.Big(), new(big.Int).Neg(S))
		divisor := rng.Uint64()>>rng.IntN(64) | 1
		q, remainder := s.Quo(divisor)
		quotient, rest := new(big.Int).QuoRem(S, new(big.Int).SetUint64(divisor), new(big.Int))
		same("Quo", q.Big(), quotient)
		same("remainder", new(big.Int).SetUint64(remainder), rest.Abs(rest))
		if s.Sign() != S.Sign() {
			t.Fatalf("the sign of %v is %d", S, s.Sign())
		}
	}
}

// TestSumFits: what says that a sum fits says so where it does, and the value is right then.
func TestSumFits(t *testing.T) {
	const seed = 6
	rng := rand.New(rand.NewPCG(seed, 1))
	fits := [5]int{}
	for range 20000 {
		s, S := randomSum(rng)
		check := func(kind int, got, want bool) {
			t.Helper()
			if got {
				fits[kind]++
			}
			if got != want {
				t.Fatalf("seed %d: %v fits: %v, want %v", seed, S, got, want)
			}
		}
		check(0, s.Within128(), between(S, new(big.Int).Neg(power(128)), power(128)))
		check(1, s.Within200(), between(S, new(big.Int).Neg(power(200)), new(big.Int).Add(power(200), power(192))))
		check(2, s.Within200() && s.Nearest().Size() <= 121, s.Within200())
		v, ok := s.Integer()
		check(3, ok, between(S, new(big.Int), power(126)))
		if ok && v.Big().Cmp(S) != 0 {
			t.Fatalf("seed %d: Integer of %v is %v", seed, S, v.Big())
		}
		n := uint(65 + rng.IntN(63))
		nearest := new(big.Int).Add(S, power(n-1))
		nearest.Rsh(nearest, n)
		v, ok = s.Rounded(n)
		check(4, ok, nearest.BitLen() <= 126)
		if ok && v.Big().Cmp(nearest) != 0 {
			t.Fatalf("seed %d: Rounded of %v by %d is %v", seed, S, n, v.Big())
		}
	}
	for kind, n := range fits {
		if n == 0 || n == 20000 {
			t.Errorf("kind %d fits %d times", kind, n)
		}
	}
}

func between(v, least, end *big.Int) bool { return v.Cmp(least) >= 0 && v.Cmp(end) < 0 }

func power(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
