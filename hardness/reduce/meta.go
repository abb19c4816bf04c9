package reduce

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"

	"relucert/hardness/instance"
	"relucert/internal/indented"
	"relucert/network"
)

// The files of a job's folder.
const (
	DataFile = "data.csv"
	MetaFile = "meta.json"
)

const (
	metaFormat  = "relucert-job"
	metaVersion = 2
)

// Meta is the content of meta.json, which META.md describes: all that goes with
// the samples of a job. Reduction and Layout say everything, but for where the
// instance came from; Data, Fit and Claim follow from them.
type Meta struct {
	Format    string          `json:"format"`
	Version   int             `json:"version"`
	Relucert  string          `json:"relucert"` // version of the program
	Kind      string          `json:"kind"`
	Source    instance.Source `json:"source"`
	Reduction Reduction       `json:"reduction"`
	Layout    Layout          `json:"layout"`
	Data      Data            `json:"data"`
	Fit       Fit             `json:"fit"`
	Claim     Facts           `json:"claim"`

	table *Table
}

// Data describes data.csv.
type Data struct {
	Rows    int64  `json:"rows"`
	Columns int    `json:"columns"`
	Factor  string `json:"factor"` // SSE on the file / SSE on the set
	SHA256  string `json:"sha256"`
}

// Fit is the training problem, in the words of fit's flags.
type Fit struct {
	Target            string   `json:"target"`
	Features          []string `json:"features"`
	Weights           string   `json:"sample_weights"` // "": there is no such column
	Units             int      `json:"units"`
	network.ClassText          // without bias and output part; WeightLimit is the least under which a proof speaks of the instance
}

// Facts is a Claim in exact decimals or fractions, "" for nil.
type Facts struct {
	Theorem   string `json:"theorem"`
	Relation  string `json:"relation"`
	Step      string `json:"step"`
	Scale     string `json:"scale"`
	Threshold string `json:"threshold"`
	Condition string `json:"condition"`
	// Of the set: the sum of its weights, the greatest one, and the average error below which
	// the cases are told apart.
	Weights    string `json:"weights"`
	Heaviest   string `json:"heaviest"`
	Separation string `json:"separation"`
	Epsilon    string `json:"epsilon"`
}

// NewMeta describes a reduction and its table. relucert is the program's version.
func NewMeta(r Reduction, l Layout, source instance.Source, relucert string) (*Meta, error) {
	m, err := describe(r, l)
	if err != nil {
		return nil, err
	}
	m.Format, m.Version, m.Relucert, m.Source = metaFormat, metaVersion, relucert, source
	sum := sha256.New()
	if err := m.table.WriteCSV(sum); err != nil {
		return nil, err
	}
	m.Data.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return m, nil
}

// describe is the part that follows from the reduction and the layout, but for
// the hash.
func describe(r Reduction, l Layout) (*Meta, error) {
	t, err := NewTable(r.Set(), l)
	if err != nil {
		return nil, err
	}
	claim := r.Claim()
	m := &Meta{Kind: r.Kind(), Reduction: r, Layout: l, table: t,
		Data:  Data{Rows: t.Rows, Columns: len(t.Columns), Factor: Exact(t.Factor)},
		Claim: factsOf(claim, t.Set)}
	m.Fit, err = fitOf(t, claim)
	return m, err
}

func fitOf(t *Table, claim Claim) (Fit, error) {
	f := Fit{Target: labelColumn, Features: t.Columns, Weights: t.Weights(), Units: t.Set.Units,
		ClassText: network.Class{Signs: t.Set.Signs, NoBias: true, Output: network.None, WeightLimit: t.Set.WeightLimit(claim.Largest)}.Text()}
	if math.IsInf(f.WeightLimit, 0) {
		return f, errors.New("the weights would be beyond what doubles can tell")
	}
	if b := t.Set.NormBound; b != nil {
		var exact bool
		if f.NormBound, exact = b.Float64(); !exact {
			return f, fmt.Errorf("the norm bound %s is not a double", b.RatString())
		}
	}
	return f, nil
}

func factsOf(c Claim, s *Set) Facts {
	return Facts{Theorem: c.Theorem, Relation: c.Relation,
		Step: exactOrNone(c.Step), Scale: exactOrNone(c.Scale),
		Threshold: exactOrNone(c.Threshold), Condition: exactOrNone(c.Condition),
		Weights: Exact(s.Total()), Heaviest: Exact(s.heaviest()), Separation: exactOrNone(c.Separation), Epsilon: exactOrNone(s.Epsilon(c))}
}

func exactOrNone(v *big.Rat) string {
	if v == nil {
		return ""
	}
	return Exact(v)
}

// Class is the networks that compete.
func (m *Meta) Class() network.Class {
	return network.Class{Units: m.Fit.Units, Signs: m.table.Set.Signs, NoBias: !m.Fit.Bias, Output: m.Fit.Output,
		NormBound: m.Fit.NormBound, WeightLimit: m.Fit.WeightLimit}
}

// Table is the rows of data.csv.
func (m *Meta) Table() *Table { return m.table }

// Write writes the file.
func (m *Meta) Write(w io.Writer) error {
	return indented.JSON(w, m)
}
