package gunzip

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// packed is texts as members.
func packed(texts ...string) string {
	var all bytes.Buffer
	for _, text := range texts {
		z := gzip.NewWriter(&all)
		io.WriteString(z, text)
		z.Close()
	}
	return all.String()
}

func read(file string) (string, string) {
	in, err := Reader(bufio.NewReader(iotest.HalfReader(strings.NewReader(file))))
	if err != nil {
		return "", Fault(err)
	}
	text, err := io.ReadAll(in)
	return string(text), Fault(err)
}

// TestReader: members are one text, what is behind them is named, and what is missing too, wherever that is.
func TestReader(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 200 {
		texts := make([]string, 1+rng.IntN(3))
		for i := range texts {
			texts[i] = strings.Repeat("1,2\n", rng.IntN(5))
		}
		file, want := packed(texts...), strings.Join(texts, "")
		last := packed(texts[len(texts)-1])
		cut := file[:len(file)-1-rng.IntN(len(last)-2)]
		for file, fault := range map[string]string{
			file: "", cut: "the gzip data is cut off",
			file + "x": errBehind.Error(), file + "\x1fx": errBehind.Error(), file + strings.Repeat("\x00", 1+rng.IntN(30)): errBehind.Error(), file + want + "\n": errBehind.Error(),
		} {
			text, got := read(file)
			if got != fault || fault != "the gzip data is cut off" && text != want {
				t.Fatalf("seed %d: %q: %q, %q, want %q, %q", seed, file, text, got, want, fault)
			}
		}
	}
	if text, fault := read("1,2\n"); text != "1,2\n" || fault != "" {
		t.Errorf("plain text: %q, %q", text, fault)
	}
}
