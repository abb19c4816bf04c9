package checkcmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// proofs are those of package farkas for two data files, yes.csv and no.csv.
const proofs = "../../proof/farkas/testdata"

// badProofs says for each file in proof/farkas/testdata/bad why it is no proof; "!" before what
// makes it unreadable.
var badProofs = map[string]string{
	"no-contradiction":           "!contradicts the rest",
	"no-cut-off":                 "!not a proof of relucert realizable",
	"no-decimal":                 "!is not a number p or p/q",
	"no-division":                "!is not a number p or p/q",
	"no-empty":                   "!not a proof of relucert realizable",
	"no-exponent":                "!is not a number p or p/q",
	"no-fewer-features":          "another class",
	"no-field":                   "!unknown field",
	"no-for-other-sign":          "the label 1/2 of row 3 is no obstacle to sign +1",
	"no-format":                  "!not a proof of relucert realizable",
	"no-half":                    "in column 2, not 0",
	"no-label-of-0":              "the label 0 of row 1 is no obstacle to sign -1",
	"no-label-row-4":             "there is no row 4",
	"no-label-row-negative":      "there is no row -1",
	"no-more-text":               "!there is more text after the proof",
	"no-multiplier-off":          "in column 1, not 0",
	"no-none":                    "no contradiction",
	"no-nothing":                 "!the multiplier of row 1 is missing",
	"no-other-bias":              "another class",
	"no-other-features":          "another class",
	"no-other-sign":              "another class",
	"no-other-target":            "another class",
	"no-refutation-sign":         "!a sign is + or -",
	"no-row-0":                   "there is no row 0",
	"no-row-4":                   "there is no row 4",
	"no-row-negative":            "there is no row",
	"no-sign-missing":            "nothing is said about sign -1",
	"no-sign-twice":              "nothing is said about sign -1",
	"no-turned":                  "the multiplier of row 1, whose label is 0, is -1",
	"no-unit":                    "the unit's output on row 2",
	"no-unit-beside-refutations": "the unit's output on row 3",
	"no-unknown-sign":            "another class",
	"no-version":                 "!proof version 2 is not of this question",
	"no-zero":                    "no contradiction",
	"yes-empty-refutations":      "the combination of labels for sign +1 is 0, no contradiction",
	"yes-few-weights":            "1 weights for 2 columns",
	"yes-inactive":               "the unit's output on row 2 is 1/3, the label 0",
	"yes-label-not-wrong":        "the label 2 of row 1 is no obstacle to sign +1",
	"yes-many-weights":           "3 weights for 2 columns",
	"yes-multipliers":            "is -1 in column 1, not 0",
	"yes-nearly":                 "the unit's output on row 1",
	"yes-negative-multiplier":    "the multiplier of row 2, whose label is 0, is -1",
	"yes-nothing-said":           "nothing is said about sign +1",
	"yes-null-weight":            "!a weight is missing",
	"yes-other-sign":             "the unit's output on row 1 is -2",
	"yes-third-rounded":          "the unit's output on row 3",
	"yes-weight":                 "the unit's output on row 1 is 3, the label 2",
}

// verify checks a proof against yes.csv or no.csv, as its name says.
func verify(path string, flags ...string) (string, error) {
	args := []string{path, filepath.Join(proofs, "no.csv")}
	if strings.HasPrefix(filepath.Base(path), "yes") {
		args = []string{path, filepath.Join(proofs, "yes.csv"), "--bias=false", "--fractions"}
	}
	return execute(NewRealizable(), append(args, flags...)...)
}

// TestBadProofs: each is refused for its reason, and every file in the folder runs.
func TestBadProofs(t *testing.T) {
	files, err := os.ReadDir(filepath.Join(proofs, "bad"))
	if err != nil || len(files) != len(badProofs) {
		t.Fatalf("%d files, %d reasons, %v", len(files), len(badProofs), err)
	}
	for name, want := range badProofs {
		out, err := verify(filepath.Join(proofs, "bad", name+".json"))
		code := 1
		if want, unreadable := strings.CutPrefix(want, "!"); unreadable {
			code = 2
			if err == nil || out != "" || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %q, %v, want %q", name, out, err, want)
			}
		} else if !strings.HasPrefix(out, "NOT PROVED  ") || !strings.Contains(out, want) {
			t.Errorf("%s: %q, want %q", name, out, want)
		}
		if got := ExitCode(err); got != code {
			t.Errorf("%s: exit code %d, want %d", name, got, code)
		}
	}
}

func TestGoodProofs(t *testing.T) {
	for name, want := range map[string]string{
		"yes": "PROVED  a unit fits all 3 rows without error: sign any, no bias, y on a, b, data sha256:",
		"no":  "PROVED  no unit fits all 3 rows without error: sign any, bias, y on a, b, data sha256:",
	} {
		proof := filepath.Join(proofs, name+".json")
		if out, err := verify(proof); err != nil || !strings.HasPrefix(out, want) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
		if out, err := verify(proof, "--json"); err != nil || !strings.Contains(out, `"proved": true`) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
		if out, err := verify(proof, "--sign=+"); ExitCode(err) != 1 || !strings.Contains(out, "another class") {
			t.Errorf("%s for another sign: %q, %v", name, out, err)
		}
	}
	other := []string{filepath.Join(proofs, "no.json"), filepath.Join(proofs, "yes.csv"), "--fractions"}
	if out, err := execute(NewRealizable(), other...); ExitCode(err) != 1 {
		t.Errorf("on other data: %q, %v", out, err)
	}
}

func TestRealizableUsage(t *testing.T) {
	proof, data := filepath.Join(proofs, "no.json"), filepath.Join(proofs, "no.csv")
	for _, c := range []struct {
		want string
		args []string
	}{
		{"usage: realizable", []string{proof}},
		{"--sign must be", []string{proof, data, "--sign=both"}},
		{"must be error or drop", []string{proof, data, "--missing=maybe"}},
		{"only one of the proof and the data", []string{"-", "-"}},
		{"no such file", []string{"nowhere.json", data}},
		{"no such file", []string{proof, "nowhere.csv"}},
		{"no such target column", []string{proof, data, "--target=z"}},
	} {
		if out, err := execute(NewRealizable(), c.args...); ExitCode(err) != 2 || out != "" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %q, %v, want %q", c.args, out, err, c.want)
		}
	}
}
