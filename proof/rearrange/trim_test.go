package rearrange_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/certificate"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// noisy is CSV text of n columns and labels.
func noisy(rng *rand.Rand, m, n int) []byte {
	var b bytes.Buffer
	for d := range n {
		fmt.Fprintf(&b, "x%d,", d)
	}
	b.WriteString("y\n")
	for range m {
		for range n {
			fmt.Fprintf(&b, "%.3f,", rng.NormFloat64())
		}
		fmt.Fprintf(&b, "%.3f\n", rng.NormFloat64())
	}
	return b.Bytes()
}

func opener(text []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
}

func source(name string, text []byte) rearrange.Source {
	return rearrange.Source{Name: name, Open: opener(text)}
}

func prove(t *testing.T, data []byte, units int, nodes int64) []byte {
	t.Helper()
	return proveProblem(t, data, relucert.Problem{Class: network.Class{Units: units, Output: network.None}}, nodes)
}

func proveProblem(t *testing.T, data []byte, p relucert.Problem, nodes int64) []byte {
	t.Helper()
	d, _, err := dataset.Read("data.csv", bytes.NewReader(data), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	p.Data = d
	_, err = relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Conic, NodeLimit: nodes, Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil {
		t.Fatal(err)
	}
	return proof.Bytes()
}

func trimmed(t *testing.T, proof []byte) ([]byte, rearrange.Stats, error) {
	t.Helper()
	var out bytes.Buffer
	stats, err := rearrange.Trim(source("proof", proof), scratch(t), &out)
	return out.Bytes(), stats, err
}

// scratch is a temporary file.
func scratch(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestTrim: the claim is confirmed as before, with fewer records in preorder.
func TestTrim(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := range 30 {
		data := noisy(rng, 12+rng.IntN(20), 1+rng.IntN(3))
		limit := int64(300)
		if i%3 == 0 {
			limit = 40
		}
		proof := prove(t, data, 1+i%2, limit)
		small, stats, err := trimmed(t, proof)
		if err != nil {
			t.Fatal(err)
		}
		before, after := verdict(t, proof, data), verdict(t, small, data)
		if !after.Proved || after.LowerHex != before.LowerHex || after.UpperHex != before.UpperHex {
			t.Errorf("%d: %v\nbecomes %v", i, before, after)
		}
		if stats.Written > stats.Read || stats.Written == 0 {
			t.Errorf("%d: %+v", i, stats)
		}
		if !inPreorder(t, small) {
			t.Errorf("%d: not in preorder", i)
		}
		if again, _, _ := trimmed(t, small); !bytes.Equal(again, small) {
			t.Errorf("%d: trimming twice changes it", i)
		}
	}
}

func verdict(t *testing.T, proof, data []byte) *check.Verdict {
	t.Helper()
	return verdictOf(t, proof, data, check.Options{})
}

func verdictOf(t *testing.T, proof, data []byte, opts check.Options) *check.Verdict {
	t.Helper()
	v, err := check.Check(check.Source{Name: "proof", Open: opener(proof)}, check.Source{Name: "data", Open: opener(data)}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// inPreorder says that every record is of a child of the last split that still
// has records to come: split numbers form a stack.
func inPreorder(t *testing.T, proof []byte) bool {
	t.Helper()
	r, err := certificate.NewReader(bytes.NewReader(proof))
	if err != nil {
		t.Fatal(err)
	}
	stack, splits := []int{0}, 0
	for {
		rec, err := r.Next()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		name, isSplit, ok := nodeOf(rec)
		if !ok {
			continue
		}
		for len(stack) > 0 && stack[len(stack)-1] != name.Split {
			stack = stack[:len(stack)-1]
		}
		if len(stack) == 0 {
			return false
		}
		if isSplit {
			splits++
			stack = append(stack, splits)
		}
	}
}

// nodeOf is the node that a record names, if it does.
func nodeOf(record certificate.Record) (name certificate.Name, isSplit, ok bool) {
	switch r := record.(type) {
	case *certificate.Split:
		return r.Node, true, true
	case *certificate.KinkSplit:
		return r.Node.Name(), true, true
	case *certificate.Bound:
		return r.Node, false, true
	case *certificate.Multipliers:
		return r.Node.Name(), false, true
	case *certificate.Chain:
		return r.Node.Name(), false, true
	}
	return name, false, false
}

func TestNothingToTrim(t *testing.T) {
	proof := prove(t, noisy(rand.New(rand.NewPCG(1, 1)), 10, 1), 1, 0)
	end := bytes.LastIndex(proof, []byte("\nclaim"))
	if _, _, err := trimmed(t, proof[:end]); !errors.Is(err, rearrange.ErrNoTrailer) {
		t.Errorf("without a trailer: %v", err)
	}
	var malformed *certificate.Error
	if _, _, err := trimmed(t, []byte(strings.Replace(string(proof), "\ns ", "\nt ", 1))); !errors.As(err, &malformed) {
		t.Errorf("malformed: %v", err)
	}
	unknown := strings.Replace(string(proof), "\ns 0/0 ", "\ns 7/0 ", 1)
	if _, _, err := trimmed(t, []byte(unknown)); !errors.As(err, &malformed) {
		t.Errorf("a split that has not come: %v", err)
	}
}

// TestTwoReadings: a certificate that changes between its two readings is not arranged.
func TestTwoReadings(t *testing.T) {
	proof, _, _ := example(t, 2)
	other := bytes.Replace(proof, []byte("\nclaim "), []byte("\nclaim -"), 1)
	for _, second := range [][]byte{other, append(bytes.Clone(proof), "more\n"...), proof[:len(proof)/2]} {
		changing := func() rearrange.Source {
			texts := [][]byte{proof, second}
			return rearrange.Source{Name: "fifo", Open: func() (io.ReadCloser, error) {
				now := texts[0]
				texts = texts[1:]
				return io.NopCloser(bytes.NewReader(now)), nil
			}}
		}
		_, trimErr := rearrange.Trim(changing(), scratch(t), io.Discard)
		_, splitErr := rearrange.Split(changing(), scratch(t), 2)
		_, joinErr := rearrange.Join([]rearrange.Source{changing()}, scratch(t), io.Discard)
		var refused *rearrange.Error
		for _, err := range []error{trimErr, splitErr, joinErr} {
			if !errors.As(err, &refused) || refused.File != "fifo" || &second[0] == &other[0] && !errors.Is(err, rearrange.ErrChanged) {
				t.Errorf("%v", err)
			}
		}
	}
}
