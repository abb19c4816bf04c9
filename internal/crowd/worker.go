package crowd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"relucert"
	"relucert/internal/coordinator"
	"relucert/internal/queue"
	"relucert/proof/check"
)

// Worker is a worker's process.
type Worker struct {
	Name    string // its own alone
	Queue   *queue.Queue
	Scratch string // a folder for its files
	// Prepare makes the search ready from what is asked and the data's file.
	Prepare func(ctx context.Context, q *Question, data string) (*relucert.Subtrees, error)
	// How says how parts of a certificate are checked, if that is asked for.
	How      func(q *Question) (check.Options, error)
	Patience time.Duration // how long it waits for a coordinator who says nothing
	Tell     func(text string)

	over     chan struct{} // closed when all is done
	once     sync.Once
	question Question
	asked    *queue.Latest
	best     *queue.Latest
	tree     *relucert.Subtrees
	data     string // the file, and how a part is checked
	how      check.Options
	heard    atomic.Pointer[relucert.Incumbent]
	last     time.Time // when somebody answered
}

// What ends a worker's work before all is done.
var (
	ErrSilent = errors.New("the coordinator has been silent for too long")
	ErrOther  = errors.New("this machine takes the search for another one: it has another version of relucert, or kind of processor")
)

// Work works until all is done, and says how many units it has brought.
func (w *Worker) Work(ctx context.Context) (units int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.over = make(chan struct{})
	w.asked = w.Queue.Watch(ctx, queue.Question, queue.Reread, func(text []byte) {
		if q := new(Question); json.Unmarshal(text, q) == nil && q.Over {
			w.hear(queue.Answer{Over: true})
		}
	})
	work, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-w.over:
			stop()
		case <-ctx.Done():
		}
	}()
	if err = w.begin(work); err == nil {
		units, err = w.units(work)
	}
	w.Queue.Send(queue.Beat{Worker: w.Name, Leaves: true}, idle)
	if w.isOver() {
		return units, nil
	}
	return units, err
}

// begin waits for what is asked, fetches the data and makes ready.
func (w *Worker) begin(ctx context.Context) error {
	for w.last = time.Now(); ; wait(ctx, idle/4) {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if time.Since(w.last) > w.Patience {
			return ErrSilent
		}
		text := w.asked.Get()
		if text == nil || json.Unmarshal(text, &w.question) != nil {
			continue
		}
		data := filepath.Join(w.Scratch, filepath.Base(w.question.Name))
		if w.Queue.Get(ctx, w.question.Data, data, mostBlob) == nil {
			return w.prepare(ctx, data)
		}
	}
}

func (w *Worker) prepare(ctx context.Context, data string) (err error) {
	if w.data = data; w.question.Check {
		w.how, err = w.How(&w.question)
		return err
	}
	if w.tree, err = w.Prepare(ctx, &w.question, data); err != nil {
		return err
	}
	if fingerprint(w.tree) != w.question.Statement {
		return ErrOther
	}
	w.best = w.Queue.Watch(ctx, queue.Incumbent, queue.Reread, func(text []byte) {
		if i := new(relucert.Incumbent); json.Unmarshal(text, i) == nil {
			w.heard.Store(i)
		}
	})
	return nil
}

// units takes one subtree after the other.
func (w *Worker) units(ctx context.Context) (units int, err error) {
	for w.last = time.Now(); ctx.Err() == nil; {
		if a, heard := w.Queue.Send(queue.Beat{Worker: w.Name}, idle); heard {
			w.last = time.Now()
			w.hear(a)
		} else if time.Since(w.last) > w.Patience {
			return units, ErrSilent
		}
		m, err := w.Queue.Take(ctx, idle)
		if err != nil {
			wait(ctx, idle)
		}
		if m == nil {
			continue
		}
		var o Offered
		taken := json.Unmarshal(m.Data(), &o) == nil && w.mayHave(o.Offer)
		m.Ack()
		if taken && w.unit(ctx, o) {
			units++
		}
	}
	return units, context.Cause(ctx)
}

// mayHave says that no other worker has the subtree. Who gets no answer works on it: if another does, too, that is only time.
func (w *Worker) mayHave(o coordinator.Offer) bool {
	a, heard := w.Queue.Send(queue.Beat{Worker: w.Name, State: o.State, Epoch: o.Epoch}, idle)
	return a.On || !heard
}

// unit works on a subtree and says whether it has brought something.
func (w *Worker) unit(ctx context.Context, o Offered) bool {
	dir, err := os.MkdirTemp(w.Scratch, "")
	if err != nil {
		w.Tell(err.Error())
		wait(ctx, idle)
		return false
	}
	defer os.RemoveAll(dir)
	lost, cancel := context.WithCancel(ctx)
	defer cancel()
	go w.beat(lost, o.Offer, cancel)
	files, err := w.work(lost, o, dir)
	if err == nil {
		err = w.hand(files)
	}
	if err != nil && ctx.Err() == nil {
		w.Tell(fmt.Sprintf("a subtree is left to others: %v", err))
	}
	return err == nil
}

// beat gives signs of life, until another has the subtree.
func (w *Worker) beat(ctx context.Context, o coordinator.Offer, stop func()) {
	tick := time.NewTicker(w.question.Lease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if a, heard := w.Queue.Send(queue.Beat{Worker: w.Name, State: o.State, Epoch: o.Epoch}, idle); heard && !a.On {
			w.hear(a)
			stop()
			return
		}
	}
}

// A unit that goes on for much longer than it should is ended in the midst of a node.
const (
	longest = 10 // times its limit
	atLeast = time.Minute
)

// short is what is left of a unit when others wait for work.
const short = 4

// errNothing says that a unit ended before it began.
var errNothing = errors.New("nothing came of it")

// work works on a subtree, and returns the files to bring.
func (w *Worker) work(ctx context.Context, o Offered, dir string) ([]queue.File, error) {
	u := relucert.Unit{Dir: filepath.Join(dir, "of"), Into: dir, Nodes: w.question.Nodes, Time: w.question.Time, Shares: o.Shares, Heard: w.heard.Load}
	if o.Short {
		u.Nodes, u.Time = (u.Nodes+short-1)/short, u.Time/short
	}
	if err := os.Mkdir(u.Dir, 0o777); err != nil {
		return nil, err
	}
	if err := w.Queue.Unpack(ctx, o.Parcel, u.Dir, mostBlob); err != nil {
		return nil, err
	}
	b := &Brought{State: o.State, Epoch: o.Epoch, Worker: w.Name}
	if w.question.Check {
		var err error
		if b.Failed, err = w.checkPart(u.Dir); err != nil {
			return nil, err
		}
		return manifest(b, dir, nil)
	}
	if u.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longest*u.Time+atLeast)
		defer cancel()
	}
	worked, err := w.tree.Work(ctx, u)
	switch {
	case err != nil && errors.As(err, new(*os.PathError)):
		return nil, err
	case err != nil:
		b.Failed = err.Error()
		return manifest(b, dir, nil)
	case worked.Proof == "", w.isOver():
		return nil, errNothing
	}
	return bring(b, dir, worked)
}

// hear hears that all is done, if it is.
func (w *Worker) hear(a queue.Answer) {
	if a.Over {
		w.once.Do(func() { close(w.over) })
	}
}

func (w *Worker) isOver() bool {
	select {
	case <-w.over:
		return true
	default:
		return false
	}
}

// bring is the files of what was made.
func bring(b *Brought, dir string, made *relucert.Worked) ([]queue.File, error) {
	b.Nodes, b.Closed, b.Best = made.Nodes, made.Closed(), made.Best
	files := []queue.File{{Name: proofFile, Path: made.Proof}}
	for i, l := range made.Left {
		b.Left = append(b.Left, Left{Nodes: namesOf(l.Names), Lower: l.Lower})
		files = append(files, queue.File{Name: stateFile(i), Path: filepath.Join(l.Dir, relucert.StateFile)})
	}
	return manifest(b, dir, files)
}

// manifest adds the file that says what the others are.
func manifest(b *Brought, dir string, files []queue.File) ([]queue.File, error) {
	text, err := json.Marshal(b)
	path := filepath.Join(dir, manifestFile)
	if err == nil {
		err = os.WriteFile(path, text, 0o666)
	}
	return append(files, queue.File{Name: manifestFile, Path: path}), err
}

// bringing is how long it may take to hand in what was made, also of a worker who is to end, or whom another has replaced.
const bringing = time.Minute

// hand hands a result in.
func (w *Worker) hand(files []queue.File) error {
	ctx, cancel := context.WithTimeout(context.Background(), bringing)
	defer cancel()
	parcel, err := w.Queue.Pack(ctx, files)
	if err != nil {
		return err
	}
	text, err := json.Marshal(parcel)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	return w.Queue.Report(ctx, hex.EncodeToString(sum[:]), text)
}
