package relucert_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed says what each package may import beside the standard library: of
// ours by its path below the module, of others by a prefix. A new package or
// import fails the test until it is entered here, with ARCHITECTURE.md.
func allowed() map[string][]string {
	return map[string][]string{
		"":                            {},
		"dataset":                     {},
		"certificate":                 {"dataset"},
		"check":                       {"certificate", "dataset"},
		"arrange":                     {"certificate"},
		"arrangement":                 {},
		"farkas":                      {},
		"realizable":                  {"farkas"},
		"enumerate":                   {"arrangement", "dataset", "network", "whiten", "search", "internal/budget", "internal/linalg"},
		"instance":                    {},
		"generate":                    {"dataset", "instance"},
		"reduce":                      {"dataset", "instance", "network"},
		"network":                     {"dataset"},
		"internal/linalg":             {"internal/budget"},
		"internal/crew":               {},
		"internal/twofold":            {},
		"internal/output":             {},
		"internal/budget":             {},
		"internal/oracle":             {"dataset", "network"},
		"whiten":                      {"dataset", "network", "internal/budget", "internal/linalg", "internal/twofold"},
		"search":                      {"internal/budget", "internal/crew"},
		"descent":                     {"network", "whiten", "internal/budget", "internal/linalg"},
		"conic":                       {"certificate", "network", "whiten", "search", "internal/budget", "internal/crew", "internal/linalg", "internal/twofold"},
		"sign":                        {"certificate", "whiten", "search", "internal/budget", "internal/linalg"},
		"internal/engine/breakpoints": {"dataset", "network", "search", "internal/budget", "internal/crew", "internal/twofold"},
		"sweep":                       {"dataset", "network", "internal/crew", "internal/twofold"},
		"solve":                       {"certificate", "dataset", "network", "whiten", "descent", "search", "conic", "sign", "enumerate", "sweep", "internal/budget", "internal/crew", "internal/engine/breakpoints"},
		"approx":                      {"dataset", "network", "search", "solve", "internal/budget"},
		"heuristic":                   {"dataset", "descent", "network", "whiten", "gonum.org/v1/gonum/mat"},
		"improper":                    {"dataset", "network", "gonum.org/v1/gonum/mat"},
		"export":                      {"dataset", "network", "solve", "google.golang.org/protobuf/encoding/protowire"},
		"report":                      {"dataset", "network", "gonum.org/v1/plot"},
		"study":                       {"dataset", "generate", "heuristic", "improper", "instance", "network", "reduce", "solve", "gonum.org/v1/gonum/stat"},
		"page":                        {"report", "study"},
		"bench":                       {"check", "dataset", "generate", "instance", "network", "reduce", "solve"},
		"second":                      {},
		"internal/checkcmd":           {"certificate", "check", "dataset", "farkas", "network", "github.com/spf13/cobra", "github.com/spf13/pflag"},
		"cmd/relucheck":               {"internal/checkcmd", "internal/output"},
		"cmd/relucert": {"approx", "arrange", "arrangement", "certificate", "check", "dataset", "export", "farkas", "generate", "heuristic", "improper", "instance", "internal/budget", "internal/checkcmd", "internal/output", "network", "page", "realizable", "reduce", "report", "solve", "study",
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
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "relucert"), "/")
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
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
	if own, ok := strings.CutPrefix(path, "relucert/"); ok {
		return slices.Contains(may, own)
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
		if strings.HasPrefix(p.name(), "cmd/") || p.name() == "bench" {
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
