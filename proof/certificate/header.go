package certificate

import (
	"encoding/hex"
	"math"
	"slices"
	"strconv"

	"relucert/dataset"
)

// What a header may ask for.
const (
	mostUnits     = 64
	mostKinks     = 1000 // the units of a proof by breakpoints
	mostInputs    = 128
	longestHeader = 1 << 20 // bytes
)

// headerReader reads the header's lines in their order; its first error sticks.
type headerReader struct {
	*Reader
	pending bool // a line is at hand whose key is not taken yet
	size    int  // bytes so far
	err     error
}

func (r *Reader) readHeader() error {
	h, q := &r.header, &headerReader{Reader: r}
	q.magic()
	q.must("data", q.hash)
	q.must("target", func() { h.Target = q.quoted() })
	for q.may("feature", func() { h.Features = append(h.Features, q.quoted()) }) {
	}
	q.may("sample-weights", func() { h.SampleWeights = q.quoted() })
	q.must("missing", func() { h.DropMissing = q.oneOf("error", "drop") == 1 })
	for q.may("read", func() { h.Reading = append(h.Reading, q.statement()) }) {
	}
	q.must("units", func() { h.Units = q.from1(q.mostUnits()) })
	q.must("signs", q.signs)
	q.must("bias", func() { h.Bias = q.oneOf("no", "yes") == 1 })
	q.must("output", func() { h.Output = Output(q.oneOf(outputNames[:]...)) })
	if q.version > 2 {
		q.origins()
	}
	if q.version == Version {
		q.breakpoints()
		q.scales()
		return q.err
	}
	if q.version == HingeVersion {
		q.hinges()
		return q.err
	}
	if q.version == ObjectiveVersion {
		q.objective()
	} else if q.version > 1 && q.may("sweep", func() { h.Sweep = true }) {
		return q.err
	}
	q.may("norm-bound", func() {
		if h.NormBound = q.positive(); !h.Plain() {
			q.blame("is for the sum of squares alone", nil)
		} else if h.Origins != nil {
			q.blame("does not go with origins", nil)
		}
	})
	q.must("weight-limit", func() { h.WeightLimit = q.positive() })
	q.must("keep", q.keep)
	for d := range h.Keep {
		q.must("transform", func() { h.Transform = append(h.Transform, q.numbers(d+1)) })
	}
	q.scales()
	q.must("reference", func() { h.Reference = q.numbers(h.Free()) })
	return q.err
}

// objective reads a loss, a penalty, or both.
func (q *headerReader) objective() {
	h := &q.header
	q.may("loss", func() {
		h.Loss.Family = 1 + Family(q.oneOf(familyNames[1:]...))
		if h.Loss.Family.parametric() {
			h.Loss.Parameter = q.positive()
		}
		if h.Loss.Family == Quantile && h.Loss.Parameter >= 1 {
			q.blame("is no share below 1", nil)
		}
	})
	q.may("ridge", func() { h.Ridge = q.positive() })
	if q.look(); q.err == nil && h.Plain() {
		q.err = q.fail("%q where %q or %q must stand", clip([]byte(q.peek())), "loss", "ridge")
	}
}

func (q *headerReader) mostUnits() int {
	if q.version == Version {
		return mostKinks
	}
	return mostUnits
}

func (q *headerReader) scales() {
	q.must("label-scale", func() { q.header.LabelScale = q.powerOfTwo() })
	q.must("weight-scale", func() { q.header.WeightScale = q.powerOfTwo() })
}

// magic reads the version.
func (q *headerReader) magic() {
	line, err := q.next()
	if q.err = err; err != nil {
		return
	}
	for q.version = 1; string(line) != "relucert-certificate "+strconv.Itoa(q.version); q.version++ {
		if q.version == ObjectiveVersion {
			q.err = q.fail("is not a certificate of version 1 to %d: the first line is %q", ObjectiveVersion, clip(line))
			return
		}
	}
}

// look makes the next line the one at hand.
func (q *headerReader) look() {
	if q.pending || q.err != nil {
		return
	}
	line, err := q.next()
	if q.size += len(line) + 1; err == nil && q.size > longestHeader {
		err = q.fail("a header longer than %d KiB", longestHeader>>10)
	}
	q.tokens, q.err, q.pending = tokens{rest: line}, err, true
}

// may reads a line of that key if it is next.
func (q *headerReader) may(key string, read func()) bool {
	q.look()
	if q.err != nil || !q.word(key) {
		return false
	}
	if read(); !q.empty() {
		q.blame("unexpected text at the end of the line", nil)
	}
	if q.fault != "" {
		q.err = q.fail("%s: %s", key, q.fault)
	}
	q.pending = false
	return q.err == nil
}

func (q *headerReader) must(key string, read func()) {
	if !q.may(key, read) && q.err == nil {
		q.err = q.fail("%q where %q must stand", clip([]byte(q.peek())), key)
	}
}

// origins are read only where they change no claim.
func (q *headerReader) origins() {
	h := &q.header
	q.may("origin", func() {
		for range h.Features {
			h.Origins = append(h.Origins, q.decimal())
		}
		if !h.Bias || !slices.ContainsFunc(h.Origins, func(o dataset.Decimal) bool { return o.Mantissa != 0 }) {
			q.blame("needs a bias and an origin that is not 0", nil)
		}
	})
	q.may("label-origin", func() {
		if h.LabelOrigin = q.decimal(); !h.Constant() || h.LabelOrigin.Mantissa == 0 {
			q.blame("needs an output with a constant, and not to be 0", nil)
		}
	})
}

func (q *headerReader) decimal() dataset.Decimal {
	word := q.token()
	d, ok := dataset.ParseDecimal(string(word))
	if !ok {
		q.blame("is no decimal", word)
	}
	return d
}

func (q *headerReader) hash() {
	word := q.token()
	if n, err := hex.Decode(q.header.Data[:], word[:min(len(word), 64)]); err != nil || n != 32 || len(word) != 64 {
		q.blame("is no SHA-256", word)
	}
}

// quoted is the rest of the line as one string in Go's quotes.
func (q *headerReader) quoted() string {
	text := string(q.rest)
	q.rest = nil
	s, err := strconv.Unquote(text)
	if err != nil || strconv.Quote(s) != text {
		q.blame("is no quoted string", []byte(text))
	}
	return s
}

// statement is the rest of the line as it stands.
func (q *headerReader) statement() string {
	text := string(q.rest)
	if q.rest = nil; text == "" {
		q.blame("says nothing", nil)
	}
	return text
}

func (q *headerReader) oneOf(words ...string) int {
	word := q.token()
	i := slices.Index(words, string(word))
	if i < 0 {
		q.blame("is not known here", word)
	}
	return max(i, 0)
}

// from1 is an integer from 1 to limit.
func (q *headerReader) from1(limit int) int {
	word := q.token()
	v := q.integer(word, limit+1)
	if v == 0 {
		q.blame("must be at least 1", word)
	}
	return v
}

func (q *headerReader) signs() {
	if q.word("any") {
		return
	}
	word := q.token()
	for _, c := range word {
		switch c {
		case '+':
			q.header.Signs = append(q.header.Signs, 1)
		case '-':
			q.header.Signs = append(q.header.Signs, -1)
		}
	}
	if len(word) != q.header.Units || len(q.header.Signs) != len(word) {
		q.blame("is not one sign a unit", word)
	}
}

func (q *headerReader) keep() {
	h := &q.header
	for !q.empty() && q.fault == "" {
		word := q.token()
		v := q.integer(word, h.RawColumns())
		if n := len(h.Keep); n > 0 && v <= h.Keep[n-1] {
			q.blame("is not ascending", word)
		}
		h.Keep = append(h.Keep, v)
	}
	if h.Ridge > 0 && h.Bias && !(len(h.Keep) > 0 && h.Keep[0] == 0) {
		q.blame("lacks the bias, which a penalty leaves out", nil)
	}
	if len(h.Keep) == 0 || len(h.Keep) > mostInputs {
		q.blame("names "+strconv.Itoa(len(h.Keep))+" columns, not 1 to "+strconv.Itoa(mostInputs), nil)
	}
}

func (q *headerReader) powerOfTwo() float64 {
	v := q.positive()
	if fraction, _ := math.Frexp(v); fraction != 0.5 {
		q.blame("not a power of two", nil)
	}
	return v
}
