package sides

import (
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/search"
)

// TestReadWhatever: whatever has become of a written node, it is refused, or can be worked on.
func TestReadWhatever(t *testing.T) {
	refused, read := 0, 0
	for seed := range uint64(40) {
		q := randomInstance(t, seed, 73, 0.3)
		if seed%3 == 0 {
			q, _ = boundedInstance(t, seed, 73, 0.3)
		}
		now := search.Moment{Cutoff: q.loss()}
		e := q.tree.Expand(context.Background(), 0, q.node, now)
		nodes := append(e.Children, q.node)
		n := nodes[q.rng.IntN(len(nodes))]
		text := q.tree.written(t, n)
		for range 10 {
			got, err := q.tree.readFrom(t, mutated(q.rng, text))
			if err != nil {
				refused++
				continue
			}
			read++
			q.tree.Expand(context.Background(), 0, got, now)
		}
	}
	if t.Logf("%d nodes were refused, %d read", refused, read); min(refused, read) < 50 {
		t.Error("the test has lost its bite")
	}
}

// written is the state that a node is in.
func (t *Tree) written(test *testing.T, n *Node) []byte {
	test.Helper()
	dir := test.TempDir()
	f, err := checkpoint.Create(dir)
	if err != nil {
		test.Fatal(err)
	}
	defer f.Close()
	if err := f.Save(func(w *checkpoint.Writer) { t.WriteNode(w, n) }); err != nil {
		test.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "state"))
	if err != nil {
		test.Fatal(err)
	}
	return text
}

// ahead is how long a state is before its node: a line, two numbers, and a SHA-256 with its length.
const ahead = len("relucert-checkpoint 1\n") + 1 + 1 + 1 + sha256.Size

// mutated has other bytes in the node.
func mutated(rng *rand.Rand, text []byte) []byte {
	body := slices.Clone(text[:len(text)-sha256.Size])
	for range 1 + rng.IntN(3) {
		body[ahead+rng.IntN(len(body)-ahead)] ^= byte(1 + rng.IntN(255))
	}
	sum := sha256.Sum256(body)
	return append(body, sum[:]...)
}

func (t *Tree) readFrom(test *testing.T, text []byte) (*Node, error) {
	test.Helper()
	dir := test.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "state"), text, 0o666); err != nil {
		test.Fatal(err)
	}
	r, err := checkpoint.Look(dir)
	if err != nil {
		test.Fatal(err)
	}
	defer r.Close()
	n := t.ReadNode(r)
	return n, r.Err()
}
