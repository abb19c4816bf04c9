package dataset

import (
	"bytes"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"strconv"
)

// settleRows is how many rows decide which columns get an origin. Few do: the rows
// that follow can make a column's range larger, but hardly its size without its range.
const settleRows = 64

// A column gets an origin if its values are more than farTimes their range; if they
// are all alike in the first rows, if they are farAlone at least.
const (
	farTimes = 1 << 10
	farAlone = 1 << 20
)

// SetOrigins has decimals taken off the features, one each (nil: 0), and off the label,
// exactly, before they are rounded. Only before the first Scan.
func (s *Scanner) SetOrigins(features []Decimal, target Decimal) {
	s.targetOrigin = target
	if s.origins = nil; slices.ContainsFunc(features, func(o Decimal) bool { return o.Mantissa != 0 }) {
		s.origins = features
	}
}

// Origins are what is taken off the features, nil if nothing is.
func (s *Scanner) Origins() []Decimal { return s.origins }

// TargetOrigin is what is taken off the label.
func (s *Scanner) TargetOrigin() Decimal { return s.targetOrigin }

func (s *Scanner) origin(feature int) Decimal {
	if s.origins == nil {
		return Decimal{}
	}
	return s.origins[feature]
}

// chooseOrigins looks at the first rows.
func (s *Scanner) chooseOrigins() error {
	features := make([]span, len(s.columns.features))
	var target span
	rows := 0
	err := s.ahead(func(fields [][]byte, _ int) bool {
		if s.columns.isElsewhere(fields) {
			return true
		}
		s.arena = s.arena[:0]
		for j, in := range s.columns.features {
			features[j].add(s.plain(in, fields))
		}
		if i := s.columns.target; i >= 0 {
			target.add(s.plain(input{column: i}, fields))
		}
		rows++
		return rows < settleRows
	})
	origins := make([]Decimal, len(features))
	for j := range features {
		if s.opts.LocalInputs {
			origins[j] = features[j].origin()
		}
	}
	if !s.opts.LocalLabels {
		target = span{}
	}
	s.SetOrigins(origins, target.origin())
	return err
}

// span is the range of a column's first cells, relative to the first of them.
type span struct {
	first     Decimal
	known     bool
	size      float64 // the largest magnitude
	low, high float64 // of the differences to first
}

// add leaves out cells that are no numbers: the reading will find them.
func (c *span) add(cell []byte, err error) {
	if err != nil {
		return
	}
	v, err := parseNumber(cell)
	if err != nil {
		return
	}
	if !c.known {
		c.first, c.known = decimalNear(cell, v), true
	}
	c.size = max(c.size, math.Abs(v))
	if d, err := parseLocal(cell, c.first); err == nil {
		c.low, c.high = min(c.low, d), max(c.high, d)
	}
}

func (c *span) origin() Decimal {
	width := c.high - c.low
	far := c.size > farTimes*width && (width > 0 || c.size >= farAlone)
	if origin, ok := ParseDecimal(c.first.String()); far && ok {
		return origin
	}
	return Decimal{}
}

// decimalNear is the cell, or, if it is not a short decimal, the shortest one of its double.
func decimalNear(cell []byte, v float64) (d Decimal) {
	if !parseShort(&d, cell) && !parseShort(&d, strconv.AppendFloat(nil, v, 'e', -1, 64)) {
		return Decimal{}
	}
	return d
}

// parseLocal is the double nearest to a cell less its origin.
func parseLocal(cell []byte, origin Decimal) (float64, error) {
	v, err := parseNumber(cell)
	if err != nil || origin.Mantissa == 0 {
		return v, err
	}
	var d Decimal
	if parseShort(&d, cell) && origin.away(&d) {
		return d.Float64(), nil
	}
	var exact big.Rat
	if err := parseExact(&exact, cell); err != nil {
		return 0, err
	}
	origin.awayRat(&exact)
	v, _ = exact.Float64()
	return v, nil
}

// away takes o off d, exactly; it is false, and d worth nothing, if that has more than 18 digits.
func (o Decimal) away(d *Decimal) bool {
	if o.Mantissa == 0 {
		return true
	}
	exponent := min(d.Exponent, o.Exponent)
	a, okA := d.shifted(exponent)
	b, okB := o.shifted(exponent)
	difference := a - b // both below 2^60
	if !okA || !okB || difference < -mostMantissa || difference > mostMantissa {
		return false
	}
	*d = Decimal{Mantissa: difference, Exponent: exponent}
	return true
}

// mostMantissa is the largest integer of 18 digits.
const mostMantissa = 1e18 - 1

// shifted is d in units of 10^exponent, which is not above its own.
func (d Decimal) shifted(exponent int) (int64, bool) {
	if d.Mantissa == 0 {
		return 0, true
	}
	if d.Exponent-exponent >= mostDigits {
		return 0, false
	}
	high, low := bits.Mul64(uint64(max(d.Mantissa, -d.Mantissa)), tens[d.Exponent-exponent])
	if high > 0 || low > mostMantissa {
		return 0, false
	}
	if d.Mantissa < 0 {
		return -int64(low), true
	}
	return int64(low), true
}

// tens are the powers of ten of at most 18 digits.
var tens = func() (powers [mostDigits]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = 10 * powers[i-1]
	}
	return powers
}()

func (o Decimal) awayRat(v *big.Rat) {
	if o.Mantissa != 0 {
		v.Sub(v, o.Rat())
	}
}

// Rat is d as a fraction.
func (d Decimal) Rat() *big.Rat {
	v := new(big.Rat).SetInt64(d.Mantissa)
	scaleByTen(v, d.Exponent)
	return v
}

// Short says that d is in the limits of a Decimal.
func (d Decimal) Short() bool { return -mostMantissa <= d.Mantissa && d.Mantissa <= mostMantissa }

// exactTens is the largest power of ten that is exact in float64.
const exactTens = 22

// Float64 is the double nearest to d.
func (d Decimal) Float64() float64 {
	m := float64(d.Mantissa)
	switch e := d.Exponent; {
	case e == 0:
		return m
	case -maxExactInt <= d.Mantissa && d.Mantissa <= maxExactInt && -exactTens <= e && e <= exactTens:
		if e < 0 {
			return m / math.Pow10(-e)
		}
		return m * math.Pow10(e)
	}
	v, _ := d.Rat().Float64()
	return v
}

// canonical is d without zeros at its mantissa's end, which makes it unique.
func (d Decimal) canonical() Decimal {
	if d.Mantissa == 0 {
		return Decimal{}
	}
	for d.Mantissa%10 == 0 {
		d.Mantissa /= 10
		d.Exponent++
	}
	return d
}

// localText is the digits of a cell less o, false if it is not a short decimal.
func (o Decimal) localText(cell []byte) ([]byte, bool) {
	if o.Mantissa == 0 {
		return cell, true
	}
	var d Decimal
	if !parseShort(&d, cell) || !o.away(&d) {
		return nil, false
	}
	return bytes.TrimPrefix(strconv.AppendInt(nil, d.Mantissa, 10), []byte("-")), true
}
