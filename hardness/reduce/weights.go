package reduce

import (
	"bytes"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"relucert/dataset"
	"relucert/network"
)

// fractions are numbers in a file of weights.
var fractions = dataset.Format{Fractions: true}

// ReadWeights reads a network of any trainer: a model.json with the table's
// columns as features, or CSV with a unit a row. There the columns go by their
// names, or in order if no name is known; a column "sign" holds + or - (default +), or any
// number a as the unit's coefficient: a·[⟨w, x⟩]_+ is its sign times [⟨|a|w, x⟩]_+.
// Numbers are exact and of any length: decimals, p/q, or the doubles of model.json. Padding is left
// out of account and may lack. The error is a [*dataset.Error] with the name.
func (t *Table) ReadWeights(name string, r io.Reader) (Network, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Network{}, &dataset.Error{File: name, Msg: err.Error(), Err: err}
	}
	read := t.readCSV
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		read = t.readModel
	}
	n, err := read(name, text)
	if err == nil && len(n.Weights) != t.Set.Units {
		err = bad(name, "%d units for a training set of %d", len(n.Weights), t.Set.Units)
	}
	return n, err
}

// LoadWeights is [Table.ReadWeights] of a file; "-" is standard input.
func (t *Table) LoadWeights(path string) (Network, error) {
	f, err := dataset.OpenFile(path)
	if err != nil {
		return Network{}, err
	}
	defer f.Close()
	return t.ReadWeights(path, f)
}

func bad(name, format string, args ...any) error {
	return &dataset.Error{File: name, Msg: fmt.Sprintf(format, args...)}
}

// own are the columns that are not padding.
func (t *Table) own() []string { return t.Columns[:len(t.Set.Columns)] }

func (t *Table) readModel(name string, text []byte) (Network, error) {
	m, err := network.ReadModel(name, bytes.NewReader(text))
	if err != nil {
		return Network{}, err
	}
	at, err := t.find(m.Features)
	if err != nil {
		return Network{}, bad(name, "features: %v", err)
	}
	if out := m.Network.Output; out.Bias != 0 || slices.ContainsFunc(out.Weights, isNotZero) {
		return Network{}, bad(name, "the network has an output part: train it without (--linear none)")
	}
	if m.Origins != nil {
		return Network{}, bad(name, "the network is of columns less origins: train it without bias (--bias=false)")
	}
	var n Network
	for _, u := range m.Network.Units {
		if u.Bias != 0 {
			return Network{}, bad(name, "a unit has a bias: train it without (--bias=false)")
		}
		n.Signs = append(n.Signs, u.Sign)
		n.Weights = append(n.Weights, pick(u.Weights, at))
	}
	return n, nil
}

func isNotZero(v float64) bool { return v != 0 }

func pick(weights []float64, at []int) []*big.Rat {
	picked := make([]*big.Rat, len(at))
	for c, i := range at {
		picked[c] = new(big.Rat).SetFloat64(weights[i])
	}
	return picked
}

// find is where each own column stands among names, each of which must be one.
func (t *Table) find(names []string) ([]int, error) {
	index := make(map[string]int, len(names))
	for i, name := range names {
		if !slices.Contains(t.Columns, name) {
			return nil, fmt.Errorf("%.70q is no column of the training set", name)
		}
		index[name] = i
	}
	at := make([]int, len(t.own()))
	for c, name := range t.own() {
		i, ok := index[name]
		if !ok {
			return nil, fmt.Errorf("column %q is missing", name)
		}
		at[c] = i
	}
	return at, nil
}

func (t *Table) readCSV(name string, text []byte) (Network, error) {
	header, err := dataset.NewInputScanner(name, bytes.NewReader(text), dataset.Options{Long: true, Format: fractions})
	if err != nil {
		return Network{}, err
	}
	features, err := t.features(header.Header())
	if err != nil {
		return Network{}, bad(name, "%v", err)
	}
	rows, err := dataset.NewInputScanner(name, bytes.NewReader(text), dataset.Options{Features: features, Long: true, Format: fractions})
	if err != nil {
		return Network{}, err
	}
	n, err := t.units(name, rows)
	if err != nil {
		return Network{}, err
	}
	return n, rows.Err()
}

// features is the own columns as the header calls them.
func (t *Table) features(header []string) ([]string, error) {
	names := slices.DeleteFunc(slices.Clone(header), func(s string) bool { return s == signColumn })
	known := func(s string) bool { return slices.Contains(t.Columns, s) }
	if slices.ContainsFunc(names, known) {
		_, err := t.find(names)
		return t.own(), err
	}
	if n := len(names); n != len(t.own()) && n != len(t.Columns) {
		return nil, fmt.Errorf("%d columns of weights for the %d columns of the training set, and no name in common", n, len(t.own()))
	}
	return names[:len(t.own())], nil
}

func (t *Table) units(name string, rows *dataset.Scanner) (n Network, err error) {
	signs := slices.Index(rows.Header(), signColumn)
	for rows.Scan() {
		if len(n.Weights) == t.Set.Units {
			return n, bad(name, "more units than the %d of the training set", t.Set.Units)
		}
		w, err := exactRow(rows)
		if err != nil {
			return n, err
		}
		coefficient := whole(1)
		if signs >= 0 {
			cell := rows.Record()[signs]
			if coefficient, err = coefficientOf(cell); err != nil {
				return n, &dataset.Error{File: name, Line: rows.Line(), Column: signColumn, Msg: fmt.Sprintf("%.40q is not +, - or a number", cell)}
			}
		}
		n.Signs, n.Weights = append(n.Signs, signOf(coefficient)), append(n.Weights, scaled(w, coefficient.Abs(coefficient)))
	}
	return n, nil
}

func exactRow(rows *dataset.Scanner) ([]*big.Rat, error) {
	values := make([]big.Rat, len(rows.Features()))
	if err := rows.Exact(values, nil, nil); err != nil {
		return nil, err
	}
	w := make([]*big.Rat, len(values))
	for c := range values {
		w[c] = &values[c]
	}
	return w, nil
}

// coefficientOf is what a cell of the column sign says.
func coefficientOf(cell []byte) (*big.Rat, error) {
	switch sign := strings.TrimSpace(string(cell)); sign {
	case "+", "-":
		return dataset.ParseExact([]byte(sign + "1"))
	}
	return dataset.ParseExact(cell)
}

func signOf(coefficient *big.Rat) int {
	if coefficient.Sign() < 0 {
		return -1
	}
	return 1
}
