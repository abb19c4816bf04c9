package check

import (
	"fmt"
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
		{name: "kinks-signs", units: 2, signs: []int{1, -1}, seed: 2},
		{name: "kinks-parted", units: 1, seed: 1, parts: certificate.Breakpoints{MinSamples: 3, MinSpan: d(3), KinksBetween: []certificate.Range{{From: d(2), To: d(3)}},
			Slopes: []certificate.SlopeRange{{Kind: '+'}, {Kind: '*'}}}},
		{name: "kinks-known", units: 2, seed: 1, parts: certificate.Breakpoints{KnownKinks: []dataset.Decimal{d(4)}, Through: &[2]dataset.Decimal{d(6), d(3)}}},
	}
}

// write makes the files.
func (g *kinkGood) write(t *testing.T) {
	t.Helper()
	parts := g.parts
	k := &kinkCase{within: new(big.Rat), total: new(big.Rat), origins: [2]*big.Rat{new(big.Rat), new(big.Rat)},
		header: &certificate.Header{Target: "y", Features: []string{"x"}, Units: g.units, Signs: g.signs, Bias: true, Output: certificate.Affine,
			Breakpoints: &parts, LabelScale: 1, WeightScale: 1}}
	var b strings.Builder
	b.WriteString("x,y\n")
	for x, y := range bend {
		fmt.Fprintf(&b, "%d,%d\n", x, y)
		k.x, k.y, k.w, k.rows = append(k.x, rat(int64(x), 1)), append(k.y, rat(int64(y), 1)), append(k.w, rat(1, 1)), append(k.rows, 1)
		k.total.Add(k.total, rat(int64(y*y), 1))
	}
	k.csv = b.String()
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
