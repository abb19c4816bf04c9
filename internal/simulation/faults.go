package simulation

// Faults is what goes wrong: chances of each message, result or subtree, and how often, per second, something dies.
type Faults struct {
	Drop, Double, Delay float64
	DelayBy             float64 // seconds, in the mean
	Redeliver           float64 // an offer that was taken is handed out again
	Forge               float64 // a result is forged
	Poison              float64 // a subtree that a worker leaves is one that nobody can go on from
	WorkerDies          float64
	CoordinatorDies     float64
	ServerDies          float64 // with all that is on it
	DiskFull            float64 // for some seconds
	ClockJumps          float64 // by minutes, to and fro
}

// pauseMost is how long what died, or is full, is so at most.
const pauseMost = 5

// schedule has it happen, at random.
func (f *Faults) schedule(w *world) {
	w.at(f.WorkerDies, func() {
		w.workers[w.rng.IntN(len(w.workers))].die(w.rng.Float64() * pauseMost)
	})
	w.at(f.CoordinatorDies, func() { w.foreman.die(w.rng.Float64() * pauseMost) })
	w.at(f.ServerDies, func() { w.queue = nil })
	w.at(f.DiskFull, func() {
		w.foreman.full = true
		w.after(w.rng.Float64()*pauseMost, func() { w.foreman.full = false })
	})
	w.at(f.ClockJumps, func() { w.foreman.skew = 600 * (w.rng.Float64() - 0.5) })
}

// at does something again and again, so often a second in the mean.
func (w *world) at(rate float64, do func()) {
	if rate == 0 {
		return
	}
	w.after(w.rng.ExpFloat64()/rate, func() {
		do()
		w.at(rate, do)
	})
}
