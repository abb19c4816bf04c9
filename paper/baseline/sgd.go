package baseline

// sgd is stochastic gradient descent with PyTorch's kind of momentum, at the rate
// and momentum of its examples.
type sgd struct{ velocity []float64 }

const (
	sgdRate     = 1e-2
	sgdMomentum = 0.9
)

func newSGD(size int) stepper { return &sgd{make([]float64, size)} }

func (s *sgd) step(theta, gradient []float64) {
	for d, g := range gradient {
		s.velocity[d] = sgdMomentum*s.velocity[d] + g
		theta[d] -= sgdRate * s.velocity[d]
	}
}
