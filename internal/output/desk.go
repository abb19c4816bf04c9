package output

import (
	"io/fs"
	"os"
	"sync"
)

// Desk is what one process writes over.
type Desk struct {
	Stdout *Stdout
	// What the shell has opened.
	stdout, stderr held

	mu       sync.Mutex
	underway map[string]bool // temporary files
}

// held is a file that stands, and what to call it.
type held struct {
	by   string
	info fs.FileInfo
}

// NewDesk is a desk for a process with this standard output and standard error.
func NewDesk(stdout, stderr *os.File) *Desk {
	d := &Desk{Stdout: NewStdout(stdout), underway: map[string]bool{}, stdout: held{by: "standard output"}, stderr: held{by: "standard error"}}
	d.stdout.info, _ = stdout.Stat() // a closed one is no file's
	d.stderr.info, _ = stderr.Stat()
	return d
}

// Close removes what an interrupted command leaves under way, and closes standard
// output. Its error is the first that befell standard output.
func (d *Desk) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name := range d.underway {
		os.Remove(name)
	}
	return d.Stdout.Close()
}

func (d *Desk) begin(temporary string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.underway[temporary] = true
}

func (d *Desk) end(temporary string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.underway, temporary)
}
