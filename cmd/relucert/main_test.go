package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"relucert/internal/program"
)

// TestScripts runs testdata/*.txtar. They see the example data in $EXAMPLES, Parquet and Arrow files in $COLUMNAR.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	columnar, err := filepath.Abs("../../dataset/columnar/testdata")
	if err != nil {
		t.Fatal(err)
	}
	command := program.Built(t, "relucert")
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(command)+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("EXAMPLES", examples)
			env.Setenv("COLUMNAR", columnar)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"signal": signalled,
			"json":   jsonHas,
		},
		RequireExplicitExec: true,
		Deadline:            time.Now().Add(8 * time.Minute),
	})
}

// exits CODE COMMAND… runs a command that must exit with CODE.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	checkCode(ts, args[0], ts.Exec(args[1], args[2:]...))
}

func checkCode(ts *testscript.TestScript, want string, err error) {
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// signal SIGNAL CODE COMMAND… sends the command a signal (INT, TERM, HUP) as soon as
// its log announces an incumbent. The command must end with CODE, without a hang; what
// it printed is in the files out and log.
func signalled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: signal INT|TERM|HUP CODE COMMAND...")
	}
	var out, log bytes.Buffer
	cmd := exec.Command(filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], args[2]), args[3:]...)
	cmd.Dir, cmd.Stdout = ts.Getenv("WORK"), &out
	pipe, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	readUntil(pipe, &log, "start")
	signal := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}[args[0]]
	ts.Check(cmd.Process.Signal(signal))
	sent := time.Now()
	io.Copy(&log, pipe)
	err = cmd.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("out"), out.Bytes(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("log"), log.Bytes(), 0o666))
	checkCode(ts, args[1], err)
	if took := time.Since(sent); took > hangs {
		ts.Fatalf("it took %v to stop", took)
	}
}

func readUntil(r io.Reader, seen *bytes.Buffer, word string) {
	for buffer := make([]byte, 4096); !strings.Contains(seen.String(), word); {
		n, err := r.Read(buffer)
		seen.Write(buffer[:n])
		if err != nil {
			return
		}
	}
}

// json FILE CHECK… wants FILE to hold JSON objects, one after the other, the
// last of which passes the checks: "key" (it is there), "key=text", "key~number"
// (equal to 1e-5), "key<number" (not above). Dots lead into inner objects and lists.
func jsonHas(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: json FILE CHECK...")
	}
	var object any
	for decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0]))); ; {
		if err := decoder.Decode(&object); err == io.EOF {
			break
		} else if err != nil {
			ts.Fatalf("%s: %v", args[0], err)
		}
	}
	for _, check := range args[1:] {
		checkField(ts, object, check)
	}
}

func checkField(ts *testscript.TestScript, object any, check string) {
	at := strings.IndexAny(check, "=~<")
	if at < 0 {
		field(ts, object, check)
		return
	}
	got := fmt.Sprint(field(ts, object, check[:at]))
	want := check[at+1:]
	switch check[at] {
	case '=':
		if got != want {
			ts.Fatalf("%s is %s, want %s", check[:at], got, want)
		}
	case '~':
		if g, w := number(ts, got), number(ts, want); math.Abs(g-w) > 1e-5*math.Abs(w) {
			ts.Fatalf("%s is %s, want about %s", check[:at], got, want)
		}
	case '<':
		if !(number(ts, got) <= number(ts, want)) {
			ts.Fatalf("%s is %s, want at most %s", check[:at], got, want)
		}
	}
}

func field(ts *testscript.TestScript, value any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch inner := value.(type) {
		case map[string]any:
			found, ok := inner[key]
			if !ok {
				ts.Fatalf("there is no %s", path)
			}
			value = found
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(inner) {
				ts.Fatalf("there is no %s", path)
			}
			value = inner[i]
		default:
			ts.Fatalf("there is no %s", path)
		}
	}
	return value
}

func number(ts *testscript.TestScript, text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	ts.Check(err)
	return v
}
