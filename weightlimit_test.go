package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/internal/thorough"
	"relucert/loss"
	"relucert/network"
	"relucert/proof/check"
)

// limited is a problem of few inputs, with labels that are units' or noise, of a class whose weight limit or norm bound perhaps binds.
func limited(t *testing.T, rng *rand.Rand) relucert.Problem {
	t.Helper()
	units := 1 + rng.IntN(2)
	o := generate.PlantedOptions{Features: 1 + rng.IntN(2), Samples: 8 + rng.IntN(24/units), Noise: 0.3 * rng.Float64(), Seed: rng.Uint64()}
	if rng.IntN(3) > 0 {
		o.Signs = []int{1, -1}[:1+rng.IntN(2)]
	}
	data, _, err := generate.Planted(o)
	if err != nil {
		t.Fatal(err)
	}
	class := network.Class{Units: units, NoBias: rng.IntN(2) == 0, Output: network.OutputPart(rng.IntN(3))}
	if rng.IntN(2) == 0 {
		class.Signs, class.Units = []int{1, -1}[:units], 0
	}
	if rng.IntN(3) == 0 {
		class.NormBound = math.Exp(rng.NormFloat64() - 1)
	}
	if rng.IntN(3) > 0 {
		class.WeightLimit = math.Exp(2*rng.NormFloat64() - 1)
	}
	return relucert.Problem{Data: data, Class: class}
}

// limitedFew is one of so few samples that all activation patterns are soon tried.
func limitedFew(t *testing.T, rng *rand.Rand) relucert.Problem {
	t.Helper()
	p := limited(t, rng)
	for len(p.Data.Y) > thorough.Of(10, 8) {
		p = limited(t, rng)
	}
	return p
}

// TestWeightLimitBinds: the gap closes also where the best network is at the weight limit.
func TestWeightLimitBinds(t *testing.T) {
	for _, method := range []relucert.Method{relucert.Conic, relucert.Sign, relucert.Enumerate} {
		t.Run(method.String(), func(t *testing.T) { weightLimitBinds(t, method) })
	}
}

func weightLimitBinds(t *testing.T, method relucert.Method) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	felt, count := 0, thorough.Of(40, 15)
	for range count {
		draw := limited
		if method == relucert.Enumerate {
			draw = limitedFew
		}
		p := draw(t, rng)
		p.Class.NormBound, p.Class.WeightLimit = 0, math.Exp(2*rng.NormFloat64()-1)
		p, data, columns := asFile(t, p)
		var proof bytes.Buffer
		opts := relucert.Options{Gap: 1e-4, Method: method, NodeLimit: 20_000}
		if method != relucert.Enumerate {
			opts.Certificate = &relucert.Certificate{Out: &proof}
		}
		r, err := relucert.Fit(context.Background(), p, opts)
		if err != nil || r.Status != relucert.Optimal {
			t.Fatalf("seed %d: %v, %v\n%s", seed, r, err, describe(p))
		}
		if opts.Certificate == nil {
			agrees(t, seed, p, r)
		} else if v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns, MinWeightLimit: new(float64)}); err != nil || !v.Proved {
			t.Fatalf("seed %d: %+v, %v\n%s", seed, v, err, describe(p))
		}
		p.Class.WeightLimit *= 2
		wider, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: method, NodeLimit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if wider.SSE < r.SSELower {
			felt++
		}
	}
	if felt < count/8 {
		t.Errorf("seed %d: the limit was felt %d times of %d", seed, felt, count)
	}
}

// TestStepsThatAreThrownBack: the interior-point method of sign once went to and fro here, and the gap stayed at 6e-4.
func TestStepsThatAreThrownBack(t *testing.T) {
	x := [][]float64{{-0.9268785693655889, 0.3753613161352661}, {0.264570644153105, 0.9643663070910405}, {0.7221273951555107, 0.6917600922038774}, {-0.023580296176413697, -0.9997219461591471}, {-0.9780592726275168, -0.2083268087100955}, {0.9545859452955079, -0.2979356860872521}, {0.9328974702397902, -0.360142069217413}, {-0.7803967308210129, 0.6252846891807565}, {-0.998753565644642, -0.04991307556255793}, {-0.9266309238583036, -0.3759722475788696}, {0.8142554189341796, 0.5805067723432032}, {-0.07447949678625829, -0.9972225451515153}}
	y := []float64{-0.2522969676401365, -0.33291946779203646, 0.06299906765531435, -0.2779871444997064, -0.5023922453814172, 0.2425420134817665, -0.28509737820186765, -0.527224005222391, -0.3232627995546059, -0.6361745163025517, -0.38839944502471957, -0.10591115459857552}
	p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1, Output: network.Affine, WeightLimit: 8.997614842951098}}
	if r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: 1e-4, Method: relucert.Sign, NodeLimit: 200}); err != nil || r.Status != relucert.Optimal {
		t.Errorf("%v, %v", r, err)
	}
}

// TestPenaltyImpliesLimit: where a penalty is said to imply the weight limit, and only there, the checker says so, too; then no
// network that a limit a thousand times as large allows is better than the bound.
func TestPenaltyImpliesLimit(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	implied := 0
	for range 40 {
		p := limited(t, rng)
		p.Class.NormBound, p.Class.WeightLimit = 0, math.Exp(2*rng.NormFloat64()+2)
		p.Objective = loss.Objective{Ridge: math.Exp(2*rng.NormFloat64() - 2)}
		p, data, columns := asFile(t, p)
		var proof bytes.Buffer
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-3, NodeLimit: 2_000, Certificate: &relucert.Certificate{Out: &proof}})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, describe(p))
		}
		v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns, MinWeightLimit: new(float64)})
		if err != nil || !v.Proved || v.WeightLimitImplied != r.WeightLimitImplied {
			t.Fatalf("seed %d: %+v, %v, but fit says %v\n%s", seed, v, err, r.WeightLimitImplied, describe(p))
		}
		if !r.WeightLimitImplied {
			continue
		}
		implied++
		p.Class.WeightLimit *= 1000
		wider, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-3, NodeLimit: 200})
		if err != nil || wider.SSE < r.SSELower || !wider.WeightLimitImplied {
			t.Fatalf("seed %d: %v, and without the limit %v, %v\n%s", seed, r, wider, err, describe(p))
		}
	}
	if implied < 5 || implied > 35 {
		t.Errorf("seed %d: implied %d times of 40", seed, implied)
	}
}

// agrees fails if the interval of r does not meet that of another method.
func agrees(t *testing.T, seed uint64, p relucert.Problem, r *relucert.Result) {
	t.Helper()
	other, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Conic, NodeLimit: 5000})
	if err != nil || r.SSELower > other.SSE+r.Floor || other.SSELower > r.SSE+r.Floor {
		t.Fatalf("seed %d: %v, by another method %v, %v\n%s", seed, r, other, err, describe(p))
	}
}

// TestBallBeyondBox: of one unit without output part, what sign says is proved also where not the norm bound alone limits it.
func TestBallBeyondBox(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range thorough.Of(40, 20) {
		p := limited(t, rng)
		p.Class.Units, p.Class.Signs, p.Class.Output = 0, []int{1 - 2*rng.IntN(2)}, network.None
		p.Class.WeightLimit = math.Exp(rng.NormFloat64() - 1)
		p.Class.NormBound = p.Class.WeightLimit * math.Exp(rng.NormFloat64())
		p, data, columns := asFile(t, p)
		var proof bytes.Buffer
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Method: relucert.Sign, NodeLimit: 1 + rng.Int64N(2000), Certificate: &relucert.Certificate{Out: &proof}})
		if err != nil {
			t.Fatal(err)
		}
		v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns, MinWeightLimit: new(float64)})
		if err != nil || !v.Proved {
			t.Fatalf("seed %d: %v, %+v, %v\n%s", seed, r, v, err, describe(p))
		}
	}
}

// TestDependentColumnsAtTheLimit: networks with weights on columns that others make up are within the limit exactly, also where whitening enlarges
// what rounding does to the combinations.
func TestDependentColumnsAtTheLimit(t *testing.T) {
	for seed := range thorough.Of(uint64(60), 24) {
		rng := rand.New(rand.NewPCG(seed, 91))
		text := "a,b,c,d,y\n"
		for range 5 + rng.IntN(5) {
			text += decimal(1e9+rng.NormFloat64(), 2+rng.IntN(3)) + ",1000000000," + decimal(1e9+rng.NormFloat64(), 3) + ",1001500000," + decimal(1000*rng.NormFloat64(), 0) + "\n"
		}
		p := relucert.Problem{Class: network.Class{Units: 1 + rng.IntN(2), NoBias: true, Output: network.OutputPart(rng.IntN(3)), WeightLimit: math.Exp(2 * rng.NormFloat64())}}
		if p.Objective.Ridge = math.Exp(rng.NormFloat64() - 4); rng.IntN(2) == 0 {
			p.Objective.Ridge, p.NormBound = 0, math.Exp(2*rng.NormFloat64())
		}
		opts := relucert.Options{NodeLimit: 1 + rng.Int64N(10), Threads: 1}
		_, err := honest(t.Context(), p, opts, text, dataset.Options{Target: "y", Features: []string{"a", "b", "c", "d"}}, func(format string, args ...any) {
			t.Errorf("seed %d: "+format+"\n%+v\n%s", append(append([]any{seed}, args...), p, text)...)
		})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// TestSteepPoints: points of one bounded unit prove what is claimed where columns nearly depend on each other.
func TestSteepPoints(t *testing.T) {
	for seed := range thorough.Of(uint64(10), 4) {
		rng := rand.New(rand.NewPCG(seed, 92))
		text := "a,b,c,d,y\n"
		for i := range 8 + rng.IntN(8) {
			a := rng.NormFloat64()
			text += decimal(a, 8) + "," + decimal(float64(i), 0) + ",0.00007," + decimal(-2+1e-7*rng.NormFloat64(), 7) + "," + decimal(3*rng.NormFloat64(), 0) + "\n"
		}
		p := relucert.Problem{Class: network.Class{Signs: []int{1 - 2*rng.IntN(2)}, NoBias: true, Output: network.None, NormBound: math.Exp(2 * rng.NormFloat64())}}
		opts := relucert.Options{NodeLimit: 1 + rng.Int64N(60), Threads: 1, Method: relucert.Sign}
		_, err := honest(t.Context(), p, opts, text, dataset.Options{Target: "y", Features: []string{"a", "b", "c", "d"}}, func(format string, args ...any) {
			t.Errorf("seed %d: "+format+"\n%+v\n%s", append(append([]any{seed}, args...), p, text)...)
		})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// TestLimitOfUnevenWeights: where two samples have nearly all the weight, the default limit admits networks that go through both and fit the others.
func TestLimitOfUnevenWeights(t *testing.T) {
	x := [][]float64{{1}, {6}, {3}, {0}, {6}, {6}}
	data := table(x, []float64{8, 5, 4, 7, 5, 7}, []float64{1e9, 1, 1e-9, 1e-9, 1e-9, 1e-9})
	for _, method := range []relucert.Method{relucert.Conic, relucert.Sign, relucert.Enumerate} {
		r, err := relucert.Fit(t.Context(), relucert.Problem{Data: data, Class: network.Class{Units: 1, NoBias: true, Output: network.Intercept}}, relucert.Options{Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if r.SSE > 1.5e-8 || r.SSELower > r.SSE {
			t.Errorf("%v", r)
		}
	}
}

// TestAtWeightLimit: it is said of a network that the limit holds back, and of no other.
func TestAtWeightLimit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 141))
	held, free := 0, 0
	for range 40 {
		x, y := make([][]float64, 12), make([]float64, 12)
		for i := range x {
			x[i], y[i] = []float64{rng.NormFloat64(), rng.NormFloat64()}, rng.NormFloat64()
		}
		limited := func(limit float64) *relucert.Result {
			class := network.Class{Units: 1, NoBias: true, Output: network.None, WeightLimit: limit}
			r, err := relucert.Fit(t.Context(), relucert.Problem{Data: table(x, y, nil), Class: class}, relucert.Options{Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		limit := math.Exp(rng.NormFloat64())
		narrow, wide := limited(limit), limited(1.1*limit)
		if better := wide.SSE < narrow.SSELower; better && !narrow.AtWeightLimit {
			t.Errorf("limit %g: nothing is said of it, and %g is better: %v, %v", limit, 1.1*limit, narrow, wide)
		}
		if narrow.AtWeightLimit {
			held++
		} else {
			free++
		}
	}
	if held == 0 || free == 0 {
		t.Errorf("%d at the limit, %d not: nothing is tested", held, free)
	}
}
