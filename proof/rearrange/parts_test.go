package rearrange_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/certificate"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// split cuts a proof into about n parts.
func split(t *testing.T, proof []byte, n int) (parts [][]byte) {
	t.Helper()
	cut, err := rearrange.Split(source("proof", proof), scratch(t), n)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cut.Len() {
		var out bytes.Buffer
		if err := cut.Write(i, &out); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, out.Bytes())
	}
	return parts
}

func join(t *testing.T, parts [][]byte) ([]byte, error) {
	t.Helper()
	var sources []rearrange.Source
	for i, part := range parts {
		sources = append(sources, source(fmt.Sprint("part ", i), part))
	}
	var out bytes.Buffer
	_, err := rearrange.Join(sources, scratch(t), &out)
	return out.Bytes(), err
}

func cover(t *testing.T, parts [][]byte) *check.Coverage {
	t.Helper()
	c := new(check.Cover)
	for i, part := range parts {
		if err := c.Add(check.Source{Name: fmt.Sprint("part ", i), Open: opener(part)}); err != nil {
			t.Fatal(err)
		}
	}
	return c.Verdict()
}

// problems are of every kind whose trees differ.
var problems = []relucert.Problem{
	{Class: network.Class{Units: 1, Output: network.None}},
	{Class: network.Class{Units: 2, Output: network.None}},
	{Class: network.Class{Units: 2, Output: network.Affine}},
	{Class: network.Class{Units: 2, Signs: []int{1, 1}, Output: network.None, NoBias: true}},
	{Class: network.Class{Units: 2, Signs: []int{1, -1}, Output: network.Intercept}},
	{Class: network.Class{Units: 1, NormBound: 0.5, Output: network.None}},
	{Class: network.Class{Units: 3, Output: network.Affine}},
}

// TestParts goes all the way: every part is proved, together they cover the whole,
// joined they prove the same claim, and without one of them nothing holds.
func TestParts(t *testing.T) {
	const seed = 6
	rng := rand.New(rand.NewPCG(seed, 1))
	kinds, several, count := map[certificate.Kind]bool{}, 0, thorough.Of(5, 2)*len(problems)
	for i := range count {
		data := noisy(rng, 12+rng.IntN(12), 1+rng.IntN(2))
		proof := proveProblem(t, data, problems[i%len(problems)], []int64{0, 400, 400, 400, 5}[i%5])
		if i%2 == 0 {
			proof, _, _ = trimmed(t, proof)
		}
		kindsOf(t, proof, kinds)
		if roundTrip(t, rng, fmt.Sprint(i), proof, data, 1+rng.IntN(6), true) > 2 {
			several++
		}
	}
	if len(kinds) < 3 || several < count/5 {
		t.Errorf("the trees have splits of kinds %v only, and %d were cut into more than two parts", kinds, several)
	}
}

// roundTrip goes all the way with a proof, cut into about n parts, and returns how many there were. Needed says that the
// claim is not proved without one.
func roundTrip(t *testing.T, rng *rand.Rand, name string, proof, data []byte, n int, needed bool) int {
	t.Helper()
	whole := verdict(t, proof, data)
	parts := split(t, proof, n)
	for j, part := range parts {
		if v := verdictOf(t, part, data, check.Options{Part: true}); !v.Proved || v.LowerHex != whole.LowerHex || len(v.Parts) == 0 {
			t.Errorf("%s: part %d: %v", name, j, v)
		}
		if v := verdict(t, part, data); v.Proved || !strings.Contains(v.Reason, "check it with --part") {
			t.Errorf("%s: part %d passes for the whole: %v", name, j, v)
		}
		if small, _, _ := trimmed(t, part); !bytes.Equal(small, part) {
			t.Errorf("%s: trimming changes part %d", name, j)
		}
		rest := append(append([][]byte(nil), parts[:j]...), parts[j+1:]...)
		if v := cover(t, rest); v.Covered {
			t.Errorf("%s: covered without part %d of %d", name, j, len(parts))
		}
		if joined, err := join(t, rest); needed && err == nil && verdict(t, joined, data).Proved && fromZero(whole) {
			t.Errorf("%s: joined without part %d of %d, and proved", name, j, len(parts))
		}
	}
	if v := cover(t, parts); !v.Covered || v.LowerHex != whole.LowerHex || v.UpperHex != whole.UpperHex {
		t.Errorf("%s: %v", name, v)
	}
	rng.Shuffle(len(parts), func(a, b int) { parts[a], parts[b] = parts[b], parts[a] })
	joined, err := join(t, parts)
	if err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, joined, data); !v.Proved || v.LowerHex != whole.LowerHex || v.UpperHex != whole.UpperHex {
		t.Errorf("%s: joined: %v, want %v", name, v, whole)
	}
	if !inPreorder(t, joined) {
		t.Errorf("%s: not in preorder", name)
	}
	return len(parts)
}

// fromZero: a claim of 0 needs no records.
func fromZero(v *check.Verdict) bool { return v.LowerHex != "0x0p+00" }

func kindsOf(t *testing.T, proof []byte, kinds map[certificate.Kind]bool) {
	t.Helper()
	r, err := certificate.NewReader(bytes.NewReader(proof))
	for err == nil {
		var record certificate.Record
		record, err = r.Next()
		if s, ok := record.(*certificate.Split); ok {
			kinds[s.Kind] = true
		}
	}
}

// example is a proof of many records, its data and its parts.
func example(t *testing.T, n int) (proof, data []byte, parts [][]byte) {
	t.Helper()
	data = noisy(rand.New(rand.NewPCG(9, 1)), 20, 1)
	proof = prove(t, data, 2, 400)
	return proof, data, split(t, proof, n)
}

// TestPartsAreEqual: the longest part is not much longer than the mean one.
func TestPartsAreEqual(t *testing.T) {
	proof, _, parts := example(t, 4)
	small, _, _ := trimmed(t, proof)
	if len(parts) != 4 {
		t.Fatalf("%d parts", len(parts))
	}
	for i, part := range parts {
		if len(part) > len(small)/2 {
			t.Errorf("part %d has %d of %d bytes", i, len(part), len(small))
		}
	}
}

// TestTrimPart: a part that is trimmed is the same part.
func TestTrimPart(t *testing.T) {
	_, data, parts := example(t, 3)
	for i, part := range parts {
		small, _, err := trimmed(t, part)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(small, part) {
			t.Errorf("trimming changes part %d", i)
		}
		parts[i] = withJunk(t, part)
		if parts[i], _, err = trimmed(t, parts[i]); err != nil {
			t.Fatal(err)
		}
		if v := verdictOf(t, parts[i], data, check.Options{Part: true}); !v.Proved {
			t.Error(v)
		}
	}
	if v := cover(t, parts); !v.Covered {
		t.Error(v)
	}
}

// withJunk adds a split of a node that the part has nothing to do with, if there
// is a root of that kind, so that later splits have other numbers.
func withJunk(t *testing.T, part []byte) []byte {
	t.Helper()
	for p := range 3 {
		root := fmt.Sprintf("s 0/%d ", p)
		if !bytes.Contains(part, []byte("\n"+root)) && !bytes.Contains(part, fmt.Appendf(nil, "\npart 0/%d\n", p)) {
			return bytes.Replace(part, []byte("\nu "), []byte("\n"+root+"0 f\nu "), 1)
		}
	}
	return part
}

// TestOverlap: parts may overlap, with each other and with the whole.
func TestOverlap(t *testing.T) {
	proof, data, three := example(t, 3)
	five := split(t, proof, 5)
	for _, all := range [][][]byte{
		append(append([][]byte(nil), three...), five...),
		append(append([][]byte(nil), five...), three[0]),
		{proof, five[2]},
		{five[2], proof},
	} {
		if v := cover(t, all); !v.Covered {
			t.Error(v)
		}
		joined, err := join(t, all)
		if err != nil {
			t.Fatal(err)
		}
		if v := verdict(t, joined, data); !v.Proved {
			t.Error(v)
		}
	}
}

// TestOtherQuestion: parts for other data, of another class or in other
// coordinates do not go together.
func TestOtherQuestion(t *testing.T) {
	_, _, parts := example(t, 3)
	for _, c := range []struct{ name, start, want string }{
		{"data", "data 00000000000000000000000000000000000000000000000000000000000000ff", "for other data than part 0"},
		{"class", "weight-limit 1p9", "for another class than part 0"},
		{"coordinates", "weight-scale 1p9", "in other coordinates than part 0"},
	} {
		key, _, _ := strings.Cut(c.start, " ")
		lines := strings.SplitAfter(string(parts[1]), "\n")
		for i := range lines {
			if strings.HasPrefix(lines[i], key+" ") {
				lines[i] = c.start + "\n" // the same for no certificate of ours
			}
		}
		all := [][]byte{parts[0], []byte(strings.Join(lines, "")), parts[2]}
		if v := cover(t, all); v.Covered || !strings.Contains(v.Reason, c.want) {
			t.Errorf("%s: %v", c.name, v)
		}
		var refused *rearrange.Error
		if _, err := join(t, all); !errors.As(err, &refused) || refused.File != "part 1" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNothingToArrange(t *testing.T) {
	_, _, parts := example(t, 3)
	if _, err := rearrange.Split(source("p", parts[0]), scratch(t), 2); !errors.Is(err, rearrange.ErrParts) {
		t.Errorf("a part is split: %v", err)
	}
	if _, err := join(t, nil); !errors.Is(err, rearrange.ErrNothing) {
		t.Errorf("nothing is joined: %v", err)
	}
	cut := parts[1][:len(parts[1])-1]
	if _, err := join(t, [][]byte{parts[0], cut}); !errors.Is(err, rearrange.ErrNoTrailer) || !strings.HasPrefix(err.Error(), "part 1: ") {
		t.Errorf("a part without its end is joined: %v", err)
	}
	other := bytes.Replace(parts[2], []byte("s 0/1 0 f\n"), []byte("s 0/1 1 f\n"), 1)
	if _, err := join(t, [][]byte{parts[0], parts[1], other}); err == nil || !strings.Contains(err.Error(), `splits a node by "1 f" that another file splits by "0 f"`) {
		t.Errorf("parts of different trees are joined: %v", err)
	}
}
