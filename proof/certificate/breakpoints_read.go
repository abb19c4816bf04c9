package certificate

import (
	"bytes"
	"math/big"
	"math/bits"
	"slices"
)

// recordOrder is what has come of a proof by breakpoints, as far as it says what may follow.
type recordOrder struct {
	begun, cutoff, tree bool
	span                int // the cuts of one; 0: there are none
}

// kinkRecord reads a record of a proof by breakpoints.
func (r *Reader) kinkRecord(word string) (Record, error) {
	first := !r.order.begun
	r.order.begun = true
	parts := r.header.Breakpoints
	if parts.Jumps && slices.Contains([]string{"m", "l", "s"}, word) {
		return r.apart(word)
	}
	switch word {
	case "c":
		return r.cutoff()
	case "m":
		return r.multipliers()
	case "l":
		return r.chain()
	case "s":
		return r.kinkSplit()
	case "g":
		return r.spans(first)
	case "h":
		return r.halve()
	case "u", "v":
		if (word == "v") == parts.Drawn() {
			return r.kinkTrailer(word)
		}
	}
	return nil, r.fail("unknown record %q", clip([]byte(word)))
}

func (r *Reader) kinkTrailer(word string) (Record, error) {
	if word == "u" {
		return r.trailer(word)
	}
	t := &Trailer{}
	lines := &trailerReader{Reader: r, word: word}
	lines.brokenLine(t)
	return lines.claim(t)
}

func (r *Reader) cutoff() (Record, error) {
	r.order.cutoff = true
	return r.checked(&Cutoff{r.atLeast0(r.token())})
}

// ofTree says that a record of a node has come.
func (r *Reader) ofTree() {
	if r.order.tree = true; !r.order.cutoff {
		r.blame("no cutoff yet", nil)
	}
}

func (r *Reader) ofSpans() {
	if r.order.span == 0 || r.order.tree {
		r.blame("records of spans stand first, behind g", nil)
	}
}

func (r *Reader) multipliers() (Record, error) {
	if r.word("-") {
		return r.sift()
	}
	m := &Multipliers{}
	r.ofTree()
	m.Node = r.branch()
	if m.Leftwards = r.word("<"); !m.Leftwards && !r.word(">") {
		r.blame("neither > nor <", nil)
	}
	for r.fault == "" && !r.empty() {
		m.All = append(m.All, r.penalty())
	}
	return r.checked(m)
}

// penalty is kLEVEL±AT:α:β, kLEVEL±AT:α or tLEVEL±AT:η.
func (r *Reader) penalty() (p Penalty) {
	word := r.token()
	name, values, _ := bytes.Cut(word, []byte{':'})
	alpha, beta, both := bytes.Cut(values, []byte{':'})
	sign := bytes.IndexAny(name, "+-")
	if sign < 1 || name[0] != 'k' && name[0] != 't' {
		r.blame("names no state", word)
		return p
	}
	p.Turn = name[0] == 't'
	p.Level, p.Plus = r.level(name[1:sign])
	p.Sign = map[byte]int{'+': 1, '-': -1}[name[sign]]
	if name = name[sign+1:]; !p.Turn && len(name) > 0 && (name[0] == '<' || name[0] == '>') {
		p.Side, name = name[0], name[1:]
	}
	p.At = r.integer(name, most)
	p.Alpha = r.atLeast0(alpha)
	if both {
		if p.Beta = r.atLeast0(beta); p.Turn || p.Beta == 0 {
			r.blame("has a number too many", word)
		}
	}
	return p
}

// level is c, or c/p if signs are given.
func (r *Reader) level(word []byte) (level, plus int) {
	if r.header.Signs == nil {
		return r.integer(word, most), 0
	}
	all, own, _ := bytes.Cut(word, []byte{'/'})
	return r.integer(all, most), r.integer(own, most)
}

func (r *Reader) chain() (Record, error) {
	r.ofTree()
	c := &Chain{Node: r.branch()}
	for r.fault == "" && !r.empty() {
		c.All = append(c.All, r.kinkPenalty())
	}
	return r.checked(c)
}

func (r *Reader) kinkPenalty() KinkPenalty {
	if r.word("-") {
		return KinkPenalty{}
	}
	f := r.fields(1, 2)
	p := KinkPenalty{Kind: AtInput, Alpha: r.atLeast0(f[0])}
	if len(f) == 2 {
		p.Kind, p.Beta = InCut, r.atLeast0(f[1])
	}
	return p
}

func (r *Reader) kinkSplit() (Record, error) {
	r.ofTree()
	s := &KinkSplit{Node: r.branch()}
	word := r.token()
	if s.Kink = r.integer(word, r.header.Units+1); s.Kink == 0 {
		r.blame("is no kink", word)
	}
	if r.word("sign") {
		return r.checked(s)
	}
	if !r.word("at") {
		r.blame("neither at nor sign", nil)
	}
	word = r.token()
	if s.At = r.integer(word, most); s.At == 0 {
		r.blame("is no place to split at", word)
	}
	return r.checked(s)
}

func (r *Reader) spans(first bool) (Record, error) {
	c := &Spans{r.integer(r.token(), most)}
	switch r.order.span = c.Size; {
	case !first:
		r.blame("g does not stand first", nil)
	case bits.OnesCount(uint(c.Size)) != 1:
		r.blame("not a power of two", nil)
	}
	return r.checked(c)
}

func (r *Reader) sift() (Record, error) {
	if r.ofSpans(); !r.order.cutoff {
		r.blame("no cutoff yet", nil)
	}
	s := &Sift{}
	if !r.empty() {
		if !r.header.Breakpoints.Cone() {
			r.blame("lone kinks have no multipliers with jumps, through or a decimal slope", nil)
		}
		s.Near = r.atLeast0(r.token())
		for r.fault == "" && (!r.empty() || len(s.Lone) == 0) {
			s.Lone = append(s.Lone, r.loneKink())
		}
	}
	return r.checked(s)
}

// hinge is SPAN±:FORCE:TURN:P:Q.
func (r *Reader) loneKink() (h LoneKink) {
	f := r.fields(5, 5)
	if len(f) < 5 {
		return h
	}
	name := f[0]
	if n := len(name) - 1; n < 1 || name[n] != '+' && name[n] != '-' {
		r.blame("names no span", name)
	} else {
		h.Span, h.Sign = r.integer(name[:n], most), map[byte]int{'+': 1, '-': -1}[name[n]]
	}
	h.Force, h.Turn, h.Near, h.Far = r.number(f[1]), r.atLeast0(f[2]), r.number(f[3]), r.number(f[4])
	return h
}

// apart is m - of a class with jumps, which with constraints need not have spans.
func (r *Reader) apart(word string) (Record, error) {
	switch {
	case word != "m" || !r.word("-"):
		r.blame("with jumps there is no tree, and no multiplier", nil)
	case r.order.span > 0 || !r.header.Breakpoints.Parted():
		return r.sift()
	case !r.order.cutoff:
		r.blame("no cutoff yet", nil)
	}
	return r.checked(&Sift{})
}

func (r *Reader) halve() (Record, error) {
	if r.ofSpans(); r.order.span == 1 {
		r.blame("a span of one cut cannot be halved", nil)
	}
	r.order.span /= 2
	return r.checked(&Halve{})
}

// branch is 0, or SPLIT/PART.
func (r *Reader) branch() (b Branch) {
	word := r.token()
	split, part, parted := bytes.Cut(word, []byte{'/'})
	b.Split = r.integer(split, most)
	if parted {
		b.Part = r.integer(part, 2)
	}
	if parted != (b.Split > 0) {
		r.blame("is no node", word)
	}
	return b
}

func (t *tokens) atLeast0(word []byte) float64 {
	v := t.number(word)
	if v < 0 {
		t.blame("is negative", word)
	}
	return v
}

// brokenLine reads the lines v, p, and b or j.
func (l *trailerReader) brokenLine(t *Trailer) {
	f := &BrokenLine{}
	t.Line = f
	l.line("v", func() { f.X, f.Y = l.fraction(), l.fraction() })
	l.line("p", func() { f.Slope = l.fraction() })
	kinds := []string{"b"}
	if l.header.Breakpoints.Jumps {
		kinds = []string{"j<", "j>"}
	}
	for i := slices.IndexFunc(kinds, l.at); i >= 0; i = slices.IndexFunc(kinds, l.at) {
		l.line(kinds[i], func() { l.breaks(f, kinds[i]) })
	}
}

func (l *trailerReader) breaks(f *BrokenLine, kind string) {
	b := Break{At: l.fraction()}
	if kind != "b" {
		b.Jump = &Jump{l.fraction(), kind == "j>"}
	}
	b.Slope = l.fraction()
	if n := len(f.Breaks); n > 0 && b.At.Cmp(f.Breaks[n-1].At) <= 0 {
		l.blame("breakpoints that do not ascend", nil)
	}
	f.Breaks = append(f.Breaks, b)
}

// longestFraction is how many digits each part of a fraction may have.
const longestFraction = 1024

func shortFraction(v *big.Rat) bool {
	return len(new(big.Int).Abs(v.Num()).String()) <= longestFraction && len(v.Denom().String()) <= longestFraction
}

// fraction is an integer or p/q in lowest terms.
func (t *tokens) fraction() *big.Rat {
	word := t.token()
	over, under, _ := bytes.Cut(word, []byte{'/'})
	v := new(big.Rat)
	if !isInteger(over) || bytes.IndexByte(word, '/') >= 0 && (!isInteger(under) || under[0] == '-' || under[0] == '0') {
		t.blame("is no fraction", word)
		return v
	}
	v.SetString(string(word))
	if text := string(word); v.RatString() != text && v.String() != text {
		t.blame("is not in lowest terms", word)
	}
	return v
}

// isInteger says that text is one of at most longestFraction digits, without leading zeros.
func isInteger(text []byte) bool {
	digits := bytes.TrimPrefix(text, []byte{'-'})
	if len(digits) == 0 || len(digits) > longestFraction || digits[0] == '0' && len(text) > 1 {
		return false
	}
	return len(bytes.Trim(digits, "0123456789")) == 0
}
