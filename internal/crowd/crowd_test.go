package crowd_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/internal/crowd"
	"relucert/internal/queue"
	"relucert/internal/thorough"
	"relucert/loss"
	"relucert/network"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// hangs is when tests that wait for others give up, on a busy machine, too.
const hangs = 8 * time.Minute

// problem is a search of some hundred nodes, with its data's file.
type problem struct {
	file    string
	columns dataset.Options
	options relucert.Options
	class   network.Class
	loss    loss.Objective
}

func ozone(t *testing.T) *problem {
	t.Helper()
	file, err := filepath.Abs("../../examples/ozone1.csv")
	if err != nil {
		t.Fatal(err)
	}
	return &problem{file: file, columns: dataset.Options{Target: "O3", Features: []string{"temp", "ibh"}, LocalInputs: true, LocalLabels: true},
		options: relucert.Options{Gap: thorough.Of(0.3, 0.4), Threads: 1}, class: network.Class{Units: 2, Output: network.Affine}}
}

func (p *problem) tree(ctx context.Context, file string) (*relucert.Subtrees, error) {
	data, _, err := dataset.Open(file, p.columns)
	if err != nil {
		return nil, err
	}
	o := p.options
	o.Certificate = &relucert.Certificate{}
	return relucert.NewSubtrees(ctx, relucert.Problem{Data: data, Class: p.class, Objective: p.loss}, o)
}

func (p *problem) mustTree(t *testing.T) *relucert.Subtrees {
	t.Helper()
	tree, err := p.tree(t.Context(), p.file)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func source(path string) check.Source {
	return check.Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

func (p *problem) how() check.Options {
	how := check.Options{Data: p.columns, Part: true, Threads: 1}
	how.Data.LocalInputs, how.Data.LocalLabels = false, false
	return how
}

// foreman is a coordinator in a folder, at a server.
func (p *problem) foreman(t *testing.T, folder string, q *queue.Queue) *crowd.Foreman {
	return &crowd.Foreman{
		Referee: crowd.Referee{Tree: p.mustTree(t), Data: source(p.file), How: p.how()},
		Queue:   q, Folder: folder, DataFile: p.file, Threads: 1, Shares: 6,
		Question: crowd.Question{Name: "data.csv", Nodes: 40, Time: time.Minute, Lease: 2 * time.Second},
	}
}

func (p *problem) worker(t *testing.T, name string, q *queue.Queue) *crowd.Worker {
	return &crowd.Worker{Name: name, Queue: q, Scratch: t.TempDir(), Patience: time.Minute, Tell: func(s string) { t.Log(name, s) },
		Prepare: func(ctx context.Context, _ *crowd.Question, data string) (*relucert.Subtrees, error) {
			return p.tree(ctx, data)
		}}
}

func serve(t *testing.T) *queue.Server {
	t.Helper()
	s, err := queue.Serve(queue.Listening{Address: "127.0.0.1:0"}, filepath.Join(t.TempDir(), "jetstream"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func dial(t *testing.T, s *queue.Server) *queue.Queue {
	t.Helper()
	q, err := queue.Dial(queue.Access{URL: "nats://" + s.Address()}, "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

// conclude joins what was found and checks it, against one process.
func (p *problem) conclude(t *testing.T, found *crowd.Outcome) {
	t.Helper()
	if !found.Done {
		t.Fatalf("not done: %+v", found.Status)
	}
	cover := new(check.Cover)
	var parts []rearrange.Source
	for _, file := range found.Proofs {
		if err := cover.Add(source(file)); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, rearrange.Source(source(file)))
	}
	if v := cover.Verdict(); !v.Covered {
		t.Fatal(v)
	}
	scratch, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Close()
	var joined bytes.Buffer
	if _, err := rearrange.Join(parts, scratch, &joined); err != nil {
		t.Fatal(err)
	}
	how := p.how()
	how.Part = false
	v, err := check.Check(check.Bytes("joined", joined.Bytes()), source(p.file), how)
	if err != nil || !v.Proved {
		t.Fatal(err, v)
	}
	var lower, upper float64
	fmt.Sscan(v.Lower, &lower)
	fmt.Sscan(v.Upper, &upper)
	if lower < upper*(1-p.options.Gap)*(1-1e-9) || upper > *found.SSE*(1+1e-9) || found.Objective != p.loss.Name() {
		t.Errorf("%v: %s %v", v, found.Objective, *found.SSE)
	}
	t.Logf("%+v", found.Counts)
}

// TestCrowd: a coordinator and three workers, one of whom leaves and one who comes late.
func TestCrowd(t *testing.T) { ozone(t).work(t) }

// TestCrowdOfObjective does so for another objective than the SSE, of which a network is measured by that.
func TestCrowdOfObjective(t *testing.T) {
	p := ozone(t)
	p.loss, p.options.Gap = loss.Objective{Loss: loss.Loss{Kind: loss.Absolute}, Ridge: 0.01}, thorough.Of(0.55, 0.65)
	p.work(t)
}

func (p *problem) work(t *testing.T) {
	t.Helper()
	s := serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), hangs)
	defer cancel()
	var all sync.WaitGroup
	leaving, leave := context.WithTimeout(ctx, time.Second)
	defer leave()
	for name, until := range map[string]context.Context{"ann": ctx, "bob": ctx, "cid": leaving} {
		w := p.worker(t, name, dial(t, s))
		all.Go(func() {
			if _, err := w.Work(until); err != nil && until == ctx {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	found, err := p.foreman(t, t.TempDir(), dial(t, s)).Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	all.Wait()
	p.conclude(t, found)
}

// begun is the first unit, and one of a subtree that it left, as a worker brings it; and the state of another subtree.
func begun(t *testing.T, p *problem) (r *crowd.Referee, b *crowd.Brought, f crowd.Files, other string) {
	t.Helper()
	tree, dir := p.mustTree(t), t.TempDir()
	first, err := tree.Work(t.Context(), relucert.Unit{Dir: filepath.Join(dir, "root"), Into: dir, Open: 40, Shares: 3})
	if err != nil || len(first.Left) != 3 {
		t.Fatal(err, first)
	}
	into, of := t.TempDir(), first.Left[1].Dir
	f.Lead = filepath.Join(into, "lead")
	copyTo(t, f.Lead, filepath.Join(of, relucert.LeadFile))
	w, err := tree.Work(t.Context(), relucert.Unit{Dir: of, Into: into, Nodes: 60, Shares: 3})
	if err != nil || len(w.Left) != 3 || !w.Closed() {
		t.Fatal(err, w)
	}
	b = &crowd.Brought{Closed: true}
	f.Proof, f.Into = w.Proof, into
	for _, l := range w.Left {
		left := crowd.Left{}
		for _, n := range l.Names {
			left.Nodes = append(left.Nodes, crowd.Name{Split: n.Split, Parts: []byte(n.Parts)})
		}
		b.Left = append(b.Left, left)
		f.States = append(f.States, filepath.Join(l.Dir, relucert.StateFile))
	}
	return &crowd.Referee{Tree: tree, Data: source(p.file), How: p.how()}, b, f, filepath.Join(first.Left[2].Dir, relucert.StateFile)
}

// again is a copy of what is brought.
func again(t *testing.T, b *crowd.Brought) *crowd.Brought {
	t.Helper()
	text, err := json.Marshal(b)
	c := new(crowd.Brought)
	if err == nil {
		err = json.Unmarshal(text, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func copyTo(t *testing.T, to, from string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestForgedResults: whatever is wrong with what a worker brings is found before it is believed.
func TestForgedResults(t *testing.T) {
	p := ozone(t)
	r, b, f, other := begun(t, p)
	if _, err := r.Judge(b, f); err != nil {
		t.Fatal("sound:", err)
	}
	text, err := os.ReadFile(f.Proof)
	if err != nil {
		t.Fatal(err)
	}
	proof := func(change func(string) string) func(*crowd.Brought, *crowd.Files) {
		return func(_ *crowd.Brought, f *crowd.Files) {
			f.Proof += ".forged"
			if err := os.WriteFile(f.Proof, []byte(change(string(text))), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, want string
		forge      func(*crowd.Brought, *crowd.Files)
	}{
		{"a bound that is not proved", "the bound proves", proof(func(s string) string { return claims(s, "$2 $2") })},
		{"an SSE that no network has", "above the claimed", proof(func(s string) string { return claims(s, "0 1p0") })},
		{"no end", "no trailer", proof(func(s string) string { return s[:strings.LastIndex(s, "end\n")] })},
		{"no certificate", "", proof(func(string) string { return "hello" })},
		{"other data", "", proof(func(s string) string {
			return strings.Replace(s, "\ndata ", "\ndata 0", 1)[:len(s)]
		})},
		{"another class", "", proof(func(s string) string { return strings.Replace(s, "\nunits 2\nsigns any", "\nunits 1\nsigns any", 1) })},
		{"a closed node is left out", "no part has node", proof(func(s string) string {
			i := strings.Index(s, "\npart ")
			return s[:i] + s[i+1+strings.Index(s[i+1:], "\n"):]
		})},
		{"a subtree is left out", "no part has node", func(b *crowd.Brought, f *crowd.Files) { b.Left, f.States = b.Left[1:], f.States[1:] }},
		{"a node of a subtree is left out", "", func(b *crowd.Brought, _ *crowd.Files) { b.Left[1].Nodes = b.Left[1].Nodes[1:] }},
		{"nodes that there are not", "has not come yet", func(b *crowd.Brought, _ *crowd.Files) { b.Left[0].Nodes[0].Split = 1 << 30 }},
		{"the closed nodes are none", "", func(b *crowd.Brought, _ *crowd.Files) { b.Closed = false }},
		{"another subtree's state", "is not left", func(_ *crowd.Brought, f *crowd.Files) { f.States[0] = other }},
		{"a state is none", "no checkpoint", func(_ *crowd.Brought, f *crowd.Files) { f.States[0] = f.Proof }},
	} {
		b, f := again(t, b), f
		f.States = slices.Clone(f.States)
		c.forge(b, &f)
		if _, err := r.Judge(b, f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		} else if !errors.As(err, new(*crowd.Forged)) {
			t.Errorf("%s: the worker is not to blame: %v", c.name, err)
		}
	}
}

// TestAnotherClass: a sound certificate of the whole tree of another search is not believed.
func TestAnotherClass(t *testing.T) {
	p := ozone(t)
	r, other := &crowd.Referee{Tree: p.mustTree(t), Data: source(p.file), How: p.how()}, *p
	other.class.Units = 1
	for _, c := range []struct {
		of   *problem
		want string
	}{{p, ""}, {&other, "of another search"}} {
		dir := t.TempDir()
		w, err := c.of.mustTree(t).Work(t.Context(), relucert.Unit{Dir: filepath.Join(dir, "root"), Into: dir, Shares: 1})
		if err != nil || len(w.Left) > 0 {
			t.Fatal(err, w)
		}
		_, err = r.Judge(&crowd.Brought{Closed: true}, crowd.Files{Proof: w.Proof, Into: dir})
		if (c.want == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), c.want) || !errors.As(err, new(*crowd.Forged))) {
			t.Errorf("%d units: %v", c.of.class.Units, err)
		}
	}
}

// claims forges a certificate's claim.
func claims(text, as string) string {
	i := strings.LastIndex(text, "\nclaim ")
	words := strings.Fields(text[i:])
	return text[:i] + "\nclaim " + strings.NewReplacer("$1", words[1], "$2", words[2]).Replace(as) + "\nend\n"
}

// poison changes a byte of a state, and what tells that it is torn.
func poison(t *testing.T, rng *rand.Rand, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body := text[:len(text)-sha256.Size]
	body[len(body)/2+rng.IntN(len(body)/2)] ^= byte(1 + rng.IntN(255))
	sum := sha256.Sum256(body)
	if err := os.WriteFile(path, append(body, sum[:]...), 0o666); err != nil {
		t.Fatal(err)
	}
}

// hostile takes offers and brings what it is told to make of them.
func hostile(t *testing.T, ctx context.Context, q *queue.Queue, name string, make func(o crowd.Offered, dir string) []queue.File) {
	for ctx.Err() == nil {
		if a, _ := q.Send(queue.Beat{Worker: name}, time.Second); a.Over {
			q.Send(queue.Beat{Worker: name, Leaves: true}, time.Second)
			return
		}
		m, err := q.Take(ctx, 100*time.Millisecond)
		if err != nil || m == nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		m.Ack()
		var o crowd.Offered
		if err := json.Unmarshal(m.Data(), &o); err != nil {
			t.Error(err)
		}
		if a, _ := q.Send(queue.Beat{Worker: name, State: o.State, Epoch: o.Epoch}, time.Second); !a.On {
			continue
		}
		p, err := q.Pack(ctx, make(o, t.TempDir()))
		if err != nil {
			continue
		}
		text, _ := json.Marshal(p)
		q.Report(ctx, fmt.Sprint(name, "-", o.State, o.Epoch), text)
	}
}

func brought(t *testing.T, b *crowd.Brought, dir string, files ...queue.File) []queue.File {
	t.Helper()
	text, err := json.Marshal(b)
	path := filepath.Join(dir, "manifest")
	if err == nil {
		err = os.WriteFile(path, text, 0o666)
	}
	if err != nil {
		t.Error(err)
	}
	return append(files, queue.File{Name: "brought", Path: path})
}

// TestHostileWorkers: one of three leaves subtrees that nobody can go on from, another brings forgeries, or says that all fails; in the end it is all
// proved, and what they did has cost time only.
func TestHostileWorkers(t *testing.T) {
	p, s := ozone(t), serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), hangs)
	defer cancel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	tree := p.mustTree(t)
	var all sync.WaitGroup
	poisonings := 0
	evil := func(o crowd.Offered, dir string) []queue.File {
		q := dial(t, s)
		of := filepath.Join(dir, "of")
		if err := errors.Join(os.Mkdir(of, 0o777), q.Unpack(ctx, o.Parcel, of, 1<<30)); err != nil {
			t.Error(err)
		}
		b := &crowd.Brought{State: o.State, Epoch: o.Epoch, Worker: "eve"}
		switch rng.IntN(4) {
		case 0:
			b.Failed = "I cannot"
			return brought(t, b, dir)
		case 1: // the lead says of its nodes that no SSE is below 0
			b.Closed = true
			return brought(t, b, dir, queue.File{Name: "proof", Path: filepath.Join(of, relucert.LeadFile)})
		}
		w, err := tree.Work(ctx, relucert.Unit{Dir: of, Into: dir, Nodes: 20, Shares: 2})
		if err != nil {
			return brought(t, b, dir)
		}
		files := []queue.File{{Name: "proof", Path: w.Proof}}
		b.Closed = w.Closed()
		for i, l := range w.Left {
			if poisonings < 4 {
				poisonings++
				poison(t, rng, filepath.Join(l.Dir, relucert.StateFile))
			}
			left := crowd.Left{}
			for _, n := range l.Names {
				left.Nodes = append(left.Nodes, crowd.Name{Split: n.Split, Parts: []byte(n.Parts)})
			}
			b.Left = append(b.Left, left)
			files = append(files, queue.File{Name: fmt.Sprint("state-", i), Path: filepath.Join(l.Dir, relucert.StateFile)})
		}
		if rng.IntN(3) == 0 && len(b.Left) > 0 {
			b.Left = b.Left[1:] // states and names do not belong together
		}
		return brought(t, b, dir, files...)
	}
	all.Go(func() { hostile(t, ctx, dial(t, s), "eve", evil) })
	for _, name := range []string{"ann", "bob"} {
		w := p.worker(t, name, dial(t, s))
		all.Go(func() { w.Work(ctx) })
	}
	found, err := p.foreman(t, t.TempDir(), dial(t, s)).Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	all.Wait()
	p.conclude(t, found)
	if found.Refused == 0 {
		t.Error("nothing was refused")
	}
}

// parts is a certificate in parts.
func (p *problem) parts(t *testing.T, change func(string) string) (files []string) {
	t.Helper()
	data, _, err := dataset.Open(p.file, p.columns)
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	o := p.options
	o.Certificate = &relucert.Certificate{Out: &proof}
	if _, err := relucert.Fit(t.Context(), relucert.Problem{Data: data, Class: p.class, Objective: p.loss}, o); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	scratch, err := os.Create(filepath.Join(dir, "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Close()
	cut, err := rearrange.Split(rearrange.Source(check.Bytes("proof", []byte(change(proof.String())))), scratch, 5)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cut.Len() {
		var part bytes.Buffer
		path := filepath.Join(dir, fmt.Sprint("part-", i))
		if err := errors.Join(cut.Write(i, &part), os.WriteFile(path, part.Bytes(), 0o666)); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	return files
}

// TestPartsChecked: workers check the parts of a certificate, though one says that none is proved; and parts that are not proved are not, by the
// coordinator's own check.
func TestPartsChecked(t *testing.T) {
	for name, change := range map[string]func(string) string{"sound": func(s string) string { return s }, "forged": func(s string) string { return claims(s, "$2 $2") }} {
		p, s := ozone(t), serve(t)
		ctx, cancel := context.WithTimeout(t.Context(), hangs)
		f := p.foreman(t, t.TempDir(), dial(t, s))
		f.Parts = p.parts(t, change)
		var all sync.WaitGroup
		all.Go(func() {
			hostile(t, ctx, dial(t, s), "eve", func(o crowd.Offered, dir string) []queue.File {
				return brought(t, &crowd.Brought{State: o.State, Epoch: o.Epoch, Worker: "eve", Failed: "no"}, dir)
			})
		})
		w := p.worker(t, "ann", dial(t, s))
		w.How = func(*crowd.Question) (check.Options, error) { return p.how(), nil }
		all.Go(func() { w.Work(ctx) })
		found, err := f.Run(ctx)
		cancel()
		all.Wait()
		var bad *crowd.NotProved
		switch {
		case name == "forged" && (!errors.As(err, &bad) || !strings.Contains(bad.Why, "the bound proves")):
			t.Errorf("%s: %v", name, err)
		case name == "sound" && (err != nil || !found.Done || len(found.Proofs) != len(f.Parts) || slices.Contains(found.By, "eve")):
			t.Errorf("%s: %v, %+v", name, err, found)
		}
	}
}
