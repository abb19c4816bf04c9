// Wheel makes Python wheels that carry the program: the package in python/relucert, and relucert built for a
// platform, in one zip file. The same sources give the same bytes. Nothing is published.
//
//	go run ./python/wheel -o wheels                 all six platforms
//	go run ./python/wheel -o wheels linux/arm64     some
package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// platforms are Python's names for those of Go. A program without cgo asks for no C library.
var platforms = map[string]string{
	"linux/amd64":   "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
	"linux/arm64":   "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
	"darwin/amd64":  "macosx_12_0_x86_64",
	"darwin/arm64":  "macosx_12_0_arm64",
	"windows/amd64": "win_amd64",
	"windows/arm64": "win_arm64",
}

func main() {
	out := flag.String("o", "wheels", "`folder` of the wheels")
	root := flag.String("root", ".", "`folder` of the repository")
	program := flag.String("program", "", "`file` of the program, which is not built anew; for one platform")
	flag.Parse()
	if err := makeWheels(*root, *out, *program, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "wheel:", err)
		os.Exit(2)
	}
}

func makeWheels(root, out, program string, wanted []string) error {
	if program != "" && len(wanted) != 1 {
		return errors.New("-program is for one platform")
	}
	if len(wanted) == 0 {
		wanted = slices.Sorted(maps.Keys(platforms))
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	for _, platform := range wanted {
		if platforms[platform] == "" {
			return fmt.Errorf("%q is none of %s", platform, strings.Join(slices.Sorted(maps.Keys(platforms)), ", "))
		}
		if err := makeWheel(root, out, program, platform); err != nil {
			return err
		}
	}
	return nil
}

func makeWheel(root, out, program, platform string) error {
	p, err := readProject(filepath.Join(root, "python"))
	if err != nil {
		return err
	}
	if program == "" {
		p.program, err = build(root, platform)
	} else {
		p.program, err = os.ReadFile(program)
	}
	if err != nil {
		return err
	}
	wheel := p.wheel(platform)
	content, err := wheel.zip()
	if err != nil {
		return err
	}
	path := filepath.Join(out, wheel.name())
	fmt.Println(path)
	return os.WriteFile(path, content, 0o666)
}

// build is the program for a platform, without what differs from clone to clone.
func build(root, platform string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "wheel")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	system, processor, _ := strings.Cut(platform, "/")
	file := filepath.Join(folder, "relucert")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", file, "./cmd/relucert")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+processor)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build for %s: %w: %s", platform, err, said)
	}
	return os.ReadFile(file)
}

// project is the Python package and what is said of it.
type project struct {
	version, summary string
	readme, license  []byte
	modules          map[string][]byte // by their names in the wheel
	program          []byte
}

func readProject(python string) (*project, error) {
	p := &project{modules: map[string][]byte{}}
	settings, err := os.ReadFile(filepath.Join(python, "pyproject.toml"))
	if err != nil {
		return nil, err
	}
	p.version, p.summary = setting(settings, "version"), setting(settings, "description")
	if p.readme, err = os.ReadFile(filepath.Join(python, "README.md")); err != nil {
		return nil, err
	}
	if p.license, err = os.ReadFile(filepath.Join(python, "..", "LICENSE")); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(python, "relucert", "*.py"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if p.modules["relucert/"+filepath.Base(file)], err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// setting is a text of pyproject.toml.
func setting(settings []byte, name string) string {
	m := regexp.MustCompile(`(?m)^` + name + ` = "(.*)"$`).FindSubmatch(settings)
	if m == nil {
		return ""
	}
	return string(m[1])
}
