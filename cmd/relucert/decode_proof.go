package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"

	"relucert/dataset"
	"relucert/hardness/reduce"
	"relucert/proof/certificate"
	"relucert/proof/check"
)

// proved is what a certificate says of the problem.
type proved struct {
	Verdict *check.Verdict `json:"verdict"`
	// Meaning is what the proved bound means for the instance.
	Meaning string `json:"meaning"`
}

// prove checks the certificate against the training set of meta, which is made
// anew: whatever data.csv holds now, the bound is for this set.
func prove(meta *reduce.Meta, path string, threads int) (*proved, error) {
	proof := check.Source{Name: path, Open: func() (io.ReadCloser, error) { return dataset.OpenFile(path) }}
	v, err := check.Check(proof, rowsOf(meta), check.Options{
		Data:           meta.Fit.Reading(),
		MinWeightLimit: &meta.Fit.WeightLimit,
		Threads:        threads,
	})
	if bad, ok := errors.AsType[*certificate.Error](err); ok {
		return nil, &dataset.Error{File: path, Line: bad.Line, Msg: bad.Message, Err: err}
	}
	if err != nil {
		return nil, err
	}
	return &proved{Verdict: v, Meaning: meaning(meta, v)}, nil
}

// rowsOf is data.csv as reduce wrote it, without a file or a copy in memory.
func rowsOf(meta *reduce.Meta) check.Source {
	return check.Source{Name: reduce.DataFile, Open: func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() { w.CloseWithError(meta.Table().WriteCSV(w)) }()
		return r, nil
	}}
}

// bound is what is proved of the SSE of all networks on the set, 0 if that is nothing.
func (p *proved) bound(meta *reduce.Meta) *big.Rat {
	if p == nil || !p.Verdict.Proved || sameClass(meta.Fit, p.Verdict.Class) != nil {
		return new(big.Rat)
	}
	lower, err := strconv.ParseFloat(p.Verdict.LowerHex, 64)
	if err != nil || lower < 0 {
		return new(big.Rat)
	}
	bound := new(big.Rat).SetFloat64(lower)
	return bound.Quo(bound, meta.Table().Factor)
}

// meaning puts the proved lower bound, if there is one, in the problem's terms.
func meaning(meta *reduce.Meta, v *check.Verdict) string {
	if err := sameClass(meta.Fit, v.Class); err != nil {
		return fmt.Sprintf("nothing about the problem: %v", err)
	}
	if !v.Proved {
		return "nothing"
	}
	bound := (&proved{Verdict: v}).bound(meta)
	if text := meta.Reduction.Proves(bound); text != "" {
		return text
	}
	return fmt.Sprintf("nothing new about the problem: SSE is at least %s", reduce.Short(bound))
}

// sameClass insists that the proof is for all networks that the reduction is
// about. check has seen to the columns and the weight limit.
func sameClass(f reduce.Fit, c check.Class) error {
	switch {
	case c.Units != f.Units:
		return fmt.Errorf("the certificate is for %d units, not %d", c.Units, f.Units)
	case c.Signs != f.Signs && c.Signs != "any":
		return fmt.Errorf("the certificate is for the signs %s, not %s", c.Signs, f.Signs)
	case c.Bias != f.Bias || c.Output != f.Output.String():
		return errors.New("the certificate is for networks with a bias or an output part")
	case c.NormBound != 0 && (f.NormBound == 0 || c.NormBound < f.NormBound):
		return fmt.Errorf("the certificate is for the norm bound %g", c.NormBound)
	}
	return nil
}
