package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// invocations are command lines that exit with 0, some for every command. "<" marks
// a file that is read, ">" one that is written, each doubled for a folder. A new
// command fails the test until it is entered here.
var invocations = map[string][]string{
	"fit":               {"-q <d.csv", "-q <d.csv --json --model >m.json --plot >p.svg --events >e --certificate >c.rcert", "-q <<job --model >m.json"},
	"batch":             {"-q <d.csv -o >b.csv", "-q <d.csv -o >b.csv --plots >>pl", "-q <d.csv -o >b.csv --certificates >>ce"},
	"check":             {"<proof.rcert <d.csv <model.json"},
	"check realizable":  {"<unit.json <line.csv"},
	"cover":             {"<parts/part-1.rcert <parts/part-2.rcert"},
	"predict":           {"<model.json <d.csv", "<model.json <d.csv -o >p.csv"},
	"score":             {"<model.json <d.csv"},
	"reduce setcover":   {"<cover.txt -o >>out", "<cover.txt -o >>out --explain >g.svg"},
	"reduce circuit":    {"<and.bench -o >>out"},
	"reduce densest":    {"<graph.col --size 2 -o >>out"},
	"reduce coloring":   {"<graph.col -o >>out"},
	"reduce sat":        {"<f.cnf -o >>out"},
	"reduce sizes":      {""},
	"decode":            {"<<job <weights.json", "<<job <weights.json --certificate <job.rcert"},
	"generate planted":  {"", "-o >g.csv"},
	"generate noise":    {"", "-o >g.csv"},
	"generate setcover": {"", "-o >g.txt"},
	"generate circuit":  {"", "-o >g.bench"},
	"generate densest":  {"", "-o >g.col"},
	"generate coloring": {"", "-o >g.col"},
	"generate sat":      {"", "-o >g.cnf"},
	"export problem":    {"<d.csv --norm-bound 2", "<d.csv --norm-bound 2 -o >p.lp"},
	"export csv":        {"<table.parquet", "<table.parquet -o >o.csv"},
	"solve-by-training": {"-q <f.cnf", "-q <f.cnf -o >>out"},
	"export model":      {"<model.json --format txt", "<model.json -o >m.c"},
	"realizable":        {"<line.csv -o >unit.json"},
	"cells":             {"<d.csv", "<d.csv --list"},
	"approximate":       {"-q <line.csv --epsilon 0.5 --method net --model >m.json"},
	"samples":           {"--epsilon 0.1"},
	"learn-improper":    {"-q <line.csv --epsilon 0.5 --model >k.json", "-q <line.csv --epsilon 0.5 --predict <new.csv -o >p.csv"},
	"predict-improper":  {"<kernel.json <new.csv", "<kernel.json <new.csv -o >p.csv"},
	"compare":           {"-q <d.csv --restarts 1 --epochs 1 --plot >c.png"},
	"gap":               {"-q <model.json <d.csv", "-q <model.json <d.csv --certificate >g.rcert --events >e"},
	"study":             {"-q --redraw -o >>study"},
	"trim":              {"<proof.rcert >t.rcert"},
	"generate meters":   {"--count 2 --days 9 -o >m.csv"},
	"split":             {"<proof.rcert --parts 2 -o >>out"},
	"join":              {"<parts/part-1.rcert <parts/part-2.rcert -o >whole.rcert"},
	"plan":              {"<d.csv --units 2 --linear intercept --parts 2 -o >>out"},
	"work":              {"-q <<done/part-0"},
	"gather":            {"<<done"},
	"serve":             {"-q <d.csv --units 2 --linear intercept --listen 127.0.0.1:0 -o >>out"},
	"status":            {"<<served"},
	"theorem":           {"", "8"},
	"version":           {""},
	"help":              {"", "fit"},
	"man":               {">>pages"},
	"completion bash":   {""}, "completion zsh": {""}, "completion fish": {""}, "completion powershell": {""},
}

// otherExits are the exit codes of invocations that do not end with 0.
var otherExits = map[string]int{"solve-by-training": exitSatisfiable}

// material writes the files that the invocations read.
func material(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	table, err := os.ReadFile("../../dataset/columnar/testdata/table.parquet")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"table.parquet": string(table),
		"d.csv":         "x,y\n0,1\n1,0\n2,3\n3,1\n4,4\n5,0\n6,1\n", "line.csv": "x,y\n-1,0\n0,0.5\n0.5,0.75\n1,1\n", "new.csv": "x\n0.25\n-0.5\n",
		"cover.txt": "a: 1 2\nb: 2 3\n", "and.bench": "INPUT(a)\nINPUT(b)\nOUTPUT(c)\nc = AND(a, b)\n",
		"graph.col": "p edge 3 2\ne 1 2\ne 2 3\n", "f.cnf": "p cnf 2 2\n1 2 0\n-1 2 0\n",
		"bad": "\x1f\x8b\x08 gzip that is none",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{
		"fit -q d.csv --units 2 --linear intercept --model model.json --certificate proof.rcert",
		"realizable line.csv -o unit.json",
		"reduce setcover cover.txt -o job",
		"fit -q job --model weights.json --certificate job.rcert",
		"learn-improper -q line.csv --epsilon 0.5 --model kernel.json",
		"split proof.rcert --parts 2 -o parts",
		"plan d.csv --units 2 --linear intercept --parts 1 -o done",
		"work -q done/part-0",
		"serve -q d.csv --units 2 --linear intercept --listen 127.0.0.1:0 -o served",
		"study -q --quick --only sizes -o study",
	} {
		if got := runs(t, dir, nil, line); got.code != 0 {
			t.Fatalf("%s: %+v", line, got)
		}
	}
	return dir
}

// outcome is how a process ended.
type outcome struct {
	code        int
	stdout, log string
}

// relucert runs a command line in dir. Without a stdout it is captured.
func runs(t *testing.T, dir string, stdout *os.File, line string) outcome {
	t.Helper()
	var out, log bytes.Buffer
	cmd := exec.Command(program.Built(t, "relucert"), strings.Fields(line)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &log
	if stdout != nil {
		cmd.Stdout = stdout
	}
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), log.String()}
}

// TestExitCodes is the table of exit codes, for every command.
func TestExitCodes(t *testing.T) {
	if !thorough.Tests() || runtime.GOOS == "windows" {
		t.Skip("long, and wants links")
	}
	fixtures := material(t)
	for _, cmd := range leaves(rootCommand()) {
		path := strings.TrimPrefix(cmd.CommandPath(), "relucert ")
		if len(invocations[path]) == 0 {
			t.Errorf("%s: no invocation to test", path)
		}
		for _, args := range invocations[path] {
			t.Run(path+" "+args, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(fixtures)); err != nil {
					t.Fatal(err)
				}
				v := &invocation{t: t, dir: dir, cmd: cmd, exit: otherExits[path], words: append(strings.Fields(path), strings.Fields(args)...)}
				v.standardOutput()
				v.inputs()
				v.outputs()
				v.flags()
			})
		}
	}
}

// TestOnlyOutputWrites: package output decides where; nobody goes past it, and relucert
// reaches standard output as desk.Stdout. Scratch files, which only one process sees, are no output.
func TestOnlyOutputWrites(t *testing.T) {
	past := regexp.MustCompile(`os\.(Stdout|Create|OpenFile|WriteFile|Rename|Mkdir|MkdirAll|Link|Symlink)\b|fmt\.Print`)
	for _, folder := range []string{".", "../relucheck", "../../internal/checkcmd"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text = bytes.ReplaceAll(text, []byte("= output.NewDesk(os.Stdout"), nil)
			text = bytes.ReplaceAll(text, []byte("= output.NewStdout(os.Stdout"), nil)
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			if found := past.Find(text); found != nil {
				t.Errorf("%s: %s", file, found)
			}
			if folder == "." && bytes.Contains(text, []byte("OutOrStdout")) {
				t.Errorf("%s: OutOrStdout, not desk.Stdout", file)
			}
		}
	}
}

// leaves are the commands that do something.
func leaves(cmd *cobra.Command) (all []*cobra.Command) {
	if cmd.Runnable() && (!cmd.HasSubCommands() || cmd.Name() == "check") {
		all = append(all, cmd)
	}
	for _, sub := range cmd.Commands() {
		all = append(all, leaves(sub)...)
	}
	return all
}

// invocation is a command line that is varied.
type invocation struct {
	t     *testing.T
	dir   string
	cmd   *cobra.Command
	exit  int
	words []string
}

func (v *invocation) line(words []string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.Join(words, " "), "<", ""), ">", "")
}

// with is the command line with another word at i.
func (v *invocation) with(i int, word string) string {
	words := append([]string{}, v.words...)
	words[i] = word
	return v.line(words)
}

// fails wants exit code 2 and one line that complains, and all else as it was.
func (v *invocation) fails(what, line string) {
	v.t.Helper()
	before := snapshot(v.t, v.dir)
	got := runs(v.t, v.dir, nil, line)
	if got.code != 2 || !strings.HasPrefix(lastLine(got.log), "relucert: ") {
		v.t.Errorf("%s: relucert %s: exit code %d, want 2: %s", what, line, got.code, got.log)
	}
	if changed := changes(before, snapshot(v.t, v.dir)); len(changed) > 0 {
		v.t.Errorf("%s: relucert %s: changed %v", what, line, changed)
	}
}

func lastLine(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	return lines[len(lines)-1]
}

// standardOutput: all is well, the disk is full, the reader has left.
func (v *invocation) standardOutput() {
	line := v.line(v.words)
	good := runs(v.t, v.dir, nil, line)
	if good.code != v.exit {
		v.t.Fatalf("relucert %s: %+v", line, good)
	}
	written := names(v.t, v.dir)
	v.clear()
	read, write, err := os.Pipe()
	if err != nil {
		v.t.Fatal(err)
	}
	read.Close()
	if got := runs(v.t, v.dir, write, line); got.code != v.exit || strings.Contains(got.log, "standard output") {
		v.t.Errorf("relucert %s | head -0: %+v", line, got)
	}
	write.Close()
	if got := names(v.t, v.dir); got != written {
		v.t.Errorf("relucert %s | head -0: wrote %s, want %s", line, got, written)
	}
	v.clear()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil || good.stdout == "" {
		return // no such device, or nothing to write there
	}
	defer full.Close()
	if got := runs(v.t, v.dir, full, line); got.code != 2 || strings.Count(got.log, "cannot write standard output: no space left") != 1 {
		v.t.Errorf("relucert %s > /dev/full: %+v", line, got)
	}
	v.clear()
}

// clear removes what the command has written.
func (v *invocation) clear() {
	for _, word := range v.words {
		if path := filepath.Join(v.dir, strings.TrimLeft(word, ">")); word[0] == '>' && word != ">>study" {
			os.RemoveAll(path)
		}
	}
}

// inputs that are not there, are folders, are no such thing, or cannot be read.
func (v *invocation) inputs() {
	os.Mkdir(filepath.Join(v.dir, "folder"), 0o777)
	os.WriteFile(filepath.Join(v.dir, "unreadable"), nil, 0)
	for i, word := range v.words {
		if word[0] != '<' {
			continue
		}
		v.fails("missing", v.with(i, "nowhere.file"))
		v.fails("folder", v.with(i, "folder"))
		v.fails("bad content", v.with(i, "bad"))
		if os.Getuid() != 0 {
			v.fails("unreadable", v.with(i, "unreadable"))
		}
		if runtime.GOOS == "linux" {
			v.fails("read error", v.with(i, "/proc/self/mem"))
		}
	}
}

// outputs that cannot be written, or must not be.
func (v *invocation) outputs() {
	for i, word := range v.words {
		name := strings.TrimLeft(word, ">")
		switch strings.Count(word, ">") {
		case 1:
			v.outputFile(i, filepath.Ext(name))
		case 2:
			v.fails("a file for a folder", v.with(i, "bad"))
			v.fails("a folder in a file", v.with(i, "bad/out"))
		}
	}
}

func (v *invocation) outputFile(i int, ext string) {
	at := func(name string) string { return filepath.Join(v.dir, name+ext) }
	os.Mkdir(at("folder"), 0o777)
	os.Symlink("/dev/full", at("full"))
	v.fails("output in a folder that is not there", v.with(i, "nowhere/out"+ext))
	v.fails("output is a folder", v.with(i, "folder"+ext))
	for j, word := range v.words {
		if strings.Count(word, "<") == 1 {
			os.Remove(at("link"))
			os.Symlink(word[1:], at("link"))
			v.fails("output is an input", v.with(i, "link"+ext))
		}
		if other := strings.TrimLeft(word, ">"); j != i && strings.Count(word, ">") == 1 {
			os.Remove(at("dangling"))
			os.Symlink("./"+other, at("dangling"))
			v.fails("two outputs are one", v.with(i, "dangling"+ext))
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	got := runs(v.t, v.dir, nil, v.with(i, "full"+ext))
	if got.code != 2 || !strings.Contains(got.log, "no space left on device") {
		v.t.Errorf("output to a full disk: relucert %s: %+v", v.with(i, "full"+ext), got)
	}
	v.clear()
}

// flags that are none, or of values that they cannot have.
func (v *invocation) flags() {
	line := v.line(v.words)
	v.fails("no such flag", line+" --frobnicate")
	if v.cmd.Name() != "version" && v.cmd.Name() != "batch" {
		v.fails("arguments too many", line+" nowhere.file")
	}
	v.cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch {
		case f.Name == "target", f.Name == "features" && f.Value.Type() == "stringSlice", f.Name == "sample-weights":
			v.fails("no such column", line+" --"+f.Name+"=nowhere")
		case f.Name != "help" && f.Value.Type() != "string" && f.Value.Type() != "stringSlice":
			v.fails("no such value", line+" --"+f.Name+"=?")
		}
	})
}

// names are the files of a folder and those below it.
func names(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		all = append(all, strings.TrimPrefix(path, dir))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// snapshot is the files and their content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name := range strings.FieldsSeq(names(t, dir)) {
		all[name] = ""
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			text, _ := os.ReadFile(filepath.Join(dir, name)) // nothing of what is unreadable
			all[name] = string(text)
		}
	}
	return all
}

// changes are the names that are not as they were.
func changes(before, after map[string]string) (names []string) {
	for name, text := range after {
		if old, there := before[name]; !there || old != text {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			names = append(names, name)
		}
	}
	return names
}
