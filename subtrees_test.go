package relucert_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// TestSubtrees: whatever units a tree is worked off in, in whatever order, with limits in the midst of nodes, each certificate is proved, with
// the subtrees that it leaves it covers the subtree that it is of, and all together prove what one run does.
func TestSubtrees(t *testing.T) {
	units := 0
	for seed := range thorough.Of(uint64(60), 7) {
		w, whole := apart(t, seed)
		if w == nil {
			continue
		}
		w.work()
		units += len(w.proofs)
		w.conclude(whole)
	}
	t.Logf("%d units", units)
}

type subtreeTest struct {
	*testing.T
	tree   *relucert.Subtrees
	rng    *rand.Rand
	name   string
	data   []byte
	how    check.Options
	dir    string
	count  int
	proofs []string
	heard  *relucert.Incumbent
	nodes  int64

	hostile         bool  // states are what somebody hostile writes
	most            int64 // nodes; 0: any number
	refused, passed int   // states
}

// apart is a keepable problem to be worked off in units, and what one run gives; nil: it takes too long.
func apart(t *testing.T, seed uint64) (*subtreeTest, *relucert.Result) {
	t.Helper()
	p, opts := keepable(t, seed)
	opts.Gap = 1e-2
	whole, _ := answer(t, t.Context(), p, opts)
	if whole.Status != relucert.Optimal {
		return nil, nil
	}
	return newSubtreeTest(t, p, opts, seed), whole
}

func newSubtreeTest(t *testing.T, p relucert.Problem, opts relucert.Options, seed uint64) *subtreeTest {
	t.Helper()
	w := &subtreeTest{T: t, rng: rand.New(rand.NewPCG(seed, 63)), name: fmt.Sprint("seed ", seed), dir: t.TempDir()}
	p, w.data, w.how.Data = asFile(t, p)
	opts.Certificate = &relucert.Certificate{}
	var err error
	if w.tree, err = relucert.NewSubtrees(t.Context(), p, opts); err != nil {
		t.Fatal(err)
	}
	return w
}

// work works all off.
func (w *subtreeTest) work() {
	todo := []string{filepath.Join(w.dir, "root")}
	for len(todo) > 0 {
		i := w.rng.IntN(len(todo))
		dir := todo[i]
		todo = append(todo[:i], todo[i+1:]...)
		todo = append(todo, w.unit(dir)...)
	}
}

// unit works on a subtree and looks at what comes of it.
func (w *subtreeTest) unit(dir string) (left []string) {
	w.Helper()
	w.count++
	u := relucert.Unit{Dir: dir, Into: filepath.Join(w.dir, fmt.Sprint(w.count)), Nodes: 1 + w.rng.Int64N(60), Shares: 1 + w.rng.IntN(3)}
	if w.hostile {
		u.Nodes = 1 + u.Nodes/8 // so that many states are left
	}
	lead := filepath.Join(w.dir, fmt.Sprint("lead-", w.count))
	if err := os.Mkdir(u.Into, 0o777); err != nil {
		w.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, relucert.LeadFile)); err == nil {
		if err := os.WriteFile(lead, text, 0o666); err != nil {
			w.Fatal(err)
		}
	}
	u.Heard = func() *relucert.Incumbent { return w.heard }
	ctx := context.Context(w.Context())
	if w.count > 1 && w.rng.IntN(4) == 0 {
		ctx = burning(1 + w.rng.IntN(2000))
	}
	got, err := w.tree.Work(ctx, u)
	if w.takenBack(dir, err) {
		return []string{dir}
	}
	if err != nil {
		w.Fatal(w.name, err)
	}
	if w.nodes += got.Nodes; w.most > 0 && w.nodes > w.most {
		w.Fatalf("%s: there is no end after %d nodes", w.name, w.nodes)
	}
	if got.Proof == "" {
		w.Fatal(w.name, "nothing came of it")
	}
	if sse := w.hear(got.Best); got.Closed() && !w.tree.Optimal(got.Lower+1e-9*sse, sse) {
		w.Errorf("%s: nodes are closed with a bound of %g, and the SSE is %g", w.name, got.Lower, sse)
	}
	w.proved(w.source(got.Proof), true)
	cover := new(check.Cover)
	if !math.IsInf(got.Lower, 1) {
		w.proofs = append(w.proofs, got.Proof)
		w.add(cover, got.Proof)
	}
	for _, l := range got.Left {
		left = append(left, l.Dir)
		w.add(cover, filepath.Join(l.Dir, relucert.LeadFile))
		w.poison(l.Dir)
	}
	if w.count > 1 {
		if missing, err := cover.Within(w.source(lead)); err != nil || missing != "" {
			w.Fatal(w.name, err, missing)
		}
	}
	return left
}

// proved checks a certificate.
func (w *subtreeTest) proved(proof check.Source, part bool) *check.Verdict {
	w.Helper()
	how := w.how
	how.Part = part
	v, err := check.Check(proof, check.Bytes("data.csv", w.data), how)
	if err != nil || !v.Proved {
		w.Fatal(w.name, err, v)
	}
	return v
}

// hear takes a network for the best one, and returns its SSE.
func (w *subtreeTest) hear(i *relucert.Incumbent) float64 {
	n, err := w.tree.Network(i)
	if err != nil {
		w.Fatal(err)
	}
	if n == nil {
		w.Fatal("no network")
	}
	w.heard = i
	return w.tree.Measure(n)
}

func (w *subtreeTest) add(c *check.Cover, file string) {
	w.Helper()
	if err := c.Add(w.source(file)); err != nil {
		w.Fatal(w.name, err)
	}
}

func (w *subtreeTest) source(file string) check.Source {
	return check.Source{Name: file, Open: func() (io.ReadCloser, error) { return os.Open(file) }}
}

// conclude compares with one run.
func (w *subtreeTest) conclude(whole *relucert.Result) {
	cover := new(check.Cover)
	var parts []rearrange.Source
	for _, file := range w.proofs {
		w.add(cover, file)
		parts = append(parts, rearrange.Source(w.source(file)))
	}
	c := cover.Verdict()
	if !c.Covered {
		w.Fatal(w.name, c)
	}
	scratch, err := os.Create(filepath.Join(w.dir, "scratch"))
	if err != nil {
		w.Fatal(err)
	}
	defer scratch.Close()
	var joined bytes.Buffer
	if _, err := rearrange.Join(parts, scratch, &joined); err != nil {
		w.Fatal(w.name, err)
	}
	v := w.proved(check.Bytes("joined", joined.Bytes()), false)
	lower, upper := number(w.T, v.LowerHex), number(w.T, v.UpperHex)
	if lower > whole.SSE || whole.SSELower > upper || whole.Status == relucert.Optimal && !w.tree.Optimal(lower, upper) {
		w.Errorf("%s: %v, one run: %v", w.name, v, whole)
	}
}

func number(t *testing.T, hexadecimal string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(hexadecimal, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
