package check

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// The files of testdata/bad were made from those of testdata/good, by the edits
// of the table: go test ./proof/check -run TestAdversary -forge. What is tested is the
// files.
var forge = flag.Bool("forge", false, "write testdata/bad anew")

// forgery is a certificate that proves nothing of what it claims.
type forgery struct {
	file, good string
	edit       edit
	verdict    string // refused or unreadable
	reason     string // part of it
	data       string // "": the good one's
	opts       func(*Options)
}

const (
	refused = "refused"
	unread  = "unreadable"
)

// goods are the good certificates: their data and options.
var goods = map[string]struct {
	data, weights string
	part          bool
}{
	"intercept": {data: "line.csv"},
	"affine":    {data: "line.csv"},
	"mixed":     {data: "line.csv"},
	"dropped":   {data: "wave.csv"},
	"twins":     {data: "plane.csv"},
	"norm":      {data: "collinear.csv"},
	"weighted":  {data: "weighted.csv", weights: "w"},
	"part":      {data: "line.csv", part: true},

	"sign-affine":   {data: "line.csv"},
	"sign-mixed":    {data: "line.csv"},
	"sign-norm":     {data: "collinear.csv"},
	"sign-single":   {data: "collinear.csv"},
	"sign-weighted": {data: "weighted.csv", weights: "w"},
	"sign-part":     {data: "line.csv", part: true},
	"points":        {data: "collinear.csv"},

	"sweep-affine":   {data: "line.csv"},
	"sweep-none":     {data: "line.csv"},
	"sweep-weighted": {data: "weighted.csv", weights: "w"},

	"hinges": {data: "hinged.csv"},

	"loss-absolute": {data: "line.csv"},
	"loss-huber":    {data: "weighted.csv", weights: "w"},
	"loss-quantile": {data: "collinear.csv"},
	"ridge":         {data: "collinear.csv"},

	"kinks":        {data: "bend.csv"},
	"kinks-sweeps": {data: "bend.csv"},
	"kinks-spans":  {data: "bend.csv"},
	"kinks-sifted": {data: "sifted.csv"},
	"kinks-lone":   {data: "lone.csv"},
	"kinks-signs":  {data: "bend.csv"},
	"kinks-parted": {data: "bend.csv"},
	"kinks-known":  {data: "bend.csv"},
	"kinks-part":   {data: "bend.csv", part: true},

	"jumps":       {data: "bend.csv"},
	"jumps-spans": {data: "bend.csv"},
	"jumps-held":  {data: "bend.csv"},
}

// edit changes a certificate's text. It panics if there is nothing to change.
type edit func(text string) string

func swap(old, new string) edit {
	return func(text string) string {
		if !strings.Contains(text, old) {
			panic("no " + old)
		}
		return strings.Replace(text, old, new, 1)
	}
}

// line replaces the first line that begins so.
func replace(start, by string) edit {
	return func(text string) string {
		found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(start) + `.*\n`).FindStringIndex(text)
		if found == nil {
			panic("no line " + start)
		}
		return text[:found[0]] + by + text[found[1]:]
	}
}

// without leaves out the first line of each start.
func without(starts ...string) edit {
	var all []edit
	for _, start := range starts {
		all = append(all, replace(start, ""))
	}
	return chain(all...)
}

// insert puts lines before the first line that begins so.
func insert(start, lines string) edit { return swap("\n"+start, "\n"+lines+start) }

// end adds to the first line that begins so.
func tail(start, more string) edit {
	return func(text string) string {
		at := strings.Index(text, "\n"+start) + 1
		stop := at + strings.IndexByte(text[at:], '\n')
		return text[:stop] + more + text[stop:]
	}
}

// inLine edits the first line that begins so.
func inLine(start string, e edit) edit {
	return func(text string) string {
		at := strings.Index(text, "\n"+start) + 1
		if at == 0 {
			panic("no line " + start)
		}
		stop := at + strings.IndexByte(text[at:], '\n')
		return text[:at] + e(text[at:stop]) + text[stop:]
	}
}

// substitute replaces the first match of a pattern.
func substitute(pattern, by string) edit {
	exp := regexp.MustCompile(pattern)
	return func(text string) string {
		found := exp.FindStringSubmatchIndex(text)
		if found == nil {
			panic("no " + pattern)
		}
		return text[:found[0]] + string(exp.ExpandString(nil, by, text, found)) + text[found[1]:]
	}
}

// cutBehind keeps what stands up to a text, that included.
func cutBehind(last string) edit {
	return func(text string) string {
		before, _, found := strings.Cut(text, last)
		if !found {
			panic("no " + last)
		}
		return before + last
	}
}

func chain(all ...edit) edit {
	return func(text string) string {
		for _, e := range all {
			text = e(text)
		}
		return text
	}
}

func instead(text string) edit { return func(string) string { return text } }

// written is v as the format has it.
func written(v float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'b', -1, 64), "p")
	m, _ := strconv.ParseUint(mantissa, 10, 64)
	e, _ := strconv.Atoi(exponent)
	zeros := bits.TrailingZeros64(m)
	return fmt.Sprintf("%xp%d", m>>zeros, e+zeros)
}

// overclaim claims the next double above what the records prove.
func overclaim(text string) string {
	var trailer *certificate.Trailer
	r, _ := certificate.NewReader(strings.NewReader(text))
	for trailer == nil {
		record, _ := r.Next()
		trailer, _ = record.(*certificate.Trailer)
	}
	records, _, _ := strings.Cut(text, "\nu ")
	v, err := Check(inMemory(records+"\n"), goodFile("line.csv"), Options{Exact: true})
	if err != nil {
		panic(err)
	}
	proved, _ := strconv.ParseFloat(v.LowerHex, 64)
	above := math.Nextafter(proved, math.Inf(1))
	return replace("claim ", "claim "+written(above)+" "+written(trailer.Upper)+"\n")(text)
}

// overclaimPart does the same with a certificate of parts.
func overclaimPart(text string) string {
	claim := regexp.MustCompile(`(?m)^claim \S+ (\S+)$`)
	v, err := Check(inMemory(claim.ReplaceAllString(text, "claim $1 $1")), goodFile("line.csv"), Options{Exact: true, Part: true})
	if err != nil {
		panic(err)
	}
	return claim.ReplaceAllString(text, "claim "+written(math.Nextafter(fromHex(v.LowerHex), math.Inf(1)))+" $1")
}

// underclaim claims the double below the network's exact SSE.
func underclaim(text string) string {
	claim := regexp.MustCompile(`(?m)^claim (\S+) (\S+)$`)
	r, _ := certificate.NewReader(strings.NewReader(text))
	for {
		record, _ := r.Next()
		t, ok := record.(*certificate.Trailer)
		if !ok {
			continue
		}
		for upper := t.Upper; ; {
			upper = math.Nextafter(upper, 0)
			next := claim.ReplaceAllString(text, "claim $1 "+written(upper))
			v, err := Check(inMemory(next), goodFile("line.csv"), Options{})
			if err != nil || strings.Contains(v.Reason, "its SSE is") {
				return next
			}
		}
	}
}

// scaled multiplies T.
func scaledTransform(factor float64) edit {
	return func(text string) string {
		r, _ := certificate.NewReader(strings.NewReader(text))
		for _, row := range r.Header().Transform {
			for d := range row {
				row[d] *= factor
			}
		}
		var header bytes.Buffer
		certificate.NewWriter(&header, r.Header()).Flush()
		return header.String() + text[strings.Index(text, "s 0/0"):]
	}
}

func packed(text string) string {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// bare keeps the header only.
func bare(text string) string { return text[:strings.Index(text, "s 0/0")] }

// cutAt keeps the first share of the text.
func cutAt(share float64) edit {
	return func(text string) string { return text[:int(share*float64(len(text)))] }
}

// crowd is a header for 64 units and the split of all into faces.
func crowd(text string) string {
	text = chain(swap("units 2", "units 64"), swap("signs ++", "signs "+strings.Repeat("+", 64)))(text)
	text, _, _ = strings.Cut(text, "s 0/0")
	text += "s 0/0 0 f\n"
	for range 64 {
		text += "u + 0 0\n"
	}
	return text + "o\nclaim 1p-10 1p10\nend\n"
}

// cutsGalore cuts one region by every sample, and then again.
func cutsGalore(text string) string {
	cuts := "s 1/0 0 y 0\n"
	for i, row := range []int{1, 2, 4, 5, 6, 0} {
		cuts += fmt.Sprintf("s %d/0 0 y %d\n", i+2, row)
	}
	head, _, _ := strings.Cut(text, "s 0/1")
	_, tail, _ := strings.Cut(text, "\nu ")
	return head + cuts + "u " + tail
}

// repeatedCenters names one row very often.
func repeatedCenters(text string) string {
	return tail("b 1/0", " k"+strings.Repeat(" 0:0:0", 20000))(text)
}

// allSizes makes the multipliers m and ν as large, and as fine, as can be in turn.
func allSizes(text string) string {
	large := false
	return regexp.MustCompile(`( \d+:)-?[0-9a-f]+p-?\d+`).ReplaceAllStringFunc(text, func(s string) string {
		start, _, _ := strings.Cut(s, ":")
		if large = !large; large {
			return start + ":1fffffffffffffp971"
		}
		return start + ":1p-1074"
	})
}

const aBound = "ccccccccccccdp-55 z 0 |\n"

func ask(change func(*dataset.Options)) func(*Options) {
	return func(o *Options) { change(&o.Data) }
}

// thirdPart names a part beside those of the good certificate.
func thirdPart(name string) edit { return insert("claim", "part "+name+"\n") }

func asWhole(o *Options) { o.Part = false }

func withParts(o *Options) { o.Part = true }

func noLeastLimit(o *Options) { o.MinWeightLimit = new(float64) }

var forgeries = []forgery{
	// The tree.
	// Bounds of t, and dual records by a point.
	{file: "offset-lowered", good: "points", edit: swap("s 0/0 0 y 3 at 6d9f7p-19", "s 0/0 0 y 3 at 2d9f7p-19"), verdict: refused, reason: "the bound proves"},
	{file: "offset-raised", good: "points", edit: swap("s 1/0 0 y 0 at -b3775p-19", "s 1/0 0 y 0 at -93775p-19"), verdict: refused, reason: "the bound proves"},
	{file: "offset-outside", good: "points", edit: swap("s 3/0 0 y 2 at baacbp-19", "s 3/0 0 y 2 at 7dd7fp-18"), verdict: refused, reason: "already cut at row 2"},
	{file: "offset-twice", good: "points", edit: swap("s 3/0 0 y 2 at baacbp-19", "s 3/0 0 y 2 at 5dd7fp-18"), verdict: refused, reason: "already cut at row 2"},
	{file: "offset-of-a-face", good: "intercept", edit: chain(swap("relucert-certificate 1", "relucert-certificate 2"), swap("\ns 0/0 0 f\n", "\ns 0/0 0 f\ns 1/0 0 y 0 at 1p0\n")), verdict: refused, reason: "not whole"},
	{file: "offset-not-a-number", good: "points", edit: swap("at 6d9f7p-19", "at six"), verdict: unread, reason: "is not a number"},
	{file: "lemma-sides-exchanged", good: "points", edit: swap("d 1/1 affb", "d 1/0 affb"), verdict: refused, reason: "left open"},
	{file: "lemma-unproved", good: "points", edit: without("d 1/1"), verdict: refused, reason: "left open"},
	{file: "point-moved", good: "points", edit: swap("at 300749da27p-38 aee012071p-36", "at 310749da27p-38 aee012071p-36"), verdict: refused, reason: "the bound proves"},
	{file: "point-short", good: "points", edit: swap("at 300749da27p-38 aee012071p-36 w", "at 300749da27p-38 w"), verdict: unread, reason: "is not a number"},
	{file: "point-with-multipliers", good: "points", edit: swap("at 300749da27p-38 aee012071p-36 w", "at 300749da27p-38 aee012071p-36 0:1p0 w"), verdict: unread, reason: "unexpected"},
	{file: "point-wall-raised", good: "points", edit: swap("w 0:0:b1cecbp-22", "w 0:0:b1cecbp-20"), verdict: refused, reason: "the bound proves"},
	{file: "point-wall-lacking", good: "points", edit: swap(" w 0:0:b1cecbp-22", ""), verdict: refused, reason: "the bound proves"},
	{file: "point-of-two-units", good: "sign-norm", edit: chain(swap("relucert-certificate 1", "relucert-certificate 2"), swap("d 0/0 ", "d 0/0 0 at 1p0 ")), verdict: unread, reason: "one bounded unit"},
	{file: "point-of-version-1", good: "points", edit: swap("relucert-certificate 2", "relucert-certificate 1"), verdict: unread, reason: "is not of version 1"},

	{file: "leaf-dropped", good: "intercept", edit: without("b 3/0"), verdict: refused, reason: "left open"},
	{file: "child-dropped", good: "affine", edit: without("s 3/0", "b 4/0", "b 4/1"), verdict: refused, reason: "left open"},
	{file: "children-unnamed", good: "affine", edit: without("b 4/0", "b 4/1"), verdict: refused, reason: "left open"},
	{file: "leaf-inherits-too-little", good: "dropped", edit: without("b 36/0"), verdict: refused, reason: "the bound proves"},
	{file: "face-missing", good: "intercept", edit: without("b 1/1"), verdict: refused, reason: "left open"},
	{file: "faces-negative-missing", good: "norm", edit: without("b 1/1", "b 1/3", "s 1/3", "b 3/0", "s 3/0", "b 4/0", "b 4/1", "b 3/1"), verdict: refused, reason: "left open"},
	{file: "face-beyond", good: "intercept", edit: swap("b 1/3", "b 1/4"), verdict: refused, reason: "split 1 has 4 parts"},
	{file: "face-negative-of-affine", good: "affine", edit: swap("b 1/0", "b 1/2"), verdict: refused, reason: "split 1 has 2 parts"},
	{file: "face-dropped", good: "intercept", edit: swap("s 0/0 0 f", "s 0/0 0 f drop 1"), verdict: unread, reason: "unexpected"},
	{file: "face-twice", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 0 f"), verdict: refused, reason: "has a face already"},
	{file: "split-outside", good: "mixed", edit: swap("s 4/0 0 x 0 1p-3", "s 4/0 0 x 0 3p0"), verdict: refused, reason: "is not inside"},
	{file: "split-at-end", good: "mixed", edit: swap("s 4/0 0 x 0 1p-3", "s 4/0 0 x 0 1p0"), verdict: refused, reason: "is not inside"},
	{file: "split-missing-coordinate", good: "mixed", edit: swap("s 4/0 0 x 0 1p-3", "s 4/0 0 x 2 1p-3"), verdict: unread, reason: "out of range"},
	{file: "split-own-face", good: "mixed", edit: swap("s 4/0 0 x 0 1p-3", "s 4/0 0 x 1 1p-3"), verdict: refused, reason: "is unit 0's face"},
	{file: "split-whole", good: "mixed", edit: swap("s 1/0 1 f", "s 1/0 1 x 0 1p-1"), verdict: refused, reason: "is whole: it must be split into faces"},
	{file: "split-missing-unit", good: "mixed", edit: swap("s 1/0 1 f", "s 1/0 2 f"), verdict: unread, reason: "out of range"},
	{file: "split-elsewhere", good: "affine", edit: swap("s 1/1 0 y 1", "s 1/1 0 y 4"), verdict: refused, reason: "the bound proves"},
	{file: "split-not-made", good: "intercept", edit: swap("s 1/0 0 y 0", "s 9/0 0 y 0"), verdict: refused, reason: "has not been made yet"},
	{file: "split-before-its-node", good: "intercept", edit: chain(without("s 1/0 0 y 0"), insert("s 0/0", "s 1/0 0 y 0\n")), verdict: refused, reason: "has not been made yet"},
	{file: "split-twice", good: "intercept", edit: insert("b 1/1", "s 1/0 0 y 1\n"), verdict: refused, reason: "is split already"},
	{file: "split-twice-at-the-end", good: "intercept", edit: insert("u ", "s 5/0 0 y 2\ns 5/0 0 y 4\n"), verdict: refused, reason: "is split already"},
	{file: "bound-after-split", good: "intercept", edit: insert("b 1/1", "b 1/0 0 "+aBound), verdict: refused, reason: "is split or has a bound already"},
	{file: "bound-twice", good: "intercept", edit: insert("s 1/2", "b 1/1 0 "+aBound), verdict: refused, reason: "is split or has a bound already"},
	{file: "bound-of-unmade", good: "intercept", edit: swap("b 1/1", "b 7/1"), verdict: refused, reason: "has not been made yet"},
	{file: "bound-of-closed", good: "dropped", edit: insert("u ", "b 39/0 0 1p0 z 0 0 | |\n"), verdict: refused, reason: "is closed"},
	{file: "bound-whole", good: "mixed", edit: insert("s 1/0", "b 1/0 0 1p0 z | |\n"), verdict: refused, reason: "unit 1 of node 1/0 is whole"},
	{file: "bound-root", good: "intercept", edit: insert("s 0/0", "b 0/0 0 "+aBound), verdict: refused, reason: "unit 0 of node 0/0 is whole"},
	{file: "root-missing", good: "intercept", edit: without("b 2/0", "b 2/1", "b 2/2", "b 2/3"), verdict: refused, reason: "left open"},
	{file: "root-unnamed", good: "intercept", edit: chain(without("s 0/1 0 f", "b 2/0", "b 2/1", "b 2/2", "b 2/3"), renumber), verdict: refused, reason: "left open"},
	{file: "root-beyond", good: "intercept", edit: swap("s 0/1 0 f", "s 0/2 0 f"), verdict: refused, reason: "there is no root 0/2"},
	{file: "root-of-given-signs", good: "mixed", edit: swap("s 0/0 0 f", "s 0/1 0 f"), verdict: refused, reason: "there is no root 0/1"},
	{file: "group-of-other-regions", good: "twins", edit: swap("b 2/0", "b 2/0,0"), verdict: refused, reason: "split 2 divides 1 units"},
	{file: "group-of-other-signs", good: "mixed", edit: swap("s 1/0", "s 1/0,0"), verdict: refused, reason: "split 1 divides 1 units"},
	{file: "group-of-one", good: "twins", edit: swap("b 1/0,2", "b 1/0"), verdict: refused, reason: "split 1 divides 2 units"},
	{file: "group-of-three", good: "twins", edit: swap("b 1/0,2", "b 1/0,2,2"), verdict: unread, reason: "more parts than there are units"},
	{file: "group-decreasing", good: "twins", edit: swap("b 1/0,2", "b 1/2,0"), verdict: refused, reason: "its parts decrease"},
	{file: "part-missing", good: "twins", edit: swap("b 1/0,2", "b 1/0,"), verdict: unread, reason: "is not an integer"},
	{file: "name-without-parts", good: "intercept", edit: swap("b 1/1", "b 1"), verdict: unread, reason: "is not an integer"},
	{file: "cut-twice", good: "intercept", edit: swap("s 4/0 0 y 5", "s 4/0 0 y 0"), verdict: refused, reason: "the bound proves"},
	{file: "cut-again", good: "norm", edit: swap("s 3/0 0 y 2", "s 3/0 0 y 3"), verdict: refused, reason: "is already cut at row 3"},
	{file: "cut-no-sample", good: "affine", edit: swap("s 1/1 0 y 1", "s 1/1 0 y 3"), verdict: refused, reason: "row 3 does not begin a sample"},
	{file: "cut-no-row", good: "affine", edit: swap("s 1/1 0 y 1", "s 1/1 0 y 7"), verdict: refused, reason: "there is no row 7"},
	{file: "cuts-galore", good: "intercept", edit: cutsGalore, verdict: refused, reason: "is already cut at row 0"},

	// Dominance.
	{file: "drop-undecided", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 0 y 0 drop 1"), verdict: refused, reason: "cannot be dropped"},
	{file: "drop-other", good: "dropped", edit: swap("s 11/1 0 x 1 1p-3 drop 0", "s 11/1 0 x 1 1p-3 drop 1"), verdict: refused, reason: "cannot be dropped"},
	{file: "drop-too-much", good: "dropped", edit: swap("s 11/1 0 x 1 1p-3 drop 0", "s 11/1 0 x 1 3p-2 drop 0"), verdict: refused, reason: "cannot be dropped"},
	{file: "drop-active", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 0 x 1 -1p-1\ns 3/1 0 x 1 1p-1 drop 0"), verdict: refused, reason: "cannot be dropped"},
	{file: "drop-both", good: "dropped", edit: swap("1p-3 drop 0", "1p-3 drop 0 drop 1"), verdict: unread, reason: "unexpected"},
	{file: "drop-third", good: "dropped", edit: swap("1p-3 drop 0", "1p-3 drop 2"), verdict: unread, reason: "out of range"},
	{file: "drop-and-name", good: "dropped", edit: swap("s 17/0", "s 16/0"), verdict: refused, reason: ""},

	// Points.
	{file: "mu-zero", good: "intercept", edit: swap("ccccccccccccdp-55", "0"), verdict: unread, reason: "is not positive"},
	{file: "mu-negative", good: "intercept", edit: swap("ccccccccccccdp-55", "-1p0"), verdict: unread, reason: "is not positive"},
	{file: "letter", good: "intercept", edit: swap("ccccccccccccdp-55 z", "ccccccccccccdp-55 x"), verdict: unread, reason: "is neither z nor s"},
	{file: "alpha-negative", good: "intercept", edit: swap("| 0:171bdc7e4368d3p-51", "| 0:-171bdc7e4368d3p-51"), verdict: unread, reason: "is negative"},
	{file: "vertex-twice", good: "intercept", edit: swap("| 0:171bdc7e4368d3p-51 1:", "| 1:171bdc7e4368d3p-51 1:"), verdict: refused, reason: "a vertex of unit 0 stands twice"},
	{file: "vertex-beyond", good: "intercept", edit: swap("| 0:171bdc7e4368d3p-51", "| 2:171bdc7e4368d3p-51"), verdict: unread, reason: "out of range"},
	{file: "points-lacking", good: "mixed", edit: replace("b 6/0", "b 6/0 0 1p0 z |\n"), verdict: unread, reason: "lacks a unit's point"},
	{file: "points-too-many", good: "intercept", edit: swap(aBound, "ccccccccccccdp-55 z 0 | |\n"), verdict: unread, reason: "unexpected"},
	{file: "theta-above-one", good: "intercept", edit: swap("k 5:0:dce7e0de44d47p-55", "k 5:0:3p-1"), verdict: unread, reason: "is not in [0, 1]"},
	{file: "theta-negative", good: "intercept", edit: swap("k 5:0:dce7e0de44d47p-55:1154ab3101ef3bp-54", "k 5:0:0:-1p-9"), verdict: unread, reason: "is not in [0, 1]"},
	{file: "theta-wrong", good: "affine", edit: swap("2:0:ae8ba3502d3efp-52:5745d1bb60e5p-47", "2:0:ae8ba3502d3efp-52:1p0"), verdict: refused, reason: "the bound proves"},
	{file: "centre-no-sample", good: "intercept", edit: swap("k 5:0:", "k 3:0:"), verdict: refused, reason: "row 3 does not begin a sample"},
	{file: "centre-no-row", good: "intercept", edit: swap("k 5:0:", "k 2147483646:0:"), verdict: refused, reason: "there is no row 2147483646"},
	{file: "centre-twice", good: "intercept", edit: swap("k 5:0:", "k 5:0:0 5:0:"), verdict: refused, reason: "a centre stands twice"},
	{file: "centre-very-often", good: "affine", edit: repeatedCenters, verdict: refused, reason: "a centre stands twice"},
	{file: "wall-without-cut", good: "intercept", edit: swap("w 0:0:", "w 0:2:"), verdict: refused, reason: "unit 0 has no cut 2"},
	{file: "wall-twice", good: "intercept", edit: swap("w 0:0:", "w 0:0:1p0 0:0:"), verdict: refused, reason: "a cut stands twice"},
	{file: "wall-negative", good: "intercept", edit: swap("w 0:0:10e9f2a573b945p-51", "w 0:0:-1p0"), verdict: unread, reason: "is negative"},
	{file: "slack-without-bound", good: "intercept", edit: swap("w 0:0:10e9f2a573b945p-51", "w 0:0:10e9f2a573b945p-51 g 0 0 0"), verdict: unread, reason: "g without a norm bound"},
	{file: "slack-twice", good: "norm", edit: swap("g 0 ", "g 0 1p0 1p0 g 0 "), verdict: refused, reason: "g stands twice"},
	{file: "slack-of-no-unit", good: "norm", edit: swap("g 0 ", "g 1 "), verdict: unread, reason: "out of range"},
	{file: "slack-generous", good: "norm", edit: swap("g 0 9d471e8b62053p-53", "g 0 1p20"), verdict: refused, reason: "the bound proves"},
	{file: "units-exchanged", good: "mixed", edit: swap("signs +-", "signs -+"), verdict: refused, reason: "the bound proves"},
	{file: "c-lacking", good: "intercept", edit: swap(aBound, "ccccccccccccdp-55 z |\n"), verdict: unread, reason: "is not a number"},
	{file: "bound-of-the-wrong-node", good: "affine", edit: chain(swap("b 4/1", "b X"), swap("b 4/0", "b 4/1"), swap("b X", "b 4/0")), verdict: refused, reason: "the bound proves"},

	// The claim and its network.
	{file: "overclaimed", good: "affine", edit: overclaim, verdict: refused, reason: "the bound proves"},
	{file: "underclaimed", good: "affine", edit: underclaim, verdict: refused, reason: "its SSE is"},
	{file: "claim-reversed", good: "intercept", edit: replace("claim", "claim 3p10 1p10\n"), verdict: refused, reason: "the wrong way round"},
	{file: "claim-of-nothing", good: "intercept", edit: replace("claim", "claim\n"), verdict: unread, reason: "is not a number"},
	{file: "network-beyond-limit", good: "intercept", edit: chain(replace("u ", "u + 1p20 1p-20\n"), replace("claim", "claim 1p0 1p60\n")), verdict: refused, reason: "beyond the weight limit"},
	{file: "network-beyond-norm", good: "norm", edit: chain(replace("u ", "u + 1p-1 1p-1 0\n"), replace("claim", "claim 1p-10 1p10\n")), verdict: refused, reason: "beyond the norm bound"},
	{file: "network-of-other-signs", good: "mixed", edit: swap("\nu - ", "\nu + "), verdict: refused, reason: "units of sign +"},
	{file: "network-too-small", good: "mixed", edit: without("u -"), verdict: unread, reason: "where the trailer needs \"u\""},
	{file: "network-too-large", good: "mixed", edit: insert("u -", "u + 0 0\n"), verdict: unread, reason: "where the trailer needs \"o\""},
	{file: "network-of-other-width", good: "intercept", edit: replace("u ", "u + 1p0 1p0 1p0\n"), verdict: unread, reason: "unexpected text"},
	{file: "network-sign-lacking", good: "intercept", edit: replace("u ", "u 0 1p0 1p0\n"), verdict: unread, reason: "is no sign"},
	{file: "trailer-lacking", good: "intercept", edit: without("u ", "o ", "claim", "end"), verdict: refused, reason: "no trailer"},
	{file: "trailer-cut", good: "intercept", edit: without("end"), verdict: refused, reason: "no trailer"},
	{file: "trailer-cut-in-line", good: "intercept", edit: cutAt(0.98), verdict: refused, reason: "no trailer"},
	{file: "trailer-without-newline", good: "intercept", edit: swap("\nend\n", "\nend"), verdict: refused, reason: "no trailer"},
	{file: "trailer-first", good: "intercept", edit: insert("s 0/0", "u + 0 0\no 0\nclaim 0 1p10\nend\n"), verdict: unread, reason: "text after the trailer"},
	{file: "trailer-and-text", good: "intercept", edit: swap("\nend\n", "\nend\n\n"), verdict: unread, reason: "text after the trailer"},
	{file: "trailer-and-half-a-line", good: "intercept", edit: swap("\nend\n", "\nend\nx"), verdict: unread, reason: "text after the trailer"},
	{file: "cut-anywhere", good: "mixed", edit: cutAt(0.5), verdict: refused, reason: "no trailer"},

	// Parts.
	{file: "part-for-the-whole", good: "part", edit: chain(), verdict: refused, reason: "a certificate of nodes 1/2 3/1 only: check it with --part", opts: asWhole},
	{file: "part-of-all-for-the-whole", good: "intercept", edit: insert("claim", "part 0/0\npart 0/1\n"), verdict: refused, reason: "a certificate of nodes 0/0 0/1 only", opts: asWhole},
	{file: "part-open", good: "part", edit: without("b 5/0"), verdict: refused, reason: "the bound proves"},
	{file: "part-open-at-its-node", good: "part", edit: without("b 3/1"), verdict: refused, reason: "left open"},
	{file: "part-of-another", good: "part", edit: swap("part 3/1", "part 3/0"), verdict: refused, reason: "left open"},
	{file: "part-without-records", good: "part", edit: thirdPart("2/3"), verdict: refused, reason: "left open"},
	{file: "part-whole-root", good: "part", edit: chain(without("part 1/2", "part 3/1"), thirdPart("0/0")), verdict: refused, reason: "left open"},
	{file: "part-weak", good: "part", edit: replace("b 3/1", "b 3/1 0 1p0 z 0 |\n"), verdict: refused, reason: "the bound proves"},
	{file: "part-overclaimed", good: "part", edit: overclaimPart, verdict: refused, reason: "the bound proves"},
	{file: "part-above-the-network", good: "part", edit: replace("claim", "claim 3p10 1p10\n"), verdict: refused, reason: "the wrong way round"},
	{file: "part-twice", good: "part", edit: thirdPart("3/1"), verdict: refused, reason: "part 3/1 stands twice"},
	{file: "part-within", good: "part", edit: thirdPart("5/0"), verdict: refused, reason: "part 5/0 lies within another part"},
	{file: "part-within-unnamed", good: "part", edit: chain(without("b 5/0"), thirdPart("5/0")), verdict: refused, reason: "part 5/0 lies within another part"},
	{file: "part-around", good: "part", edit: chain(without("part 1/2"), thirdPart("0/0")), verdict: refused, reason: "part 3/1 lies within another part"},
	{file: "part-of-no-split", good: "part", edit: thirdPart("9/0"), verdict: refused, reason: "has not been made yet"},
	{file: "part-of-no-root", good: "part", edit: thirdPart("0/2"), verdict: refused, reason: "node 0/2 is closed"},
	{file: "part-beyond", good: "part", edit: thirdPart("3/2"), verdict: refused, reason: "split 3 has 2 parts"},
	{file: "part-dropped", good: "dropped", edit: thirdPart("16/0"), verdict: refused, reason: "node 16/0 is closed", opts: withParts},
	{file: "part-of-a-pair", good: "part", edit: thirdPart("3/0,0"), verdict: unread, reason: "more parts than there are units"},
	{file: "part-without-name", good: "part", edit: insert("claim", "part\n"), verdict: unread, reason: "is not an integer"},
	{file: "part-two-names", good: "part", edit: swap("part 3/1", "part 3/1 3/0"), verdict: unread, reason: "unexpected text"},
	{file: "part-after-the-claim", good: "part", edit: insert("end", "part 3/0\n"), verdict: unread, reason: "where the trailer needs \"end\""},
	{file: "part-before-the-output", good: "part", edit: insert("o ", "part 3/0\n"), verdict: unread, reason: "where the trailer needs \"o\""},
	{file: "part-among-the-records", good: "part", edit: insert("b 4/1", "part 3/0\n"), verdict: unread, reason: "unknown record"},
	{file: "part-cut", good: "part", edit: without("claim", "end"), verdict: refused, reason: "no trailer"},
	{file: "packed-many-parts", good: "part", edit: chain(insert("claim", strings.Repeat("part 3/0\n", 1<<20)), packed), verdict: refused, reason: "part 3/0 stands twice"},

	// Dual records.
	{file: "dual-overclaimed", good: "sign-affine", edit: overclaim, verdict: refused, reason: "the bound proves"},
	{file: "dual-theta-above-one", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:0:3p-1"), verdict: unread, reason: "\"3p-1\" is not in [0, 1]"},
	{file: "dual-theta-negative", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:0:-1p-9"), verdict: unread, reason: "is not in [0, 1]"},
	{file: "dual-theta-other", good: "sign-affine", edit: inLine("d 8/1", swap("2:0:1p0", "2:0:0")), verdict: refused, reason: "the bound proves"},
	{file: "dual-theta-left-out", good: "sign-affine", edit: inLine("d 8/1", swap("2:0:1p0 ", "")), verdict: refused, reason: "the bound proves"},
	{file: "dual-theta-twice", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:0:1p0 0:0:1p0"), verdict: refused, reason: "a slope stands twice for a row and unit"},
	{file: "dual-theta-no-sample", good: "sign-affine", edit: swap("k 0:0:1p0", "k 3:0:1p0"), verdict: refused, reason: "row 3 does not begin a sample"},
	{file: "dual-theta-no-row", good: "sign-affine", edit: swap("k 0:0:1p0", "k 7:0:1p0"), verdict: refused, reason: "there is no row 7"},
	{file: "dual-theta-no-unit", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:1:1p0"), verdict: unread, reason: "out of range"},
	{file: "dual-theta-lacking", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:0"), verdict: unread, reason: "wrong number of fields"},
	{file: "multiplier-other", good: "sign-affine", edit: inLine("d 8/0", swap(" 5:-", " 5:")), verdict: refused, reason: "the bound proves"},
	{file: "multiplier-left-out", good: "sign-affine", edit: inLine("d 8/0", substitute(` 5:\S+`, "")), verdict: refused, reason: "the bound proves"},
	{file: "multiplier-twice", good: "sign-affine", edit: inLine("d 8/0", substitute(` 5:\S+`, "$0$0")), verdict: refused, reason: "a multiplier stands twice"},
	{file: "multiplier-no-sample", good: "sign-affine", edit: inLine("d 8/0", swap(" 4:", " 3:")), verdict: refused, reason: "row 3 does not begin a sample"},
	{file: "multiplier-no-row", good: "sign-affine", edit: inLine("d 8/0", swap(" 6:", " 7:")), verdict: refused, reason: "there is no row 7"},
	{file: "multiplier-of-a-unit", good: "sign-affine", edit: inLine("d 8/0", swap(" 6:", " 6:0:")), verdict: unread, reason: "wrong number of fields"},
	{file: "multiplier-of-one-other", good: "sign-single", edit: inLine("d 4/0", swap(" 3:-1p1", " 3:-1p2")), verdict: refused, reason: "the bound proves"},
	{file: "multiplier-of-one-too-far", good: "sign-single", edit: replace("norm-bound", "norm-bound 1p0\n"), verdict: refused, reason: "the bound proves"},
	{file: "multiplier-of-one-beside-an-output", good: "sign-single", edit: chain(swap("output none", "output intercept"), replace("reference", "reference 0\n"), swap("\no\n", "\no 0\n")), verdict: refused, reason: "the bound proves"},
	{file: "multipliers-of-another", good: "sign-affine", edit: chain(swap("d 8/0", "d X"), swap("d 8/1", "d 8/0"), swap("d X", "d 8/1")), verdict: refused, reason: "the bound proves"},
	{file: "multipliers-none", good: "sign-affine", edit: replace("d 8/0", "d 8/0 0\n"), verdict: refused, reason: "the bound proves"},
	{file: "dual-eta-negative", good: "sign-affine", edit: swap("w 0:0:", "w 0:0:-"), verdict: unread, reason: "is negative"},
	{file: "dual-eta-other", good: "sign-norm", edit: inLine("d 3/0", substitute(`w 0:0:\S+`, "w 0:0:1p4")), verdict: refused, reason: "the bound proves"},
	{file: "dual-wall-without-cut", good: "sign-affine", edit: inLine("d 2/1", swap("w 0:0:", "w 0:1:")), verdict: refused, reason: "unit 0 has no cut 1"},
	{file: "dual-wall-other-cut", good: "sign-affine", edit: inLine("d 2/1", swap("w 0:0:", "w 0:2147483646:")), verdict: refused, reason: "unit 0 has no cut 2147483646"},
	{file: "dual-wall-twice", good: "sign-affine", edit: swap("w 0:0:", "w 0:0:1p-60 0:0:"), verdict: refused, reason: "a cut stands twice"},
	{file: "implied-nu-negative", good: "sign-weighted", edit: swap(" 0:15555555555555p-54", " 0:-15555555555555p-54"), verdict: unread, reason: "is negative"},
	{file: "implied-nu-other", good: "sign-weighted", edit: swap(" 0:15555555555555p-54", " 0:15555555555555p-53"), verdict: refused, reason: "the bound proves"},
	{file: "implied-the-other-way", good: "sign-weighted", edit: swap("i 0:0:-", "i 0:0:+"), verdict: refused, reason: "the bound proves"},
	{file: "implied-no-sign", good: "sign-weighted", edit: swap("i 0:0:-", "i 0:0:0"), verdict: unread, reason: "is no sign"},
	{file: "implied-sign-lacking", good: "sign-weighted", edit: swap("i 0:0:-", "i 0:0"), verdict: unread, reason: "wrong number of fields"},
	{file: "implied-by-nothing", good: "sign-weighted", edit: substitute(`(i 0:0:-) \S+ \S+`, "$1"), verdict: refused, reason: "the bound proves"},
	{file: "implied-by-less", good: "sign-weighted", edit: substitute(`(i 0:0:-) \S+`, "$1"), verdict: refused, reason: "the bound proves"},
	{file: "implied-left-out", good: "sign-weighted", edit: substitute(` i 0:0:- \S+ \S+`, ""), verdict: refused, reason: "the bound proves"},
	{file: "implied-by-no-cut", good: "sign-weighted", edit: substitute(`(i 0:0:-) 1:`, "$1 2:"), verdict: refused, reason: "unit 0 has no cut 2"},
	{file: "implied-by-another", good: "sign-weighted", edit: substitute(`(i 0:0:-) 1:(\S+) 0:`, "$1 0:$2 1:"), verdict: refused, reason: "the bound proves"},
	{file: "implied-by-one-twice", good: "sign-weighted", edit: substitute(`(i 0:0:-) 1:(\S+) 0:`, "$1 0:$2 0:"), verdict: refused, reason: "a cut stands twice"},
	{file: "implied-twice", good: "sign-weighted", edit: swap("i 0:0:-", "i 0:0:+ i 0:0:-"), verdict: refused, reason: "an implication stands twice"},
	{file: "implied-of-another-row", good: "sign-weighted", edit: swap("i 0:0:-", "i 4:0:-"), verdict: refused, reason: "the bound proves"},
	{file: "implied-of-no-sample", good: "sign-weighted", edit: swap("i 0:0:-", "i 3:0:-"), verdict: refused, reason: "row 3 does not begin a sample"},
	{file: "implied-of-no-row", good: "sign-weighted", edit: swap("i 0:0:-", "i 6:0:-"), verdict: refused, reason: "there is no row 6"},
	{file: "implied-of-no-unit", good: "sign-weighted", edit: swap("i 0:0:-", "i 0:1:-"), verdict: unread, reason: "out of range"},
	{file: "implied-of-another-unit", good: "sign-mixed", edit: substitute(`( i \d+):0:`, "$1:1:"), verdict: refused, reason: "unit 1 has no cut 1"},
	{file: "implied-by-another-units-cut", good: "sign-mixed", edit: substitute(`( i \d+:0:\S) \d:`, "$1 5:"), verdict: refused, reason: "unit 0 has no cut 5"},
	{file: "implied-behind-the-walls", good: "sign-weighted", edit: substitute(`( i 0:0:- \S+ \S+)( w .*)`, "$2$1"), verdict: unread, reason: "unexpected"},
	{file: "dual-slack-without-bound", good: "sign-affine", edit: tail("d 2/1", " g 0 0 0"), verdict: unread, reason: "g without a norm bound"},
	{file: "dual-slack-twice", good: "sign-norm", edit: swap(" g 0 ", " g 0 0 0 g 0 "), verdict: refused, reason: "g stands twice"},
	{file: "dual-slack-left-out", good: "sign-norm", edit: inLine("d 3/0", substitute(` g .*`, "")), verdict: refused, reason: "the bound proves"},
	{file: "dual-slack-generous", good: "sign-norm", edit: inLine("d 3/0", substitute(` g 0 \S+`, " g 0 1p20")), verdict: refused, reason: "the bound proves"},
	{file: "dual-slack-short", good: "sign-norm", edit: inLine("d 3/0", substitute(` g 0 \S+`, " g 0")), verdict: unread, reason: "is not a number"},
	{file: "dual-slack-long", good: "sign-norm", edit: tail("d 3/0", " 0"), verdict: unread, reason: "unexpected"},
	{file: "dual-norm-bound-larger", good: "sign-norm", edit: replace("norm-bound", "norm-bound 1p9\n"), verdict: refused, reason: "the bound proves"},
	{file: "dual-norm-bound-left-out", good: "sign-norm", edit: chain(without("norm-bound"), func(t string) string { return regexp.MustCompile(` g 0 \S+ \S+`).ReplaceAllString(t, "") }), verdict: refused, reason: "the bound proves"},
	{file: "dual-limit-huge", good: "sign-affine", edit: replace("weight-limit", "weight-limit 1p34\n"), verdict: refused, reason: "the bound proves"},
	{file: "dual-label-scale-other", good: "sign-affine", edit: replace("label-scale", "label-scale 1p0\n"), verdict: refused, reason: "the bound proves"},
	{file: "dual-weights-other", good: "sign-weighted", edit: replace("weight-scale", "weight-scale 1p1\n"), verdict: refused, reason: "the bound proves"},
	{file: "dual-signs-exchanged", good: "sign-affine", edit: chain(swap("d 3/1", "d X"), swap("d 4/0", "d 3/1"), swap("d X", "d 4/0")), verdict: refused, reason: "the bound proves"},
	{file: "dual-of-a-face", good: "sign-affine", edit: swap("s 0/0 0 y 0", "s 0/0 0 f"), verdict: refused, reason: "unit 0 of node 3/1 is not whole"},
	{file: "dual-of-one-face", good: "sign-mixed", edit: swap("s 0/1 0 y 2", "s 0/1 0 f"), verdict: refused, reason: "unit 0 of node 7/0 is not whole"},
	{file: "dual-bound-of-a-whole", good: "sign-affine", edit: replace("d 2/0", "b 2/0 0 1p0 z 0 0 |\n"), verdict: refused, reason: "unit 0 of node 2/0 is whole"},
	{file: "dual-twice", good: "sign-affine", edit: insert("d 2/0", "d 2/1 0\n"), verdict: refused, reason: "is split or has a bound already"},
	{file: "dual-after-split", good: "sign-affine", edit: insert("d 2/1", "d 0/0 0\n"), verdict: refused, reason: "node 0/0 is closed"},
	{file: "dual-of-unmade", good: "sign-affine", edit: swap("d 2/1", "d 9/1"), verdict: refused, reason: "has not been made yet"},
	{file: "dual-of-no-part", good: "sign-affine", edit: swap("d 2/1", "d 2/2"), verdict: refused, reason: "split 2 has 2 parts"},
	{file: "whole-child-lost", good: "sign-affine", edit: without("d 8/0"), verdict: refused, reason: "the bound proves"},
	{file: "whole-child-without-heritage", good: "sign-affine", edit: without("d 2/0"), verdict: refused, reason: "left open"},
	{file: "whole-part-dropped", good: "sign-affine", edit: swap("s 0/1 0 y 2", "s 0/1 0 y 2 drop 0"), verdict: refused, reason: "part 0 cannot be dropped: the unit is whole"},
	{file: "whole-part-dropped-later", good: "sign-affine", edit: swap("s 6/1 0 y 1", "s 6/1 0 y 1 drop 1"), verdict: refused, reason: "part 1 cannot be dropped: the unit is whole"},
	{file: "whole-faces-after-a-cut", good: "sign-affine", edit: swap("s 1/1 0 y 6", "s 1/1 0 f"), verdict: refused, reason: "unit 0 has cuts: it stays whole"},
	{file: "whole-box-after-a-cut", good: "sign-affine", edit: swap("s 1/1 0 y 6", "s 1/1 0 x 1 1p-1"), verdict: refused, reason: "unit 0 is whole"},
	{file: "whole-cut-again", good: "sign-affine", edit: swap("s 6/1 0 y 1", "s 6/1 0 y 5"), verdict: refused, reason: "is already cut at row 5"},
	{file: "whole-cut-elsewhere", good: "sign-affine", edit: swap("s 6/1 0 y 1", "s 6/1 0 y 4"), verdict: refused, reason: "the bound proves"},
	{file: "whole-groups-apart", good: "sign-mixed", edit: swap("d 1/0,1", "d 1/1,0"), verdict: refused, reason: "its parts decrease"},
	{file: "dual-part-for-the-whole", good: "sign-part", edit: chain(), verdict: refused, reason: "a certificate of nodes 3/1 6/1 only", opts: asWhole},
	{file: "dual-part-overclaimed", good: "sign-part", edit: overclaimPart, verdict: refused, reason: "the bound proves"},
	{file: "dual-part-open", good: "sign-part", edit: thirdPart("5/1"), verdict: refused, reason: "left open"},
	{file: "dual-part-within", good: "sign-part", edit: thirdPart("8/0"), verdict: refused, reason: "part 8/0 lies within another part"},
	{file: "dual-cut-in-multipliers", good: "sign-weighted", edit: cutBehind("\nd 3/0 2071c71748b8dp-46 0:"), verdict: refused, reason: "no trailer"},
	{file: "dual-cut-in-slopes", good: "sign-weighted", edit: cutBehind(" k 2:0:138c7749d78d09p-93"), verdict: refused, reason: "no trailer"},
	{file: "dual-cut-in-implications", good: "sign-weighted", edit: cutBehind(" i 0:0:- 1:15555"), verdict: refused, reason: "no trailer"},
	{file: "dual-cut-in-walls", good: "sign-weighted", edit: cutBehind(" w 0:0:8163a9e50c3adp-86"), verdict: refused, reason: "no trailer"},
	{file: "dual-cut-in-slacks", good: "sign-norm", edit: cutBehind(" g 0 "), verdict: refused, reason: "no trailer"},
	{file: "dual-hint-nan", good: "sign-affine", edit: substitute(`d 2/1 \S+`, "d 2/1 NaN"), verdict: unread, reason: "is not a number"},
	{file: "dual-hint-huge", good: "sign-affine", edit: chain(substitute(`d 8/0 \S+`, "d 8/0 1p1023"), overclaim), verdict: refused, reason: "the bound proves"},
	{file: "multiplier-nan", good: "sign-affine", edit: inLine("d 8/0", substitute(` 5:\S+`, " 5:NaN")), verdict: unread, reason: "is not a number"},
	{file: "multiplier-infinite", good: "sign-affine", edit: inLine("d 8/0", substitute(` 5:\S+`, " 5:-Inf")), verdict: unread, reason: "is not a number"},
	{file: "multiplier-lacking", good: "sign-affine", edit: inLine("d 8/0", substitute(` 5:\S+`, " 5:")), verdict: unread, reason: "is not a number"},
	{file: "dual-theta-nan", good: "sign-affine", edit: swap("k 0:0:1p0", "k 0:0:NaN"), verdict: unread, reason: "is not a number"},
	{file: "dual-eta-infinite", good: "sign-affine", edit: substitute(`w 0:0:\S+`, "w 0:0:Inf"), verdict: unread, reason: "is not a number"},
	{file: "implied-nu-infinite", good: "sign-weighted", edit: swap(" 0:15555555555555p-54", " 0:+Inf"), verdict: unread, reason: "is not a number"},
	{file: "dual-slack-nan", good: "sign-norm", edit: substitute(` g 0 \S+`, " g 0 NaN"), verdict: unread, reason: "is not a number"},
	{file: "dual-numbers-of-all-sizes", good: "sign-mixed", edit: allSizes, verdict: refused, reason: "the bound proves"},

	// The header.
	{file: "limit-tiny", good: "intercept", edit: replace("weight-limit", "weight-limit 1p-40\n"), verdict: refused, reason: "below the size of the labels"},
	{file: "limit-tiny-allowed", good: "intercept", edit: replace("weight-limit", "weight-limit 1p-40\n"), verdict: refused, reason: "beyond the weight limit", opts: noLeastLimit},
	{file: "limit-not-asked-for", good: "intercept", verdict: refused, edit: chain(), reason: "below the least one asked for", opts: func(o *Options) { o.MinWeightLimit = new(float64); *o.MinWeightLimit = 1e6 }},
	{file: "limit-huge", good: "intercept", edit: replace("weight-limit", "weight-limit 1p34\n"), verdict: refused, reason: "the bound proves"},
	{file: "limit-zero", good: "intercept", edit: replace("weight-limit", "weight-limit 0\n"), verdict: unread, reason: "is not positive"},
	{file: "transform-singular", good: "intercept", edit: replace("transform -44f7fp-20", "transform -44f7fp-20 0\n"), verdict: refused, reason: "zero on its diagonal"},
	{file: "transform-scaled-up", good: "intercept", edit: scaledTransform(1024), verdict: refused, reason: "does not whiten"},
	{file: "transform-scaled-down", good: "intercept", edit: scaledTransform(0x1p-10), verdict: refused, reason: "does not whiten"},
	{file: "transform-scaled-a-little", good: "intercept", edit: scaledTransform(1.5), verdict: refused, reason: "the bound proves"},
	{file: "transform-nearly-singular", good: "intercept", edit: replace("transform -44f7fp-20", "transform -44f7fp-20 1p-1074\n"), verdict: refused, reason: "does not whiten"},
	{file: "transform-of-other-size", good: "intercept", edit: replace("transform -44f7fp-20", "transform -44f7fp-20\n"), verdict: unread, reason: "transform"},
	{file: "transform-lacking", good: "intercept", edit: without("transform -44f7fp-20"), verdict: unread, reason: "where \"transform\" must stand"},
	{file: "label-scale-three", good: "intercept", edit: replace("label-scale", "label-scale 3p0\n"), verdict: unread, reason: "not a power of two"},
	{file: "label-scale-other", good: "intercept", edit: replace("label-scale", "label-scale 1p3\n"), verdict: refused, reason: "the bound proves"},
	{file: "weight-scale-other", good: "affine", edit: replace("weight-scale", "weight-scale 1p-9\n"), verdict: refused, reason: "the bound proves"},
	{file: "reference-other", good: "affine", edit: replace("reference", "reference 1p0 1p0\n"), verdict: refused, reason: "the bound proves"},
	{file: "reference-short", good: "affine", edit: replace("reference", "reference 1p0\n"), verdict: unread, reason: "reference"},
	{file: "reference-long", good: "intercept", edit: tail("reference", " 1p0"), verdict: unread, reason: "unexpected text"},
	{file: "keep-beyond", good: "intercept", edit: replace("keep", "keep 0 2\n"), verdict: unread, reason: "out of range"},
	{file: "keep-descending", good: "intercept", edit: replace("keep", "keep 1 0\n"), verdict: unread, reason: "is not ascending"},
	{file: "keep-nothing", good: "intercept", edit: replace("keep", "keep\n"), verdict: unread, reason: "names 0 columns"},
	{file: "keep-too-much", good: "norm", edit: chain(replace("keep", "keep 0 1 2\n"), insert("label-scale", "transform 0 0 1p0\n"), bare), verdict: refused, reason: "does not whiten"},
	{file: "keep-too-little", good: "twins", edit: chain(replace("keep", "keep 0\n"), without("transform 727c9p-21"), bare), verdict: refused, reason: "raw column 1 is left out"},
	{file: "keep-another", good: "norm", edit: replace("keep", "keep 0 2\n"), verdict: refused, reason: "does not whiten"},
	{file: "norm-bound-smaller", good: "norm", edit: replace("norm-bound", "norm-bound 1p-3\n"), verdict: refused, reason: "beyond the norm bound"},
	{file: "norm-bound-larger", good: "norm", edit: replace("norm-bound", "norm-bound 1p9\n"), verdict: refused, reason: "the bound proves"},
	{file: "norm-bound-left-out", good: "norm", edit: chain(without("norm-bound"), func(t string) string { return regexp.MustCompile(` g 0 \S+ \S+`).ReplaceAllString(t, "") }), verdict: refused, reason: "the bound proves"},
	{file: "units-none", good: "intercept", edit: replace("units", "units 0\n"), verdict: unread, reason: "must be at least 1"},
	{file: "units-65", good: "intercept", edit: replace("units", "units 65\n"), verdict: unread, reason: "out of range"},
	{file: "units-64", good: "twins", edit: crowd, verdict: refused, reason: "left open"},
	{file: "signs-of-other-count", good: "mixed", edit: replace("signs", "signs +\n"), verdict: unread, reason: "is not one sign a unit"},
	{file: "bias-other", good: "mixed", edit: replace("bias", "bias no\n"), verdict: unread, reason: "keep"},
	{file: "output-unknown", good: "mixed", edit: replace("output", "output linear\n"), verdict: unread, reason: "is not known here"},
	{file: "line-twice", good: "mixed", edit: insert("bias", "signs +-\n"), verdict: unread, reason: "where \"bias\" must stand"},
	{file: "lines-exchanged", good: "mixed", edit: chain(without("bias"), insert("signs", "bias yes\n")), verdict: unread, reason: "where \"signs\" must stand"},
	{file: "line-unknown", good: "mixed", edit: insert("units", "colour red\n"), verdict: unread, reason: "where \"units\" must stand"},
	{file: "version-four", good: "mixed", edit: swap("relucert-certificate 1", "relucert-certificate 4"), verdict: unread, reason: `where "breakpoints" must stand`},
	{file: "hash-short", good: "mixed", edit: replace("data", "data 859dc590\n"), verdict: unread, reason: "is no SHA-256"},
	{file: "hash-other", good: "mixed", edit: swap("data 8", "data 9"), verdict: refused, reason: "the certificate is for data"},
	{file: "name-unquoted", good: "mixed", edit: swap("\"x\"", "x"), verdict: unread, reason: "is no quoted string"},
	{file: "name-quoted-otherwise", good: "mixed", edit: swap("\"x\"", "`x`"), verdict: unread, reason: "is no quoted string"},
	{file: "header-cut", good: "mixed", edit: cutAt(0.02), verdict: unread, reason: "ends within its header"},

	// Another question.
	{file: "other-data", good: "intercept", edit: chain(), verdict: refused, reason: "the certificate is for data", data: "wave.csv"},
	{file: "other-target", good: "intercept", edit: swap("target \"y\"", "target \"x\""), verdict: refused, reason: "the certificate is for target"},
	{file: "other-features", good: "twins", edit: chain(), verdict: refused, reason: "the certificate is for features", opts: ask(func(o *dataset.Options) { o.Features = []string{"x1"} })},
	{file: "features-exchanged", good: "twins", edit: chain(without("feature \"x1\""), insert("missing", "feature \"x1\"\n")), verdict: refused, reason: "the certificate is for features"},
	{file: "other-weights", good: "weighted", edit: chain(), verdict: refused, reason: "the certificate is for", opts: ask(func(o *dataset.Options) { o.Weights = "" })},
	{file: "weights-left-out", good: "weighted", edit: without("sample-weights"), verdict: refused, reason: "the certificate is for sample weights none"},
	{file: "weights-invented", good: "intercept", edit: insert("missing", "sample-weights \"y\"\n"), verdict: refused, reason: "the certificate is for sample weights"},
	{file: "other-missing", good: "intercept", edit: swap("missing error", "missing drop"), verdict: refused, reason: "missing values"},
	{file: "other-missing-asked-for", good: "intercept", edit: chain(), verdict: refused, reason: "missing values", opts: ask(func(o *dataset.Options) { o.DropMissing = true })},

	// Text.
	{file: "number-nan", good: "intercept", edit: swap("53de4798a8267p-46", "NaN"), verdict: unread, reason: "is not a number"},
	{file: "number-infinite", good: "intercept", edit: swap("53de4798a8267p-46", "Inf"), verdict: unread, reason: "is not a number"},
	{file: "number-overflowing", good: "intercept", edit: swap("53de4798a8267p-46", "1p1024"), verdict: unread, reason: "is not a number"},
	{file: "number-of-huge-exponent", good: "intercept", edit: swap("53de4798a8267p-46", "1p99999999999"), verdict: unread, reason: "is not a number"},
	{file: "number-of-tiny-exponent", good: "intercept", edit: swap("53de4798a8267p-46", "1p-1075"), verdict: unread, reason: "is not a number"},
	{file: "number-denormal-cut", good: "intercept", edit: swap("53de4798a8267p-46", "3p-1075"), verdict: unread, reason: "is not a number"},
	{file: "number-even", good: "intercept", edit: swap("53de4798a8267p-46", "2p0"), verdict: unread, reason: "is not a number"},
	{file: "number-leading-zero", good: "intercept", edit: swap("53de4798a8267p-46", "01p0"), verdict: unread, reason: "is not a number"},
	{file: "number-plus", good: "intercept", edit: swap("53de4798a8267p-46", "+1p0"), verdict: unread, reason: "is not a number"},
	{file: "number-exponent-plus", good: "intercept", edit: swap("53de4798a8267p-46", "1p+1"), verdict: unread, reason: "is not a number"},
	{file: "number-exponent-zero", good: "intercept", edit: swap("53de4798a8267p-46", "1p00"), verdict: unread, reason: "is not a number"},
	{file: "number-uppercase", good: "intercept", edit: swap("53de4798a8267p-46", "53DE4798A8267p-46"), verdict: unread, reason: "is not a number"},
	{file: "number-minus-zero", good: "intercept", edit: swap("53de4798a8267p-46", "-0"), verdict: unread, reason: "is not a number"},
	{file: "number-too-long", good: "intercept", edit: swap("53de4798a8267p-46", "20000000000001p0"), verdict: unread, reason: "is not a number"},
	{file: "number-decimal", good: "intercept", edit: swap("53de4798a8267p-46", "0.5"), verdict: unread, reason: "is not a number"},
	{file: "integer-leading-zero", good: "intercept", edit: swap("s 1/0 0 y 0", "s 01/0 0 y 0"), verdict: unread, reason: "is not an integer"},
	{file: "integer-huge", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 0 y 99999999999999999999"), verdict: unread, reason: "is not an integer"},
	{file: "integer-negative", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 -1 y 0"), verdict: unread, reason: "is not an integer"},
	{file: "kind-unknown", good: "intercept", edit: swap("s 1/0 0 y 0", "s 1/0 0 z 0"), verdict: unread, reason: "is no kind of split"},
	{file: "record-unknown", good: "intercept", edit: insert("s 0/0", "c comment\n"), verdict: unread, reason: "unknown record"},
	{file: "line-empty", good: "intercept", edit: insert("s 0/0", "\n"), verdict: unread, reason: "unknown record"},
	{file: "lines-of-crlf", good: "intercept", edit: func(t string) string { return strings.ReplaceAll(t, "\n", "\r\n") }, verdict: unread, reason: "is not a certificate"},
	{file: "lines-of-crlf-below", good: "intercept", edit: swap("s 0/0 0 f\n", "s 0/0 0 f\r\n"), verdict: unread, reason: "is no kind of split"},
	{file: "space-twice", good: "intercept", edit: swap("s 0/0 0 f", "s 0/0  0 f"), verdict: unread, reason: "is not an integer"},
	{file: "space-at-end", good: "intercept", edit: swap("s 0/0 0 f", "s 0/0 0 f "), verdict: unread, reason: "ends with a space"},
	{file: "space-at-start", good: "intercept", edit: swap("s 0/0 0 f", " s 0/0 0 f"), verdict: unread, reason: "unknown record"},
	{file: "space-a-tab", good: "intercept", edit: swap("s 0/0 0 f", "s 0/0\t0 f"), verdict: unread, reason: "is not an integer"},
	{file: "byte-zero", good: "intercept", edit: swap("s 0/0 0 f", "s 0/0 0 f\x00"), verdict: unread, reason: "is no kind of split"},
	{file: "empty", good: "intercept", edit: instead(""), verdict: unread, reason: "ends within its header"},
	{file: "comments", good: "intercept", edit: instead("# a comment\n# another\n"), verdict: unread, reason: "is not a certificate"},
	{file: "packed-cut", good: "mixed", edit: chain(packed, cutAt(0.9)), verdict: refused, reason: "no trailer"},
	{file: "packed-header-cut", good: "mixed", edit: chain(packed, cutAt(0.0015)), verdict: unread, reason: "the gzip header is damaged"},
	{file: "packed-damaged", good: "mixed", edit: chain(packed, damaged), verdict: unread, reason: "cannot be read"},
	{file: "packed-long-line", good: "intercept", edit: chain(tail("b 1/1", strings.Repeat("1", 65<<20)), packed), verdict: unread, reason: "a line longer than 64 MiB"},
	{file: "packed-endless-header", good: "intercept", edit: chain(insert("missing", strings.Repeat("feature \"x\"\n", 1<<20)), bare, packed), verdict: unread, reason: "a header longer than 1024 KiB"},
	{file: "packed-many-lines", good: "intercept", edit: chain(insert("u ", strings.Repeat("s 5/0 0 y 2\n", 1<<20)), packed), verdict: refused, reason: ""},
}

// renumber lowers the numbers of all splits from 3 on.
func renumber(text string) string {
	return regexp.MustCompile(`(?m)^[sb] [3-9]/`).ReplaceAllStringFunc(text, func(s string) string {
		return s[:2] + string(s[2]-1) + "/"
	})
}

// damaged changes the checksum of a packed text.
func damaged(text string) string {
	b := []byte(text)
	b[len(b)-8] ^= 1
	return string(b)
}

func goodFile(name string) Source { return fileSource(filepath.Join("testdata", "good", name)) }

func fileSource(path string) Source {
	return Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// badPath is where a forgery lies.
func (f *forgery) path() string { return filepath.Join("testdata", "bad", f.file+".rcert") }

func (f *forgery) write(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "good", f.good+".rcert"))
	if err == nil {
		err = os.WriteFile(f.path(), []byte(f.edit(string(text))), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// slowest is how long a forgery may take, with the race detector and on a busy machine.
const slowest = time.Minute

func (f *forgery) judge(t *testing.T, exact bool) {
	opts := Options{Exact: exact, Part: goods[f.good].part, Data: dataset.Options{Target: "y", Weights: goods[f.good].weights, Format: dataset.Format{Fractions: true}}}
	if f.opts != nil {
		f.opts(&opts)
	}
	data := f.data
	if data == "" {
		data = goods[f.good].data
	}
	start := time.Now()
	v, err := Check(fileSource(f.path()), goodFile(data), opts)
	if took := time.Since(start); took > slowest {
		t.Errorf("%s took %v", f.file, took)
	}
	var bad *certificate.Error
	switch {
	case errors.As(err, &bad):
		f.compare(t, unread, err.Error())
	case err != nil:
		t.Errorf("%s: %v", f.file, err)
	case v.Proved:
		t.Errorf("%s: %v", f.file, v)
	default:
		f.compare(t, refused, v.Reason)
	}
}

func (f *forgery) compare(t *testing.T, verdict, reason string) {
	if verdict != f.verdict || !strings.Contains(reason, f.reason) {
		t.Errorf("%s is %s: %s; want %s: …%s…", f.file, verdict, reason, f.verdict, f.reason)
	}
}

// TestAdversary insists that every file of testdata/bad is refused for its reason.
func TestAdversary(t *testing.T) {
	var known []string
	all := slices.Concat(forgeries, sweepForgeries, kinkForgeries, jumpForgeries, hingeForgeries, lossForgeries)
	for i := range all {
		f := &all[i]
		if *forge {
			f.write(t)
		}
		f.judge(t, false)
		f.judge(t, true)
		known = append(known, f.path())
	}
	slices.Sort(known)
	if found, _ := filepath.Glob("testdata/bad/*"); !slices.Equal(found, known) {
		t.Errorf("testdata/bad holds %d files, the table %d: %v", len(found), len(known), difference(found, known))
	}
	if len(known) < 435 {
		t.Errorf("only %d files", len(known))
	}
}

func difference(a, b []string) (only []string) {
	for _, s := range a {
		if !slices.Contains(b, s) {
			only = append(only, s)
		}
	}
	return only
}

// TestGood insists that the certificates from which the forgeries are made hold.
func TestGood(t *testing.T) {
	for name, g := range goods {
		for _, exact := range []bool{false, true} {
			v, err := Check(goodFile(name+".rcert"), goodFile(g.data), Options{Exact: exact, Part: g.part, Data: dataset.Options{Weights: g.weights, Format: dataset.Format{Fractions: true}}})
			if err != nil || !v.Proved {
				t.Errorf("%s: %v, %v", name, v, err)
			}
		}
	}
}

// TestChangedFile exchanges the certificate between its two readings.
func TestChangedFile(t *testing.T) {
	first, err := os.ReadFile("testdata/good/intercept.rcert")
	if err != nil {
		t.Fatal(err)
	}
	text := string(first)
	other := bare(swap("units 1", "units 2")(text)) + "s 0/0 1 f\n"
	proof := Source{Open: func() (io.ReadCloser, error) {
		defer func() { text = other }()
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	v, err := Check(proof, goodFile("line.csv"), Options{})
	if err != nil || v.Proved || !strings.Contains(v.Reason, "changed while it was read") {
		t.Errorf("%v, %v", v, err)
	}
}
