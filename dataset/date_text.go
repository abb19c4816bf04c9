package dataset

import (
	"math/big"
	"strings"
	"time"
)

// DateText is a place of feature j, given less its origin, as a date; false if the feature is none.
func (d *Dataset) DateText(j int, at float64) (string, bool) {
	if d.Dates == nil || d.Dates[j] == "" || at > mostSeconds || at < -mostSeconds {
		return "", false
	}
	sum := new(big.Rat).SetFloat64(at)
	if d.Origins != nil {
		sum.Add(sum, d.Origins[j].Rat())
	}
	if d.Dates[j] == days.String() {
		return dayText(sum), true
	}
	text := moments(sum, time.Nanosecond).Format("2006-01-02T15:04:05.999999999")
	if d.Dates[j] == zoned.String() {
		text += "Z"
	}
	return text, true
}

// mostSeconds from the origin is far beyond the years of four digits.
const mostSeconds = 1e12

// dayText is a day, and its time to the minute if it is not midnight.
func dayText(days *big.Rat) string {
	at := moments(days.Mul(days, big.NewRat(secondsADay, 1)), time.Minute)
	return strings.TrimSuffix(at.Format("2006-01-02T15:04"), "T00:00")
}

// moments is so many seconds since 1970, to the nearest unit.
func moments(seconds *big.Rat, unit time.Duration) time.Time {
	units := seconds.Mul(seconds, big.NewRat(int64(time.Second), int64(unit)))
	twice := new(big.Int).Lsh(units.Num(), 1)
	count := twice.Add(twice, units.Denom()).Div(twice, new(big.Int).Lsh(units.Denom(), 1)) // Euclid's: downwards
	whole, rest := new(big.Int).DivMod(count.Mul(count, big.NewInt(int64(unit))), big.NewInt(int64(time.Second)), new(big.Int))
	return time.Unix(whole.Int64(), rest.Int64()).UTC()
}
