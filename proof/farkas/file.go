package farkas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
)

// Question is what a proof answers, in words of the data file.
type Question struct {
	Target   string   `json:"target"`
	Features []string `json:"features"` // n of them, or n − 1 when there is a bias
	Bias     bool     `json:"bias"`     // the first of the n columns is 1 in every row
	Sign     string   `json:"sign"`     // "+", "-" or "any"
}

// Signs are those in question.
func (q *Question) Signs() []int {
	switch q.Sign {
	case "+":
		return []int{1}
	case "-":
		return []int{-1}
	}
	return []int{1, -1}
}

// Equal says that q and other are the same question.
func (q Question) Equal(other Question) bool {
	return q.Target == other.Target && slices.Equal(q.Features, other.Features) && q.Bias == other.Bias && q.Sign == other.Sign
}

// File is a question and its answer, as JSON: rationals are "p" or "p/q", rows count
// from 1 as the data's (rows that were dropped for missing values left out), weights begin
// with the bias if there is one.
type File struct {
	Question
	Proof
}

const (
	formatName    = "relucert-realizable"
	formatVersion = 1
)

// document is the JSON object.
type document struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Question
	Realizable  bool             `json:"realizable"`
	Unit        *unitText        `json:"unit,omitempty"`
	Refutations []refutationText `json:"refutations,omitempty"`
}

type unitText struct {
	Sign    string     `json:"sign"`
	Weights []rational `json:"weights"`
}

type refutationText struct {
	Sign        string           `json:"sign"`
	WrongLabel  int              `json:"row_of_wrong_label,omitempty"`
	Multipliers []multiplierText `json:"multipliers,omitempty"`
}

type multiplierText struct {
	Row   int      `json:"row"`
	Value rational `json:"multiplier"`
}

// rational is a *big.Rat that is spelled "p" or "p/q" in JSON.
type rational struct{ *big.Rat }

// MarshalText implements encoding.TextMarshaler.
func (r rational) MarshalText() ([]byte, error) { return []byte(r.RatString()), nil }

// plain keeps out what big.Rat would read beside, among it exponents of any size.
var plain = regexp.MustCompile(`^-?[0-9]+(/0*[1-9][0-9]*)?$`)

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *rational) UnmarshalText(text []byte) error {
	if !plain.Match(text) {
		return fmt.Errorf("%.40q is not a number p or p/q", text)
	}
	r.Rat, _ = new(big.Rat).SetString(string(text))
	return nil
}

// Write writes f, indented.
func (f *File) Write(w io.Writer) error {
	d := document{Format: formatName, Version: formatVersion, Question: f.Question, Realizable: f.Unit != nil}
	if f.Unit != nil {
		d.Unit = &unitText{Sign: signText(f.Unit.Sign)}
		for _, v := range f.Unit.Weights {
			d.Unit.Weights = append(d.Unit.Weights, rational{v})
		}
	}
	for _, r := range f.Refutations {
		d.Refutations = append(d.Refutations, r.text())
	}
	return write(w, d)
}

func write(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document)
}

func signText(sign int) string {
	if sign < 0 {
		return "-"
	}
	return "+"
}

func (r *Refutation) text() refutationText {
	out := refutationText{Sign: signText(r.Sign)}
	if r.Wrong != nil {
		out.WrongLabel = *r.Wrong + 1
	}
	for _, m := range r.Multipliers {
		out.Multipliers = append(out.Multipliers, multiplierText{m.Sample + 1, rational{m.Value}})
	}
	return out
}

// Read reads what Write wrote. It proves nothing: Verify does.
func Read(r io.Reader) (*File, error) {
	var d document
	if err := read(r, &d); err != nil {
		return nil, err
	}
	return d.file()
}

func read(r io.Reader, document any) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(document); err != nil {
		return fmt.Errorf("not a proof of relucert realizable: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("there is more text after the proof")
	}
	return nil
}

// known refuses other formats, and proofs of another kind.
func known(format string, version, want int) error {
	switch {
	case format != formatName:
		return fmt.Errorf("not a proof of relucert realizable: \"format\" is not %q", formatName)
	case version != want:
		return fmt.Errorf("proof version %d is not of this question: one unit has version %d, a sum of units version %d", version, formatVersion, sumVersion)
	}
	return nil
}

func (d *document) file() (*File, error) {
	if err := known(d.Format, d.Version, formatVersion); err != nil {
		return nil, err
	}
	if d.Realizable != (d.Unit != nil) {
		return nil, errContradicts
	}
	f := &File{Question: d.Question}
	var err error
	if d.Unit != nil {
		if f.Unit, err = d.Unit.unit(); err != nil {
			return nil, err
		}
	}
	for _, r := range d.Refutations {
		refutation, err := r.refutation()
		if err != nil {
			return nil, err
		}
		f.Refutations = append(f.Refutations, refutation)
	}
	return f, nil
}

func (u *unitText) unit() (*Unit, error) {
	sign, err := parseSign(u.Sign)
	out := &Unit{Sign: sign}
	for _, v := range u.Weights {
		if v.Rat == nil {
			return nil, errors.New("a weight is missing")
		}
		out.Weights = append(out.Weights, v.Rat)
	}
	return out, err
}

func (r *refutationText) refutation() (Refutation, error) {
	sign, err := parseSign(r.Sign)
	out := Refutation{Sign: sign}
	if r.WrongLabel != 0 {
		at := r.WrongLabel - 1
		out.Wrong = &at
	}
	for _, m := range r.Multipliers {
		if m.Value.Rat == nil {
			return out, fmt.Errorf("the multiplier of row %d is missing", m.Row)
		}
		out.Multipliers = append(out.Multipliers, Multiplier{m.Row - 1, m.Value.Rat})
	}
	return out, err
}

func parseSign(text string) (int, error) {
	switch text {
	case "+":
		return 1, nil
	case "-":
		return -1, nil
	}
	return 0, fmt.Errorf("a sign is + or -, not %.10q", text)
}
