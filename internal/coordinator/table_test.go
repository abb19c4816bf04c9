package coordinator_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relucert/internal/checkpoint"
	"relucert/internal/coordinator"
)

// world is a table, and what is true beside it. The tree is so many atoms; a subtree, by its state, is some of them, and a proof is
// of some. A poisoned subtree is one that nobody can go on from.
type world struct {
	table    *coordinator.Table
	now      time.Time
	atoms    map[coordinator.Hash][]int // of states and of proofs
	poisoned map[coordinator.Hash]bool
	results  []coordinator.Result // all that ever were, which may come again
	offers   []coordinator.Offer  // all that ever were
	dir      string
	kept     *checkpoint.Folder
	made     int
}

const (
	treeAtoms = 24
	lease     = 10 * time.Second
)

var names = []string{"ann", "bob", "cid", coordinator.Self}

func newWorld(dir string) *world {
	w := &world{now: time.Unix(1e9, 0), atoms: map[coordinator.Hash][]int{}, poisoned: map[coordinator.Hash]bool{}, dir: dir}
	for a := range treeAtoms {
		w.atoms["root"] = append(w.atoms["root"], a)
	}
	w.table = coordinator.New(lease)
	return w
}

func (w *world) name(kind string) coordinator.Hash {
	w.made++
	return fmt.Sprint(kind, w.made)
}

// divide is a result for a subtree: each of its atoms is closed, or in one of its children.
func (w *world) divide(t *rapid.T, state coordinator.Hash, epoch int64, worker string) coordinator.Result {
	r := coordinator.Result{State: state, Epoch: epoch, Worker: worker, Nodes: 1}
	into := make([][]int, 1+rapid.IntRange(0, 3).Draw(t, "children"))
	for _, a := range w.atoms[state] {
		i := rapid.IntRange(0, len(into)-1).Draw(t, "to")
		into[i] = append(into[i], a)
	}
	if len(into[0]) > 0 {
		r.Part = &coordinator.Part{Proof: w.name("proof"), Lower: float64(len(into[0])), By: worker}
		w.atoms[r.Part.Proof] = into[0]
	}
	for _, atoms := range into[1:] {
		if len(atoms) > 0 {
			c := coordinator.Child{State: w.name("state"), Lead: w.name("lead"), Lower: float64(atoms[0])}
			w.atoms[c.State], w.poisoned[c.State] = atoms, rapid.IntRange(0, 3).Draw(t, "poison") == 0 && worker != coordinator.Self
			r.Children = append(r.Children, c)
		}
	}
	return r
}

// covered: what is proved and what waits for a result are the whole tree, each atom once.
func (w *world) covered(t interface {
	Helper()
	Fatalf(string, ...any)
}) {
	t.Helper()
	var got []int
	for _, p := range w.table.Parts() {
		got = append(got, w.atoms[p.Proof]...)
	}
	for _, s := range w.table.Open() {
		got = append(got, w.atoms[s.State]...)
	}
	slices.Sort(got)
	if want := w.atoms["root"]; !slices.Equal(got, want) {
		t.Fatalf("the table covers %v", got)
	}
	if w.table.Done() != (len(w.table.Open()) == 0) {
		t.Fatalf("done: %v, with %d open", w.table.Done(), len(w.table.Open()))
	}
}

// answer brings a result to the table as the coordinator does: nothing that starts from poison is proved.
func (w *world) answer(r coordinator.Result) {
	if w.poisoned[r.State] {
		w.table.Refuse(r.Worker, r.State, r.Epoch)
		return
	}
	w.table.Accept(w.now, r)
}

// TestTable: whatever comes in whatever order, twice, late, after a restart from any earlier state; the whole tree stays covered.
func TestTable(t *testing.T) {
	folder := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		w := newWorld(filepath.Join(folder, fmt.Sprint(runs)))
		defer w.close()
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) { w.covered(t) },
			"time goes by": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(-2, 40).Draw(t, "seconds")) * time.Second)
			},
			"offers": func(t *rapid.T) { w.offers = append(w.offers, w.table.Offers(w.now)...) },
			"beat": func(t *rapid.T) {
				if o, ok := w.offer(t); ok {
					w.table.Beat(w.now, rapid.SampledFrom(names).Draw(t, "worker"), o.State, o.Epoch)
				}
			},
			"idle":    func(t *rapid.T) { w.table.Beat(w.now, rapid.SampledFrom(names).Draw(t, "worker"), "", 0) },
			"release": func(t *rapid.T) { w.release(t) },
			"result": func(t *rapid.T) {
				if o, ok := w.offer(t); ok {
					r := w.divide(t, o.State, o.Epoch, rapid.SampledFrom(names[:3]).Draw(t, "worker"))
					w.results = append(w.results, r)
					w.answer(r)
				}
			},
			"again": func(t *rapid.T) {
				if len(w.results) > 0 {
					w.answer(rapid.SampledFrom(w.results).Draw(t, "result"))
				}
			},
			"forged": func(t *rapid.T) {
				if o, ok := w.offer(t); ok {
					w.table.Refuse(rapid.SampledFrom(names[:3]).Draw(t, "worker"), o.State, o.Epoch)
				}
			},
			"work here": func(t *rapid.T) {
				if s := w.table.Doubtful(w.now); s != nil {
					w.answer(w.divide(t, s.State, s.Epoch, coordinator.Self))
				}
			},
			"keep": func(t *rapid.T) { w.keep(t) },
			"kill": func(t *rapid.T) { w.kill(t) },
		})
		w.toTheEnd(t)
	})
}

func (w *world) offer(t *rapid.T) (o coordinator.Offer, ok bool) {
	if len(w.offers) == 0 {
		return o, false
	}
	return rapid.SampledFrom(w.offers).Draw(t, "offer"), true
}

func (w *world) release(t *rapid.T) {
	if o, ok := w.offer(t); ok {
		w.table.Release(rapid.SampledFrom(names).Draw(t, "worker"), o.State)
	}
}

func (w *world) keep(t *rapid.T) {
	if w.kept == nil {
		var err error
		if w.kept, err = checkpoint.Create(w.dir); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.kept.Save(w.table.Write); err != nil {
		t.Fatal(err)
	}
}

// kill forgets all that was not kept.
func (w *world) kill(t *rapid.T) {
	if w.kept == nil {
		w.table = coordinator.New(lease)
		return
	}
	w.kept.Close()
	folder, r, err := checkpoint.Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w.kept = folder
	if w.table, err = coordinator.Read(r, lease); err != nil {
		t.Fatal(err)
	}
}

func (w *world) close() {
	if w.kept != nil {
		w.kept.Close()
	}
}

// toTheEnd: with honest workers it comes to its end, whatever happened before.
func (w *world) toTheEnd(t *rapid.T) {
	for range 1000 {
		if w.table.Done() {
			return
		}
		w.now = w.now.Add(5 * lease)
		w.table.Beat(w.now, "ann", "", 0)
		for _, o := range w.table.Offers(w.now) {
			w.answer(w.close1(o.State, o.Epoch, "ann"))
		}
		if s := w.table.Doubtful(w.now); s != nil {
			w.answer(w.close1(s.State, s.Epoch, coordinator.Self))
		}
		w.covered(t)
	}
	t.Fatalf("it does not come to an end: %+v", w.table.Counts)
}

// close1 is a result that closes all.
func (w *world) close1(state coordinator.Hash, epoch int64, worker string) coordinator.Result {
	p := &coordinator.Part{Proof: w.name("proof"), Lower: 1, By: worker}
	w.atoms[p.Proof] = w.atoms[state]
	return coordinator.Result{State: state, Epoch: epoch, Worker: worker, Part: p, Nodes: 1}
}

// begun is a world whose root is one subtree, "all".
func begun(t *testing.T) *world {
	t.Helper()
	w := newWorld("")
	s := w.table.Doubtful(w.now)
	w.atoms["all"] = w.atoms["root"]
	if !w.table.Accept(w.now, coordinator.Result{State: "root", Epoch: s.Epoch, Worker: coordinator.Self, Children: []coordinator.Child{{State: "all", Lead: "lead"}}}) {
		t.Fatal("the root is refused")
	}
	return w
}

// TestEitherButNeverBoth: of two results for one subtree the first counts, be it the one whose lease has lapsed.
func TestEitherButNeverBoth(t *testing.T) {
	w := begun(t)
	first := w.table.Offers(w.now)[0]
	w.table.Beat(w.now, "ann", first.State, first.Epoch)
	w.now = w.now.Add(2 * lease)
	second := w.table.Offers(w.now)
	if len(second) != 1 || second[0].State != first.State || second[0].Epoch <= first.Epoch {
		t.Fatalf("after the lease: %+v", second)
	}
	if !w.table.Beat(w.now, "bob", "all", second[0].Epoch) || w.table.Beat(w.now, "ann", "all", first.Epoch) {
		t.Error("bob has it, and ann has lost it")
	}
	a, b := w.close1("all", first.Epoch, "ann"), w.close1("all", second[0].Epoch, "bob")
	if !w.table.Accept(w.now, a) || w.table.Accept(w.now, b) || w.table.Accept(w.now, a) {
		t.Error("not the first alone")
	}
	w.covered(t)
	if got := w.table.Lower(); got != 1 {
		t.Errorf("bound %v", got)
	}
}

// TestRevokedWithinAChain: what was proved before a result that is revoked stays.
func TestRevokedWithinAChain(t *testing.T) {
	w := begun(t)
	for _, r := range []coordinator.Result{
		{State: "all", Part: &coordinator.Part{Proof: "one"}, Children: []coordinator.Child{{State: "chain"}}},
		{State: "chain", Part: &coordinator.Part{Proof: "two"}, Children: []coordinator.Child{{State: "a"}, {State: "b"}}},
	} {
		o := w.table.Offers(w.now)
		if r.Epoch = o[0].Epoch; !w.table.Accept(w.now, r) {
			t.Fatal("refused")
		}
	}
	w.atoms["one"], w.atoms["chain"], w.atoms["two"], w.atoms["a"], w.atoms["b"] = w.atoms["root"][:5], w.atoms["root"][5:], w.atoms["root"][5:6], w.atoms["root"][6:9], w.atoms["root"][9:]
	w.covered(t)
	w.table.Offers(w.now)
	for range 2 {
		w.table.Refuse("ann", "b", w.table.Find("b").Epoch)
	}
	w.table.Refuse(coordinator.Self, "b", w.table.Doubtful(w.now).Epoch)
	if w.table.Find("chain") == nil {
		t.Error("the result is not revoked")
	}
	w.covered(t)
}

// TestRevoked: a subtree that nobody can go on from costs the result that left it; its author cannot bring that again.
func TestRevoked(t *testing.T) {
	w := begun(t)
	o := w.table.Offers(w.now)[0]
	poison := coordinator.Result{State: "all", Epoch: o.Epoch, Worker: "eve", Children: []coordinator.Child{{State: "a", Lead: "la"}, {State: "b", Lead: "lb"}}}
	w.atoms["a"], w.atoms["b"] = w.atoms["root"][:5], w.atoms["root"][5:]
	if !w.table.Accept(w.now, poison) {
		t.Fatal("refused")
	}
	w.table.Offers(w.now)
	for _, worker := range []string{"ann", "bob"} {
		w.table.Refuse(worker, "a", w.table.Find("a").Epoch)
	}
	s := w.table.Doubtful(w.now)
	if s == nil || s.State != "a" || w.table.Doubtful(w.now) != nil {
		t.Fatalf("doubtful: %+v", s)
	}
	w.table.Refuse(coordinator.Self, "a", s.Epoch)
	if w.table.Find("all") == nil || w.table.Revoked != 1 || w.table.Accept(w.now, poison) {
		t.Errorf("%+v", w.table.Counts)
	}
	w.covered(t)
	if got := w.table.Waste(); !slices.Contains(got, "a") || !slices.Contains(got, "lb") || slices.Contains(got, "all") {
		t.Errorf("waste %v", got)
	}
}
