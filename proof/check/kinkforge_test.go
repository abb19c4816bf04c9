package check

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// kinkGood is a good proof by breakpoints of testdata, from which forgeries are made.
type kinkGood struct {
	name   string
	units  int
	signs  []int
	parts  certificate.Breakpoints
	seed   uint64
	sweeps bool
}

// bend is the data of all of them.
var bend = []int{0, 1, 5, 4, 4, 1, 2, 6}

func kinkGoods() []kinkGood {
	d := func(n int) dataset.Decimal { return decimalOf(n, 0) }
	return []kinkGood{
		{name: "kinks", units: 2, seed: 1},
		{name: "kinks-sweeps", units: 1, seed: 3, sweeps: true},
		{name: "kinks-spans", units: 1, seed: 295, sweeps: true},
		{name: "kinks-signs", units: 2, signs: []int{1, -1}, seed: 2},
		{name: "kinks-parted", units: 1, seed: 1, parts: certificate.Breakpoints{MinSamples: 3, MinSpan: d(3), KinksBetween: []certificate.Range{{From: d(2), To: d(3)}},
			Slopes: []certificate.SlopeRange{{Kind: '+'}, {Kind: '*'}}}},
		{name: "kinks-known", units: 2, seed: 1, parts: certificate.Breakpoints{KnownKinks: []dataset.Decimal{d(4)}, Through: &[2]dataset.Decimal{d(6), d(3)}}},
	}
}

func bendText() string {
	var b strings.Builder
	b.WriteString("x,y\n")
	for x, y := range bend {
		fmt.Fprintf(&b, "%d,%d\n", x, y)
	}
	return b.String()
}

// write makes the files.
func (g *kinkGood) write(t *testing.T) {
	t.Helper()
	parts := g.parts
	k := &kinkCase{within: new(big.Rat), total: new(big.Rat), origins: [2]*big.Rat{new(big.Rat), new(big.Rat)},
		header: &certificate.Header{Target: "y", Features: []string{"x"}, Units: g.units, Signs: g.signs, Bias: true, Output: certificate.Affine,
			Breakpoints: &parts, LabelScale: 1, WeightScale: 1}}
	for x, y := range bend {
		k.x, k.y, k.w, k.rows = append(k.x, rat(int64(x), 1)), append(k.y, rat(int64(y), 1)), append(k.w, rat(1, 1)), append(k.rows, 1)
		k.total.Add(k.total, rat(int64(y*y), 1))
	}
	k.csv = bendText()
	k.enumerate()
	best, _ := k.best()
	text := k.write(rand.New(rand.NewPCG(g.seed, 1)), g.sweeps, k.claimBelow(best))
	for name, text := range map[string][]byte{g.name + ".rcert": text, "bend.csv": []byte(k.csv)} {
		if err := os.WriteFile("testdata/good/"+name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKinkGoods(t *testing.T) {
	for _, g := range kinkGoods() {
		if *forge {
			g.write(t)
		}
	}
}

// TestKinkCover: a missing node is named by its path, and files may split in different ways.
func TestKinkCover(t *testing.T) {
	whole, err := os.ReadFile("testdata/good/kinks.rcert")
	if err != nil {
		t.Fatal(err)
	}
	start := string(whole[:bytes.Index(whole, []byte("\ns "))+1])
	file := func(splits string, parts ...string) Source {
		return Bytes("text", []byte(start+splits+"u + 0 0\nu + 0 0\no 0 0\npart "+strings.Join(parts, "\npart ")+"\nclaim 0 63p0\nend\n"))
	}
	const left, below, signs = "s 0 1 at 5\n", "s 0 1 at 5\ns 1/1 2 sign\n", "s 0 2 sign\n"
	for _, c := range []struct {
		want  string // "": covered
		files []Source
	}{
		{"", []Source{file("", "0")}},
		{"", []Source{file(left, "1/0", "1/1")}},
		{"", []Source{file(left, "1/0"), file(below, "2/1"), file(signs, "1/1"), file(below, "2/0")}},
		{"", []Source{file(left, "1/0"), file(signs, "1/1"), file(signs, "1/0")}},
		{"no part has node 0 (1 at 5) 1 (2 sign) 0", []Source{file(left, "1/0"), file(below, "2/1")}},
		{"no part has node 0 (1 at 5) 1", []Source{file(left, "1/0"), file(signs, "1/1")}},
		{"no part has node 0 (2 sign) 0", []Source{file(signs, "1/1"), file(left, "1/0")}},
		{"text: part 0 stands twice", []Source{file("", "0", "0")}},
	} {
		cover := new(Cover)
		for _, f := range c.files {
			if err := cover.Add(f); err != nil {
				t.Fatal(err)
			}
		}
		if v := cover.Verdict(); v.Covered != (c.want == "") || v.Reason != c.want && !strings.Contains(v.Reason, "twice") {
			t.Errorf("%v, want %q", v, c.want)
		}
	}
}

// TestKinkModel: a network is compared with the class and U.
func TestKinkModel(t *testing.T) {
	data := fmt.Sprintf("%x", sha256.Sum256([]byte(bendText())))
	for _, c := range []struct {
		good   string
		output []float64
		want   string
	}{
		{"kinks", []float64{1.5, 0}, ""},
		{"kinks", []float64{9, 0}, "the model: its SSE is"},
		{"kinks-known", []float64{1.5, 0}, "cannot be compared"},
	} {
		m := &Model{Name: "m.json", Data: data, Class: Class{Signs: "any", Bias: true, Output: "affine", Target: "y", Features: []string{"x"}}}
		m.Network = Network{Units: []certificate.Unit{{Sign: 1, Weights: []float64{0, 0.5}}, {Sign: -1, Weights: []float64{0, 0}}}, Output: c.output}
		v, err := Check(goodFile(c.good+".rcert"), goodFile("bend.csv"), Options{Model: m})
		if err != nil || v.Proved != (c.want == "") || !strings.Contains(v.Reason, c.want) {
			t.Errorf("%s %v: %v %v, want %q", c.good, c.output, v, err, c.want)
		}
	}
}

// TestKinkNetwork: the SSE of random networks is what floating point says.
func TestKinkNetwork(t *testing.T) {
	c := classFor(t, bendText(), &certificate.Header{Units: 3, Breakpoints: &certificate.Breakpoints{}})
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 5))
		net := &Network{Output: []float64{rng.NormFloat64(), rng.NormFloat64()}}
		for range 3 {
			net.Units = append(net.Units, certificate.Unit{Sign: 1 - 2*rng.IntN(2), Weights: []float64{float64(rng.IntN(9) - 4), float64(rng.IntN(5) - 2)}})
		}
		want := 0.0
		for x, y := range bend {
			f := net.Output[0] + net.Output[1]*float64(x)
			for _, u := range net.Units {
				f += float64(u.Sign) * max(0, u.Weights[0]+u.Weights[1]*float64(x))
			}
			want += (f - float64(y)) * (f - float64(y))
		}
		sse := c.sse(c.network(net))
		if got, _ := sse.Mul(sse, c.unit()).Float64(); math.Abs(got-want) > 1e-9*(1+want) {
			t.Fatalf("seed %d: %g, want %g of %+v", seed, got, want, net)
		}
	}
}
