package output

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// testDesk has no standard files.
func testDesk() *Desk { return &Desk{underway: map[string]bool{}} }

// spellings makes names of one file, which may be there or not.
type spellings struct {
	t   *testing.T
	rng *rand.Rand
	dir string
	n   int
}

// name is another name of path.
func (s *spellings) name(path string, there bool) string {
	s.n++
	fresh := filepath.Join(s.dir, fmt.Sprintf("link%d", s.n))
	folder, base := filepath.Split(path)
	switch s.rng.IntN(6) {
	case 0:
		return folder + "./" + base
	case 1:
		return folder + "../" + s.base(folder) + "/" + base
	case 2: // a link, perhaps to what is not there
		s.must(os.Symlink(path, fresh))
		return fresh
	case 3: // a link to the folder
		s.must(os.Symlink(folder, fresh))
		return filepath.Join(fresh, base)
	case 4: // a relative link
		relative, err := filepath.Rel(s.dir, path)
		s.must(err)
		s.must(os.Symlink(relative, fresh))
		return fresh
	}
	if there {
		s.must(os.Link(path, fresh))
		return fresh
	}
	return s.name(path, there)
}

// base is a folder's name where it really lies.
func (s *spellings) base(folder string) string {
	resolved, err := filepath.EvalSymlinks(folder)
	s.must(err)
	return filepath.Base(resolved)
}

func (s *spellings) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestNamesOfOneFile are seen through, however it is spelt; others are let through.
func TestNamesOfOneFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links")
	}
	const seed = 1
	s := &spellings{t: t, rng: rand.New(rand.NewPCG(seed, 0))}
	for run := range 500 {
		s.dir = t.TempDir()
		s.must(os.Mkdir(filepath.Join(s.dir, "in"), 0o777))
		path, other := filepath.Join(s.dir, "in", "a"), filepath.Join(s.dir, "in", "b")
		there := run%2 == 0
		if there {
			s.must(os.WriteFile(path, []byte("old"), 0o666))
		}
		a, b := path, path
		for range 1 + s.rng.IntN(3) {
			a = s.name(a, there)
		}
		if s.rng.IntN(2) == 0 {
			b = s.name(b, there)
		}
		uses := []Use{{By: "A", Path: a, Grows: run%3 == 0}, {By: "B", Path: b, Grows: run%5 == 0}}
		if err := testDesk().Reading().Check(uses...); err == nil || !strings.Contains(err.Error(), "B "+b+" would overwrite A") {
			t.Fatalf("seed %d, run %d: %s and %s: %v", seed, run, a, b, err)
		}
		if there {
			f := testDesk().Reading(Use{By: "A", Path: a})
			for name, err := range map[string]error{"check": f.Check(uses[1]), "write": f.Write(uses[1], writes("new")), "grow": grows(f, uses[1])} {
				if err == nil || !strings.Contains(err.Error(), "would overwrite A") {
					t.Fatalf("seed %d, run %d: %s: %s over %s: %v", seed, run, name, b, a, err)
				}
			}
		}
		if err := testDesk().Reading().Check(uses[0], Use{By: "C", Path: other}); err != nil {
			t.Fatalf("seed %d, run %d: %s and %s: %v", seed, run, a, other, err)
		}
		if got := list(t, filepath.Join(s.dir, "in")); there != (got == "a") || !there && got != "" {
			t.Fatalf("seed %d, run %d: left behind: %s", seed, run, got)
		}
	}
}

func writes(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func grows(f *Files, out Use) error {
	_, err := f.Grow(out)
	return err
}

func list(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// TestCaseOfNames: in a folder that ignores case, a name in capitals is the same.
func TestCaseOfNames(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "probe"), nil, 0o666)
	_, err := os.Stat(filepath.Join(dir, "PROBE"))
	ignores := err == nil
	err = testDesk().Reading().Check(Use{By: "A", Path: filepath.Join(dir, "a")}, Use{By: "B", Path: filepath.Join(dir, "A")})
	if ignores != (err != nil) {
		t.Errorf("a folder that ignores case (%t): %v", ignores, err)
	}
}

// TestWriteIsWhole: the old file stays, or the new one is whole; nothing else is there.
func TestWriteIsWhole(t *testing.T) {
	dir := t.TempDir()
	out := Use{By: "--out", Path: filepath.Join(dir, "a")}
	os.WriteFile(out.Path, []byte("old"), 0o640)
	failure := errors.New("half way")
	err := testDesk().Reading().Write(out, func(w io.Writer) error {
		return errors.Join(writes(strings.Repeat("new", 1<<16))(w), failure)
	})
	if got := read(t, out.Path); !errors.Is(err, failure) || got != "old" || list(t, dir) != "a" {
		t.Errorf("%v: %.10q, folder %s", err, got, list(t, dir))
	}
	if err := testDesk().Reading().Write(out, writes("new")); err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(out.Path)
	if got := read(t, out.Path); got != "new" || list(t, dir) != "a" || runtime.GOOS != "windows" && info.Mode() != 0o640 {
		t.Errorf("%q, folder %s, mode %v", got, list(t, dir), info.Mode())
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGrow: one run at a time; until it is whole the old file stays; what a kill
// leaves is kept.
func TestGrow(t *testing.T) {
	dir := t.TempDir()
	out := Use{By: "--proof", Path: filepath.Join(dir, "a"), Grows: true}
	os.WriteFile(out.Path, []byte("old"), 0o666)
	f := testDesk().Reading()
	g, err := f.Grow(out)
	if err != nil {
		t.Fatal(err)
	}
	g.Write([]byte("new"))
	for name, err := range map[string]error{"check": f.Check(out), "grow": grows(f, out)} {
		if err == nil || !strings.Contains(err.Error(), "another run is writing it, or was killed") {
			t.Errorf("%s beside another run: %v", name, err)
		}
	}
	if old, partial := read(t, out.Path), read(t, out.Path+".partial"); old != "old" || partial != "new" {
		t.Errorf("while it grows: %q and %q", old, partial)
	}
	if err := g.Commit(); err != nil || read(t, out.Path) != "new" || list(t, dir) != "a" {
		t.Errorf("%v: %q, folder %s", err, read(t, out.Path), list(t, dir))
	}
	if g, err = f.Grow(out); err != nil {
		t.Fatal(err)
	}
	if g.Discard(); list(t, dir) != "a" {
		t.Errorf("folder %s", list(t, dir))
	}
}

// TestGrowFails: a growing file that could not be written is not put in place.
func TestGrowFails(t *testing.T) {
	out := Use{By: "--proof", Path: filepath.Join(t.TempDir(), "a"), Grows: true}
	g, err := testDesk().Reading().Grow(out)
	if err != nil {
		t.Fatal(err)
	}
	g.file.Close()
	g.Write([]byte("lost"))
	if err := g.Commit(); err == nil || !strings.Contains(err.Error(), "what was written is in") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(out.Path); err == nil {
		t.Error("it is in place")
	}
}

// TestGrowAndWrite: the name under which one file grows is no other output's.
func TestGrowAndWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	err := testDesk().Reading().Check(Use{By: "A", Path: path, Grows: true}, Use{By: "B", Path: path + ".partial"})
	if err == nil || !strings.Contains(err.Error(), "would overwrite A") {
		t.Errorf("%v", err)
	}
}

// TestClose removes what an interrupted command leaves.
func TestClose(t *testing.T) {
	dir := t.TempDir()
	d := testDesk()
	p, err := locate(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.create(p); err != nil {
		t.Fatal(err)
	}
	d.Stdout = &Stdout{file: os.NewFile(^uintptr(0), "none")}
	if d.Close(); list(t, dir) != "" {
		t.Errorf("folder %s", list(t, dir))
	}
}
