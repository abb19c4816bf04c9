package farkas

import (
	"bytes"
	"math/big"
	"os"
	"reflect"
	"strings"
	"testing"
)

// example is PROOF.md's: x = 1 and x = 2 have the label 1.
func example(t *testing.T) (string, Samples) {
	t.Helper()
	text, err := os.ReadFile("testdata/sum/no.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text), Samples{X: [][]*big.Rat{row(1), row(2)}, Y: row(1, 1)}
}

// TestSumRoundTrip reads, verifies and writes proofs of both kinds.
func TestSumRoundTrip(t *testing.T) {
	text, s := example(t)
	no, err := ReadSum(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	yes := &SumFile{SumQuestion: no.SumQuestion, SumProof: SumProof{Network: &Sum{[]int{1, 1}, [][]*big.Rat{row(1), row(-1)}, nil}}}
	for _, want := range []*SumFile{no, yes} {
		var out bytes.Buffer
		if err := want.Write(&out); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadSum(&out); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, want %+v", err, got, want)
		}
	}
	if err := no.Verify(s, [][]int{{1, 1}}); err != nil {
		t.Error(err)
	}
	s.Y = row(1, 2)
	if err := yes.Verify(s, SignChoices(2)); err != nil {
		t.Error(err)
	}
	if no.Verify(s, [][]int{{1, 1}}) == nil {
		t.Error("the refutation holds for labels that a unit has")
	}
}

// TestSumForgeries changes the example's proof in one place after the other.
func TestSumForgeries(t *testing.T) {
	text, s := example(t)
	for _, f := range []struct{ old, new, want string }{
		{`"multiplier": "-2"`, `"multiplier": "2"`, "a weight is left"},
		{`"multiplier": "1"`, `"multiplier": "-1"`, "needs a multiplier of the other sign"},
		{`"row": 1, "active": "00", "multiplier": "-1"`, `"row": 1, "active": "00", "multiplier": "1"`, "no contradiction"},
		{`"active": "00"`, `"active": "01"`, "the side of unit 2 is not known"},
		{`"active": "11"`, `"active": "1"`, "names 1 units of 2"},
		{`"row": 2, "active"`, `"row": 3, "active"`, "there is no row 3"},
		{`"unit": 2`, `"unit": 3`, "there is no unit 3"},
		{`"row": 1, "unit"`, `"row": 0, "unit"`, "there is no row 0"},
		{`"side": "on"`, `"side": "off"`, "is not known"},
		{`, {"rows": [{"row": 1, "active": "00", "multiplier": "-1"}]}`, ``, "node 5 is missing"},
		{`{"rows": [{"row": 1, "active": "00", "multiplier": "-1"}]}`, `{}`, "no contradiction"},
		{`{"rows": [{"row": 1, "active": "00"`, `{"sides": [{"row": 2, "unit": 1, "multiplier": "1"}], "rows": [{"row": 1, "active": "00"`, "was put on no side of row 2"},
		{`{"rows": [{"row": 1, "active": "00"`, `{"sides": [{"row": 1, "unit": 1, "multiplier": "-1"}], "rows": [{"row": 1, "active": "00"`, "side of row 1 is -1"},
		{`{"rows": [{"row": 1, "active": "00"`, `{"sides": [{"row": 1, "unit": 1, "multiplier": "1"}], "rows": [{"row": 1, "active": "00"`, "a weight is left"},
		{`[{"split": {"row": 1, "unit": 1`, `[{}, {"split": {"row": 1, "unit": 1`, "no contradiction"},
		{`"refutations": [{"signs": "++", "nodes"`, `"refutations": [{"signs": "+-", "nodes"`, "nothing is said about signs ++"},
		{`"multiplier": "-1"}]}]`, `"multiplier": "-1"}]}, {"rows": []}]`, "belongs to nothing"},
	} {
		if strings.Count(text, f.old) == 0 {
			t.Errorf("%s is not there", f.old)
			continue
		}
		file, err := ReadSum(strings.NewReader(strings.Replace(text, f.old, f.new, 1)))
		if err != nil {
			t.Errorf("%s: %v", f.new, err)
			continue
		}
		if err := file.Verify(s, [][]int{{1, 1}}); err == nil || !strings.Contains(err.Error(), f.want) {
			t.Errorf("%s for %s: %v, want %q", f.new, f.old, err, f.want)
		}
	}
}

// TestSymmetryIsNotTakenForGranted: of units of two signs, or with different decisions, one alone changes sides.
func TestSymmetryIsNotTakenForGranted(t *testing.T) {
	text, s := example(t)
	file, err := ReadSum(strings.NewReader(strings.ReplaceAll(text, `"signs": "++"`, `"signs": "+-"`)))
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Verify(s, [][]int{{1, -1}}); err == nil {
		t.Error("+1 and −1 are taken for alike")
	}
	decided := sides{{0: 1}, {}, {}, {}}
	if got := decided.alike([]int{1, 1, 1, -1}, 1); !reflect.DeepEqual(got, []int{1, 2}) {
		t.Errorf("alike: %v", got)
	}
}

// TestReadSumRefuses wants one line of complaint, and soon.
func TestReadSumRefuses(t *testing.T) {
	const head = `{"format":"relucert-realizable","version":2,`
	for _, text := range []string{
		"", `{"format":"relucert-realizable","version":1}`,
		head + `"realizable":true}`,
		head + `"realizable":true,"network":{"signs":"-+"}}`,
		head + `"realizable":true,"network":{"signs":"+","weights":[[null]]}}`,
		head + `"realizable":true,"network":{"signs":"+","weights":[["1e9"]]}}`,
		head + `"refutations":[{"signs":"x"}]}`,
		head + `"refutations":[{"nodes":[{"split":{"row":1,"unit":1,"side":"up"}}]}]}`,
		head + `"refutations":[{"nodes":[{"split":{"row":1,"unit":1,"side":"on"},"rows":[{"row":1,"active":"1","multiplier":"1"}]}]}]}`,
		head + `"refutations":[{"nodes":[{"rows":[{"row":1,"active":"2","multiplier":"1"}]}]}]}`,
		head + `"refutations":[{"nodes":[{"rows":[{"row":1,"active":"1"}]}]}]}`,
		head + `"refutations":[{"nodes":[{"sides":[{"row":1,"unit":1}]}]}]}`,
	} {
		if f, err := ReadSum(strings.NewReader(text)); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %+v, %v", text, f, err)
		}
	}
}

func FuzzReadSum(f *testing.F) {
	text, err := os.ReadFile("testdata/sum/no.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	s := Samples{X: [][]*big.Rat{row(1), row(2)}, Y: row(1, 1)}
	f.Fuzz(func(t *testing.T, text []byte) {
		if file, err := ReadSum(bytes.NewReader(text)); err == nil {
			if choices, err := file.Choices(); err == nil {
				file.Verify(s, choices)
			}
		}
	})
}
