// Package program makes the commands for tests that start them: they are linked once, whatever package asks.
package program

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// files are the commands that this process has asked for, by their names.
var files sync.Map

// Built is the command of this name in package cmd, as it is now, where go run keeps what it has linked; go build would link it anew each time.
func Built(t *testing.T, name string) string {
	t.Helper()
	find := sync.OnceValues(func() (string, error) { return linked(name) })
	once, _ := files.LoadOrStore(name, find)
	file, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// linked asks go run, which names a file that it then removes where it had to link; from then on it names the one it keeps.
func linked(name string) (file string, err error) {
	for range 2 {
		cmd := exec.Command("go", "run", "-buildvcs=false", "-exec", "go version", "relucert/cmd/"+name)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		out, failed := cmd.Output()
		if failed != nil {
			return "", fmt.Errorf("%w: %s", failed, complaint.Bytes())
		}
		file = string(out[:max(0, bytes.LastIndex(out, []byte(": ")))])
		if _, err = os.Stat(file); err == nil {
			break
		}
	}
	return file, err
}
