package check_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"relucert/proof/certificate"
	"relucert/proof/check"
)

// partOf is a certificate on the line of the nodes, given its splits.
func partOf(splits string, nodes ...string) string {
	trailer := lineTrailer
	for _, n := range nodes {
		trailer = strings.Replace(trailer, "claim", "part "+n+"\nclaim", 1)
	}
	return lineHead() + splits + trailer
}

func coverage(t *testing.T, files ...string) *check.Coverage {
	t.Helper()
	c := new(check.Cover)
	for i, f := range files {
		file := text(f)
		file.Name = fmt.Sprint("part ", i)
		if err := c.Add(file); err != nil {
			t.Fatal(err)
		}
	}
	return c.Verdict()
}

// TestCover: the names of the missing nodes are their paths, which are the same in
// every file although splits have other numbers.
func TestCover(t *testing.T) {
	const faces, half = "s 0/0 0 f\n", "s 0/0 0 f\ns 1/0,1 0 x 1 -1p-1\n"
	const other, dropped = "s 0/0 0 f\ns 1/1,1 0 x 0 0\ns 1/0,1 0 x 1 1p-1\n", "s 0/0 0 f\ns 1/0,1 0 x 1 1p-1 drop 0\n"
	const pair = "s 0/0 0 f\ns 1/0,0 1 y 0\n"
	anySigns := func(file string) string { return strings.Replace(file, "signs ++", "signs any", 1) }
	for _, c := range []struct {
		name, want string // "": covered
		files      []string
	}{
		{"nothing", "there is no certificate", nil},
		{"the whole", "", []string{partOf(lineTree)}},
		{"the root", "", []string{partOf("", "0/0")}},
		{"children", "", []string{partOf(faces, "1/0,0", "1/0,1"), partOf(faces, "1/1,1")}},
		{"a child is missing", "no part has node 0/0 (0 f) 1,1", []string{partOf(faces, "1/0,0", "1/0,1")}},
		{"below a child", "", []string{partOf(half, "1/1,1", "2/0"), partOf(half, "2/1", "1/0,0")}},
		{"one is missing below", "no part has node 0/0 (0 f) 0,1 (0 x 1 -0.5) 1", []string{partOf(half, "1/1,1", "2/0", "1/0,0")}},
		{"other numbers", "", []string{partOf(faces, "1/0,0", "1/1,1"), partOf(other, "3/0", "3/1")}},
		{"halves of two splits", "no part has node 0/0 (0 f) 0,1 (0 x 1 -0.5) 1", []string{partOf(half, "1/0,0", "1/1,1", "2/0"), partOf(other, "3/1")}},
		{"a second split is whole", "", []string{partOf(half, "1/0,0", "1/1,1", "2/0"), partOf(other, "3/1"), partOf(other, "3/0")}},
		{"dropped", "", []string{partOf(dropped, "1/0,0", "1/1,1", "2/1")}},
		{"dropped elsewhere", "no part has node 0/0 (0 f) 0,1 (0 x 1 0.5) 0", []string{partOf(other, "1/0,0", "1/1,1", "3/1"), partOf(dropped, "1/0,0")}},
		{"a pair by a sample", "no part has node 0/0 (0 f) 0,0 (1 y 0) 0,1", []string{partOf(pair, "1/0,1", "1/1,1", "2/0,0", "2/1,1")}},
		{"a pair is whole", "", []string{partOf(pair, "1/0,1", "1/1,1", "2/0,0", "2/1,1"), partOf(pair, "2/0,1")}},
		{"overlap", "", []string{partOf(half, "2/0"), partOf(faces, "1/0,0", "1/0,1"), partOf("", "0/0")}},
		{"roots", "no part has node 0/1", []string{anySigns(partOf("", "0/2", "0/0"))}},
		{"all roots", "", []string{anySigns(partOf("", "0/2", "0/0")), anySigns(partOf("", "0/1"))}},

		{"no trailer", "part 1: no trailer", []string{partOf("", "0/0"), lineHead() + faces}},
		{"a part twice", "part 0: line 21: part 0/0 stands twice", []string{partOf("", "0/0", "0/0")}},
		{"a part within", "part 0: line 22: part 1/0,0 lies within another part", []string{partOf(faces, "0/0", "1/0,0")}},
		{"a part that there is not", "part 0: line 20: there is no root 0/1", []string{partOf("", "0/1")}},
		{"a part of no split", "part 0: line 20: node 4/0 is of a split that has not been made yet", []string{partOf("", "4/0")}},
		{"a split of no node", "part 0: line 17: node 4/0 is of a split that has not been made yet", []string{partOf("s 4/0 0 f\n", "0/0")}},
		{"a split of the dropped", "part 0: line 19: node 2/0 does not exist: part 0 was dropped", []string{partOf(dropped+"s 2/0 0 x 1 0\n", "1/1,1")}},
		{"a split outside", "part 0: line 18: the split at 2 is not inside [-1, 1]", []string{partOf(faces+"s 1/0,1 0 x 1 1p1\n", "1/1,1")}},
		{"another loss", "part 1: the certificate is for another class than part 0", []string{withLoss(partOf("", "0/0"), "loss quantile 1p-1"), withLoss(partOf("", "0/0"), "loss quantile 3p-2")}},
		{"another penalty", "part 1: the certificate is for another class than part 0", []string{withLoss(partOf("", "0/0"), "ridge 1p-1"), withLoss(partOf("", "0/0"), "ridge 10000000000001p-53")}},
		{"the same loss", "", []string{withLoss(partOf("", "0/0"), "loss absolute"), withLoss(partOf("", "0/0"), "loss absolute")}},
		{"another class", "part 1: the certificate is for another class than part 0", []string{partOf("", "0/0"), anySigns(partOf("", "0/0"))}},
	} {
		v := coverage(t, c.files...)
		if v.Covered != (c.want == "") || !strings.HasPrefix(v.Reason, c.want) {
			t.Errorf("%s: %v, want %q", c.name, v, c.want)
		}
	}
}

// withLoss makes a proof of the SSE one of another objective.
func withLoss(proof, lines string) string {
	proof = regexp.MustCompile(`^relucert-certificate .`).ReplaceAllString(proof, "relucert-certificate 6")
	return strings.Replace(proof, "\nweight-limit", "\n"+lines+"\nweight-limit", 1)
}

// TestCoverVerdict: it names the files by their bytes, and claims the least of
// their bounds.
func TestCoverVerdict(t *testing.T) {
	a, b := partOf("s 0/0 0 f\n", "1/0,0", "1/0,1"), partOf("s 0/0 0 f\n", "1/1,1")
	b = strings.Replace(b, "claim 0 1p10", "claim 3p0 1p9", 1)
	a = strings.Replace(a, "claim 0 1p10", "claim 1p0 1p10", 1)
	v := coverage(t, a, b)
	want := "COVERED  by 2 certificates: 1.00000000000e+00 <= min SSE <= 5.12000000000e+02 for 2 units, signs ++, bias, affine output, weight limit 4, y on x, data sha256:" +
		fmt.Sprintf("%x, if relucheck --part proves each of\n%x  part 0\n%x  part 1", sha256.Sum256([]byte(lineData)), sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b)))
	if v.String() != want {
		t.Errorf("%s\nwant %s", v, want)
	}
	if v.LowerHex != "0x1p+00" || v.UpperHex != "0x1p+09" || len(v.Certificates) != 2 || v.Certificates[0].Nodes[1] != "1/0,1" {
		t.Errorf("%+v", v)
	}
}

func TestCoverUnreadable(t *testing.T) {
	var bad *certificate.Error
	if err := new(check.Cover).Add(text("hello\n")); !errors.As(err, &bad) {
		t.Error(err)
	}
	missing := errors.New("missing")
	if err := new(check.Cover).Add(check.Source{Open: func() (io.ReadCloser, error) { return nil, missing }}); err != missing {
		t.Error(err)
	}
}

// TestPartVerdict: the line says that it is not for the whole, and of which bytes.
func TestPartVerdict(t *testing.T) {
	proof := lineHead() + lineTree + strings.Replace(lineTrailer, "claim", "part 6/1\npart 1/0,0\nclaim", 1)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, proof)
	z.Close()
	for _, file := range []string{proof, packed.String()} {
		v := verdict(t, file, check.Options{Part: true})
		want := "PROVED PART  0 <= SSE in nodes 6/1 1/0,0 only, not in the whole class; min SSE <= 1.02400000000e+03 for 2 units, signs ++, bias, affine output, weight limit 4, y on x, " +
			fmt.Sprintf("data sha256:%x, certificate sha256:%x", sha256.Sum256([]byte(lineData)), sha256.Sum256([]byte(file)))
		if v.String() != want || v.Gap != "" || len(v.Parts) != 2 {
			t.Errorf("%s\nwant %s", v, want)
		}
	}
	if v := verdict(t, proof, check.Options{}); v.Proved || v.Lower != "" || v.Line != 28 || !strings.HasPrefix(v.String(), "NOT PROVED  line 28: a certificate of nodes 6/1 1/0,0 only") {
		t.Error(v)
	}
	if v := verdict(t, lineHead()+lineTree+lineTrailer, check.Options{Part: true}); !v.Proved || v.Parts != nil || !strings.HasPrefix(v.String(), "PROVED  ") {
		t.Errorf("the whole: %v", v)
	}
}

// TestChangedRecords exchanges the records of a certificate, not its header,
// between its two readings.
func TestChangedRecords(t *testing.T) {
	readings := []string{lineHead() + lineTree + lineTrailer, lineHead() + "s 0/0 1 f\n" + lineTrailer}
	proof := check.Source{Name: "text", Open: func() (io.ReadCloser, error) {
		defer func() { readings = readings[1:] }()
		return io.NopCloser(strings.NewReader(readings[0])), nil
	}}
	v, err := check.Check(proof, text(lineData), check.Options{})
	if err != nil || v.Proved || !strings.Contains(v.Reason, "changed while it was read") {
		t.Errorf("%v, %v", v, err)
	}
}
