package check

import (
	"math/big"

	"relucert/internal/wide"
)

// inputs are the different features, ascending, and prefix sums over their rows, of integers less
// origins near them. A loss is in that of the integers; a value is a loss in grains of the whole's spread.
type inputs struct {
	n                    int
	x                    []*big.Int
	rows                 []int32 // before input i
	before               []sums  // of the inputs before i
	den, weights, labels *big.Int
	xOrigin, yOrigin     *big.Int
	squares              *big.Rat     // Σωy² without origin, in the data's units
	spread               int          // Σω(y − ȳ)² is at most 4^spread
	grain                int          // how many bits a value has behind the point, 4^spread being 1
	within               []wide.Fixed // of the inputs before i, each rounded down
}

// valueGrain is the grain of fixed point. That of exact prices is claimGrain bits behind the claim, at most valueGrain: the fewer, the more
// room there is for costs that cancel.
const (
	valueGrain = 100
	claimGrain = 64
)

// infinite is the value of what has no chain, and no value is above it; mostValue is the largest
// cutoff. What is below leastValue is lost, and so is every sum with it: it reaches no cutoff. So the sum of two values, or of a value and what
// is lost, fits a wide.Fixed.
var (
	infinite   = wide.Power(124)
	mostValue  = wide.Power(120)
	leastValue = wide.Power(125).Negated()
	lost       = wide.Power(126).Negated()
)

// newInputs are for exact prices if a claim above 0 is given; if far, their grain follows one above the spread.
func newInputs(s ordered, claim float64, far bool) *inputs {
	in := &inputs{}
	in.den, in.weights, in.labels = s.scale()
	in.setOrigins(s)
	from := 0
	in.before, in.rows = append(in.before, sums{}), append(in.rows, 0)
	for i := 1; i <= s.count(); i++ {
		if i < s.count() && !s.follows(i) {
			continue
		}
		var next sums
		next.plus(&in.before[in.n], s.sum(from, i).about(in.xOrigin).aboutLabel(in.yOrigin))
		in.before = append(in.before, next)
		rows := 0
		for r := from; r < i; r++ {
			rows += s.rowsOf(r)
		}
		in.rows = append(in.rows, in.rows[in.n]+int32(rows))
		in.x = append(in.x, new(big.Int).Sub(s.x(from), in.xOrigin))
		from, in.n = i, in.n+1
	}
	in.setSpread(claim)
	in.setGrain(claim, far)
	in.sumWithin()
	return in
}

// setOrigins takes the first feature and the mean label.
func (in *inputs) setOrigins(s ordered) {
	all := s.sum(0, s.count())
	in.xOrigin, in.yOrigin = s.x(0), new(big.Int).Div(&all.wy, &all.w)
	in.squares = new(big.Rat).SetInt(&all.wyy)
	in.squares.Mul(in.squares, in.unit())
}

// setSpread takes the claim for it where all labels are equal: what constraints cost is all that there is then.
func (in *inputs) setSpread(claim float64) {
	g := newGroup(&in.before[in.n])
	v := new(big.Rat).SetFrac(&g.c, &g.w)
	if v.Sign() == 0 && claim > 0 {
		v = in.loss(rational(claim))
	}
	in.spread = spreadOf(v)
}

// spreadOf is the least power of 4 that v does not exceed.
func spreadOf(v *big.Rat) int {
	if v.Sign() == 0 {
		return 0
	}
	p := (v.Num().BitLen() - v.Denom().BitLen()) / 2
	for p -= 2; new(big.Rat).SetFrac(shifted(oneInt, 2*p), shifted(oneInt, -2*p)).Cmp(v) < 0; p++ {
	}
	return p
}

func (in *inputs) setGrain(claim float64, far bool) {
	in.grain = valueGrain
	if claim > 0 {
		loss := in.loss(rational(claim))
		below := 2*in.spread - loss.Num().BitLen() + loss.Denom().BitLen() + 1
		if !far {
			below = max(0, below)
		}
		in.grain = min(valueGrain, claimGrain+below)
	}
}

// shifted is v·2^n, at least v itself.
func shifted(v *big.Int, n int) *big.Int { return new(big.Int).Lsh(v, uint(max(n, 0))) }

// sumWithin is the spread of equal inputs' labels.
func (in *inputs) sumWithin() {
	in.within = make([]wide.Fixed, in.n+1)
	for i := range in.n {
		own := newGroup(in.block(i, i+1))
		in.within[i+1] = in.within[i].Plus(in.value(&own.c, &own.w))
	}
}

// block is the sums of inputs [a, b).
func (in *inputs) block(a, b int) *sums { return new(sums).minus(&in.before[b], &in.before[a]) }

// value is the loss num/den rounded down, at most infinite; lost if it is below leastValue.
func (in *inputs) value(num, den *big.Int) wide.Fixed {
	v := in.floor(num, den)
	f, fits := wide.FromBig(v)
	switch {
	case v.Sign() > 0 && v.BitLen() > 124:
		return infinite
	case !fits || f.Less(leastValue):
		return lost
	}
	return f
}

// floor is the loss num/den in values, rounded down.
func (in *inputs) floor(num, den *big.Int) *big.Int {
	shift := in.grain - 2*in.spread
	v := shifted(num, shift)
	return v.Div(v, shifted(den, -shift))
}

func (in *inputs) valueOf(loss *big.Rat) wide.Fixed {
	return in.value(loss.Num(), loss.Denom())
}

// unit is what a loss of 1 of the integers is in the data's units.
func (in *inputs) unit() *big.Rat {
	scale := new(big.Int).Mul(in.labels, in.labels)
	return new(big.Rat).SetFrac(oneInt, scale.Mul(scale, in.weights))
}

// loss is a number in the data's units as one of the integers.
func (in *inputs) loss(v *big.Rat) *big.Rat { return new(big.Rat).Quo(v, in.unit()) }

// inData is a value in the data's units.
func (in *inputs) inData(v wide.Fixed) *big.Rat {
	shift := 2*in.spread - in.grain
	r := new(big.Rat).SetFrac(shifted(v.Big(), shift), shifted(oneInt, -shift))
	return r.Mul(r, in.unit())
}
