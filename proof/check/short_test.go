package check

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// shortProblem is random short decimals, some rows equal, with a header that
// whitens them.
func shortProblem(rng *rand.Rand) (string, dataset.Options, *certificate.Header) {
	h := &certificate.Header{Target: "y", Units: 1 + rng.IntN(3), Bias: rng.IntN(2) == 0, Output: certificate.Output(rng.IntN(3)),
		WeightLimit: 64, LabelScale: math.Ldexp(1, rng.IntN(5)-2), WeightScale: math.Ldexp(1, rng.IntN(5)-2)}
	opts := dataset.Options{Target: "y"}
	h.Features = []string{"a", "b", "c"}[:1+rng.IntN(3)]
	head := strings.Join(h.Features, ",") + ",y"
	if rng.IntN(2) == 0 {
		h.SampleWeights, opts.Weights = "w", "w"
		head += ",w"
	}
	lines, rows := []string{head}, [][]float64{}
	places := rng.IntN(9)
	for range 8 + rng.IntN(20) {
		if rng.IntN(3) == 0 && len(rows) > 0 {
			cells := strings.Split(lines[len(lines)-1], ",")
			cells[len(h.Features)] = fmt.Sprint(rng.IntN(100) - 50)
			lines, rows = append(lines, strings.Join(cells, ",")), append(rows, rows[len(rows)-1])
			continue
		}
		var cells []string
		var row []float64
		if h.Bias {
			row = append(row, 1)
		}
		for range h.Features {
			v := rng.NormFloat64()
			cells, row = append(cells, fmt.Sprintf("%.*f", places, 16*v)), append(row, 16*v)
		}
		cells = append(cells, fmt.Sprintf("%.4g", rng.NormFloat64()))
		w := 1.0
		if opts.Weights != "" {
			w = float64(1+rng.IntN(8)) / 10
			cells = append(cells, fmt.Sprint(w))
		}
		for d := range row {
			row[d] *= math.Sqrt(w)
		}
		lines, rows = append(lines, strings.Join(cells, ",")), append(rows, append(row, w))
	}
	h.Transform = whitening(rows)
	for d := range h.Transform {
		h.Keep = append(h.Keep, d)
		for e := range h.Transform[d] {
			h.Transform[d][e] *= 1 + rng.Float64()/64
		}
	}
	for range h.Free() {
		h.Reference = append(h.Reference, rng.NormFloat64())
	}
	return strings.Join(lines, "\n") + "\n", opts, h
}

// TestShort compares short data with the general way.
func TestShort(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	compared := 0
	for round := range 400 {
		text, opts, h := shortProblem(rng)
		open := func(short bool) *coordinates {
			s, err := readRows(inMemory(text), opts, unhashed(text, h), func(rows *dataset.Scanner) (*samples, error) {
				if short {
					return readShort(rows, h.Bias), nil
				}
				return readGeneral(rows, h.Bias, true)
			})
			if err != nil || s == nil {
				t.Fatalf("round %d: %v %v\n%s", round, s, err, text)
			}
			c, err := newCoordinates(s, h)
			if err != nil {
				return nil
			}
			return c
		}
		fast, slow := open(true), open(false)
		if (fast == nil) != (slow == nil) {
			t.Fatalf("round %d: one is refused\n%s", round, text)
		}
		if fast == nil {
			continue
		}
		compared++
		compareSums(t, fast, slow)
		net := randomNetwork(rng, h)
		if a, b := fast.sse(net), slow.sse(net); a.Cmp(b) != 0 {
			t.Fatalf("round %d: SSE %v, want %v\n%s%+v %+v", round, a.FloatString(20), b.FloatString(20), text, net, h)
		}
		compareFixed(t, fast, slow)
		fast.widen()
		for i := range slow.x.n {
			equal(t, "x", quotient(&fast.x, i), quotient(&slow.x, i))
		}
		for i := range slow.first {
			equal(t, "weight", quotient(&fast.weight, i), quotient(&slow.weight, i))
			equal(t, "moment", quotient(&fast.moment, i), quotient(&slow.moment, i))
			equal(t, "square", quotient(&fast.square, i), quotient(&slow.square, i))
		}
		if t.Failed() {
			t.Fatalf("round %d\n%s%+v", round, text, h)
		}
	}
	if compared < 200 {
		t.Errorf("only %d compared", compared)
	}
}

func unhashed(text string, h *certificate.Header) *certificate.Header {
	rows, err := dataset.NewScanner("", strings.NewReader(text), dataset.Options{Target: h.Target})
	if err != nil {
		panic(err)
	}
	for rows.Scan() {
	}
	h.Data = rows.SHA256()
	return h
}

func quotient(s *scaled, i int) *big.Rat { return new(big.Rat).SetFrac(&s.n[i], &s.den) }

func equal(t *testing.T, what string, a, b *big.Rat) {
	t.Helper()
	if a.Cmp(b) != 0 {
		t.Errorf("%s: %v, want %v", what, a.FloatString(30), b.FloatString(30))
	}
}

// near insists on a ≤ b ≤ a + 2^-200.
func near(t *testing.T, what string, a, b *big.Rat) {
	t.Helper()
	d := new(big.Rat).Sub(b, a)
	if d.Sign() < 0 || d.Cmp(new(big.Rat).SetFrac(oneInt, new(big.Int).Lsh(oneInt, 200))) > 0 {
		t.Errorf("%s: %v, want %v", what, a.FloatString(70), b.FloatString(70))
	}
}

func compareSums(t *testing.T, fast, slow *coordinates) {
	t.Helper()
	slack := new(big.Rat).SetFrac(oneInt, new(big.Int).Lsh(oneInt, 201))
	equal(t, "total", &fast.total, &slow.total)
	equal(t, "labels", fast.labelSquares(), slow.labelSquares())
	near(t, "within", &fast.within, new(big.Rat).Add(&slow.within, slack))
	near(t, "squares", new(big.Rat).Sub(&fast.squares, slack), &slow.squares)
	for d := range slow.gram {
		for e := range slow.gram[d] {
			equal(t, "gram", &fast.gram[d][e], &slow.gram[d][e])
		}
	}
}

func compareFixed(t *testing.T, fast, slow *coordinates) {
	t.Helper()
	a, err := newFixedData(fast)
	if err != nil {
		t.Fatal(err)
	}
	if fast.widened {
		t.Error("short data is rounded in the general way")
	}
	b := &fixedData{coordinates: slow, x: make([]wide.Fixed, len(a.x)), y: make([]wide.Fixed, len(a.y)), w: make([]wide.Fixed, len(a.w))}
	b.round(new(rounder))
	for i := range b.x {
		if a.x[i].Minus(b.x[i]).Size() > 1 {
			t.Errorf("x: %v, want %v", a.x[i], b.x[i])
		}
	}
	for i := range b.w {
		if a.w[i] != b.w[i] || a.y[i].Minus(b.y[i]).Size() > 1 {
			t.Errorf("sample %d: %v %v, want %v %v", i, a.w[i], a.y[i], b.w[i], b.y[i])
		}
	}
	if a.wSlack != b.wSlack {
		t.Errorf("slack %v, want %v", a.wSlack, b.wSlack)
	}
}

func randomNetwork(rng *rand.Rand, h *certificate.Header) *Network {
	net := new(Network)
	columns := len(h.Keep)
	number := func() float64 { return math.Ldexp(rng.NormFloat64(), rng.IntN(100)-50) * float64(rng.IntN(3)) }
	for range h.Units {
		u := certificate.Unit{Sign: 1 - 2*rng.IntN(2)}
		for range columns {
			u.Weights = append(u.Weights, number())
		}
		net.Units = append(net.Units, u)
	}
	for range h.Free() {
		net.Output = append(net.Output, number())
	}
	return net
}
