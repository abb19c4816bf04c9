package check_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/proof/certificate"
	"relucert/proof/check"
)

// Two equal units on a line, with everything a tree may have. All bounds are 0,
// which is what is claimed.
const (
	lineData = "x,y\n-1,1\n0,0\n1,1\n1,2\n-2,0\n2,0\n"
	lineTree = `s 0/0 0 f
s 1/0,1 0 x 1 -1p-1
b 1/0,0 0 1p0 z 0 0 | 0:1p0 | 1:1p0
s 1/1,1 0 x 0 0
s 3/0,1 0 y 0
s 4/0 0 x 0 -1p-1
s 2/1 0 x 1 1p-1 drop 0
s 6/1 0 y 4 drop 1
`
	lineTrailer = `u + 1p0 1p0
u + 0 0
o 0 0
claim 0 1p10
end
`
)

func lineHead() string {
	return fmt.Sprintf(`relucert-certificate 1
data %x
target "y"
feature "x"
missing error
units 2
signs ++
bias yes
output affine
weight-limit 1p2
keep 0 1
transform 1p0
transform -1p-3 3p-2
label-scale 1p0
weight-scale 1p0
reference 0 0
`, sha256.Sum256([]byte(lineData)))
}

func text(s string) check.Source {
	return check.Source{Name: "text", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }}
}

func verdict(t *testing.T, proof string, opts check.Options) *check.Verdict {
	t.Helper()
	v, err := check.Check(text(proof), text(lineData), opts)
	if err != nil {
		t.Fatalf("%v\n%s", err, proof)
	}
	return v
}

func TestAccepts(t *testing.T) {
	for _, exact := range []bool{false, true} {
		if v := verdict(t, lineHead()+lineTree+lineTrailer, check.Options{Exact: exact}); !v.Proved {
			t.Error(v)
		}
	}
}

// TestRefuses breaks the certificate in one place at a time.
func TestRefuses(t *testing.T) {
	good := lineHead() + lineTree + lineTrailer
	point := "b 1/0,0 0 1p0 z 0 0 | 0:1p0 | 1:1p0\n"
	for _, c := range []struct{ name, old, new, want string }{
		{"other target", `target "y"`, `target "x"`, "for target"},
		{"other features", `feature "x"`, `feature "z"`, "for features"},
		{"sample weights", "missing", "sample-weights \"w\"\nmissing", "for sample weights"},
		{"missing", "missing error", "missing drop", "for missing values"},
		{"small weight limit", "weight-limit 1p2", "weight-limit 1p-40", "below the size of the labels"},
		{"scaled transform", "transform -1p-3 3p-2", "transform -1p-3 3p2", "does not whiten"},
		{"singular transform", "transform -1p-3 3p-2", "transform -1p-3 0", "zero on its diagonal"},
		{"column left out", "keep 0 1\ntransform 1p0\ntransform -1p-3 3p-2\nlabel-scale 1p0\nweight-scale 1p0\nreference 0 0\n" + lineTree,
			"keep 0\ntransform 1p0\nlabel-scale 1p0\nweight-scale 1p0\nreference 0\n", "left out, but"},

		{"no such root", "s 0/0 0 f", "s 0/1 0 f", "no root"},
		{"split ahead", "s 0/0 0 f\n", "s 1/0,0 0 f\n", "has not been made yet"},
		{"split itself", "s 1/0,1 0 x 1 -1p-1", "s 2/0 0 x 1 -1p-1", "has not been made yet"},
		{"faces twice", "s 1/0,1 0 x 1 -1p-1", "s 1/0,1 0 f", "has a face already"},
		{"box of the whole", "s 0/0 0 f", "s 0/0 0 x 0 0", "is whole"},
		{"cut of the whole", "s 0/0 0 f", "s 0/0 0 y 0", "is whole"},
		{"own face", "s 1/0,1 0 x 1 -1p-1", "s 1/0,1 0 x 0 1p-1", "is unit 0's face"},
		{"outside the box", "s 1/0,1 0 x 1 -1p-1", "s 1/0,1 0 x 1 3p-1", "not inside"},
		{"on the box's side", "s 4/0 0 x 0 -1p-1", "s 4/0 0 x 0 0", "not inside"},
		{"cut twice", "s 4/0 0 x 0 -1p-1", "s 4/0 0 y 0", "already cut at row 0"},
		{"no such row", "s 3/0,1 0 y 0", "s 3/0,1 0 y 6", "no row 6"},
		{"row within a sample", "s 3/0,1 0 y 0", "s 3/0,1 0 y 3", "does not begin a sample"},
		{"negative face", "s 1/0,1 0 x", "s 1/0,3 0 x", "has 2 parts"},
		{"parts decrease", "s 1/0,1 0 x", "s 1/1,0 0 x", "its parts decrease"},
		{"too few parts", "s 1/0,1 0 x", "s 1/1 0 x", "divides 2 units"},
		{"too many parts", "s 2/1 0 x", "s 2/1,1 0 x", "divides 1 units"},
		{"split twice", "s 4/0 0 x 0 -1p-1", "s 3/0,1 0 y 1", "is split already"},
		{"bound after split", lineTree, lineTree + "b 2/1 0 1p0 z 0 0 | |\n", "is split or has a bound"},
		{"bound of a closed node", lineTree, lineTree + "b 1/1,1 0 1p0 z 0 0 | |\n", "is closed"},
		{"bound twice", point, point + point, "is split or has a bound"},
		{"not alike", "y 4 drop 1", "y 4 drop 0", "cannot be dropped"},
		{"dropped part named", "y 4 drop 1\n", "y 4 drop 1\nb 7/1 0 1p0 z 0 0 | |\n", "was dropped"},
		{"bound of the whole", "s 0/0 0 f\n", "b 0/0 0 1p0 z 0 0 | |\ns 0/0 0 f\n", "is whole"},
		{"vertex twice", "| 0:1p0 |", "| 0:1p0 0:1p0 |", "stands twice"},
		{"centre twice", "| 1:1p0\n", "| 1:1p0 k 0:0:0 0:0:0\n", "stands twice"},
		{"centre within a sample", "| 1:1p0\n", "| 1:1p0 k 3:0:0\n", "does not begin a sample"},
		{"no such cut", "| 1:1p0\n", "| 1:1p0 w 0:0:0\n", "has no cut 0"},

		{"claim too high", "claim 0 ", "claim 1p0 ", "the bound proves 5.0"},
		{"claims the wrong way round", "claim 0 1p10", "claim 1p11 1p10", "the wrong way round"},
		{"upper bound too low", "claim 0 1p10", "claim 0 1p0", "its SSE is"},
		{"network beyond the limit", "u + 0 0", "u + 1p5 0", "beyond the weight limit"},
		{"network of other signs", "u + 0 0", "u - 0 0", "units of sign +"},
		{"no trailer", lineTrailer, "", "no trailer"},
		{"truncated trailer", "end\n", "", "no trailer"},
		{"no records", lineTree + lineTrailer, "", "no trailer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.old) {
				t.Fatalf("%q is not in the certificate", c.old)
			}
			bad := strings.Replace(good, c.old, c.new, 1)
			v, err := check.Check(text(bad), text(lineData), check.Options{})
			if err != nil || v.Proved || !strings.Contains(v.Reason, c.want) {
				t.Errorf("%v, %v, want %q", v, err, c.want)
			}
		})
	}
}

func TestOtherData(t *testing.T) {
	v, err := check.Check(text(lineHead()+lineTree+lineTrailer), text(strings.Replace(lineData, "1,2", "1,3", 1)), check.Options{})
	if err != nil || v.Proved || !strings.Contains(v.Reason, "for data sha256") {
		t.Errorf("%v, %v", v, err)
	}
}

// TestPrefix: what is complete proves something.
func TestPrefix(t *testing.T) {
	good := lineHead() + lineTree + lineTrailer
	for n := len(lineHead()); n < len(good); n++ {
		v := verdict(t, good[:n], check.Options{})
		if v.Proved || v.Lower == "" {
			t.Fatalf("cut at %d: %v", n, v)
		}
	}
}

func TestOptions(t *testing.T) {
	good := lineHead() + lineTree + lineTrailer
	least := func(v float64) *float64 { return &v }
	small := strings.Replace(good, "weight-limit 1p2", "weight-limit 1p-40", 1)
	small = strings.Replace(small, "u + 1p0 1p0", "u + 0 0", 1)
	units := []certificate.Unit{{Sign: 1, Weights: []float64{0, 0}}, {Sign: 1, Weights: []float64{0, 0}}}
	model := func(change func(*check.Model)) check.Options {
		m := &check.Model{Name: "m.json", Data: fmt.Sprintf("%x", sha256.Sum256([]byte(lineData))), Network: check.Network{Units: units, Output: []float64{100, 0}},
			Class: check.Class{Target: "y", Features: []string{"x"}, Signs: "++", Bias: true, Output: "affine"}}
		change(m)
		return check.Options{Model: m}
	}
	for _, c := range []struct {
		name, proof string
		opts        check.Options
		want        string // "": proved
	}{
		{"least limit", small, check.Options{MinWeightLimit: least(0)}, ""},
		{"higher limit", good, check.Options{MinWeightLimit: least(5)}, "below the least one asked for"},
		{"named columns", good, check.Options{Data: dataset.Options{Target: "y", Features: []string{"x"}}}, ""},
		{"another target", good, check.Options{Data: dataset.Options{Target: "x"}}, "for target"},
		{"dropping", good, check.Options{Data: dataset.Options{DropMissing: true}}, "for missing values"},
		{"bad model", good, model(func(*check.Model) {}), "the model: its SSE is"},
		{"short model", good, model(func(m *check.Model) { m.Network.Units = nil }), "the model: the network has 0 units"},
	} {
		v := verdict(t, c.proof, c.opts)
		if v.Proved != (c.want == "") || !strings.Contains(v.Reason, c.want) {
			t.Errorf("%s: %v", c.name, v)
		}
	}
}

// FuzzCheck changes the certificate at will: the checker neither panics nor
// accepts a claim above what a network attains.
func FuzzCheck(f *testing.F) {
	f.Add(lineHead()+lineTree+lineTrailer, false)
	f.Add(lineHead()+lineTree+lineTrailer, true)
	f.Fuzz(func(t *testing.T, proof string, exact bool) {
		v, err := check.Check(text(proof), text(lineData), check.Options{Exact: exact, Threads: 1})
		// The line through all points has SSE 3.5.
		if err == nil && v.Proved && v.Output == "affine" && (v.Lower > "4" && !strings.Contains(v.Lower, "e-")) {
			t.Errorf("%s", v)
		}
	})
}
