package boxes

import "relucert/internal/linalg"

// vectors says that four numbers are bent at a time.
var vectors = linalg.Vectors()

// addFast is add for the first pairs, and returns how many these are.
func (b bends) addFast(low, high, hidden []float64, sign float64, s smoothing) (done int) {
	n := len(b.t)
	if done = n &^ 3; !vectors || done == 0 {
		return 0
	}
	_, _, _, _, _, _, _, _ = low[:n], high[:n], hidden[:n], b.theta[:n], b.up[:n], b.center[:n], b.floor[:n], b.bent[:n]
	add4(&low[0], &high[0], &hidden[0], &b.theta[0], &b.t[0], &b.up[0], &b.center[0], &b.floor[0], &b.bent[0], sign, s.half, s.inverse, done>>2)
	return done
}

// pullFast is pull for the first pairs, and returns how many these are.
func (b bends) pullFast(linear, press, multipliers []float64, sign float64) (done int) {
	n := len(b.t)
	if done = n &^ 3; !vectors || done == 0 {
		return 0
	}
	_, _, _, _, _, _ = linear[:n], press[:n], multipliers[:n], b.theta[:n], b.floor[:n], b.bent[:n]
	pull4(&linear[0], &press[0], &multipliers[0], &b.theta[0], &b.floor[0], &b.bent[0], sign, done>>2)
	return done
}

// slopeFast is slope for the first pairs, and returns how many these are.
func (b bends) slopeFast(l along, low, high, dlow, dhigh []float64, sign float64, s smoothing) (done int) {
	n := len(b.t)
	if done = n &^ 3; !vectors || done == 0 {
		return 0
	}
	_, _, _, _, _, _ = low[:n], high[:n], dlow[:n], dhigh[:n], l.t[:n], l.up[:n]
	_, _, _, _ = b.up[:n], b.center[:n], b.floor[:n], b.bent[:n]
	ends := [4]*float64{&low[0], &high[0], &dlow[0], &dhigh[0]}
	pairs := [7]*float64{&b.t[0], &b.up[0], &l.t[0], &l.up[0], &b.center[0], &b.floor[0], &b.bent[0]}
	slope4(&ends, &pairs, l.at, sign, s.half, s.inverse, done>>2)
	return done
}

// chargeFast is charge without the last three.
func (e ends) chargeFast(r, pulled, weights, labels []float64) (sums [3]float64) {
	n := len(r)
	if !vectors || n < 4 {
		return e.chargeInFour(r, pulled, weights, labels)
	}
	_, _, _, _, _, _, _ = pulled[:n], weights[:n], labels[:n], e.low[:n], e.high[:n], e.over[:n], e.under[:n]
	charge4(&sums, &r[0], &pulled[0], &weights[0], &labels[0], &e.low[0], &e.high[0], &e.over[0], &e.under[0], n>>2)
	return sums
}

// slopeFast is slope without the last three.
func (e ends) slopeFast(dlow, dhigh, weights []float64) (sum float64) {
	n := len(weights)
	if !vectors || n < 4 {
		return e.slopeInFour(dlow, dhigh, weights)
	}
	_, _, _, _ = dlow[:n], dhigh[:n], e.low[:n], e.high[:n]
	return slopes4(&dlow[0], &dhigh[0], &weights[0], &e.low[0], &e.high[0], n>>2)
}

//go:noescape
func add4(low, high, hidden, theta, t, up, center, floor, bent *float64, sign, half, inverse float64, fours int)

//go:noescape
func pull4(linear, press, multipliers, theta, floor, bent *float64, sign float64, fours int)

//go:noescape
func slope4(ends *[4]*float64, pairs *[7]*float64, at, sign, half, inverse float64, fours int)

//go:noescape
func charge4(sums *[3]float64, r, pulled, weights, labels, low, high, over, under *float64, fours int)

//go:noescape
func slopes4(dlow, dhigh, weights, low, high *float64, fours int) float64
