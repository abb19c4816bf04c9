package crowd

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"relucert/internal/coordinator"
	"relucert/internal/queue"
)

// Limits of what somebody may bring.
const (
	mostBlob = 4 << 30 // bytes
	mostLeft = 64      // subtrees
)

// idle is how long to wait for the next message, and after an error.
const idle = time.Second

// judge judges what comes, until ctx ends.
func (f *Foreman) judge(ctx context.Context) {
	for ctx.Err() == nil {
		m, err := f.Queue.Next(ctx, idle)
		switch {
		case err != nil:
			wait(ctx, idle)
		case m != nil:
			f.receive(ctx, m)
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// receive judges one result. It is acknowledged in any case: what cannot be judged now is worked on again when its lease lapses.
func (f *Foreman) receive(ctx context.Context, m *queue.Message) {
	defer m.Ack()
	dir, err := os.MkdirTemp(filepath.Join(f.Folder, workFolder), "")
	if err != nil {
		return
	}
	defer os.RemoveAll(dir)
	b, err := f.manifest(ctx, m.Data(), dir)
	if err == nil {
		err = f.judgeOne(ctx, b, dir)
	}
	var bad *Forged
	if b == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changed = true; errors.As(err, &bad) {
		f.table.Refuse(b.Worker, b.State, b.Epoch)
	} else if err != nil {
		f.table.Release(b.Worker, b.State)
	}
}

// manifest fetches what a message says is brought.
func (f *Foreman) manifest(ctx context.Context, message []byte, dir string) (*Brought, error) {
	var p queue.Parcel
	if err := json.Unmarshal(message, &p); err != nil {
		return nil, err
	}
	defer f.Queue.Discard(ctx, p)
	if err := f.Queue.Unpack(ctx, p, dir, mostBlob); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return nil, err
	}
	b := new(Brought)
	if err := json.Unmarshal(text, b); err != nil {
		return nil, err
	}
	if b.Worker == coordinator.Self {
		return nil, forged("a worker calls itself %s", b.Worker)
	}
	return b, nil
}

// judgeOne judges and enters one result.
func (f *Foreman) judgeOne(ctx context.Context, b *Brought, dir string) error {
	f.mu.Lock()
	s := f.table.Find(b.State)
	f.mu.Unlock()
	switch {
	case s == nil:
		return nil // it comes too late
	case b.Failed != "":
		return &Forged{b.Failed}
	case f.Question.Check:
		f.enterPart(b.State, b.Epoch, b.Worker)
		return nil
	case len(b.Left) > mostLeft:
		return forged("%d subtrees are left", len(b.Left))
	}
	files := Files{Lead: f.store.path(s.Lead), Proof: filepath.Join(dir, proofFile), Into: dir}
	for i := range b.Left {
		files.States = append(files.States, filepath.Join(dir, stateFile(i)))
	}
	for _, path := range append(files.States, files.Proof) {
		if _, err := os.Stat(path); err != nil {
			return forged("%s is not there", filepath.Base(path))
		}
	}
	if f.better(b) { // it is measured, whatever becomes of the rest
		f.announce(ctx)
	}
	return f.settle(b, files)
}

func (f *Foreman) better(b *Brought) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.improve(b.Best)
}

// rounding is what an SSE may change by from one machine's coordinates to another's, relatively.
const rounding = 1e-9

// closes says that a bound is what was asked for. Where a worker's precision does not get so far, the coordinator's own result counts.
func (f *Foreman) closes(lower float64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Tree.Optimal(lower+rounding*f.sse, f.sse)
}

// settle judges a result whose files are here, and enters it.
func (f *Foreman) settle(b *Brought, files Files) error {
	ruling, err := f.Judge(b, files)
	if err != nil {
		return err
	}
	if b.Closed && b.Worker != coordinator.Self && !f.closes(ruling.Lower) {
		return forged("the nodes that are closed have a bound of %g only", ruling.Lower)
	}
	r := coordinator.Result{State: b.State, Epoch: b.Epoch, Worker: b.Worker, Nodes: b.Nodes}
	if b.Closed {
		r.Part = &coordinator.Part{Lower: ruling.Lower, By: b.Worker}
		if r.Part.Proof, err = f.store.take(files.Proof); err != nil {
			return err
		}
	}
	for i := range b.Left {
		c := coordinator.Child{Lower: b.Left[i].Lower}
		if c.State, err = f.store.take(files.States[i]); err != nil {
			return err
		}
		if c.Lead, err = f.store.take(ruling.Leads[i]); err != nil {
			return err
		}
		r.Children = append(r.Children, c)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changed = true
	f.table.Accept(time.Now(), r)
	return nil
}
