//go:build !amd64

package boxes

func (b bends) addFast(_, _, _ []float64, _ float64, _ smoothing) int { return 0 }

func (b bends) pullFast(_, _, _ []float64, _ float64) int { return 0 }

func (b bends) slopeFast(_ along, _, _, _, _ []float64, _ float64, _ smoothing) int { return 0 }

func (e ends) chargeFast(r, pulled, weights, labels []float64) [3]float64 {
	return e.chargeInFour(r, pulled, weights, labels)
}

func (e ends) slopeFast(dlow, dhigh, weights []float64) float64 {
	return e.slopeInFour(dlow, dhigh, weights)
}
