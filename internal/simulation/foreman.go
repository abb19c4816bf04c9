package simulation

import (
	"time"

	"relucert/internal/checkpoint"
	"relucert/internal/coordinator"
)

// foreman is the coordinator's process.
type foreman struct {
	*world
	table   *coordinator.Table
	kept    *checkpoint.Folder
	life    int // messages of another life are for nobody
	dead    bool
	judging int
	waiting []func() // results
	skew    float64  // of its clock
	full    bool     // its disk
	saved   float64
}

// saveEvery is how often the table is written down, in seconds.
const saveEvery = 3

// offered is an offer on its way.
type offered struct{ coordinator.Offer }

func (f *foreman) time() time.Time {
	return epoch.Add(time.Duration((f.now + f.skew) * float64(time.Second)))
}

func (f *foreman) leaseTime() time.Duration { return time.Duration(f.Lease * float64(time.Second)) }

func (f *foreman) begin() {
	f.blobs[coordinator.Root] = blob{subtree: subtree{[]node{{f.Work.Total, 0, whole}}}}
	f.table = coordinator.New(f.leaseTime())
	f.pulse(f.life)
}

// pulse is what it does again and again.
func (f *foreman) pulse(life int) {
	if f.dead || life != f.life {
		return
	}
	for _, o := range f.table.Offers(f.time()) {
		f.send(func() { f.queue = append(f.queue, offered{o}) })
	}
	if s := f.table.Doubtful(f.time()); s != nil {
		f.workHere(s.State, s.Epoch)
	}
	f.save()
	if f.out.Done = f.table.Done(); !f.out.Done {
		f.after(f.Pulse, func() { f.pulse(life) })
	}
}

// workHere is a unit of its own.
func (f *foreman) workHere(state coordinator.Hash, epoch int64) {
	b, life := f.blobs[state], f.life
	limit, shares := f.Unit, 1
	if state == coordinator.Root {
		limit, shares = f.Work.Grain*8*float64(f.Parts), f.Parts
	}
	took, closed, nodes, open := f.Work.unit(b.subtree, limit)
	f.after(took, func() {
		if f.life == life && !f.dead {
			f.enter(made{state, epoch, coordinator.Self, closed, open, shares, nodes, false, took}, b.poison)
		}
	})
}

// made is what a worker has made of a subtree.
type made struct {
	state  coordinator.Hash
	epoch  int64
	worker string
	closed []interval
	open   []node
	shares int
	nodes  int64
	forged bool // or the subtree is poisoned, which looks the same
	took   float64
}

// receive judges a result when a judge is free.
func (f *foreman) receive(m made, poisoned bool) {
	if f.dead {
		return
	}
	life := f.life
	f.waiting = append(f.waiting, func() {
		f.after(m.took*f.Judging, func() {
			if f.life == life && !f.dead {
				f.judging--
				f.enter(m, poisoned)
				f.next()
			}
		})
	})
	f.next()
}

func (f *foreman) next() {
	for f.judging < f.Judges && len(f.waiting) > 0 {
		do := f.waiting[0]
		f.waiting = f.waiting[1:]
		f.judging++
		do()
	}
}

// enter enters what was judged.
func (f *foreman) enter(m made, poisoned bool) {
	switch {
	case m.forged || poisoned:
		f.table.Refuse(m.worker, m.state, m.epoch)
	case f.full:
		f.table.Release(m.worker, m.state)
	default:
		r := coordinator.Result{State: m.state, Epoch: m.epoch, Worker: m.worker, Nodes: m.nodes}
		if len(m.closed) > 0 {
			r.Part = &coordinator.Part{Proof: f.name("proof", blob{closed: m.closed}), By: m.worker}
		}
		if len(m.open) > 0 {
			for _, s := range deal(m.open, m.shares) {
				poison := m.worker != coordinator.Self && f.rng.Float64() < f.Faults.Poison
				c := coordinator.Child{State: f.name("state", blob{subtree: s, poison: poison}), Lower: f.rng.Float64()}
				c.Lead = "of " + c.State
				r.Children = append(r.Children, c)
			}
		}
		if !f.table.Accept(f.time(), r) {
			f.out.Wasted += m.took
		} else if f.Folder == "" { // nobody goes back to it
			delete(f.blobs, m.state)
		}
		return
	}
	f.out.Wasted += m.took
}

// save writes the table down, and sees that it covers the whole.
func (f *foreman) save() {
	if f.Folder == "" || f.broken != nil || f.now < f.saved+saveEvery {
		return
	}
	f.saved = f.now
	f.covered()
	if f.full {
		return
	}
	if f.kept == nil {
		f.kept, f.broken = checkpoint.Create(f.Folder)
	}
	if f.broken == nil {
		f.broken = f.kept.Save(f.table.Write)
	}
}

// die is a kill -9; the server dies with it.
func (f *foreman) die(pause float64) {
	if f.kept == nil || f.dead {
		return
	}
	f.kept.Close()
	f.life++
	f.dead, f.queue, f.judging, f.waiting = true, nil, 0, nil
	f.after(pause, f.rise)
}

func (f *foreman) rise() {
	folder, r, err := checkpoint.Open(f.Folder)
	if err != nil {
		f.broken = err
		return
	}
	defer r.Close()
	f.kept, f.dead = folder, false
	if f.table, f.broken = coordinator.Read(r, f.leaseTime()); f.broken == nil {
		f.pulse(f.life)
	}
}
