package certificate

import (
	"bytes"
	"math"
)

// most is the limit of numbers that only the data or the tree bound.
const most = math.MaxInt32

func (r *Reader) checked(record Record) (Record, error) {
	if r.fault != "" {
		return nil, r.fail("%s", r.fault)
	}
	return record, nil
}

// name is SPLIT/PART,PART…
func (r *Reader) name() Name {
	word := r.token()
	split, parts, _ := bytes.Cut(word, []byte{'/'})
	n := Name{Split: r.integer(split, most)}
	var choice []byte
	for _, p := range bytes.SplitN(parts, []byte{','}, r.header.Units+1) {
		choice = append(choice, byte(r.integer(p, math.MaxUint8)))
	}
	if len(choice) > r.header.Units {
		r.blame("names more parts than there are units", word)
	}
	n.Parts = string(choice)
	return n
}

func (r *Reader) split() (Record, error) {
	s := &Split{Node: r.name(), Unit: r.integer(r.token(), r.header.Units), Drop: Keep}
	kind := r.token()
	switch string(kind) {
	case "f":
	case "x":
		s.Coordinate = r.integer(r.token(), len(r.header.Keep))
		s.At = r.number(r.token())
	case "y":
		s.Row = r.integer(r.token(), most)
		if r.since2("at") {
			s.At = r.number(r.token())
		}
	default:
		r.blame("is no kind of split", kind)
		return r.checked(nil)
	}
	s.Kind = Kind(kind[0])
	if s.Kind != Faces && r.word("drop") {
		s.Drop = r.integer(r.token(), 2)
	}
	return r.checked(s)
}

// since2 reads a word that version 1 does not know, if it is next.
func (r *Reader) since2(word string) bool {
	if !r.word(word) {
		return false
	}
	if r.version < 2 {
		r.blame("is not of version 1", []byte(word))
	}
	return true
}

func (r *Reader) bound() (Record, error) {
	h := &r.header
	b := &Bound{Node: r.name(), Hint: r.number(r.token()), Mu: r.positive()}
	letter := r.token()
	b.Settled = string(letter) == "s"
	if !b.Settled && string(letter) != "z" {
		r.blame("is neither z nor s", letter)
	}
	b.C = r.numbers(h.Free())
	for range h.Units {
		if !r.word("|") {
			r.blame("lacks a unit's point", nil)
		}
		b.Units = append(b.Units, r.alphas())
		if r.fault != "" {
			break
		}
	}
	r.sections(b)
	return r.checked(b)
}

func (r *Reader) alphas() []Alpha {
	var all []Alpha
	vertices := 1 << (len(r.header.Keep) - 1)
	for r.fault == "" && !r.empty() && r.rest[0] >= '0' && r.rest[0] <= '9' {
		f := r.fields(2)
		a := Alpha{r.integer(f[0], vertices), r.number(f[1])}
		if a.Value < 0 {
			r.blame("is negative", f[1])
		}
		all = append(all, a)
	}
	return all
}

// sections are what follows the point.
func (r *Reader) sections(b *Bound) {
	r.section("k", func() { b.Centers = append(b.Centers, r.center()) })
	b.Walls, b.Slacks = r.walls(), r.slacks()
}

func (r *Reader) walls() (all []Wall) {
	r.section("w", func() {
		f := r.fields(3)
		v := Wall{r.integer(f[0], r.header.Units), r.integer(f[1], most), r.number(f[2])}
		if v.Value < 0 {
			r.blame("is negative", f[2])
		}
		all = append(all, v)
	})
	return all
}

func (r *Reader) slacks() (all []Slack) {
	for r.fault == "" && r.word("g") {
		if r.header.NormBound == 0 && r.header.Ridge == 0 {
			r.blame("g without a norm bound or a penalty", nil)
		}
		s := Slack{r.integer(r.token(), r.header.Units), r.numbers(len(r.header.Keep))}
		if r.fault == "" && r.header.Ridge > 0 && r.header.Bias && s.Vector[0] != 0 {
			r.blame("g is not 0 at the bias", nil)
		}
		all = append(all, s)
	}
	return all
}

// center is row:unit:θ̄ or row:unit:θ̄:θ.
func (r *Reader) center() Center {
	f := r.fields(3, 4)
	c := Center{Row: r.integer(f[0], most), Unit: r.integer(f[1], r.header.Units), Value: r.share(f[2]), HasTheta: len(f) == 4}
	if c.HasTheta {
		c.Theta = r.share(f[3])
	}
	return c
}

// share is a number in [0, 1].
func (r *Reader) share(word []byte) float64 {
	v := r.number(word)
	if v < 0 || v > 1 {
		r.blame("is not in [0, 1]", word)
	}
	return v
}

// section reads the entries behind a word, one at least, if the word is next.
func (r *Reader) section(word string, read func()) {
	if !r.word(word) {
		return
	}
	for read(); r.entry(); {
		read()
	}
}

// entry says that the section goes on.
func (r *Reader) entry() bool {
	return r.fault == "" && !r.empty() && r.rest[0] >= '0' && r.rest[0] <= '9'
}

// trailer reads the rest of the trailer whose first word is at hand.
func (r *Reader) trailer(word string) (Record, error) {
	h, t := &r.header, &Trailer{}
	lines := &trailerReader{Reader: r, word: word}
	for range h.Units {
		lines.line("u", func() { t.Units = append(t.Units, Unit{r.sign(), r.numbers(h.RawColumns())}) })
	}
	lines.line("o", func() { t.Output = r.numbers(h.free(h.RawColumns())) })
	return lines.claim(t)
}

// claim reads the end of the trailer, from the parts on.
func (l *trailerReader) claim(t *Trailer) (Record, error) {
	r := l.Reader
	for !r.header.Sweep && r.header.Hinges == nil && l.at("part") {
		l.line("part", func() { t.Parts = append(t.Parts, r.part()) })
	}
	l.line("claim", func() { t.Lower, t.Upper = r.number(r.token()), r.number(r.token()) })
	l.line("end", func() {})
	r.ended = l.err == nil
	return t, l.err
}

// trailerReader reads the trailer's lines; its first error sticks.
type trailerReader struct {
	*Reader
	word string // the first word of the line at hand; "": none is
	err  error
}

// at says whether the next line begins with key.
func (l *trailerReader) at(key string) bool {
	if l.err == nil && l.word == "" {
		var line []byte
		line, l.err = l.next()
		l.tokens = tokens{rest: line}
		l.word = string(l.token())
	}
	return l.err == nil && l.word == key
}

func (l *trailerReader) line(key string, read func()) {
	if !l.at(key) {
		if l.err == nil {
			l.err = l.fail("%q where the trailer needs %q", clip([]byte(l.word)), key)
		}
		return
	}
	l.word = ""
	if read(); l.fault == "" && !l.empty() {
		l.blame("unexpected text at the end of the line", nil)
	}
	if l.fault != "" {
		l.err = l.fail("%s", l.fault)
	}
}

func (r *Reader) part() Name {
	if r.header.Breakpoints != nil {
		return r.branch().Name()
	}
	return r.name()
}

func (r *Reader) sign() int {
	word := r.token()
	if len(word) == 1 {
		switch word[0] {
		case '+':
			return 1
		case '-':
			return -1
		}
	}
	r.blame("is no sign", word)
	return 0
}
