package relucert_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

var tables = flag.Int("tables", thorough.Of(300, 15), "how many random tables TestNoFalseWord solves and checks")

var only = flag.Int("only", 0, "the seed of the only table")

// firstTable is where they begin.
var firstTable = flag.Int("first", 0, "the seed of the first table")

// tableKind is what a column of a random table looks like.
type tableKind struct {
	name string
	cell func(rng *rand.Rand, i int) string
}

func decimal(v float64, places int) string { return strconv.FormatFloat(v, 'f', places, 64) }

// realKinds are the columns that people have.
var realKinds = []tableKind{
	{"count", func(_ *rand.Rand, i int) string { return strconv.Itoa(i) }},
	{"year", func(_ *rand.Rand, i int) string { return strconv.Itoa(1950 + i) }},
	{"unix seconds", func(_ *rand.Rand, i int) string { return strconv.Itoa(1700000000 + 60*i) }},
	{"microseconds", func(rng *rand.Rand, i int) string { return strconv.Itoa(1700000000000000 + 10*i + rng.IntN(9)) }},
	{"julian day", func(_ *rand.Rand, i int) string { return decimal(2459580.5+float64(i), 1) }},
	{"date", func(_ *rand.Rand, i int) string { return strconv.Itoa(20240100 + 100*(i/28%12) + 1 + i%28) }},
	{"temperature", func(rng *rand.Rand, _ int) string { return decimal(15+8*rng.NormFloat64(), 1) }},
	{"dose", func(rng *rand.Rand, _ int) string { return decimal(math.Exp2(float64(rng.IntN(8))), 0) }},
	{"metres", func(rng *rand.Rand, _ int) string { return decimal(1e-8+3e-5*rng.Float64(), 9) }},
	{"income", func(rng *rand.Rand, _ int) string { return decimal(1e5*math.Exp(rng.NormFloat64()), 2) }},
	{"measured", func(rng *rand.Rand, _ int) string { return decimal(rng.NormFloat64(), 4) }},
	{"switch", func(rng *rand.Rand, _ int) string { return strconv.Itoa(rng.IntN(2)) }},
}

// oddKinds are the columns that break programs.
var oddKinds = []tableKind{
	{"zero", func(*rand.Rand, int) string { return "0" }},
	{"constant", func(*rand.Rand, int) string { return "1700000000.1" }},
	{"huge", func(rng *rand.Rand, _ int) string { return decimal(rng.NormFloat64(), 3) + "e140" }},
	{"tiny", func(rng *rand.Rand, _ int) string { return decimal(rng.NormFloat64(), 3) + "e-140" }},
	{"beyond doubles", func(_ *rand.Rand, i int) string { return strconv.Itoa(9007199254740993 + i) }},
	{"mostly zero", func(rng *rand.Rand, _ int) string { return strconv.Itoa(max(0, rng.IntN(9)-6)) }},
	{"long", func(rng *rand.Rand, _ int) string { return strconv.FormatFloat(rng.NormFloat64(), 'e', 20, 64) }},
	{"fraction", func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%d/%d", rng.IntN(99)-40, 1+rng.IntN(30)) }},
}

// randomTable is CSV text of columns a, b, …, w, y, and what it is made of. Labels are a broken
// plane of the columns' places, with noise or without, moved, scaled and rounded.
func randomTable(rng *rand.Rand, kinds []tableKind, odd bool) (text string, features []string, size, offset float64, made string) {
	m, n := 3+rng.IntN(60), 1+rng.IntN(2)
	noise := []float64{0, 0.1, 1}[rng.IntN(3)]
	size = 1
	if rng.IntN(3) == 0 {
		offset = math.Pow(10, float64(rng.IntN(9)))
	}
	if odd {
		size = math.Pow(10, float64(rng.IntN(60)-30))
	}
	var columns []tableKind
	for range n {
		columns = append(columns, kinds[rng.IntN(len(kinds))])
		features = append(features, string(rune('a'+len(features))))
		made += columns[len(columns)-1].name + ", "
	}
	bends := []float64{rng.NormFloat64(), 2 * rng.NormFloat64(), 2 * rng.NormFloat64()}
	places := rng.IntN(6)
	var rows []string
	for i := range m {
		var cells []string
		for _, c := range columns {
			cells = append(cells, c.cell(rng, i))
		}
		u := float64(i) / float64(m)
		y := bends[0]*u + bends[1]*max(0, u-0.3) - bends[2]*max(0, u-0.7) + noise*rng.NormFloat64()
		w := []string{"1", "0.5", "2", "0.001", "1000"}[rng.IntN(5)]
		y = math.Round(y*math.Pow(10, float64(places)))/math.Pow(10, float64(places)) + offset
		rows = append(rows, strings.Join(cells, ",")+","+w+","+decimal(y, places)+"e"+strconv.Itoa(int(math.Log10(size))))
		if rng.IntN(6) == 0 {
			rows = append(rows, rows[rng.IntN(len(rows))])
		}
	}
	return strings.Join(features, ",") + ",w,y\n" + strings.Join(rows, "\n") + "\n", features, size, offset,
		fmt.Sprintf("%snoise %g, offset %g, size %g, %d places, %d rows", made, noise, offset, size, places, len(rows))
}

// randomClass is a class for real tables; with odd any. Without a constant, labels far from 0 leave
// nothing but rounding to tell networks apart; without a bias, inputs do.
func randomClass(rng *rand.Rand, odd bool, size, offset float64) relucert.Problem {
	p := relucert.Problem{Class: network.Class{Units: 1 + rng.IntN(2), NoBias: odd && rng.IntN(4) == 0, Output: network.OutputPart(rng.IntN(3))}}
	if rng.IntN(3) == 0 {
		for range p.Units {
			p.Signs = append(p.Signs, 1-2*rng.IntN(2))
		}
	}
	if !odd && offset > 0 && p.Output == network.None {
		p.Output = network.Affine
	}
	if odd && rng.IntN(3) == 0 {
		p.NormBound = math.Pow(10, float64(rng.IntN(7)-3))
	}
	if odd && rng.IntN(6) == 0 {
		p.WeightLimit = size * math.Pow(10, float64(rng.IntN(4)))
	}
	return p
}

// TestNoFalseWord: whatever the table, the class and the reason for the end, every number is
// finite, and the checker confirms what is claimed. No table that people have ends at the precision limit.
func TestNoFalseWord(t *testing.T) {
	statuses, refused, limited := map[relucert.Status]int{}, 0, 0
	count := uint64(*tables)
	for seed := range count {
		if *only > 0 && seed != uint64(*only) || seed < uint64(*firstTable) {
			continue
		}
		rng := rand.New(rand.NewPCG(seed, 1014))
		odd := seed%3 == 0
		kinds := realKinds
		if odd {
			kinds = append(oddKinds, realKinds...)
		}
		text, features, size, offset, made := randomTable(rng, kinds, odd)
		p := randomClass(rng, odd, size, offset)
		opts := relucert.Options{Gap: 1e-6, NodeLimit: 1000, Threads: 1 + rng.IntN(2)}
		ctx := t.Context()
		switch rng.IntN(8) {
		case 0:
			opts.NodeLimit = 1 + rng.Int64N(30)
		case 1:
			opts.Until = 1e-3 + rng.Float64()
		case 2:
			stopped, stop := context.WithCancel(ctx)
			stop()
			ctx = stopped
		}
		if odd && rng.IntN(2) == 0 {
			opts.Method = []relucert.Method{relucert.Conic, relucert.Sign}[rng.IntN(2)]
		}
		blame := func(format string, args ...any) {
			t.Errorf("seed %d: %s\n%s\n%+v\n%s", seed, fmt.Sprintf(format, args...), made, p, text)
		}
		columns := dataset.Options{Target: "y", Features: features}
		if rng.IntN(2) == 0 {
			columns.Weights = "w"
		}
		r, err := honest(ctx, p, opts, text, columns, blame)
		if err != nil {
			refused++
			t.Logf("seed %d: %v: %s %+v", seed, err, made, p)
			continue
		}
		if statuses[r.Status]++; r.Status == relucert.PrecisionLimit {
			limited++
			t.Logf("seed %d: precision limit, gap %.2g, method %s: %s %+v", seed, r.Gap(), r.Method, made, p)
			if !odd && *only == 0 && *tables < 400 {
				t.Errorf("seed %d: a real table ends at the precision limit", seed)
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%v, %d refused, %d at the precision limit", statuses, refused, limited)
}

// honest solves a table, checks the proof and blames what is false.
func honest(ctx context.Context, p relucert.Problem, opts relucert.Options, text string, columns dataset.Options, blame func(string, ...any)) (*relucert.Result, error) {
	local := columns
	local.LocalInputs = p.Bias() && p.NormBound == 0
	local.LocalLabels = p.Output == network.Intercept || p.Output == network.Affine && p.Bias()
	data, _, err := dataset.Read("table", strings.NewReader(text), local)
	if err != nil {
		return nil, err
	}
	p.Data = data
	var proof bytes.Buffer
	opts.Certificate = &relucert.Certificate{Out: &proof, Again: func() error { proof.Reset(); return nil }}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	for name, v := range map[string]float64{"SSE": r.SSE, "lower bound": r.SSELower, "gap": r.Gap(), "training error": r.TrainingError, "weight limit": r.WeightLimit} {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			blame("%s %g", name, v)
		}
	}
	if r.Unbegun {
		return r, nil // without a certificate
	}
	ask := check.Options{Data: columns, MinWeightLimit: new(float64)}
	v, err := check.Check(source("proof", proof.Bytes()), source("table", []byte(text)), ask)
	if err == nil && strings.Contains(v.String(), "use --exact") {
		ask.Exact = true
		v, err = check.Check(source("proof", proof.Bytes()), source("table", []byte(text)), ask)
	}
	if err != nil {
		blame("%v after %v", err, r.Status)
		return r, nil
	}
	if !v.Proved {
		blame("%v: %v", r.Status, v)
	} else if upper, _ := strconv.ParseFloat(v.UpperHex, 64); upper > r.SSE+max(1e-5*r.SSE, r.Floor/50) {
		blame("%v: the SSE is proved to be at most %g, and %g is claimed (floor %g)", r.Status, upper, r.SSE, r.Floor)
	}
	return r, nil
}
