package farkas

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
)

// SumQuestion is what a proof about sums of units answers, in words of the data file.
type SumQuestion struct {
	Target   string   `json:"target"`
	Features []string `json:"features"`
	Bias     bool     `json:"bias"`  // the first of the n columns is 1 in every row
	Units    int      `json:"units"` // k
	Signs    string   `json:"signs"` // "any", or one for each unit, + first
	Output   string   `json:"output"`
}

// MostUnits is as many as a question may have.
const MostUnits = 64

// Choices are the signs in question.
func (q *SumQuestion) Choices() ([][]int, error) {
	if q.Units < 1 || q.Units > MostUnits {
		return nil, fmt.Errorf("there are from 1 to %d units, not %d", MostUnits, q.Units)
	}
	if !slices.Contains([]string{"none", "intercept", "affine"}, q.Output) {
		return nil, fmt.Errorf("the output part is none, intercept or affine, not %.20q", q.Output)
	}
	if q.Signs == "any" {
		return SignChoices(q.Units), nil
	}
	signs, err := parseSigns(q.Signs)
	if err == nil && len(signs) != q.Units {
		err = fmt.Errorf("%d signs for %d units", len(signs), q.Units)
	}
	return [][]int{signs}, err
}

// Equal says that q and other are the same question.
func (q SumQuestion) Equal(other SumQuestion) bool {
	return q.Target == other.Target && slices.Equal(q.Features, other.Features) && q.Bias == other.Bias &&
		q.Units == other.Units && q.Signs == other.Signs && q.Output == other.Output
}

// SumFile is a question and its answer, as JSON.
type SumFile struct {
	SumQuestion
	SumProof
}

const sumVersion = 2

type sumDocument struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	SumQuestion
	Realizable  bool       `json:"realizable"`
	Network     *sumText   `json:"network,omitempty"`
	Refutations []treeText `json:"refutations,omitempty"`
}

type sumText struct {
	Signs   string       `json:"signs"`
	Weights [][]rational `json:"weights"`
	Output  []rational   `json:"output,omitempty"`
}

type treeText struct {
	Signs string     `json:"signs"`
	Nodes []nodeText `json:"nodes"`
}

type nodeText struct {
	Split *splitText `json:"split,omitempty"`
	Rows  []rowText  `json:"rows,omitempty"`
	Sides []sideText `json:"sides,omitempty"`
}

type splitText struct {
	Row  int    `json:"row"`
	Unit int    `json:"unit"`
	Side string `json:"side"` // "on" or "off"
}

type rowText struct {
	Row    int      `json:"row"`
	Active string   `json:"active"` // a 1 or 0 for each unit
	Value  rational `json:"multiplier"`
}

type sideText struct {
	Row   int      `json:"row"`
	Unit  int      `json:"unit"`
	Value rational `json:"multiplier"`
}

// Write writes f, indented.
func (f *SumFile) Write(w io.Writer) error {
	d := sumDocument{Format: formatName, Version: sumVersion, SumQuestion: f.SumQuestion, Realizable: f.Network != nil}
	if n := f.Network; n != nil {
		d.Network = &sumText{Signs: SignsText(n.Signs), Output: texts(n.Output)}
		for _, unit := range n.Weights {
			d.Network.Weights = append(d.Network.Weights, texts(unit))
		}
	}
	for _, t := range f.Refutations {
		text := treeText{Signs: SignsText(t.Signs)}
		for _, n := range t.Nodes {
			text.Nodes = append(text.Nodes, n.text())
		}
		d.Refutations = append(d.Refutations, text)
	}
	return write(w, d)
}

func texts(values []*big.Rat) (out []rational) {
	for _, v := range values {
		out = append(out, rational{v})
	}
	return out
}

func (n *Node) text() (out nodeText) {
	if s := n.Split; s != nil {
		out.Split = &splitText{s.Sample + 1, s.Unit + 1, sideNames[s.Side]}
	}
	for _, r := range n.Rows {
		out.Rows = append(out.Rows, rowText{r.Sample + 1, activeText(r.Active), rational{r.Value}})
	}
	for _, m := range n.Sides {
		out.Sides = append(out.Sides, sideText{m.Sample + 1, m.Unit + 1, rational{m.Value}})
	}
	return out
}

var sideNames = map[int]string{1: "on", -1: "off"}

func activeText(active []bool) string {
	text := []byte(strings.Repeat("0", len(active)))
	for j, on := range active {
		if on {
			text[j] = '1'
		}
	}
	return string(text)
}

// ReadSum reads what Write wrote. It proves nothing: Verify does.
func ReadSum(r io.Reader) (*SumFile, error) {
	var d sumDocument
	if err := read(r, &d); err != nil {
		return nil, err
	}
	if err := known(d.Format, d.Version, sumVersion); err != nil {
		return nil, err
	}
	if d.Realizable != (d.Network != nil) {
		return nil, errContradicts
	}
	f := &SumFile{SumQuestion: d.SumQuestion}
	var err error
	if d.Network != nil {
		if f.Network, err = d.Network.sum(); err != nil {
			return nil, err
		}
	}
	for _, t := range d.Refutations {
		tree, err := t.tree()
		if err != nil {
			return nil, err
		}
		f.Refutations = append(f.Refutations, tree)
	}
	return f, nil
}

var errContradicts = errors.New("\"realizable\" contradicts the rest of the proof")

func (t *sumText) sum() (*Sum, error) {
	signs, err := parseSigns(t.Signs)
	if err != nil {
		return nil, err
	}
	out := &Sum{Signs: signs}
	for _, unit := range t.Weights {
		weights, err := values(unit)
		if err != nil {
			return nil, err
		}
		out.Weights = append(out.Weights, weights)
	}
	out.Output, err = values(t.Output)
	return out, err
}

func values(texts []rational) (out []*big.Rat, err error) {
	for _, v := range texts {
		if v.Rat == nil {
			return nil, errors.New("a weight is missing")
		}
		out = append(out, v.Rat)
	}
	return out, nil
}

func (t *treeText) tree() (Tree, error) {
	signs, err := parseSigns(t.Signs)
	out := Tree{Signs: signs}
	for at, text := range t.Nodes {
		n, err := text.node()
		if err != nil {
			return out, fmt.Errorf("node %d: %w", at+1, err)
		}
		out.Nodes = append(out.Nodes, n)
	}
	return out, err
}

func (t *nodeText) node() (out Node, err error) {
	if t.Split != nil {
		if len(t.Rows)+len(t.Sides) > 0 {
			return out, errors.New("it is both a split and a contradiction")
		}
		out.Split, err = t.Split.split()
		return out, err
	}
	for _, r := range t.Rows {
		active, err := parseActive(r.Active)
		if r.Value.Rat == nil {
			err = fmt.Errorf("the multiplier of row %d is missing", r.Row)
		}
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, RowMultiplier{r.Row - 1, active, r.Value.Rat})
	}
	for _, s := range t.Sides {
		if s.Value.Rat == nil {
			return out, fmt.Errorf("the multiplier of row %d is missing", s.Row)
		}
		out.Sides = append(out.Sides, SideMultiplier{s.Row - 1, s.Unit - 1, s.Value.Rat})
	}
	return out, nil
}

func (t *splitText) split() (*Split, error) {
	for side, name := range sideNames {
		if name == t.Side {
			return &Split{t.Row - 1, t.Unit - 1, side}, nil
		}
	}
	return nil, fmt.Errorf("a side is on or off, not %.10q", t.Side)
}

func parseActive(text string) (active []bool, err error) {
	for _, c := range []byte(text) {
		if c != '0' && c != '1' {
			return nil, fmt.Errorf("active units are 1, others 0: %.80q", text)
		}
		active = append(active, c == '1')
	}
	return active, nil
}

// parseSigns reads what SignsText writes.
func parseSigns(text string) (signs []int, err error) {
	for at := range len(text) {
		sign, err := parseSign(text[at : at+1])
		if err != nil {
			return nil, err
		}
		signs = append(signs, sign)
	}
	if !slices.IsSortedFunc(signs, func(a, b int) int { return b - a }) {
		return nil, fmt.Errorf("signs + come before signs -, unlike %.80q", text)
	}
	return signs, nil
}
