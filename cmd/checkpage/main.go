// Checkpage builds the page that checks certificates, and fits small problems, in a browser: docs/check. The page asks no
// machine for anything but its own files, and sends nothing.
//
//	go run ./cmd/checkpage [FOLDER]
//
// Beside index.html and check.js, which are kept, it puts two programs in WebAssembly (checker and fitter, for check.js to start),
// Go's own wasm_exec.js that starts such programs, and the style and charts of all pages.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"relucert/internal/web"
)

func main() {
	folder := filepath.Join("docs", "check")
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := build(folder); err != nil {
		fmt.Fprintln(os.Stderr, "checkpage:", err)
		os.Exit(2)
	}
}

// build makes all files but those that are kept.
func build(folder string) error {
	root, err := goCommand("env", "GOROOT")
	if err != nil {
		return err
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	files := map[string][]byte{"wasm_exec.js": loader, "charts.js": []byte(web.Script()), "style.css": []byte(web.StyleSheet())}
	for _, program := range []string{"checker", "fitter"} {
		if files[program+".wasm.gz"], err = wasm(program); err != nil {
			return err
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o666); err != nil {
			return err
		}
		fmt.Printf("%-16s %8d bytes\n", name, len(content))
	}
	return nil
}

// wasm compiles one of the programs, and compresses it.
func wasm(program string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "checkpage")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, program)
	if _, err := goCommand("build", "-trimpath", "-ldflags=-s -w", "-o", file, "relucert/cmd/checkpage/"+program); err != nil {
		return nil, err
	}
	code, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	z.Write(code) // to memory: no error
	z.Close()
	return packed.Bytes(), nil
}

// goCommand runs go for WebAssembly.
func goCommand(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, complaint.String())
	}
	return string(out), nil
}
