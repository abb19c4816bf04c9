package relucert_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// TestHostileStates: whatever is written into the states of subtrees, no worker panics or works without end, a state that the referee lets pass
// can be gone on from, each certificate is proved and covers its subtree, and all together prove what one run does.
func TestHostileStates(t *testing.T) {
	refused, passed := 0, 0
	for seed := range thorough.Of(uint64(120), 6) {
		w, whole := apart(t, seed)
		if w == nil {
			continue
		}
		w.hostile, w.most = true, 1000+20*whole.Nodes
		w.work()
		w.conclude(whole)
		refused, passed = refused+w.refused, passed+w.passed
	}
	if t.Logf("%d states were refused, %d were not", refused, passed); min(refused, passed) == 0 {
		t.Error("nothing is tested")
	}
}

// honestFile is where a state stays as it was.
const honestFile = "honest"

// poison makes of some states what somebody hostile would have written.
func (w *subtreeTest) poison(dir string) {
	if !w.hostile || w.rng.IntN(3) == 0 {
		return
	}
	w.Helper()
	state := filepath.Join(dir, relucert.StateFile)
	text, err := os.ReadFile(state)
	if err == nil {
		err = os.Rename(state, filepath.Join(dir, honestFile))
	}
	if err != nil {
		w.Fatal(err)
	}
	body := forge(w.rng, text[:len(text)-sha256.Size])
	sum := sha256.Sum256(body)
	if err := os.WriteFile(state, append(body, sum[:]...), 0o666); err != nil {
		w.Fatal(err)
	}
}

// takenBack puts the honest state in the place of one that nobody can go on from; it says whether there is another.
func (w *subtreeTest) takenBack(dir string, err error) bool {
	w.Helper()
	honest := filepath.Join(dir, honestFile)
	if _, none := os.Stat(honest); none != nil {
		return false
	}
	if look := w.tree.Look(dir); (look == nil) != (err == nil) {
		w.Fatalf("%s: the referee says %v, a worker %v", w.name, look, err)
	}
	if err == nil {
		w.passed++
		return false
	}
	if w.refused++; !errors.Is(err, relucert.ErrState) {
		w.Fatal(w.name, err)
	}
	if err := os.Rename(honest, filepath.Join(dir, relucert.StateFile)); err != nil {
		w.Fatal(err)
	}
	return true
}

// odd are numbers that nobody honest writes.
var odd = []float64{0, -1, 1e-300, 1e30, 1e300, math.Inf(1), math.Inf(-1), math.NaN()}

// forge changes a state behind its statement: bytes, the network, or the bounds, which come last.
func forge(rng *rand.Rand, body []byte) []byte {
	end := []byte("\ncertificate true\n")
	at := bytes.Index(body, end) + len(end)
	switch rest := body[at:]; rng.IntN(4) {
	case 0:
		for range 1 + rng.IntN(3) {
			rest[rng.IntN(len(rest))] ^= byte(1 + rng.IntN(255))
		}
	case 1:
		cut := rng.IntN(len(rest))
		return append(body[:at+cut:at+cut], rest[min(len(rest), cut+rng.IntN(9)):]...)
	case 2:
		factor := append(odd, 0.5, 1.5, 3)[rng.IntN(len(odd)+3)]
		for _, f := range solutionIn(rest) {
			put(f, factor*math.Float64frombits(binary.LittleEndian.Uint64(f)))
		}
	default:
		put(rest[len(rest)-8*(1+rng.IntN(2)):], odd[rng.IntN(len(odd))])
	}
	return body
}

func put(at []byte, v float64) { binary.LittleEndian.PutUint64(at, math.Float64bits(v)) }

// solutionIn are the numbers of the network that a text begins with.
func solutionIn(text []byte) (numbers [][]byte) {
	count := func() (n int64) {
		n, bytes := binary.Varint(text)
		text = text[bytes:]
		return n
	}
	floats := func() {
		for range count() {
			numbers, text = append(numbers, text[:8]), text[8:]
		}
	}
	floats()
	for range count() {
		floats()
	}
	return numbers
}

// TestHostileIncumbents: a network beyond the limits of the class is worth no more than what of it is within, and no numbers end who measures it.
func TestHostileIncumbents(t *testing.T) {
	for seed := range uint64(12) {
		p, opts := keepable(t, seed)
		p.NormBound = 0.5 + float64(seed)/10
		w := newSubtreeTest(t, p, opts, seed)
		got, err := w.tree.Work(t.Context(), relucert.Unit{Into: t.TempDir(), Nodes: 1, Shares: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, factor := range append(odd, 1.5, 1e100, 1e200, 1e308) {
			i := *got.Best
			i.Units = nil
			for _, u := range got.Best.Units {
				v := make([]float64, len(u))
				for d := range u {
					v[d] = factor * u[d]
				}
				i.Units = append(i.Units, v)
			}
			n, err := w.tree.Network(&i)
			if err == nil && !within(n, p.NormBound) {
				t.Errorf("seed %d: times %g: %v", seed, factor, n)
			}
			if err != nil && !errors.Is(err, relucert.ErrIncumbent) || err == nil && factor > 1e10 {
				t.Errorf("seed %d: times %g: %v", seed, factor, err)
			}
		}
	}
}

func within(n *network.Network, bound float64) bool {
	for _, u := range n.Units {
		square := 0.0
		for _, w := range u.Weights {
			square += w * w
		}
		if !(math.Sqrt(square) <= bound*(1+1e-12)) {
			return false
		}
	}
	return true
}
