package relucert_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

// asFile is a problem whose data come from CSV text, as a user's do.
func asFile(t *testing.T, p relucert.Problem) (relucert.Problem, []byte, dataset.Options) {
	t.Helper()
	d := p.Data
	opts := dataset.Options{Target: "y", Features: d.Features}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	head := append(slices.Clone(d.Features), "y")
	if d.Weights != nil {
		opts.Weights = "weight"
		head = append(head, "weight")
	}
	w.Write(head)
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for i, y := range d.Y {
		var row []string
		for _, v := range d.Row(i) {
			row = append(row, number(v))
		}
		row = append(row, number(y))
		if d.Weights != nil {
			row = append(row, number(d.Weights[i]))
		}
		w.Write(row)
	}
	w.Flush()
	read, _, err := dataset.Read("data.csv", bytes.NewReader(text.Bytes()), opts)
	if err != nil {
		t.Fatal(err)
	}
	p.Data = read
	return p, text.Bytes(), opts
}

func source(name string, text []byte) check.Source {
	return check.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// confirm solves p with a certificate and has the checker confirm its claim,
// which must be what the result claims.
func confirm(t *testing.T, ctx context.Context, p relucert.Problem, opts relucert.Options, exact bool) *relucert.Result {
	t.Helper()
	r, _, _ := certified(t, ctx, p, opts, exact)
	return r
}

// certified is confirm, which returns the proof and how to check another.
func certified(t *testing.T, ctx context.Context, p relucert.Problem, opts relucert.Options, exact bool) (*relucert.Result, []byte, func([]byte) (*check.Verdict, error)) {
	t.Helper()
	p, text, columns := asFile(t, p)
	var proof bytes.Buffer
	opts.Certificate = &relucert.Certificate{Out: &proof}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		t.Fatal(err)
	}
	how := check.Options{Data: columns, Exact: exact}
	if p.WeightLimit > 0 {
		how.MinWeightLimit = new(float64)
	}
	again := func(proof []byte) (*check.Verdict, error) {
		return check.Check(source("proof", proof), source("data.csv", text), how)
	}
	v, err := again(proof.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, describe(p))
	}
	if !v.Proved {
		t.Errorf("%v, of %v after %d nodes\n%s\n%s", v, r.Status, r.Nodes, describe(p), clip(proof.Bytes()))
	}
	if lower, err := strconv.ParseFloat(v.LowerHex, 64); err != nil || lower != r.SSELower {
		t.Errorf("proved is %s, claimed %x", v.LowerHex, r.SSELower)
	}
	return r, proof.Bytes(), again
}

func clip(text []byte) []byte { return text[:min(len(text), 2000)] }

// TestCertificates confirms the claims of random tiny problems over all
// options, ended by their gap, by limits, and at once.
func TestCertificates(t *testing.T) {
	count := uint64(400)
	if !thorough.Tests() {
		count = 80
	}
	statuses := map[relucert.Status]int{}
	methods := []relucert.Method{relucert.Conic, relucert.Sign}
	for seed := range count {
		rng := rand.New(rand.NewPCG(seed, 41))
		p := randomTiny(rng)
		opts := relucert.Options{Gap: tightGap, NodeLimit: patience, Threads: 1 + rng.IntN(3), Method: methods[seed%2]}
		if rng.IntN(4) == 0 {
			opts.NodeLimit = 1 + rng.Int64N(60)
		}
		r := confirm(t, context.Background(), p, opts, seed%5 == 0)
		statuses[r.Status]++
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%v", statuses)
}

// TestCertificateOfAnInterruptedSearch: the proof is complete whenever the
// search ends.
func TestCertificateOfAnInterruptedSearch(t *testing.T) {
	x, y := samples(77, 60, 4)
	p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 2, Output: network.None}}
	for _, after := range []time.Duration{0, time.Millisecond, 50 * time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		r := confirm(t, ctx, p, relucert.Options{Gap: tightGap}, false)
		cancel()
		if r.Status != relucert.TimeLimit {
			t.Errorf("%v after %v", r.Status, after)
		}
	}
}

// TestClaimBelowZero: a claim of less than 0 for labels that are all 0 is proved, with a gap of 0.
func TestClaimBelowZero(t *testing.T) {
	for _, method := range []relucert.Method{relucert.Conic, relucert.Sign, relucert.Sweep, relucert.Breakpoints} {
		p := relucert.Problem{Data: column([]float64{0, 1, 2, 3}, make([]float64, 4)), Class: network.Class{Units: 1, Output: network.Affine}}
		p, data, columns := asFile(t, p)
		var proof bytes.Buffer
		if _, err := relucert.Fit(context.Background(), p, relucert.Options{Method: method, Certificate: &relucert.Certificate{Out: &proof}}); err != nil {
			t.Fatal(err)
		}
		claim := bytes.Replace(proof.Bytes(), []byte("claim 0 0\n"), []byte("claim -1p0 0\n"), 1)
		v, err := check.Check(source("proof", claim), source("data", data), check.Options{Data: columns})
		if err != nil || !v.Proved || v.Lower[0] != '-' || v.Gap != "0" {
			t.Errorf("%v: %+v, %v", method, v, err)
		}
	}
}
