package baseline

import (
	"context"
	"math"
	"math/rand/v2"

	"relucert/network"
)

// Training says how long to train. All fields are at least 1.
type Training struct {
	// Epochs are passes over the data, in mini-batches of Batch samples in a new
	// order each; Restarts are runs from new random weights, the best of which counts.
	Epochs, Batch, Restarts int
	// Seed is for starts and orders.
	Seed uint64
}

// stepper changes parameters by a mini-batch's gradient of the mean squared error.
type stepper interface {
	step(theta, gradient []float64)
}

// Adam trains with Adam at PyTorch's defaults, on standardised columns. It is nil if
// every restart diverged or ctx ended before the first epoch did.
func Adam(ctx context.Context, p Problem, t Training) *network.Network {
	return t.best(ctx, &p, newAdam)
}

// SGD trains with stochastic gradient descent, rate 0.01 and momentum 0.9; else as [Adam].
func SGD(ctx context.Context, p Problem, t Training) *network.Network {
	return t.best(ctx, &p, newSGD)
}

func (t Training) best(ctx context.Context, p *Problem, method func(int) stepper) *network.Network {
	r := &trainer{data: standardise(p), model: newModel(p), training: t}
	r.theta, r.gradient = make([]float64, r.model.size()), make([]float64, r.model.size())
	r.order = make([]int, len(r.data.y))
	var best *network.Network
	least := math.Inf(1)
	for restart := range t.Restarts {
		if !r.run(ctx, rand.New(rand.NewPCG(t.Seed, uint64(restart))), method) {
			break
		}
		net := r.data.network(r.model, r.theta)
		if sse := net.SSE(p.Data); sse < least {
			best, least = net, sse
		}
	}
	return best
}

// trainer is a training under way.
type trainer struct {
	data            *standard
	model           *model
	training        Training
	theta, gradient []float64
	order           []int
}

// run is one restart; false when ctx ended before its first epoch did.
func (r *trainer) run(ctx context.Context, rng *rand.Rand, method func(int) stepper) bool {
	r.model.start(rng, r.theta)
	for i := range r.order {
		r.order[i] = i
	}
	steps := method(len(r.theta))
	for epoch := range r.training.Epochs {
		if ctx.Err() != nil {
			return epoch > 0
		}
		rng.Shuffle(len(r.order), func(i, j int) { r.order[i], r.order[j] = r.order[j], r.order[i] })
		r.epoch(steps)
	}
	return true
}

func (r *trainer) epoch(steps stepper) {
	for from := 0; from < len(r.order); from += r.training.Batch {
		batch := r.order[from:min(len(r.order), from+r.training.Batch)]
		clear(r.gradient)
		for _, i := range batch {
			x := r.data.x[i*r.data.n : (i+1)*r.data.n]
			residual := r.model.predict(r.theta, x) - r.data.y[i]
			r.model.addGradient(r.gradient, r.theta, x, 2*residual*r.data.weights[i]/float64(len(batch)))
		}
		steps.step(r.theta, r.gradient)
	}
}
