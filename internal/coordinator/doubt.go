package coordinator

import "time"

// mostRefusals is how many results of one subtree may be refused before it is the subtree that is in doubt, and not the workers.
const mostRefusals = 2

// Refuse enters that a worker's result does not prove what it should. One who cheats wastes his own time; but what a cheat has left as a
// subtree nobody can go on from. So after some refusals the coordinator works on the subtree itself: either there is a result then, or the
// one that left the subtree is revoked.
func (t *Table) Refuse(worker string, state Hash, epoch int64) {
	t.Refused++
	t.worker(worker).Refused++
	s := t.Find(state)
	if s == nil || epoch <= s.fence {
		return
	}
	if s.worker == worker {
		s.lease = lease{}
	}
	if s.refusals++; worker == Self {
		t.revoke(s)
	} else if s.refusals >= mostRefusals && !s.here {
		s.here, s.lease = true, lease{}
	}
}

// forever is a lease that does not lapse: what happens in this process is known.
const forever = 100 * 365 * 24 * time.Hour

// Doubtful leases the coordinator a subtree that it is to work on itself; nil: none.
func (t *Table) Doubtful(now time.Time) *Subtree {
	for _, s := range t.Open() {
		if s.here && s.worker == "" {
			s.Epoch = t.nextEpoch()
			s.lease = lease{worker: Self, since: now, until: now.Add(forever)}
			return s
		}
	}
	return nil
}

// revoke takes back the result that left a subtree, with all that has come of it.
func (t *Table) revoke(s *Subtree) {
	p := s.parent
	if p == nil {
		return // the whole tree: it is nobody's result
	}
	t.Revoked++
	for _, c := range p.children {
		c.each(func(s *Subtree) {
			delete(t.subtrees, s.State)
			t.waste = append(t.waste, s.State, s.Lead)
		})
	}
	p.children, p.parts, p.closed, p.here = nil, nil, false, p == t.root
	p.fence = t.nextEpoch()
}
