package descent

import "relucert/internal/linalg"

// trust is the share of the decrease the model promised that a full step must
// deliver; else the exact line search looks for a better place on the way.
const trust = 0.25

// converged is the promised decrease, relative to the SSE plus labelNoise times
// Σ ω y², below which a point counts as a local minimum.
const (
	converged  = 1e-13
	labelNoise = 1e-17
)

// livesPerUnit is how often, on average, a walk may revive a unit.
const livesPerUnit = 2

// descend goes downhill from the point for at most maxSteps steps, or until
// stop, asked before each step, says so.
func (w *walk) descend(maxSteps int, stop func() bool) {
	lives := livesPerUnit * w.k
	for range maxSteps {
		if stop != nil && stop() {
			return
		}
		if w.advance() {
			continue
		}
		if lives == 0 || !w.revive() {
			return
		}
		lives--
	}
}

// advance takes one step, or takes or lets go of a constraint; false at a local
// minimum.
func (w *walk) advance() bool {
	promised := w.plan()
	if !(promised > converged*w.sse+labelNoise*w.labels) {
		return w.dropWorst()
	}
	w.findCrossings()
	if sse := w.atTarget(promised); w.sse-sse >= trust*promised {
		w.moveAll(sse)
		return true
	}
	return w.searchLine()
}

// moveAll goes to the target.
func (w *walk) moveAll(sse float64) {
	w.holdBox()
	w.shift(1)
	for _, c := range w.crossings {
		w.watch.Look(w.switching)
		w.flip(int(c.row), int(c.unit))
	}
	w.sse = sse
}

// shift moves the point a share of the way, and the gradient by the model.
func (w *walk) shift(alpha float64) {
	linalg.AddScaled(w.theta, alpha, w.step)
	linalg.AddScaled(w.gradient, alpha, w.image)
}

// searchLine goes to the best point on the way to the target.
func (w *walk) searchLine() bool {
	best := w.lineMinimum(linalg.Dot(w.gradient, w.step), linalg.Dot(w.step, w.image))
	if best.passed == 0 && best.alpha == 0 {
		return false
	}
	if best.alpha == 1 {
		w.holdBox()
	}
	w.shift(best.alpha)
	for b := range best.passed {
		w.watch.Look(w.switching)
		c := w.sorted(b)
		w.flip(int(c.row), int(c.unit))
	}
	w.sse += best.change
	if best.kink {
		c := w.sorted(best.passed - 1)
		return w.holdKink(int(c.row), int(c.unit))
	}
	return true
}
