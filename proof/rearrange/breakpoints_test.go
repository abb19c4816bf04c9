package rearrange_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
)

// good is a proof by breakpoints of the checker's tests, with its data.
func good(t *testing.T, name, table string) (proof, data []byte) {
	t.Helper()
	const folder = "../check/testdata/good/"
	proof, err := os.ReadFile(folder + name + ".rcert")
	if err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(folder + table + ".csv"); err != nil {
		t.Fatal(err)
	}
	return proof, data
}

// TestGoodBreakpoints: these trees have many nodes of few chains, or spans.
func TestGoodBreakpoints(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		name, table string
		parts       int
	}{{"kinks", "bend", 3}, {"kinks-signs", "bend", 3}, {"kinks-sweeps", "bend", 1}, {"kinks-known", "bend", 1}, {"kinks-parted", "bend", 1}, {"kinks-sifted", "sifted", 1}} {
		proof, data := good(t, c.name, c.table)
		if n := roundTrip(t, rng, c.name, proof, data, 4, true); n < c.parts {
			t.Errorf("%s: only %d parts", c.name, n)
		}
		trimBends(t, c.name, proof, data)
	}
}

// trimBends sees that a trimmed proof proves what it did, and returns whether it is shorter.
func trimBends(t *testing.T, name string, proof, data []byte) bool {
	t.Helper()
	small, stats, err := trimmed(t, proof)
	if err != nil {
		t.Fatal(err)
	}
	before, after := verdict(t, proof, data), verdict(t, small, data)
	if !after.Proved || after.LowerHex != before.LowerHex || after.UpperHex != before.UpperHex {
		t.Errorf("%s: %v\nbecomes %v", name, before, after)
	}
	if again, _, _ := trimmed(t, small); !bytes.Equal(again, small) {
		t.Errorf("%s: trimming twice changes it", name)
	}
	if !inPreorder(t, small) {
		t.Errorf("%s: not in preorder", name)
	}
	return stats.Written < stats.Read
}

// TestBreakpoints: the same with what Fit writes, whole and stopped on its way.
func TestBreakpoints(t *testing.T) {
	const seed = 8
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	class := func(units int, signs ...int) relucert.Problem {
		return relucert.Problem{Class: network.Class{Units: units, Signs: signs, Output: network.Affine}}
	}
	parted := class(2)
	parted.Constraints.MinSamples = 3
	problems := []relucert.Problem{class(2), class(4, 1, -1, 1, 1), class(3, -1, 1, -1), parted}
	several, shorter := 0, 0
	for i := range 3 * len(problems) {
		data := bends(rng, 16+rng.IntN(10))
		limit := []int64{0, 5, 3}[i/len(problems)%3]
		proof := proveBends(t, data, problems[i%len(problems)], limit)
		if roundTrip(t, rng, fmt.Sprint(i), proof, data, 1+rng.IntN(6), limit == 0) > 1 {
			several++
		}
		if trimBends(t, fmt.Sprint(i), proof, data) {
			shorter++
		}
	}
	if several < 3 || shorter < 3 {
		t.Errorf("%d proofs were cut into parts, and %d got shorter", several, shorter)
	}
}

// bends is CSV text of noise on one column.
func bends(rng *rand.Rand, m int) []byte {
	var b bytes.Buffer
	b.WriteString("x,y\n")
	for i := range m {
		fmt.Fprintf(&b, "%d,%.2f\n", i, 3*rng.NormFloat64())
	}
	return b.Bytes()
}

func proveBends(t *testing.T, data []byte, p relucert.Problem, nodes int64) []byte {
	t.Helper()
	d, _, err := dataset.Read("data.csv", bytes.NewReader(data), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	p.Data = d
	_, err = relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-9, Method: relucert.Breakpoints, NodeLimit: nodes,
		Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil {
		t.Fatal(err)
	}
	return proof.Bytes()
}

// sifted is the good proof behind records of spans, the last of which does nothing; they make nothing wrong.
func sifted(t *testing.T) (proof, data []byte) {
	t.Helper()
	proof, data = good(t, "kinks", "bend")
	cutoff := regexp.MustCompile(`\nc \S+`).Find(proof)
	return bytes.Replace(proof, cutoff, []byte("\ng 4"+string(cutoff)+"\nm -\nh\nm -\nh"), 1), data
}

// TestSpansGoAhead: they are in every part, but for those behind the last that removes something.
func TestSpansGoAhead(t *testing.T) {
	proof, data := sifted(t)
	roundTrip(t, rand.New(rand.NewPCG(1, 1)), "spans", proof, data, 4, true)
	for i, part := range split(t, proof, 4) {
		if !regexp.MustCompile(`\ng 4\nc \S+\nm -\nh\nm -\ns 0 `).Match(part) {
			t.Errorf("part %d:\n%s", i, part)
		}
	}
	if !trimBends(t, "spans", proof, data) {
		t.Error("nothing is left out")
	}
}

// TestTrimIdleParts: where a part of a split has no records, the claim needs no more than what stands above.
func TestTrimIdleParts(t *testing.T) {
	data := bends(rand.New(rand.NewPCG(1, 1)), 10)
	proof := proveBends(t, data, relucert.Problem{Class: network.Class{Units: 1, Output: network.Affine}}, 0)
	if bytes.Contains(proof, []byte("\ns ")) {
		t.Fatalf("it has splits already:\n%s", proof)
	}
	idle := bytes.Replace(proof, []byte("\nu "), []byte("\ns 0 1 at 5\ns 1/0 1 at 3\nm 2/0 >\nm 1/1 >\nu "), 1)
	if !trimBends(t, "idle", idle, data) {
		t.Error("nothing is left out")
	}
	if small, _, _ := trimmed(t, idle); !bytes.Equal(small, proof) {
		t.Errorf("%s\nbecomes %s, not %s", idle, small, proof)
	}
	full := bytes.Replace(idle, []byte("\nu "), []byte("\nm 2/1 >\nu "), 1)
	if small, stats, _ := trimmed(t, full); bytes.Equal(small, proof) || stats.Written != stats.Read {
		t.Errorf("%s\nbecomes %s", full, small)
	}
}

// TestForgedKinkParts: what is wrong with a part is found by check, cover or join.
func TestForgedKinkParts(t *testing.T) {
	proof, data := sifted(t)
	const proved, covered, joined = "PROVED PART", "COVERED", ""
	for _, c := range []struct{ name, line, as, check, cover, join string }{
		{"nothing", "units", "units 2", proved, covered, joined},
		{"other data", "data", "data " + strings.Repeat("0", 64), "is for data", "for other data than part 0", "for other data"},
		{"another class", "signs", "signs +-", "the network is not of the class", "for another class than part 0", "another class"},
		{"other coordinates", "label-scale", "label-scale 1p1", "the bound proves", "in other coordinates than part 0", "other coordinates"},
		{"a lower cutoff", "c", "c 1p-3", "the bound proves", covered, "its first records"},
		{"a higher cutoff", "c", "c 1p9", proved, covered, "its first records"},
		{"other spans", "g", "g 2", proved, covered, "its first records"},
		{"no node", "part", "part 40/1", "node 40/1 is of a split that has not been made yet", "node 40/1 is of a split that has not been made yet", "split 40 has not come yet"},
		{"a node within", "part", "part 0", "lies within another part", "lies within another part", ""},
		{"a split elsewhere", "s 0", "s 0 1 at 3", proved, "no part has node 0 (1 at ", "splits a node by"},
	} {
		parts := split(t, proof, 4)
		line := regexp.MustCompile(`(?m)^` + c.line + `( .*)?$`).Find(parts[1])
		parts[1] = bytes.Replace(parts[1], line, []byte(c.as), 1)
		if v := verdictOf(t, parts[1], data, check.Options{Part: true}); !strings.Contains(v.String(), c.check) {
			t.Errorf("%s: %v, want %q", c.name, v, c.check)
		}
		if v := cover(t, parts).String(); !strings.Contains(v, c.cover) || (c.cover == covered) == strings.HasPrefix(v, "NOT") {
			t.Errorf("%s: %v, want %q", c.name, v, c.cover)
		}
		if _, err := join(t, parts); (err == nil) != (c.join == "") || err != nil && !strings.Contains(err.Error(), c.join) {
			t.Errorf("%s: %v, want %q", c.name, err, c.join)
		}
	}
}
