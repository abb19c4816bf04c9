package columnar

import (
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

// decimal is unscaled·10^−scale, digit by digit.
func decimal(unscaled *big.Int, scale int32) string {
	if scale <= 0 {
		return unscaled.String() + strings.Repeat("0", int(-scale))
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

// moment is the time so many units after 1970-01-01, with a Z if it is one of UTC.
func moment(count int64, unit time.Duration, utc bool) string {
	perSecond := int64(time.Second / unit)
	at := time.Unix(count/perSecond, count%perSecond*int64(unit)).UTC()
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z"
	}
	return at.Format(layout)
}
