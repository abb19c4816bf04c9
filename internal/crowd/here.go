package crowd

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"relucert"
	"relucert/internal/coordinator"
)

// openPerShare is how many open nodes each of the first subtrees gets.
const openPerShare = 8

// workHere works on what the coordinator is to work on itself: the whole tree, at first, and what is in doubt.
func (f *Foreman) workHere(ctx context.Context) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.here {
		return
	}
	s := f.table.Doubtful(time.Now())
	if s == nil {
		return
	}
	f.here = true
	state, lead, epoch := s.State, s.Lead, s.Epoch
	f.judges.Go(func() {
		err := f.unitHere(ctx, state, lead, epoch)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.here = false
		f.entered(ctx, state, epoch, err)
	})
}

// entered is what follows from how a unit here ended.
func (f *Foreman) entered(ctx context.Context, state coordinator.Hash, epoch int64, err error) {
	var bad *Forged
	switch {
	case err == nil:
	case ctx.Err() != nil:
		f.table.Release(coordinator.Self, state)
	case f.Question.Check && errors.As(err, &bad):
		f.failed = &NotProved{f.store.path(state), bad.Why}
	case state == coordinator.Root:
		f.failed = errors.Join(ErrOwn, err)
	case errors.As(err, &bad):
		f.table.Refuse(coordinator.Self, state, epoch)
	default:
		f.table.Release(coordinator.Self, state)
	}
}

// unitHere works on a subtree, and judges and enters that like anybody's work.
func (f *Foreman) unitHere(ctx context.Context, state, lead coordinator.Hash, epoch int64) error {
	dir, err := os.MkdirTemp(filepath.Join(f.Folder, workFolder), "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if f.Question.Check {
		return f.checkHere(state, epoch)
	}
	u := relucert.Unit{Dir: filepath.Join(dir, "of"), Into: dir, Nodes: f.Question.Nodes, Time: f.Question.Time, Shares: 1, Heard: f.heard}
	files := Files{Into: dir}
	if state == coordinator.Root {
		u.Nodes, u.Time, u.Open, u.Shares = 0, 0, openPerShare*f.Shares, f.Shares
	} else {
		files.Lead = f.store.path(lead)
		if err := errors.Join(os.Mkdir(u.Dir, 0o777), layOut(u.Dir, f.store.path(state), files.Lead)); err != nil {
			return err
		}
	}
	w, err := f.Tree.Work(ctx, u)
	if err != nil {
		return forged("%v", err)
	}
	if w.Proof == "" {
		return cmp.Or(context.Cause(ctx), errNothing)
	}
	b := &Brought{State: state, Epoch: epoch, Worker: coordinator.Self, Nodes: w.Nodes, Closed: w.Closed(), Best: w.Best}
	for _, l := range w.Left {
		b.Left = append(b.Left, Left{Nodes: namesOf(l.Names), Lower: l.Lower})
		files.States = append(files.States, filepath.Join(l.Dir, relucert.StateFile))
	}
	files.Proof = w.Proof
	if err := f.settle(b, files); err != nil {
		return err
	}
	if f.better(b) {
		f.announce(ctx)
	}
	return nil
}

func (f *Foreman) heard() *relucert.Incumbent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.best
}
