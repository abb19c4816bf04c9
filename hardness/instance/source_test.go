package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSource: the hash is that of the bytes as they are stored, also those that
// no reader looked at.
func TestSource(t *testing.T) {
	stored := gzipped(t, "p cnf 1 1\n1 0\n%\n0\n")
	path := filepath.Join(t.TempDir(), "f.cnf.gz")
	if err := os.WriteFile(path, []byte(stored), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(stored))
	want := Source{File: path, SHA256: hex.EncodeToString(sum[:])}
	if got, err := f.Source(); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestReadErrors(t *testing.T) {
	if _, err := Open("testdata/none"); !errors.Is(err, fs.ErrNotExist) || err.Error() != "testdata/none: no such file or directory" {
		t.Errorf("a missing file: %v", err)
	}
	folder, err := Open("testdata")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if _, err := ReadCNF(folder, "testdata"); err == nil || err.Error() != "testdata: is a directory" {
		t.Errorf("a folder: %v", err)
	}
	whole := gzipped(t, strings.Repeat("c comment\n", 1000))
	damaged := []byte(whole)
	damaged[len(damaged)-5]++
	testBad(t, cnfOfText, "f", []bad{
		{whole[:len(whole)-9], "f: the gzip data is cut off"},
		{whole[:5], "f: the gzip data is cut off"},
		{string(damaged), "f: the gzip data is damaged"},
	})
}

// TestTextIsBounded: a gzip file may be a thousandth of its text.
func TestTextIsBounded(t *testing.T) {
	packed := gzipped(t, strings.Repeat("\n", 1<<20+1))
	if _, err := readUpTo(1<<20, strings.NewReader(packed), "f"); err == nil || err.Error() != "f: more than 1 MiB of text" {
		t.Errorf("got %v", err)
	}
	if _, err := readUpTo(1<<20+1, strings.NewReader(packed), "f"); err != nil {
		t.Error(err)
	}
}

func TestNamesAreUTF8(t *testing.T) {
	g, err := ReadGraph(strings.NewReader("a\xff b\n"), "g", Lists)
	if err != nil || g.Names[0] != "a\ufffd" {
		t.Errorf("got %q, %v", g.Names, err)
	}
}

func TestMessagesStayShort(t *testing.T) {
	_, err := ReadCNF(strings.NewReader("p cnf 1 1\n"+strings.Repeat("x\x00", 1e5)), "f")
	if err == nil || len(err.Error()) > 250 || strings.ContainsAny(err.Error(), "\n\x00") {
		t.Errorf("got %v", err)
	}
}
