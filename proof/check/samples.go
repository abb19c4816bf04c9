package check

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"

	"relucert/dataset"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// widestDenominator bounds the bits of the common denominators of the data, and
// with them the cost of every integer made from it.
const widestDenominator = 4096

// samples are the rows of the data, exactly, with equal features made one
// sample. Everything is an integer over a common denominator.
type samples struct {
	first  []int   // a sample: its first row
	ofRow  []int32 // a row: the sample it begins, or -1
	times  []int32 // a sample: how many rows it is of; nil for short ones
	column []scaled
	// The sums over a sample's rows of ω, ωy and ωy².
	weight, label, square scaled
	// The same if they are short decimals: then the above lack their numbers until widen.
	short *short
}

// scaled are numbers n_i / den.
type scaled struct {
	n   []big.Int
	den big.Int
}

// count is m.
func (s *samples) count() int { return len(s.first) }

// rowData is one row as it is read.
type rowData struct {
	x         []big.Rat
	y, weight big.Rat
}

// refusal is why a certificate does not prove its claim.
type refusal struct {
	line   int // of the certificate; 0: none
	reason string
}

func (r *refusal) Error() string {
	if r.line == 0 {
		return r.reason
	}
	return fmt.Sprintf("line %d: %s", r.line, r.reason)
}

func refuse(format string, args ...any) error { return &refusal{reason: fmt.Sprintf(format, args...)} }

// readSamples reads the data file, in the general way if that is asked for, and
// insists that it is the header's.
func readSamples(data Source, opts Options, h *certificate.Header) (*samples, error) {
	if data.Name != "-" && !opts.Exact && h.Loss.Family == certificate.Squared { // standard input cannot be read twice
		s, err := readRows(data, opts.Data, h, func(rows *dataset.Scanner) (*samples, error) { return readShort(rows, h.Bias), nil })
		if s != nil || err != nil {
			return s, err
		}
	}
	return readRows(data, opts.Data, h, func(rows *dataset.Scanner) (*samples, error) {
		return readGeneral(rows, h.Bias, h.Loss.Family == certificate.Squared)
	})
}

// labelSquares is Σωy².
func (s *samples) labelSquares() *big.Rat {
	if h := s.short; h != nil {
		var sum wide.Sum
		for _, v := range h.square {
			sum.Add(v, wide.Integer(1))
		}
		den := new(big.Int).SetUint64(h.labelDen)
		return new(big.Rat).SetFrac(sum.Big(), den.Mul(den, den).Mul(den, new(big.Int).SetUint64(h.weightDen)))
	}
	sum := new(big.Int)
	for i := range s.square.n {
		sum.Add(sum, &s.square.n[i])
	}
	return new(big.Rat).SetFrac(sum, &s.square.den)
}

// mostRows is how many an int32 counts.
const mostRows = math.MaxInt32

// scan goes to the next row, but not beyond mostRows by more than one.
func scan(rows *dataset.Scanner) bool { return rows.Rows() <= mostRows && rows.Scan() }

// readRows opens the data for read, which returns nil if it has not read it all.
func readRows[T any](data Source, opts dataset.Options, h *certificate.Header, read func(*dataset.Scanner) (*T, error)) (*T, error) {
	in, err := data.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := dataset.NewScanner(data.Name, in, opts)
	if err != nil {
		return nil, err
	}
	if err := sameColumns(rows, opts, h); err != nil {
		return nil, err
	}
	rows.SetOrigins(h.Origins, h.LabelOrigin)
	s, err := read(rows)
	if s == nil || err != nil {
		return nil, err
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if rows.Rows() > mostRows {
		return nil, refuse("the data has more than %d rows", mostRows)
	}
	if h.Data != rows.SHA256() {
		return nil, otherThan("data", fmt.Sprintf("sha256:%x", h.Data), fmt.Sprintf("sha256:%x", rows.SHA256()))
	}
	if read := rows.Reading(); !slices.Equal(h.Reading, read) {
		return nil, otherThan("data read with", statements(h.Reading), statements(read))
	}
	return s, nil
}

// readGeneral reads any rows, and makes equal ones one sample if merge says so.
func readGeneral(rows *dataset.Scanner, bias, merge bool) (*samples, error) {
	m := &merger{index: make(map[string][]int), apart: !merge}
	for scan(rows) {
		r := rowData{x: make([]big.Rat, len(rows.X()))}
		if err := rows.Exact(r.x, &r.y, &r.weight); err != nil {
			return nil, err
		}
		m.add(rows.X(), r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return m.finish(bias)
}

// sameColumns compares the header with what the caller asks for.
func sameColumns(rows *dataset.Scanner, opts dataset.Options, h *certificate.Header) error {
	features := rows.Features()
	switch {
	case h.Target != rows.Target():
		return otherThan("target", strconv.Quote(h.Target), strconv.Quote(rows.Target()))
	case !slices.Equal(h.Features, features):
		return otherThan("features", quotedList(h.Features), quotedList(features))
	case h.SampleWeights != opts.Weights:
		return otherThan("sample weights", orNone(h.SampleWeights), orNone(opts.Weights))
	case h.DropMissing != opts.DropMissing:
		return otherThan("missing values that are", missingWord(h.DropMissing), missingWord(opts.DropMissing))
	}
	return nil
}

func otherThan(what string, have, want any) error {
	return refuse("the certificate is for %s %v, not %v", what, have, want)
}

// merger makes rows with equal features one sample.
type merger struct {
	apart bool             // each row is a sample
	index map[string][]int // by the nearest doubles: the samples that round to them
	key   []byte
	ofRow []int32
	first []int
	times []int32
	x     [][]big.Rat
	sums  [3][]big.Rat
}

func (m *merger) add(approximate []float64, r rowData) {
	m.key = m.key[:0]
	for _, v := range approximate {
		m.key = binary.LittleEndian.AppendUint64(m.key, math.Float64bits(v+0)) // +0: -0 is 0
	}
	i := m.find(r.x)
	if i < 0 {
		i = len(m.first)
		m.index[string(m.key)] = append(m.index[string(m.key)], i)
		m.first, m.times = append(m.first, len(m.ofRow)), append(m.times, 0)
		m.x = append(m.x, r.x)
		for s := range m.sums {
			m.sums[s] = append(m.sums[s], big.Rat{})
		}
		m.ofRow = append(m.ofRow, int32(i))
	} else {
		m.ofRow = append(m.ofRow, -1)
	}
	m.times[i]++
	term := &r.weight
	for s := range m.sums {
		m.sums[s][i].Add(&m.sums[s][i], term)
		term.Mul(term, &r.y)
	}
}

func (m *merger) find(x []big.Rat) int {
	if m.apart {
		return -1
	}
candidates:
	for _, i := range m.index[string(m.key)] {
		for d := range x {
			if x[d].Cmp(&m.x[i][d]) != 0 {
				continue candidates
			}
		}
		return i
	}
	return -1
}

// finish puts everything over common denominators.
func (m *merger) finish(bias bool) (*samples, error) {
	s := &samples{first: m.first, ofRow: m.ofRow, times: m.times}
	var err error
	put := func(at func(i int) *big.Rat) (column scaled) {
		if err == nil {
			column, err = overCommonDenominator(len(m.first), at)
		}
		return column
	}
	if bias {
		one := big.NewRat(1, 1)
		s.column = append(s.column, put(func(int) *big.Rat { return one }))
	}
	for d := range m.x[0] {
		s.column = append(s.column, put(func(i int) *big.Rat { return &m.x[i][d] }))
	}
	s.weight = put(func(i int) *big.Rat { return &m.sums[0][i] })
	s.label = put(func(i int) *big.Rat { return &m.sums[1][i] })
	s.square = put(func(i int) *big.Rat { return &m.sums[2][i] })
	return s, err
}

func overCommonDenominator(count int, at func(i int) *big.Rat) (scaled, error) {
	var s scaled
	s.den.SetInt64(1)
	var rest, gcd big.Int
	for i := range count {
		d := at(i).Denom()
		if d.IsInt64() && d.Int64() == 1 || rest.Rem(&s.den, d).Sign() == 0 {
			continue
		}
		gcd.GCD(nil, nil, &s.den, d)
		s.den.Mul(&s.den, rest.Quo(d, &gcd))
		if s.den.BitLen() > widestDenominator {
			return s, refuse("the data's numbers have no common denominator below 2^%d", widestDenominator)
		}
	}
	s.n = make([]big.Int, count)
	for i := range s.n {
		v := at(i)
		s.n[i].Mul(v.Num(), rest.Quo(&s.den, v.Denom()))
	}
	return s, nil
}
