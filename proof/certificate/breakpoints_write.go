package certificate

import (
	"cmp"
	"errors"
	"math/big"
)

// Cutoff appends the bound that is enough from here on.
func (w *Writer) Cutoff(value float64) { w.text("c").number(value).end() }

// Spans appends the start of a proof that looks at spans of so many cuts first.
func (w *Writer) Spans(size int) { w.text("g").integer(size).end() }

// Sift appends that what the spans cost removes kinks.
func (w *Writer) Sift(s *Sift) {
	w.text("m").text("-")
	if len(s.Lone) > 0 {
		w.number(s.Near)
	}
	for _, h := range s.Lone {
		w.integer(h.Span).glued("-0+"[h.Sign+1])
		w.line = append(w.line, ':')
		w.number(h.Force).glued(':').number(h.Turn).glued(':').number(h.Near).glued(':').number(h.Far)
	}
	w.end()
}

// Halve appends the halving of all spans.
func (w *Writer) Halve() { w.text("h").end() }

// Multipliers appends a record of multipliers.
func (w *Writer) Multipliers(m *Multipliers) {
	w.text("m").branch(m.Node).text(choose(m.Leftwards, "<", ">"))
	for i := range m.All {
		w.penalty(&m.All[i])
	}
	w.end()
}

// penalty is kLEVEL±AT:α:β, or tLEVEL±AT:η.
func (w *Writer) penalty(p *Penalty) {
	w.line = append(w.line, choose(p.Turn, "t", "k")...)
	w.integer(p.Level)
	if w.signs {
		w.glued('/').integer(p.Plus)
	}
	w.glued("-0+"[p.Sign+1])
	if p.Side != 0 {
		w.line = append(w.line, p.Side)
	}
	w.integer(p.At).glued(':').number(p.Alpha)
	if p.Beta != 0 && !p.Turn {
		w.glued(':').number(p.Beta)
	}
}

// Chain appends a record for a node of one chain.
func (w *Writer) Chain(c *Chain) {
	w.text("l").branch(c.Node)
	for _, k := range c.All {
		switch k.Kind {
		case NoPenalty:
			w.text("-")
		case InCut:
			w.number(k.Alpha).glued(':').number(k.Beta)
		case AtInput:
			w.number(k.Alpha)
		}
	}
	w.end()
}

// Divide appends a split by a kink and returns the split's number.
func (w *Writer) Divide(s *KinkSplit) int {
	w.text("s").branch(s.Node).integer(s.Kink)
	if s.At > 0 {
		w.text("at").integer(s.At)
	} else {
		w.text("sign")
	}
	w.end()
	w.splits++
	return w.splits
}

func (w *Writer) branch(b Branch) *Writer {
	if w.integer(b.Split); b.Split > 0 {
		w.glued('/').integer(b.Part)
	}
	return w
}

func (w *Writer) brokenLine(l *BrokenLine) {
	w.text("v").fraction(l.X).fraction(l.Y).end()
	w.text("p").fraction(l.Slope).end()
	for _, b := range l.Breaks {
		if j := b.Jump; j != nil {
			w.text(choose(j.Behind, "j>", "j<")).fraction(b.At).fraction(j.Value).fraction(b.Slope).end()
		} else {
			w.text("b").fraction(b.At).fraction(b.Slope).end()
		}
	}
}

func (w *Writer) fraction(v *big.Rat) *Writer {
	text := v.RatString()
	if !shortFraction(v) {
		w.err = cmp.Or(w.err, errors.New("certificate: a fraction of more than 1024 digits"))
	}
	return w.text(text)
}
