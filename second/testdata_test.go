package second_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"relucert/internal/thorough"
)

// badFiles is how many bad certificates there were when this was written: none may be lost.
const badFiles = 556

var hash = regexp.MustCompile(`(?m)^data ([0-9a-f]{64})$`)

// start is the beginning of a certificate, unpacked if it is packed.
func start(stored []byte) []byte {
	unpacked, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		return stored
	}
	head := make([]byte, 4096)
	n, _ := io.ReadFull(unpacked, head)
	return head[:n]
}

// pair finds the data file that a certificate names by its hash, with the flags that the file's columns call for.
type pair struct{ byHash map[string]string }

func dataFiles(t *testing.T, patterns ...string) pair {
	p := pair{map[string]string{}}
	for _, pattern := range patterns {
		for _, file := range glob(t, pattern) {
			stored, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p.byHash[fmt.Sprintf("%x", sha256.Sum256(stored))] = file
		}
	}
	return p
}

// args are the arguments of a checker, with the given file in doubt.
func (p pair) args(stored []byte, certificate, inDoubt string) []string {
	data := inDoubt
	if m := hash.FindSubmatch(start(stored)); m != nil && p.byHash[string(m[1])] != "" {
		data = p.byHash[string(m[1])]
	}
	args := []string{certificate, data}
	if strings.HasPrefix(filepath.Base(data), "weighted") {
		args = append(args, "--sample-weights", "w", "--fractions")
	}
	return args
}

// TestCertificates compares all certificates of the tests: as a whole, as parts, and as a cover.
func TestCertificates(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	data := dataFiles(t, "../proof/check/testdata/good/*.csv", "../proof/certificate/testdata/*.csv", "testdata/*.csv")
	bad := 0
	for _, pattern := range []string{"../proof/check/testdata/good", "../proof/certificate/testdata", "../proof/check/testdata/bad", "testdata"} {
		for _, file := range glob(t, pattern+"/*.rcert") {
			stored, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(pattern, "bad") {
				if bad++; bad%thorough.Of(1, 4) != 0 {
					continue
				}
			}
			if strings.HasPrefix(filepath.Base(file), "packed-") && !thorough.Tests() {
				continue // they unpack to many megabytes
			}
			args := data.args(stored, file, "../proof/check/testdata/good/line.csv")
			compare(t, s, args...)
			if bytes.Contains(stored, []byte("\npart ")) {
				compare(t, s, append([]string{"--part"}, args...)...)
			}
			if bytes.Contains(stored, []byte("\ns ")) {
				compare(t, s, "cover", file)
			}
		}
	}
	if bad < badFiles {
		t.Errorf("%d bad certificates, there were %d", bad, badFiles)
	}
}
