package relucert_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"relucert/internal/thorough"
)

// user is what another module needs to fit, certify and check samples of its own.
const user = `package main

import (
	"bytes"
	"context"
	"fmt"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
)

func main() {
	data, err := dataset.New([][]float64{{1}, {2}, {3}, {4}}, []float64{0, 0, 1, 2})
	if err != nil {
		panic(err)
	}
	var file, proof bytes.Buffer
	data.WriteCSV(&file)
	result, err := relucert.Fit(context.Background(),
		relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}},
		relucert.Options{Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil {
		panic(err)
	}
	verdict, err := check.Check(check.Bytes("proof", proof.Bytes()), check.Bytes("data", file.Bytes()), check.Options{})
	fmt.Println(result.Status, verdict.Proved, err)
}
`

// TestFromAnotherModule builds and runs it with a replace directive, as CONTRIBUTING.md's rename
// does with another name.
func TestFromAnotherModule(t *testing.T) {
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	module := "module scratch\n\ngo 1.26\n\nrequire relucert v0.0.0\n\nreplace relucert => " + root + "\n"
	for name, text := range map[string]string{"go.mod": module, "main.go": user} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || !strings.HasSuffix(got, "optimal true <nil>") {
		t.Errorf("%v: %s", err, got)
	}
}

// TestRename runs CONTRIBUTING.md's command in a scratch copy.
func TestRename(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("builds the checker anew")
	}
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "    NEW=")
	line, _, _ := strings.Cut(after, "\n")
	if !found {
		t.Fatal("CONTRIBUTING.md does not say how to rename the module")
	}
	dir := t.TempDir()
	for path, content := range sources(t, "") {
		if strings.HasPrefix(path, ".git/") {
			continue
		}
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, filepath.Dir(path)), 0o755), os.WriteFile(filepath.Join(dir, path), []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("sh", "-c", "NEW="+line+" && go build ./cmd/relucheck")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
