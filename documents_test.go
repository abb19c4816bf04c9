package relucert_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// TestDocuments types what the documents show after "$ " and wants what they show below it, as a
// terminal would: standard output and error. "…" stands for any lines, at a line's end for its rest.
// What depends on machine and load is masked.
func TestDocuments(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOARCH != "amd64" {
		t.Skip("the digits are those of amd64, the shell is sh")
	}
	buildPrograms(t)
	for path, text := range sources(t, ".md") {
		if path == "docs/machines.md" && !thorough.Tests() {
			continue // searches on many machines take long
		}
		shown := sessionOf(text)
		if len(shown) == 0 && (path == "README.md" || path == "docs/reductions.md") {
			t.Errorf("%s shows no commands", path)
		}
		dir := workshop(t)
		for _, c := range shown {
			if !thorough.Tests() && strings.Contains(c.line, " --draws ") {
				continue // permutations take seconds
			}
			if got := c.run(t, dir); !c.pattern().MatchString(masked(got)) {
				t.Errorf("%s: $ %s\nprints\n%s\nnot\n%s", path, c.line, got, c.output)
			}
		}
	}
}

// buildPrograms puts the commands, as they are now, before all others.
func buildPrograms(t *testing.T) {
	t.Helper()
	path := os.Getenv("PATH")
	for _, name := range []string{"relucert", "relucheck"} {
		path = filepath.Dir(program.Built(t, name)) + string(filepath.ListSeparator) + path
	}
	t.Setenv("PATH", path)
}

// What depends on machine and load: durations and the number of threads; and what nobody sees.
var (
	machine  = regexp.MustCompile(` *\b[\d.]+ ?s\b|threads \d+`)
	trailing = regexp.MustCompile(`(?m) +$`)
)

func masked(text string) string {
	return trailing.ReplaceAllString(machine.ReplaceAllString(text, "#"), "")
}

// workshop is a folder with the repository's files, for commands to write in.
func workshop(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"examples", "second"} {
		path, err := filepath.Abs(name)
		if err == nil {
			err = os.Symlink(path, filepath.Join(dir, name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shown is a command and what a document says that it prints.
type shown struct{ line, output string }

// sessionOf is a document's commands, in order.
func sessionOf(document string) (all []shown) {
	for _, block := range blocksOf(document) {
		commands := strings.Split("\n"+block, "\n$ ")
		for _, c := range commands[1:] {
			line, output, _ := strings.Cut(c, "\n")
			all = append(all, shown{line, strings.Trim(output, "\n")})
		}
	}
	return all
}

// blocksOf is the texts that are fenced, or indented by four blanks.
func blocksOf(document string) (all []string) {
	var block strings.Builder
	fenced := false
	for line := range strings.Lines(document) {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			block.WriteString(line)
			continue
		case indented || line == "\n" && block.Len() > 0:
			block.WriteString(code)
			continue
		}
		all = append(all, block.String())
		block.Reset()
	}
	return append(all, block.String())
}

// run is what the command prints. What the first cat of a file shows is put there.
func (c shown) run(t *testing.T, dir string) string {
	t.Helper()
	if name, ok := strings.CutPrefix(c.line, "cat "); ok {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err != nil && os.WriteFile(path, []byte(c.output+"\n"), 0o666) != nil {
			t.Fatalf("cannot write %s", path)
		}
	}
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(c.line, "go run ./cmd/", ""))
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // a failure is seen in what it prints
	return strings.Trim(string(out), "\n") + "\n"
}

// pattern matches what the command should print.
func (c shown) pattern() *regexp.Regexp {
	text := regexp.QuoteMeta(masked(c.output) + "\n")
	text = strings.ReplaceAll("\n"+text, "\n…\n", "\n(?s:.*\n)?")
	text = strings.ReplaceAll(text, "…", ".*")
	return regexp.MustCompile("^" + strings.TrimPrefix(text, "\n") + "$")
}
