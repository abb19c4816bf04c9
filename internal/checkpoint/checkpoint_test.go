package checkpoint_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"relucert/internal/checkpoint"
)

// values is one of everything; a and b share what they point to.
type values struct {
	whole  int64
	number float64
	yes    bool
	text   string
	many   []float64
	rising []int32
	lists  [][]float64
	a, b   *string
	same   [2][]float64
}

func random(rng *rand.Rand) *values {
	floats := func() (v []float64) {
		for range rng.IntN(4) {
			v = append(v, math.Float64frombits(rng.Uint64()&^(0x7ff<<52)), math.Copysign(0, -1), math.Inf(1))
		}
		return v
	}
	shared, one := fmt.Sprint(rng.Uint64()), floats()
	v := &values{whole: rng.Int64() - rng.Int64(), number: rng.NormFloat64(), yes: rng.IntN(2) == 0, text: strings.Repeat("é\x00", rng.IntN(3)), many: floats(), a: &shared, b: &shared, same: [2][]float64{one, one}}
	for i := range rng.IntN(5) {
		v.rising = append(v.rising, int32(i*i)-3)
		v.lists = append(v.lists, floats())
	}
	return v
}

func (v *values) write(w *checkpoint.Writer) {
	w.Int(v.whole)
	w.Float(v.number)
	w.Bool(v.yes)
	w.Text(v.text)
	w.Floats(v.many)
	checkpoint.Ints(w, v.rising)
	checkpoint.Each(w, v.lists, w.Floats)
	for _, p := range []*string{v.a, v.b} {
		checkpoint.Shared(w, p, func(s *string) { w.Text(*s) })
	}
	for _, s := range v.same {
		checkpoint.SharedFloats(w, s)
	}
}

func read(r *checkpoint.Reader) *values {
	v := &values{whole: r.Int(), number: r.Float(), yes: r.Bool(), text: r.Text(), many: r.Floats(), rising: checkpoint.Whole[int32](r), lists: checkpoint.Several(r, 1, r.Floats)}
	text := func() *string { s := r.Text(); return &s }
	v.a, v.b = checkpoint.Again(r, text), checkpoint.Again(r, text)
	v.same = [2][]float64{checkpoint.AgainFloats(r), checkpoint.AgainFloats(r)}
	return v
}

// saved is a folder with two states, the second of which is v, and a proof that has grown between them.
func saved(t *testing.T, v *values) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kept")
	f, err := checkpoint.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first ", "second "} {
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := f.Save(v.write); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Write([]byte("not saved")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func proofOf(t *testing.T, f *checkpoint.Folder) string {
	t.Helper()
	var text strings.Builder
	if err := f.CopyProof(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// TestRoundTrip: what is read is what was written, bit for bit, shared where it was; and the proof is as it was then.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(50) {
		v := random(rand.New(rand.NewPCG(seed, 1)))
		dir := saved(t, v)
		f, r, err := checkpoint.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		got := read(r)
		if r.Err() != nil || !reflect.DeepEqual(got, v) || fmt.Sprint(got.many) != fmt.Sprint(v.many) || got.a != got.b || len(v.same[0]) > 0 && &got.same[0][0] != &got.same[1][0] {
			t.Errorf("seed %d: %v\n%+v\n%+v", seed, r.Err(), got, v)
		}
		if r.Int(); r.Err() == nil {
			t.Errorf("seed %d: there is more than was written", seed)
		}
		if got := proofOf(t, f); got != "first second " {
			t.Errorf("seed %d: proof %q", seed, got)
		}
		r.Close()
		f.Close()
	}
}

// TestSpoilt: whatever happens to the files, what is read is one of the two states, or refused.
func TestSpoilt(t *testing.T) {
	refused := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 2))
		v := random(rng)
		dir := saved(t, v)
		for range 1 + rng.IntN(2) {
			spoil(t, rng, filepath.Join(dir, []string{"state", "state.old", "records-1"}[rng.IntN(3)]))
		}
		f, r, err := checkpoint.Open(dir)
		if err != nil {
			refused++
			continue
		}
		if got := read(r); r.Err() != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("seed %d: %v\n%+v\n%+v", seed, r.Err(), got, v)
		}
		if got := proofOf(t, f); got != "first second " && got != "first " {
			t.Errorf("seed %d: proof %q", seed, got)
		}
		r.Close()
		f.Close()
	}
	if refused == 0 || refused > 200 {
		t.Errorf("%d of 300 were refused", refused)
	}
}

// spoil removes a file, cuts it, or changes a byte.
func spoil(t *testing.T, rng *rand.Rand, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || rng.IntN(4) == 0 {
		os.Remove(path)
		return
	}
	if at := rng.IntN(len(text) + 1); at == len(text) || rng.IntN(2) == 0 {
		text = text[:at]
	} else {
		text[at] ^= 1 << rng.IntN(8)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestFolders: one run at a time, nothing over a state, and nothing left behind.
func TestFolders(t *testing.T) {
	v := random(rand.New(rand.NewPCG(1, 3)))
	dir := saved(t, v)
	if _, err := checkpoint.Create(dir); !errors.Is(err, checkpoint.ErrThere) {
		t.Errorf("over a state: %v", err)
	}
	if _, _, err := checkpoint.Open(t.TempDir()); !errors.Is(err, checkpoint.ErrNone) {
		t.Errorf("without a state: %v", err)
	}
	f, r, err := checkpoint.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	if _, _, err := checkpoint.Open(dir); runtime.GOOS == "linux" && !errors.Is(err, checkpoint.ErrBusy) {
		t.Errorf("beside another run: %v", err)
	}
	if look, err := checkpoint.Look(dir); err != nil || look.Int() != v.whole {
		t.Errorf("a look beside another run: %v", err)
	}
	// A proof that begins anew does not spoil the state before.
	if err := errors.Join(f.Again(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if f, r, err = checkpoint.Open(dir); err != nil || proofOf(t, f) != "first second " {
		t.Errorf("after a new beginning: %v", err)
	}
	r.Close()
	f.Close()
	if err := checkpoint.Remove(dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what is left: %v", err)
	}
}
