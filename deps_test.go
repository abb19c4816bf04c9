package relucert_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// allowed says what each package may import beside the standard library: of
// ours by its path below the module, of others by a prefix. A new package or
// import fails the test until it is entered here, with ARCHITECTURE.md.
func allowed() map[string][]string {
	return map[string][]string{
		"dataset":                     {"internal/gunzip"},
		"dataset/columnar":            {"dataset", "github.com/apache/arrow-go/v18/arrow", "github.com/google/flatbuffers/go", "github.com/parquet-go/parquet-go"},
		"loss":                        {},
		"proof/certificate":           {"dataset"},
		"proof/check":                 {"internal/wide", "proof/certificate", "dataset"},
		"proof/rearrange":             {"proof/certificate"},
		"internal/engine/cells":       {},
		"proof/farkas":                {},
		"paper/realizable":            {"proof/farkas"},
		"internal/engine/patterns":    {"internal/engine/cells", "dataset", "network", "internal/engine/node", "internal/engine/whiten", "internal/engine/search", "internal/budget", "internal/linalg"},
		"hardness/instance":           {"internal/gunzip"},
		"hardness/generate":           {"dataset", "hardness/instance", "internal/linalg"},
		"hardness/reduce":             {"dataset", "hardness/instance", "internal/indented", "network"},
		"network":                     {"dataset", "internal/budget", "internal/indented", "internal/sharp", "internal/twofold", "loss"},
		"internal/linalg":             {"internal/budget", "golang.org/x/sys/cpu"},
		"internal/crew":               {},
		"internal/job":                {"internal/indented"},
		"internal/checkpoint":         {},
		"internal/coordinator":        {"internal/checkpoint"},
		"internal/metrics":            {"internal/crowd", "github.com/prometheus/client_golang/"},
		"internal/simulation":         {"internal/checkpoint", "internal/coordinator"},
		"internal/queue":              {"github.com/nats-io/"},
		"internal/crowd":              {".", "internal/checkpoint", "internal/coordinator", "internal/queue", "network", "proof/certificate", "proof/check", "proof/rearrange"},
		"internal/twofold":            {},
		"internal/sharp":              {"dataset", "internal/twofold"},
		"internal/wide":               {},
		"internal/output":             {},
		"internal/gunzip":             {},
		"internal/indented":           {},
		"internal/dataflags":          {"dataset", "github.com/spf13/pflag"},
		"internal/budget":             {},
		"internal/oracle":             {"dataset", "network"},
		"internal/web":                {},
		"internal/browser":            {"github.com/chromedp/"},
		"internal/program":            {},
		"internal/live":               {"internal/report", "internal/web"},
		"cmd/checkpage":               {"internal/web"},
		"cmd/checkpage/worker":        {"dataset"},
		"cmd/checkpage/checker":       {"cmd/checkpage/worker", "proof/check"},
		"cmd/checkpage/fitter":        {"cmd/checkpage/worker", "dataset", "network", "."},
		"internal/thorough":           {},
		"internal/engine/whiten":      {"dataset", "loss", "network", "internal/budget", "internal/linalg", "internal/sharp", "internal/twofold"},
		"internal/engine/search":      {"internal/budget", "internal/checkpoint", "internal/crew"},
		"internal/engine/node":        {"internal/checkpoint", "proof/certificate", "internal/engine/whiten", "internal/engine/search"},
		"internal/engine/descent":     {"network", "internal/engine/whiten", "internal/budget", "internal/linalg"},
		"internal/engine/refit":       {"loss", "internal/engine/whiten", "internal/budget", "internal/linalg"},
		"internal/engine/boxes":       {"internal/checkpoint", "proof/certificate", "network", "internal/engine/node", "internal/engine/whiten", "internal/engine/search", "internal/budget", "internal/crew", "internal/linalg", "internal/twofold"},
		"internal/engine/sides":       {"internal/checkpoint", "proof/certificate", "internal/engine/node", "internal/engine/whiten", "internal/engine/search", "internal/budget", "internal/linalg"},
		"internal/engine/breakpoints": {"proof/certificate", "dataset", "network", "internal/engine/search", "internal/budget", "internal/crew", "internal/twofold"},
		"internal/engine/hinges":      {"proof/certificate", "dataset", "network", "internal/engine/search", "internal/engine/whiten", "internal/budget", "internal/linalg", "internal/twofold"},
		"internal/engine/kinks":       {"dataset", "network", "internal/crew", "internal/twofold"},
		".":                           {"internal/checkpoint", "proof/certificate", "proof/rearrange", "dataset", "network", "internal/engine/whiten", "internal/engine/descent", "internal/engine/search", "internal/engine/node", "internal/engine/boxes", "internal/engine/sides", "internal/engine/patterns", "internal/engine/kinks", "internal/engine/breakpoints", "internal/engine/hinges", "internal/budget", "internal/crew", "internal/sharp", "internal/twofold", "loss", "internal/engine/refit"},
		"paper/approx":                {"dataset", "network", "internal/engine/search", ".", "internal/budget", "internal/linalg", "gonum.org/v1/gonum/mat"},
		"paper/baseline":              {"dataset", "internal/engine/descent", "network", "internal/engine/whiten", "gonum.org/v1/gonum/mat", "internal/linalg"},
		"paper/deep":                  {"internal/engine/cells", "internal/linalg"},
		"paper/kernel":                {"dataset", "network", "gonum.org/v1/gonum/mat", "internal/linalg"},
		"export":                      {"dataset", "network", "internal/engine/whiten", ".", "google.golang.org/protobuf/encoding/protowire", "internal/linalg"},
		"foreign":                     {"dataset", "internal/linalg", "network", "google.golang.org/protobuf/encoding/protowire"},
		"internal/report":             {".", "dataset", "inference", "loss", "internal/indented", "internal/web", "network", "gonum.org/v1/plot"},
		"paper/study":                 {"dataset", "internal/budget", "paper/deep", "hardness/generate", "paper/approx", "paper/baseline", "paper/kernel", "hardness/instance", "network", "hardness/reduce", ".", "gonum.org/v1/gonum/stat"},
		"hardness/explain":            {"hardness/reduce"},
		"paper/theorems":              {"hardness/explain", "hardness/generate", "hardness/instance", "hardness/reduce", "paper/realizable", "proof/farkas", "."},
		"inference":                   {".", "dataset", "network", "gonum.org/v1/gonum/mat", "gonum.org/v1/gonum/stat/distuv"},
		"energy":                      {".", "inference", "network"},
		"paper/page":                  {"internal/report", "internal/web", "paper/study"},
		"bench":                       {"internal/simulation", "internal/budget", "proof/check", "dataset", "energy", "inference", "hardness/generate", "hardness/instance", "network", "hardness/reduce", "."},
		"second":                      {},
		"python":                      {},
		"python/wheel":                {},
		"r":                           {},
		"internal/checkcmd":           {"proof/certificate", "proof/check", "dataset", "proof/farkas", "internal/dataflags", "internal/indented", "internal/bar", "network", "github.com/spf13/cobra", "github.com/spf13/pflag"},
		"internal/bar":                {"golang.org/x/term"},
		"cmd/relucheck":               {"internal/checkcmd", "internal/output"},
		"cmd/relucert": {"internal/gunzip", "internal/crowd", "internal/metrics", "internal/queue", "paper/approx", "paper/deep", "hardness/explain", "paper/theorems", "proof/rearrange", "internal/engine/cells", "proof/certificate", "proof/check", "dataset", "dataset/columnar", "energy", "export", "foreign", "proof/farkas", "hardness/generate", "inference", "paper/baseline", "paper/kernel", "hardness/instance", "internal/bar", "internal/budget", "internal/checkcmd", "internal/checkpoint", "internal/dataflags", "internal/indented", "internal/job", "internal/live", "internal/output", "internal/web", "network", "paper/page", "paper/realizable", "hardness/reduce", "internal/report", ".", "paper/study", "loss",
			"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"},
	}
}

// pkg is the part of `go list -json` that matters here.
type pkg struct {
	ImportPath, Dir, Doc      string
	GoFiles, Imports          []string
	TestGoFiles, XTestGoFiles []string
}

// name is the path below the module.
func (p pkg) name() string {
	return below(p.ImportPath)
}

// below is an import path below the module, "." for the module itself.
func below(path string) string {
	if path == "relucert" {
		return "."
	}
	return strings.TrimPrefix(path, "relucert/")
}

// packages are all of them, those that are for browsers alone too.
func packages(t *testing.T) (all []pkg) {
	t.Helper()
	all, err := everyPackage()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return all
}

// everyPackage asks go once, for all tests.
var everyPackage = sync.OnceValues(func() (all []pkg, err error) {
	pages, err := listed("GOOS=js", "GOARCH=wasm")
	for _, p := range pages {
		if p.name() != "cmd/checkpage" && strings.HasPrefix(p.name(), "cmd/checkpage/") {
			all = append(all, p)
		}
	}
	rest, err2 := listed()
	return append(all, rest...), errors.Join(err, err2)
})

// listed are those that there are in an environment.
func listed(environment ...string) (all []pkg, err error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Doc,GoFiles,Imports,TestGoFiles,XTestGoFiles", "./...")
	cmd.Env = append(os.Environ(), environment...)
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

func TestImports(t *testing.T) {
	table := allowed()
	for _, p := range packages(t) {
		may, known := table[p.name()]
		if !known {
			t.Errorf("package %s is not in the table of allowed imports", p.ImportPath)
		}
		delete(table, p.name())
		for _, path := range p.Imports {
			if !mayImport(may, path) {
				t.Errorf("%s must not import %s", p.ImportPath, path)
			}
		}
	}
	for name := range table {
		t.Errorf("the table of allowed imports names package %q, which does not exist", name)
	}
}

func mayImport(may []string, path string) bool {
	if path == "relucert" || strings.HasPrefix(path, "relucert/") {
		return slices.Contains(may, below(path))
	}
	isStandard := !strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
	return isStandard || slices.ContainsFunc(may, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

func TestEveryPackageIsDocumented(t *testing.T) {
	for _, p := range packages(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// TestLibrariesAreSilent keeps printing, exiting and the process's own streams
// in cmd.
func TestLibrariesAreSilent(t *testing.T) {
	for _, p := range packages(t) {
		if strings.HasPrefix(p.name(), "cmd/") || p.name() == "bench" || p.name() == "python/wheel" {
			continue
		}
		for _, file := range p.GoFiles {
			for _, use := range noises(t, filepath.Join(p.Dir, file)) {
				t.Errorf("%s/%s uses %s: only cmd may", p.ImportPath, file, use)
			}
		}
	}
}

// noises are the uses in a file of what only a command may do.
func noises(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	banned := []string{"fmt.Print", "fmt.Printf", "fmt.Println", "os.Exit", "os.Stdout", "os.Stderr", "os.Args"}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && (slices.Contains(banned, x.Name+"."+s.Sel.Name) || x.Name == "log") {
				found = append(found, x.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// TestGateFuzzes: .ci/run runs every fuzz target there is.
func TestGateFuzzes(t *testing.T) {
	gate, err := os.ReadFile(".ci/run")
	if err != nil {
		t.Fatal(err)
	}
	targets := 0
	for file, text := range sources(t, "_test.go") {
		for _, m := range regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`).FindAllStringSubmatch(text, -1) {
			targets++
			if !strings.Contains(string(gate), m[1]) {
				t.Errorf("%s: .ci/run does not run %s", file, m[1])
			}
		}
	}
	if targets < 16 {
		t.Errorf("%d fuzz targets", targets)
	}
}

// sources are the texts of all files whose names end so.
func sources(t *testing.T, suffix string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		text, err := os.ReadFile(path)
		all[filepath.ToSlash(path)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestOneWriterOfJSON: package indented lays JSON out, but for package farkas, which imports nothing.
func TestOneWriterOfJSON(t *testing.T) {
	writers := []string{"internal/indented/indented.go", "proof/farkas/file.go"}
	for path, text := range sources(t, ".go") {
		if strings.Contains(text, ".SetIndent(") && !slices.Contains(writers, path) && path != "deps_test.go" {
			t.Errorf("%s: package indented writes JSON", path)
		}
	}
}

// TestMapIsWhole: ARCHITECTURE.md's map names the packages that there are, and what each imports.
func TestMapIsWhole(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]string)
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*\\| ([^|]*) \\|$").FindAllStringSubmatch(string(text), -1) {
		rows[m[1]] = m[2]
	}
	for _, p := range packages(t) {
		want := "–"
		if own := ownImports(p); len(own) > 0 {
			want = strings.Join(own, ", ")
		}
		name := p.name()
		if name == "." {
			name = "relucert"
		}
		if got, ok := rows[name]; !ok || got != want {
			t.Errorf("ARCHITECTURE.md: | `%s` | … | %s |, not %q", name, want, got)
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("ARCHITECTURE.md names package %s, which does not exist", name)
	}
}

// ownImports are the last names of the packages of this module that p imports.
func ownImports(p pkg) (names []string) {
	for _, path := range p.Imports {
		if path == "relucert" || strings.HasPrefix(path, "relucert/") {
			names = append(names, path[strings.LastIndexByte(path, '/')+1:])
		}
	}
	slices.Sort(names)
	return names
}

// TestEngineAndCheckerAreStrangers: nothing of the engine or the front door is in the checker's
// reach, and nothing of the checker in the engine's.
func TestEngineAndCheckerAreStrangers(t *testing.T) {
	for _, p := range packages(t) {
		name := p.name()
		for _, path := range p.Imports {
			toEngine := path == "relucert" || strings.HasPrefix(path, "relucert/internal/engine/")
			if strings.HasPrefix(name, "proof/") && toEngine {
				t.Errorf("%s imports %s", name, path)
			}
			if (name == "." || strings.HasPrefix(name, "internal/engine/")) && path == "relucert/proof/check" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}

// TestCommentsNameFilesThatExist: in comments and documents, words like fit.go or FORMAT.md are
// files here, in the folder or below the root.
func TestCommentsNameFilesThatExist(t *testing.T) {
	known := make(map[string]bool)
	for _, suffix := range []string{".go", ".md", ".py", ".sh"} {
		for path := range sources(t, suffix) {
			known[filepath.Base(path)] = true
		}
	}
	pointer := regexp.MustCompile(`\b[a-zA-Z_]\w*\.(go|md)\b`)
	for path, text := range sources(t, ".go") {
		for _, comment := range regexp.MustCompile(`(?m)^\s*//.*$`).FindAllString(text, -1) {
			for _, name := range pointer.FindAllString(comment, -1) {
				if !known[name] {
					t.Errorf("%s: there is no %s: %s", path, name, strings.TrimSpace(comment))
				}
			}
		}
	}
}
