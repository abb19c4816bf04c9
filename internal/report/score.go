package report

// Score tells how well predictions meet labels. Samples are added one at a
// time, so it takes a stream of any length. The zero value is an empty score.
type Score struct {
	// Rows is the number of samples, Weight the sum of their weights.
	Rows   int64
	Weight float64
	// SSE is Σ ω (label − prediction)².
	SSE float64

	// mean and spread are the labels' weighted mean and Σ ω (y − mean)², kept
	// by West's update (CACM 22, 1979): sums of squares would cancel.
	mean, spread float64
}

// Add takes in one sample with its weight, which is above 0.
func (s *Score) Add(label, prediction, weight float64) {
	s.Rows++
	s.Weight += weight
	residual := label - prediction
	s.SSE += weight * residual * residual
	shift := label - s.mean
	s.mean += shift * weight / s.Weight
	s.spread += weight * shift * (label - s.mean)
}

// TrainingError is SSE divided by the sum of the weights, the paper's average.
func (s *Score) TrainingError() float64 { return s.SSE / s.Weight }

// RSquared is 1 − SSE/Σ ω (y − mean)², the share of the labels' variance that
// is explained. It is not defined when all labels are equal.
func (s *Score) RSquared() (r2 float64, defined bool) {
	if s.spread == 0 {
		return 0, false
	}
	return 1 - s.SSE/s.spread, true
}
