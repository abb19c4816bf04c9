package export

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"relucert/network"
)

// cMain calls every model's function on its own rows and prints bits.
const cMain = `
#include <stdio.h>
#include <string.h>
#include <stdint.h>
#define CALL(name, ...) do { const double x[] = {__VA_ARGS__}; double f = name(x); \
    uint64_t bits; memcpy(&bits, &f, 8); printf("%016llx\n", (unsigned long long)bits); } while (0)
int main(void) {
`

// TestC compiles models without a warning and wants Predict's bits.
func TestC(t *testing.T) {
	cc := installed(t, "cc", "apt-get install gcc")
	rng := rand.New(rand.NewPCG(1, 5))
	var source, calls bytes.Buffer
	var want []uint64
	for number := range 20 {
		m := randomModel(rng)
		text := string(encode(t, m, C, Float64))
		source.WriteString(strings.ReplaceAll(text, "relucert_", fmt.Sprintf("model%d_", number)))
		for _, x := range kinkRows(rng, m) {
			fmt.Fprintf(&calls, "CALL(model%d_predict, %s);\n", number, cNumbers(x))
			want = append(want, math.Float64bits(m.Network.Predict(x)))
		}
	}
	got := strings.Fields(run(t, cc, source.String()+cMain+calls.String()+"return 0; }\n"))
	if len(got) != len(want) {
		t.Fatalf("%d answers, want %d", len(got), len(want))
	}
	for i, bits := range want {
		if got[i] != fmt.Sprintf("%016x", bits) {
			t.Fatalf("call %d gives %s, want %016x", i, got[i], bits)
		}
	}
}

func cNumbers(x []float64) string {
	texts := make([]string, len(x))
	for i, v := range x {
		texts[i] = cNumber(v)
	}
	return strings.Join(texts, ", ")
}

// run is the output of a C program.
func run(t *testing.T, cc, source string) string {
	t.Helper()
	folder := t.TempDir()
	file, program := filepath.Join(folder, "main.c"), filepath.Join(folder, "main")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(cc, "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestCNames keeps whatever a column is called within its comment.
func TestCNames(t *testing.T) {
	m := &network.Model{ClassText: network.Class{NoBias: true, Output: network.None}.Text(), Features: []string{"*/ int main", "two\nlines", `ends in \`}, Target: "??/",
		Network: network.Network{Output: network.Output{Weights: make([]float64, 3)}}}
	for line := range strings.Lines(string(encode(t, m, C, Float64))) {
		if strings.Contains(line, "=") && strings.HasPrefix(line, "//") && !strings.HasSuffix(line, "\"\n") && strings.Contains(line, "x[") {
			t.Errorf("a comment ends %q", line)
		}
		if strings.HasPrefix(line, "static") {
			return
		}
		if line != "\n" && !strings.HasPrefix(line, "//") {
			t.Errorf("%q is no comment", line)
		}
	}
}
