package crowd

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"relucert"
	"relucert/internal/checkpoint"
	"relucert/internal/coordinator"
	"relucert/internal/queue"
	"relucert/network"
)

// Foreman is the coordinator's process.
type Foreman struct {
	Referee
	Queue    *queue.Queue
	Folder   string // where all is that has to last
	Question Question
	DataFile string
	Threads  int          // that judge
	Shares   int          // into how many subtrees the coordinator cuts the tree at first
	Parts    []string     // files: what is to be checked, instead of a search
	Tell     func(Status) // is told about once a second how far it is; may be nil

	mu      sync.Mutex // of what follows
	table   *coordinator.Table
	kept    *checkpoint.Folder
	best    *relucert.Incumbent
	network *network.Network
	sse     float64
	changed bool
	waste   []coordinator.Hash // in the folder
	saved   time.Time
	trend   trend
	told    time.Time
	here    bool // it works on a subtree itself
	failed  error
	store   *store
	judges  sync.WaitGroup
}

// The folders of a coordinator, in its own. StreamFolder is for the streams of a server within this process.
const (
	tableFolder  = "table"
	blobFolder   = "blobs"
	workFolder   = "scratch"
	StreamFolder = "jetstream"
)

// Exists says that a search is in a coordinator's folder that is not done.
func Exists(folder string) bool { return checkpoint.Exists(filepath.Join(folder, tableFolder)) }

// Forget removes what a search that is done no longer needs.
func Forget(folder string) error {
	err := checkpoint.Remove(filepath.Join(folder, tableFolder))
	for _, name := range []string{blobFolder, workFolder, StreamFolder} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(folder, name)))
	}
	return err
}

const (
	pulse     = 100 * time.Millisecond // how often it looks around
	saveEvery = time.Second
	dearest   = 1. / 100 // share of the time that saving may cost
)

// ErrOwn says that the coordinator's own work does not hold.
var ErrOwn = errors.New("what this program found of the whole tree is not proved")

// Outcome is what it has come to.
type Outcome struct {
	Status
	Network *network.Network
	Best    *relucert.Incumbent
	Proofs  []string // files
	By      []string // the worker that each is from, or was checked by
	Done    bool     // nothing is left
}

// Run has the tree worked off, until nothing is left or ctx ends. What is there from an earlier run is gone on with.
func (f *Foreman) Run(ctx context.Context) (*Outcome, error) {
	if err := f.begin(); err != nil {
		return nil, err
	}
	defer f.kept.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := f.publish(ctx); err != nil {
		return nil, err
	}
	stop, err := f.Queue.Beats(f.answer)
	if err != nil {
		return nil, err
	}
	defer stop()
	for range max(1, f.Threads) {
		f.judges.Go(func() { f.judge(ctx) })
	}
	f.loop(ctx)
	f.dismiss()
	cancel()
	f.judges.Wait()
	return f.end()
}

// begin opens the folder.
func (f *Foreman) begin() (err error) {
	if f.store, err = newStore(filepath.Join(f.Folder, blobFolder)); err != nil {
		return err
	}
	scratch := filepath.Join(f.Folder, workFolder)
	if err := errors.Join(os.RemoveAll(scratch), os.MkdirAll(scratch, 0o777)); err != nil {
		return err
	}
	if f.Question.Check = f.Parts != nil; !f.Question.Check {
		f.Question.Statement = fingerprint(f.Tree)
	}
	dir := filepath.Join(f.Folder, tableFolder)
	if !checkpoint.Exists(dir) {
		f.table = coordinator.New(f.Question.Lease)
		f.kept, err = checkpoint.Create(dir)
		return errors.Join(err, f.takeParts())
	}
	var r *checkpoint.Reader
	if f.kept, r, err = checkpoint.Open(dir); err != nil {
		return err
	}
	defer r.Close()
	if f.table, err = coordinator.Read(r, f.Question.Lease); err == nil {
		err = f.read(r)
	}
	if err == nil {
		err = f.store.sweep(f.table.Needed())
	}
	return err
}

func (f *Foreman) read(r *checkpoint.Reader) error {
	r.Float()
	text := r.Text()
	if r.Err() != nil || text == "" {
		return r.Err()
	}
	i := new(relucert.Incumbent)
	if err := json.Unmarshal([]byte(text), i); err != nil {
		return err
	}
	f.improve(i)
	return nil
}

// improve takes in a network, if it is a better one; its SSE is measured here. It says so.
func (f *Foreman) improve(i *relucert.Incumbent) bool {
	if i == nil {
		return false
	}
	n, err := f.Tree.Network(i)
	if err != nil {
		return false
	}
	sse := f.Tree.Measure(n)
	if f.best != nil && sse >= f.sse {
		return false
	}
	f.best, f.network, f.sse = i, n, sse
	return true
}

// publish opens the job on the server: what is asked, the data, the best network.
func (f *Foreman) publish(ctx context.Context) error {
	if err := f.Queue.Open(ctx); err != nil {
		return err
	}
	var err error
	if f.Question.Data, err = f.Queue.Put(ctx, f.DataFile); err != nil {
		return err
	}
	if f.best != nil {
		f.announce(ctx)
	}
	return f.ask(ctx)
}

func (f *Foreman) ask(ctx context.Context) error {
	text, err := json.Marshal(f.Question)
	if err != nil {
		return err
	}
	return f.Queue.Set(ctx, queue.Question, text)
}

// announce tells the workers of the best network.
func (f *Foreman) announce(ctx context.Context) {
	if text, err := json.Marshal(f.best); err == nil {
		f.Queue.Set(ctx, queue.Incumbent, text) // who does not hear of it prunes less
	}
}

// answer answers a sign of life.
func (f *Foreman) answer(b queue.Beat) queue.Answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case b.Worker == coordinator.Self:
		return queue.Answer{}
	case b.Leaves:
		f.table.Leave(b.Worker)
		return queue.Answer{}
	}
	return queue.Answer{On: f.table.Beat(time.Now(), b.Worker, b.State, b.Epoch), Over: f.table.Done()}
}

// loop offers, saves and tells until it is over.
func (f *Foreman) loop(ctx context.Context) {
	tick := time.NewTicker(pulse)
	defer tick.Stop()
	for !f.over() {
		f.offer(ctx)
		f.workHere(ctx)
		f.save(false)
		f.tell(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (f *Foreman) over() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.table.Done() || f.failed != nil
}

// offer puts subtrees up. One that cannot be put up is put up again when its offer lapses.
func (f *Foreman) offer(ctx context.Context) {
	f.mu.Lock()
	offers := f.table.Offers(time.Now())
	f.mu.Unlock()
	for _, o := range offers {
		parcel, err := f.Queue.Pack(ctx, f.filesOf(o))
		if err != nil {
			continue
		}
		if text, err := json.Marshal(Offered{o, parcel}); err == nil {
			f.Queue.Offer(ctx, o.State, text)
		}
	}
}

// filesOf is what a worker needs for an offer.
func (f *Foreman) filesOf(o coordinator.Offer) []queue.File {
	if f.Question.Check {
		return []queue.File{{Name: partFile, Path: f.store.path(o.State)}}
	}
	return []queue.File{{Name: relucert.StateFile, Path: f.store.path(o.State)}, {Name: relucert.LeadFile, Path: f.store.path(o.Lead)}}
}

// save writes the table down, if it has changed and that costs little, or in any case.
func (f *Foreman) save(now bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	begun := time.Now()
	if !now && (!f.changed || begun.Before(f.saved)) {
		return nil
	}
	waste := f.table.Waste()
	err := f.kept.Save(func(w *checkpoint.Writer) {
		f.table.Write(w)
		w.Float(f.sse) // for who looks
		text := []byte(nil)
		if f.best != nil {
			text, _ = json.Marshal(f.best) // no error: these are numbers
		}
		w.Text(string(text))
	})
	f.saved = time.Now().Add(max(saveEvery, time.Duration(float64(time.Since(begun))/dearest)))
	if err == nil {
		f.changed = false
		f.store.drop(f.waste) // not yet what is waste since: if the table is torn, one goes back to the one before
		f.waste = waste
	}
	return err
}

// end is what it has come to.
func (f *Foreman) end() (*Outcome, error) {
	err := f.save(true)
	f.mu.Lock()
	defer f.mu.Unlock()
	o := &Outcome{Status: f.status(time.Now()), Network: f.network, Best: f.best, Done: f.table.Done()}
	for _, p := range f.table.Parts() {
		o.Proofs, o.By = append(o.Proofs, f.store.path(p.Proof)), append(o.By, p.By)
	}
	return o, errors.Join(f.failed, err)
}

// lastWords is how long it may take to tell the workers that all is done.
const lastWords = 5 * time.Second

// dismiss tells the workers that all is done, and waits for them to go.
func (f *Foreman) dismiss() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	f.mu.Lock()
	f.Question.Over = f.table.Done()
	f.mu.Unlock()
	if !f.Question.Over {
		return
	}
	f.ask(ctx)
	for ctx.Err() == nil && f.hasWorkers() {
		wait(ctx, pulse)
	}
}

func (f *Foreman) hasWorkers() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.table.Workers(), func(w coordinator.Worker) bool { return w.Name != coordinator.Self })
}
