package dataset

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// String is d as certificates write it: 17e8, -25e-1, 3.
func (d Decimal) String() string {
	d = d.canonical()
	text := strconv.FormatInt(d.Mantissa, 10)
	if d.Exponent != 0 {
		text += "e" + strconv.Itoa(d.Exponent)
	}
	return text
}

// ParseDecimal reads what String writes, with a power of ten up to 99 either way, and nothing else.
func ParseDecimal(text string) (Decimal, bool) {
	digits, tens, _ := strings.Cut(text, "e")
	mantissa, _ := strconv.ParseInt(digits, 10, 64)
	exponent, _ := strconv.Atoi(tens)
	d := Decimal{Mantissa: mantissa, Exponent: exponent}
	return d, -mostMantissa <= mantissa && mantissa <= mostMantissa &&
		-mostOriginTens <= exponent && exponent <= mostOriginTens && d.String() == text
}

// ReadDecimal reads a number as people write it, exactly; false if it is none, or of more than 18 digits, or its
// power of ten is beyond 40 either way.
func ReadDecimal(text string) (d Decimal, ok bool) {
	cell := bytes.TrimSpace([]byte(text))
	if _, err := parseDecimal(cell); err != nil || shapeOf(cell) != shapeDecimal || !parseShort(&d, cell) {
		return Decimal{}, false
	}
	return d.canonical(), true
}

// mostOriginTens bounds the power of ten in an origin.
const mostOriginTens = 99

// Plain is d as people write it, 1700000000 or -2.5; with a power of ten where that has many zeros.
func (d Decimal) Plain() string {
	d = d.canonical()
	if d.Exponent < -mostDigits || d.Exponent > 0 && d.Exponent+len(strconv.FormatInt(d.Mantissa, 10)) > mostDigits {
		return d.String()
	}
	return d.Rat().FloatString(max(0, -d.Exponent))
}

// mostPlaces is how many digits Plus writes behind the point.
const mostPlaces = 40

// Plus is d + v in decimals, v rounded to so many significant digits, -1 standing for all
// that tell it from other doubles.
func (d Decimal) Plus(v float64, digits int) string {
	text := strconv.FormatFloat(v, 'g', digits, 64)
	var added Decimal
	if d.Mantissa == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return text
	}
	short := parseShort(&added, []byte(text))
	places := max(0, -d.Exponent, -added.canonical().Exponent)
	if !short || places > mostPlaces {
		return strconv.FormatFloat(d.Float64()+v, 'g', digits, 64)
	}
	sum := d.Rat()
	return sum.Add(sum, added.Rat()).FloatString(places)
}

// MarshalJSON writes a number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.Plain()), nil }

// UnmarshalJSON reads a number of at most 18 digits.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	read, ok := ParseDecimal(string(text))
	if !ok {
		read, ok = ReadDecimal(string(text))
	}
	if !ok {
		return fmt.Errorf("%s is not a decimal of at most %d digits", text, mostDigits)
	}
	*d = read.canonical()
	return nil
}
