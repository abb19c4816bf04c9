package realizable

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/internal/oracle"
	"relucert/proof/farkas"
)

// decidedSum is the answer, verified.
func decidedSum(t *testing.T, s farkas.Samples, choices [][]int, o Options) *farkas.SumProof {
	t.Helper()
	p, err := DecideSum(t.Context(), s, choices, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(s, choices); err != nil {
		t.Fatalf("%v\nx = %v\ny = %v", err, s.X, s.Y)
	}
	return p
}

// drawnSum is a system of labels that some sum has, or that were spoilt.
func drawnSum(rng *rand.Rand, signs []int, n int, output string) (rows [][]int64) {
	var w [][]int64
	for range signs {
		w = append(w, drawn(rng, 1, n, 2)[0])
	}
	m, spoilt := 2+rng.IntN(5), rng.IntN(4) > 0
	for range m {
		row := drawn(rng, 1, n, 2)[0]
		row[n] = 0
		for j, sign := range signs {
			sum := int64(0)
			for d := range n {
				sum += row[d] * w[j][d]
			}
			row[n] += int64(sign) * max(0, sum)
		}
		if output == "intercept" {
			row[n] += 3
		}
		if spoilt && rng.IntN(3) == 0 {
			row[n] += int64(rng.IntN(5) - 2)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestSumsAgainstBruteForce compares with the least SSE over all activation patterns.
func TestSumsAgainstBruteForce(t *testing.T) {
	fits, splits := 0, 0
	const count = 400
	for seed := range uint64(count) {
		rng := rand.New(rand.NewPCG(seed, 11))
		signs := [][]int{{1, 1}, {1, -1}, {-1, -1}, {1}, {1, 1, -1}}[rng.IntN(5)]
		n, output := 1+rng.IntN(2), []string{"none", "intercept", "affine"}[rng.IntN(3)]
		rows := drawnSum(rng, signs, n, output)
		x, y := samples(rows...)
		s := farkas.NewSamples(x, y, output)
		proof := decidedSum(t, s, [][]int{signs}, Options{})
		got, want := proof.Network != nil, oracle.Solve(problemOf(rows, signs, output)).SSE < 1e-9
		if got != want {
			t.Errorf("seed %d, 11: realizable %v, brute force says %v: signs %v, output %s, %v", seed, got, want, signs, output, rows)
		}
		if got {
			fits++
		}
		for _, tree := range proof.Refutations {
			splits += len(tree.Nodes) / 2
		}
	}
	t.Logf("%d of %d are realizable; %d splits in refutations", fits, count, splits)
	if fits < count/4 || fits > 4*count/5 || splits < count {
		t.Error("the test has lost its bite")
	}
}

// problemOf is the same problem in doubles.
func problemOf(rows [][]int64, signs []int, output string) oracle.Problem {
	p := oracle.Problem{Signs: signs}
	for _, row := range rows {
		var line []float64
		for _, v := range row {
			line = append(line, float64(v))
		}
		last := len(line) - 1
		p.X, p.Y = append(p.X, line[:last]), append(p.Y, line[last])
		switch output {
		case "intercept":
			p.Z = append(p.Z, []float64{1})
		case "affine":
			p.Z = append(p.Z, line[:last])
		}
	}
	return p
}

// TestHintChangesNoAnswer, neither a good one nor a bad one, and a good one saves nodes.
func TestHintChangesNoAnswer(t *testing.T) {
	plain, hinted := int64(0), int64(0)
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 12))
		x, y := samples(drawnSum(rng, []int{1, -1}, 2, "none")...)
		s, choices := farkas.NewSamples(x, y, "none"), farkas.SignChoices(2)
		want := decidedSum(t, s, choices, Options{OnNode: func(int64) { plain++ }}).Network
		bad := &farkas.Sum{Signs: []int{1, -1}, Weights: [][]*big.Rat{{big.NewRat(1, 1), big.NewRat(-7, 3)}, {big.NewRat(-2, 1), big.NewRat(0, 1)}}}
		got := decidedSum(t, s, choices, Options{Hint: bad}).Network
		if (got != nil) != (want != nil) {
			t.Errorf("seed %d, 12: a hint turns %v into %v", seed, want, got)
		}
		if want != nil && decidedSum(t, s, choices, Options{Hint: want, OnNode: func(int64) { hinted++ }}).Network == nil {
			t.Errorf("seed %d, 12: the answer as a hint loses it", seed)
		}
	}
	if hinted >= plain {
		t.Errorf("%d nodes with hints, %d without", hinted, plain)
	}
}

// TestNodeLimit ends a search, and says why.
func TestNodeLimit(t *testing.T) {
	x, y := samples(drawnSum(rand.New(rand.NewPCG(3, 11)), []int{1, -1}, 2, "none")...)
	if _, err := DecideSum(t.Context(), farkas.NewSamples(x, y, "none"), farkas.SignChoices(2), Options{NodeLimit: 1}); !errors.Is(err, ErrNodes) {
		t.Error(err)
	}
}
