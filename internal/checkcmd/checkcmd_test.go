package checkcmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"relucert/proof/check"
)

const (
	proofFile = "../../proof/certificate/testdata/example.rcert"
	dataFile  = "../../proof/certificate/testdata/example.csv"
)

// run executes the command line.
func run(args ...string) (string, error) { return execute(New("relucheck"), args...) }

func execute(cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetOut(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(cmd.Context())
	return out.String(), err
}

// changed is a copy of the example's certificate with one text replaced.
func changed(t *testing.T, old, new string) string {
	t.Helper()
	text, err := os.ReadFile(proofFile)
	if err != nil || !bytes.Contains(text, []byte(old)) {
		t.Fatalf("%q, %v", old, err)
	}
	path := filepath.Join(t.TempDir(), "proof.rcert")
	if err := os.WriteFile(path, bytes.Replace(text, []byte(old), []byte(new), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExitCodes(t *testing.T) {
	overclaimed := changed(t, "claim 3p0 3p0", "claim 18000000000001p-47 3p0")
	for _, c := range []struct {
		name string
		args []string
		code int
		want string // in the output or the complaint
	}{
		{"proved", []string{proofFile, dataFile}, 0, "PROVED  3.00000000000e+00 <= min SSE <= 3.00000000000e+00"},
		{"exactly", []string{proofFile, dataFile, "--exact", "--threads", "1"}, 0, "PROVED"},
		{"named columns", []string{proofFile, dataFile, "--target", "y", "--features", "x"}, 0, "PROVED"},
		{"overclaimed", []string{overclaimed, dataFile}, 1, "NOT PROVED"},
		{"no trailer", []string{changed(t, "end\n", ""), dataFile}, 1, "no trailer"},
		{"other question", []string{proofFile, dataFile, "--missing", "drop"}, 1, "is for missing values"},
		{"small limit", []string{proofFile, dataFile, "--min-weight-limit", "5"}, 1, "weight limit 4 is below"},
		{"part", []string{changed(t, "claim", "part 1/0\nclaim"), dataFile, "--part"}, 0, "PROVED PART  3.00000000000e+00 <= SSE in node 1/0 only"},
		{"part for the whole", []string{changed(t, "claim", "part 1/0\nclaim"), dataFile}, 1, "NOT PROVED  line 21: a certificate of node 1/0 only: check it with --part"},
		{"whole as a part", []string{proofFile, dataFile, "--part"}, 0, "PROVED  3.0"},
		{"grammar", []string{changed(t, "claim 3p0", "claim 6p-1"), dataFile}, 2, "proof.rcert:21: \"6p-1\" is not a number"},
		{"no certificate", []string{dataFile, dataFile}, 2, "is not a certificate"},
		{"no such file", []string{"none.rcert", dataFile}, 2, "none.rcert: "},
		{"no such data", []string{proofFile, "none.csv"}, 2, "none.csv: "},
		{"no such column", []string{proofFile, dataFile, "--target", "z"}, 2, "no such target column"},
		{"one argument", []string{proofFile}, 2, "usage: relucheck PROOF FILE [MODEL]"},
		{"bad flag", []string{proofFile, dataFile, "--missing", "maybe"}, 2, "must be error or drop"},
		{"bad number", []string{proofFile, dataFile, "--min-weight-limit", "NaN"}, 2, "--min-weight-limit must be"},
		{"standard input", []string{"-", dataFile}, 2, "read twice"},
		{"bad model", []string{proofFile, dataFile, dataFile}, 2, "example.csv"},
	} {
		out, err := run(c.args...)
		text := out
		if err != nil {
			text += err.Error()
		}
		if ExitCode(err) != c.code || !strings.Contains(text, c.want) {
			t.Errorf("%s: exit %d, %q, want %d, %q", c.name, ExitCode(err), text, c.code, c.want)
		}
	}
}

func TestCover(t *testing.T) {
	one, other := changed(t, "claim", "part 1/0\nclaim"), changed(t, "claim", "part 1/1\nclaim")
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"both", []string{one, other}, 0, "COVERED  by 2 certificates: 3.00000000000e+00 <= min SSE <= 3.00000000000e+00 for 1 unit"},
		{"as JSON", []string{one, other, "--json"}, 0, `"covered": true`},
		{"one", []string{one}, 1, "NOT COVERED  no part has node 0/0 (0 f) 1"},
		{"no trailer", []string{one, changed(t, "end\n", "")}, 1, "no trailer"},
		{"other class", []string{one, changed(t, "weight-limit 1p2", "weight-limit 3p1")}, 1, "another class"},
		{"none", nil, 2, "usage: cover PART..."},
		{"grammar", []string{one, changed(t, "claim 3p0", "claim 6p-1")}, 2, "proof.rcert:21: \"6p-1\" is not a number"},
		{"no such file", []string{"none.rcert"}, 2, "none.rcert: "},
		{"standard input", []string{"-"}, 2, "cannot be standard input"},
	} {
		out, err := execute(NewCover(), c.args...)
		if err != nil {
			out += err.Error()
		}
		if ExitCode(err) != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit %d, %q, want %d, %q", c.name, ExitCode(err), out, c.code, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	out, err := run(proofFile, dataFile, "--json")
	var v check.Verdict
	if err != nil || json.Unmarshal([]byte(out), &v) != nil {
		t.Fatal(out, err)
	}
	if !v.Proved || v.LowerHex != "0x1.8p+01" || v.Target != "y" || v.Units != 1 || v.Checked != 2 {
		t.Errorf("%+v", v)
	}
}
