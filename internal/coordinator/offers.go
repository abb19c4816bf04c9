package coordinator

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Offer is a subtree that a worker is to take.
type Offer struct {
	State  Hash
	Lead   Hash
	Epoch  int64
	Shares int  // into how many subtrees what is left is to be cut
	Short  bool // workers wait: a part of a unit will do
}

// ahead is how many offers wait for a worker who gets free, beyond one for each that is.
const ahead = 2

// patience is how many leases an offer waits for somebody, before it counts as lost.
const patience = 3

// Beat is a sign of life: of a worker who works on a subtree, or on none, "". It is false if he is to leave it to another.
func (t *Table) Beat(now time.Time, worker string, state Hash, epoch int64) bool {
	t.worker(worker).Seen = now
	if state == "" {
		return true
	}
	s := t.Find(state)
	if s == nil || epoch <= s.fence || s.here && worker != Self || s.worker != "" && s.worker != worker {
		return false
	}
	if s.worker == "" {
		s.lease = lease{worker: worker, since: now}
	}
	s.until = now.Add(t.Lease)
	return true
}

// Leave enters that a worker ends.
func (t *Table) Leave(worker string) {
	delete(t.workers, worker)
	for _, s := range t.Open() {
		if s.worker == worker {
			s.lease = lease{}
		}
	}
}

// Release gives a subtree back that a worker cannot work on, for reasons of his own.
func (t *Table) Release(worker string, state Hash) {
	if s := t.Find(state); s != nil && s.worker == worker {
		s.lease = lease{}
	}
}

// Offers are those to make now: of the subtrees with the least bounds, one for each worker who has none, and some more.
func (t *Table) Offers(now time.Time) (offers []Offer) {
	t.lapse(now)
	var free []*Subtree
	made, taken := 0, make(map[string]bool)
	for _, s := range t.Open() {
		switch {
		case s.worker != "":
			taken[s.worker] = true
		case s.offered:
			made++
		case !s.here:
			free = append(free, s)
		}
	}
	idle := 0
	for name := range t.workers {
		if !taken[name] && name != Self {
			idle++
		}
	}
	slices.SortFunc(free, func(a, b *Subtree) int {
		return cmp.Or(cmp.Compare(a.Lower, b.Lower), cmp.Compare(a.State, b.State))
	})
	scarce := len(free)+made < idle+ahead
	for _, s := range free[:max(0, min(len(free), idle+ahead-made))] {
		offers = append(offers, t.offer(now, s, scarce))
	}
	return offers
}

func (t *Table) offer(now time.Time, s *Subtree, scarce bool) Offer {
	s.Epoch = t.nextEpoch()
	s.lease = lease{offered: true, since: now, until: now.Add(patience * t.Lease)}
	o := Offer{State: s.State, Lead: s.Lead, Epoch: s.Epoch, Shares: 1, Short: scarce}
	if scarce {
		o.Shares = 1 + min(len(t.workers), mostShares)
	}
	return o
}

// mostShares bounds into how many subtrees a unit cuts what is left: each is written down.
const mostShares = 8

// lapse ends what has lasted too long.
func (t *Table) lapse(now time.Time) {
	for _, s := range t.Open() {
		if (s.offered || s.worker != "") && now.After(s.until) {
			s.lease = lease{}
			t.Lapsed++
		}
	}
	for name, w := range t.workers {
		if now.Sub(w.Seen) > t.Lease {
			delete(t.workers, name)
		}
	}
}

// Worker is one who has given a sign of life.
type Worker struct {
	Name    string
	Seen    time.Time
	Nodes   int64
	Results int64
	Refused int64
}

func (t *Table) worker(name string) *Worker {
	w := t.workers[name]
	if w == nil {
		w = &Worker{Name: name}
		t.workers[name] = w
	}
	return w
}

// count enters what a worker has done.
func (t *Table) count(now time.Time, r Result) {
	w := t.worker(r.Worker)
	w.Seen, w.Nodes, w.Results = now, w.Nodes+r.Nodes, w.Results+1
	t.Nodes, t.Results = t.Nodes+r.Nodes, t.Results+1
}

// Workers are those who have given a sign of life, by name.
func (t *Table) Workers() (all []Worker) {
	for _, name := range slices.Sorted(maps.Keys(t.workers)) {
		all = append(all, *t.workers[name])
	}
	return all
}

// Leases is how many subtrees have no result, how many of them somebody works on, and how long the longest lease has lasted.
func (t *Table) Leases(now time.Time) (open, leased int, oldest time.Duration) {
	for _, s := range t.Open() {
		open++
		if s.worker != "" {
			leased++
			oldest = max(oldest, now.Sub(s.since))
		}
	}
	return open, leased, oldest
}
