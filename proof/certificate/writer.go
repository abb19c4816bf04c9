package certificate

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
)

// Writer appends records to a certificate. Its first error sticks and is
// returned by Close; the records before it stay valid.
type Writer struct {
	out    *bufio.Writer
	line   []byte
	splits int
	signs  bool // are given
	err    error
}

// NewWriter starts a certificate with its header.
func NewWriter(out io.Writer, h *Header) *Writer {
	w := &Writer{out: bufio.NewWriterSize(out, 1<<16), signs: h.Signs != nil}
	w.header(h)
	return w
}

// Continue goes on with a certificate that has its header and so many splits. Out must take what is written behind them.
func Continue(out io.Writer, h *Header, splits int) *Writer {
	return &Writer{out: bufio.NewWriterSize(out, 1<<16), signs: h.Signs != nil, splits: splits}
}

// Splits is how many there are.
func (w *Writer) Splits() int { return w.splits }

func (w *Writer) header(h *Header) {
	w.text("relucert-certificate").integer(version(h)).end()
	w.text("data").text(fmt.Sprintf("%x", h.Data)).end()
	w.text("target").text(strconv.Quote(h.Target)).end()
	for _, f := range h.Features {
		w.text("feature").text(strconv.Quote(f)).end()
	}
	if h.SampleWeights != "" {
		w.text("sample-weights").text(strconv.Quote(h.SampleWeights)).end()
	}
	w.text("missing").text(choose(h.DropMissing, "drop", "error")).end()
	for _, statement := range h.Reading {
		w.text("read").text(statement).end()
	}
	w.text("units").integer(h.Units).end()
	w.text("signs").text(h.SignText()).end()
	w.text("bias").text(choose(h.Bias, "yes", "no")).end()
	w.text("output").text(h.Output.String()).end()
	w.origins(h)
	if h.Sweep {
		w.text("sweep").end()
		return
	}
	if h.Breakpoints != nil {
		w.breakpoints(h.Breakpoints).scales(h)
		return
	}
	if h.Hinges != nil {
		w.hinges(h)
		return
	}
	w.objective(h)
	if h.NormBound > 0 {
		w.text("norm-bound").number(h.NormBound).end()
	}
	w.text("weight-limit").number(h.WeightLimit).end()
	w.text("keep").integers(h.Keep).end()
	for _, row := range h.Transform {
		w.text("transform").numbers(row).end()
	}
	w.scales(h)
	w.text("reference").numbers(h.Reference).end()
}

func version(h *Header) int {
	if h.Breakpoints != nil {
		return Version
	}
	if h.Hinges != nil {
		return HingeVersion
	}
	if !h.Plain() {
		return ObjectiveVersion
	}
	return TreeVersion
}

// objective is what is small, but for the SSE.
func (w *Writer) objective(h *Header) {
	if h.Loss.Family != Squared {
		w.text("loss").text(h.Loss.Family.String())
		if h.Loss.Family.parametric() {
			w.number(h.Loss.Parameter)
		}
		w.end()
	}
	if h.Ridge > 0 {
		w.text("ridge").number(h.Ridge).end()
	}
}

func (w *Writer) scales(h *Header) {
	w.text("label-scale").number(h.LabelScale).end()
	w.text("weight-scale").number(h.WeightScale).end()
}

func (w *Writer) origins(h *Header) {
	if h.Origins != nil {
		w.text("origin")
		for _, o := range h.Origins {
			w.text(o.String())
		}
		w.end()
	}
	if h.LabelOrigin.Mantissa != 0 {
		w.text("label-origin").text(h.LabelOrigin.String()).end()
	}
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

func signText(signs []int) string {
	text := make([]byte, len(signs))
	for j, a := range signs {
		text[j] = "-0+"[a+1]
	}
	return string(text)
}

// Split appends a split record and returns the split's number.
func (w *Writer) Split(s *Split) int {
	w.text("s").name(s.Node).integer(s.Unit).text(string(s.Kind))
	switch s.Kind {
	case Coordinate:
		w.integer(s.Coordinate).number(s.At)
	case Sample:
		w.integer(s.Row)
		if s.At != 0 {
			w.text("at").number(s.At)
		}
	}
	if s.Drop != Keep {
		w.text("drop").integer(s.Drop)
	}
	w.end()
	w.splits++
	return w.splits
}

// Repeat appends the text of a record of no node.
func (w *Writer) Repeat(text []byte) { w.text(string(text)).end() }

// Copy appends the text of a node's record under another name. It
// returns the split's number, if it is a split.
func (w *Writer) Copy(text []byte, n Name) int {
	kind, rest, _ := bytes.Cut(text, []byte{' '})
	_, rest, _ = bytes.Cut(rest, []byte{' '})
	if w.text(string(kind)).name(n); len(rest) > 0 {
		w.text(string(rest))
	}
	w.end()
	if string(kind) == "s" {
		w.splits++
	}
	return w.splits
}

// Bound appends a bound record.
func (w *Writer) Bound(b *Bound) {
	w.text("b").name(b.Node).number(b.Hint).number(b.Mu).text(choose(b.Settled, "s", "z")).numbers(b.C)
	for _, alphas := range b.Units {
		w.text("|")
		for _, a := range alphas {
			w.integer(a.Vertex).glued(':').number(a.Value)
		}
	}
	if len(b.Centers) > 0 {
		w.text("k")
		for _, c := range b.Centers {
			w.integer(c.Row).glued(':').integer(c.Unit).glued(':').number(c.Value)
			if c.HasTheta {
				w.glued(':').number(c.Theta)
			}
		}
	}
	w.walls(b.Walls).slacks(b.Slacks)
	w.end()
}

func (w *Writer) walls(walls []Wall) *Writer {
	if len(walls) > 0 {
		w.text("w")
	}
	for _, v := range walls {
		w.integer(v.Unit).glued(':').integer(v.Cut).glued(':').number(v.Value)
	}
	return w
}

func (w *Writer) slacks(slacks []Slack) *Writer {
	for _, s := range slacks {
		w.text("g").integer(s.Unit).numbers(s.Vector)
	}
	return w
}

// Trailer ends the certificate with its claim.
func (w *Writer) Trailer(t *Trailer) {
	if t.Line != nil {
		w.brokenLine(t.Line)
	} else {
		w.network(t)
	}
	for _, n := range t.Parts {
		w.text("part").name(n).end()
	}
	w.text("claim").number(t.Lower).number(t.Upper).end()
	w.text("end").end()
}

func (w *Writer) network(t *Trailer) {
	for _, u := range t.Units {
		w.text("u").text(signText([]int{u.Sign})).numbers(u.Weights).end()
	}
	w.text("o").numbers(t.Output).end()
}

// Flush hands all complete records on.
func (w *Writer) Flush() error {
	if err := w.out.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}

// glued makes the next token follow without a space, after c.
func (w *Writer) glued(c byte) *Writer {
	w.line[len(w.line)-1] = c
	return w
}

func (w *Writer) text(s string) *Writer {
	w.line = append(append(w.line, s...), ' ')
	return w
}

func (w *Writer) integer(v int) *Writer {
	w.line = append(strconv.AppendInt(w.line, int64(v), 10), ' ')
	return w
}

func (w *Writer) integers(v []int) *Writer {
	for _, n := range v {
		w.integer(n)
	}
	return w
}

func (w *Writer) number(v float64) *Writer {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		w.err = cmp.Or(w.err, fmt.Errorf("certificate: %g is no number to prove anything with", v))
		v = 0
	}
	w.line = append(appendNumber(w.line, v), ' ')
	return w
}

func (w *Writer) numbers(v []float64) *Writer {
	for _, x := range v {
		w.number(x)
	}
	return w
}

func (w *Writer) name(n Name) *Writer {
	w.integer(n.Split)
	for i := range len(n.Parts) {
		w.glued(choose(i == 0, "/", ",")[0]).integer(int(n.Parts[i]))
	}
	return w
}

func (w *Writer) end() {
	w.line[len(w.line)-1] = '\n'
	if _, err := w.out.Write(w.line); w.err == nil {
		w.err = err
	}
	w.line = w.line[:0]
}
