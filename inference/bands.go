package inference

import "math"

// Band is f at one input, with the interval of its mean and that of one new sample of weight 1.
type Band struct {
	X, Y       float64
	Confidence [2]float64
	Prediction [2]float64
}

// Bands are pointwise at a level such as 0.95.
func (l *Line) Bands(at []float64, level float64) ([]Band, error) {
	v, err := l.covariance()
	if err != nil {
		return nil, err
	}
	width, bands := l.quantile(level), make([]Band, len(at))
	for i, x := range at {
		y, se := l.At(x), v.se(l.gradientAt(x))
		new := math.Sqrt(v.variance + se*se)
		bands[i] = Band{x, y, [2]float64{y - width*se, y + width*se}, [2]float64{y - width*new, y + width*new}}
	}
	return bands, nil
}
