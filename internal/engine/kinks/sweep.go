package kinks

import (
	"context"
	"math"

	"relucert/dataset"
	"relucert/network"
)

// Result is the best network, and a lower bound on the SSE of every network of
// the class, in the data's units and for the numbers of the file.
type Result struct {
	Network *network.Network
	Lower   float64
	// Kinks is the number of intervals between inputs.
	Kinks int64
	// Constant says that all inputs are equal.
	Constant bool
	// Complete is false if ctx ended the sweep. The network and the bound hold.
	Complete bool
}

// Sweep is one problem, its data sorted.
type Sweep struct {
	*samples
	workers int
	blocks  []block
	all     group
}

// New sorts the data's only feature. It fails with ErrAmbiguous, and with the
// cause of ctx's end.
func New(ctx context.Context, data *dataset.Dataset, workers int) (*Sweep, error) {
	s, err := newSamples(ctx, data, workers)
	if err != nil {
		return nil, err
	}
	w := &Sweep{samples: s, workers: workers}
	w.sumBlocks()
	w.all = newGroup(w.blocks[0].after.plus(w.blocks[0].own), s.rows)
	return w, nil
}

// Run sweeps all kinks.
func (w *Sweep) Run(ctx context.Context, class network.Class) Result {
	r := Result{Constant: w.all.single}
	var f finding
	for i, k := range w.tasks(class) {
		if i == 0 {
			f = k.withoutKink(class, &w.all)
		}
		k.cutoff = math.Inf(1)
		w.scout(&k, &f)
		k.cutoff = f.best.sse
		w.sweepBlocks(ctx, &k, &f)
	}
	for i := 1; i < len(w.rows); i++ {
		if w.rows[i].x != w.rows[i-1].x {
			r.Kinks++
		}
	}
	r.Complete = !f.stopped
	r.Lower = f.low * w.unit() * (1 - 0x1p-50)
	r.Network = w.network(&f.best)
	return r
}

// task is a sweep with the unit active on one side of the kink.
type task struct {
	side         float64 // 1: active right of the kink; −1: left
	passive      shape
	signs        []int
	norm, spread float64 // ‖y‖, and Y of rounding.go
	first, last  float64 // x
	largest      float64 // |x|
	cutoff       float64 // cells above need no closer look
}

// tasks are the sweeps that a class needs: with an affine output a unit may be
// turned round.
func (w *Sweep) tasks(class network.Class) []task {
	k := task{side: 1, signs: []int{1, -1}, first: w.rows[0].x, last: w.rows[len(w.rows)-1].x, largest: w.largest}
	if class.Signs != nil {
		k.signs = class.Signs
	}
	k.norm = math.Sqrt(w.all.yy.Hi)
	k.spread = math.Sqrt(max(w.all.c.Hi, 0)) + 0x1p-40*k.norm
	left := k
	left.side = -1
	switch class.Output {
	case network.Affine:
		k.passive = line
		return []task{k}
	case network.Intercept:
		k.passive, left.passive = constant, constant
	default:
		k.spread, left.spread = k.norm, k.norm
	}
	return []task{k, left}
}
