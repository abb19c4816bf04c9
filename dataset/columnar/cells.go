package columnar

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// missing is the cell of a value that is not there.
const missing = "NA"

// quoted is a text as a cell; one that cannot be in CSV has its bad bytes replaced.
func quoted(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// truth is 1 or 0.
func truth(v bool) string {
	if v {
		return "1"
	}
	return "0"
}

// float is the shortest decimal of v in a precision of so many bits.
func float(v float64, bits int) string { return strconv.FormatFloat(v, 'g', -1, bits) }

// half is the number of 16 bits: a sign, 5 of the exponent and 10 of the mantissa. The library's own conversion is
// wrong where the exponent is least.
func half(bits uint16) string {
	exponent, mantissa := int(bits>>10&31), float64(bits&1023)
	v := math.Ldexp(1024+mantissa, exponent-25)
	switch {
	case exponent == 0:
		v = math.Ldexp(mantissa, -24)
	case exponent == 31 && mantissa == 0:
		v = math.Inf(1)
	case exponent == 31:
		v = math.NaN()
	}
	if bits>>15 != 0 {
		v = -v
	}
	return float(v, 32)
}

// mostPlaces is more than any writer's decimals have; a damaged file may claim billions.
const mostPlaces = 100

// decimal is unscaled·10^−scale, digit by digit.
func decimal(unscaled *big.Int, scale int32) string {
	if scale <= 0 || scale > mostPlaces {
		return fmt.Sprintf("%de%d", unscaled, -int64(scale))
	}
	digits := new(big.Int).Abs(unscaled).String()
	if short := int(scale) + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	sign := ""
	if unscaled.Sign() < 0 {
		sign = "-"
	}
	point := len(digits) - int(scale)
	return sign + digits[:point] + "." + digits[point:]
}

// date is the day so many days after 1970-01-01.
func date(days int64) string { return time.Unix(days*86400, 0).UTC().Format(time.DateOnly) }

// dateOrTime is the day so many milliseconds after 1970-01-01; some writers have times of day there, which dates should not.
func dateOrTime(milliseconds int64) string {
	const ofDay = 86_400_000
	if milliseconds%ofDay != 0 {
		return moment(milliseconds, time.Millisecond, false)
	}
	return date(milliseconds / ofDay)
}

// moment is the time so many units after 1970-01-01, with a Z if it is one of UTC.
func moment(count int64, unit time.Duration, utc bool) string {
	perSecond := int64(time.Second / unit)
	text := clock(count/perSecond, count%perSecond*int64(unit))
	if utc {
		text += "Z"
	}
	return text
}

// clock is the time so many seconds and nanoseconds after 1970-01-01.
func clock(seconds, nanoseconds int64) string {
	return time.Unix(seconds, nanoseconds).UTC().Format("2006-01-02T15:04:05.999999999")
}

// unread stands for a value of a type that is not read.
func unread(kind string) string { return quoted("(" + kind + ")") }
