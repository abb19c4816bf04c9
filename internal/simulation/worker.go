package simulation

import "relucert/internal/coordinator"

// worker is a worker's process.
type worker struct {
	*world
	name string
	life int // what was begun in another life is forgotten
	busy bool
}

// How long a worker waits for an answer, and for an offer.
const (
	answers = 1
	polls   = 0.02
)

func (w *worker) start() { w.idle(w.life) }

// idle takes an offer, or gives a sign of life and waits.
func (w *worker) idle(life int) {
	if life != w.life {
		return
	}
	w.busy = false
	w.ask("", 0, func(bool) {})
	w.poll(life, w.now+answers)
}

func (w *worker) poll(life int, until float64) {
	switch {
	case life != w.life:
	case len(w.queue) > 0:
		o := w.queue[0]
		if w.queue = w.queue[1:]; w.rng.Float64() < w.Faults.Redeliver {
			w.queue = append(w.queue, o)
		}
		w.busy = true
		w.take(o, life)
	case w.now >= until:
		w.idle(life)
	default:
		w.after(polls, func() { w.poll(life, until) })
	}
}

// ask gives a sign of life, and answers with what the coordinator says; if it says nothing, the answer does not come.
func (w *worker) ask(state coordinator.Hash, epoch int64, answer func(on bool)) {
	w.send(func() {
		f := w.foreman
		if f.dead {
			return
		}
		on := f.table.Beat(f.time(), w.name, state, epoch)
		w.send(func() { answer(on) })
	})
}

// take asks whether it may have a subtree. Without an answer it begins all the same.
func (w *worker) take(o offered, life int) {
	told := false
	go1 := func(on bool) {
		if told || life != w.life {
			return
		}
		if told = true; on {
			w.work(o, life)
		} else {
			w.idle(life)
		}
	}
	w.ask(o.State, o.Epoch, go1)
	w.after(answers, func() { go1(true) })
}

// work is a unit.
func (w *worker) work(o offered, life int) {
	b, there := w.blobs[o.State]
	if !there {
		w.idle(life)
		return
	}
	limit := w.Unit
	if o.Short {
		limit /= 4
	}
	took, closed, nodes, open := w.Work.unit(b.subtree, limit)
	m := made{o.State, o.Epoch, w.name, closed, open, o.Shares, nodes, w.rng.Float64() < w.Faults.Forge, took}
	w.out.Units++
	going := true
	w.beat(o, life, &going)
	w.after(took+w.Overhead, func() {
		if !going || life != w.life {
			return
		}
		going = false
		w.send(func() { w.foreman.receive(m, b.poison) })
		w.idle(life)
	})
}

// beat gives signs of life while a unit goes on.
func (w *worker) beat(o offered, life int, going *bool) {
	w.after(w.Lease/4, func() {
		if !*going || life != w.life {
			return
		}
		w.ask(o.State, o.Epoch, func(on bool) {
			if !on && *going && life == w.life {
				*going = false
				w.idle(life)
			}
		})
		w.beat(o, life, going)
	})
}

// die is a kill -9, after which another process comes in its place.
func (w *worker) die(pause float64) {
	w.life++
	life := w.life
	w.after(pause, func() { w.idle(life) })
}
