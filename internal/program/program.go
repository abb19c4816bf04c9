// Package program makes the commands for tests that start them: they are linked once, whatever package asks.
package program

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// Built is the command of this name in package cmd, as it is now, in a folder of its own. It comes out of go run, which keeps what it has
// linked; go build would link it anew each time.
func Built(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "run", "-buildvcs=false", "-exec", "cp", "relucert/cmd/"+name, file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return file
}
