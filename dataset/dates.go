package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// kind is what a feature's cells are.
type kind uint8

const (
	number    kind = iota
	days           // dates: days since 1970-01-01
	seconds        // times of day, too: seconds since 1970-01-01 00:00
	zoned          // likewise, and of a zone: seconds since then in UTC
	indicator      // 1 where the column holds a text, else 0
)

// String is the word that stands for it in a certificate.
func (k kind) String() string {
	return [...]string{"number", "days", "seconds", "seconds-utc", "indicator"}[k]
}

func (k kind) isDate() bool { return k == days || k == seconds || k == zoned }

var errOtherDate = errors.New("is not a date as those above it are")

// layout is a date format: literal characters, and directives as 'Y' for %Y.
type layout []directive

type directive struct {
	letter byte // 0: Text stands there
	text   string
}

// iso are the forms of ISO 8601 that are read without being asked for; a T may stand for the blank.
var iso = func() (all []layout) {
	for _, format := range []string{"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M%z", "%Y-%m-%d %H:%M:%S%z"} {
		l, _ := parseLayout(format)
		all = append(all, l)
	}
	return all
}()

// parseLayout reads a format in strftime's words.
func parseLayout(format string) (l layout, err error) {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			l = append(l, directive{text: format[i : i+1]})
			continue
		}
		i++
		if i == len(format) || !strings.ContainsRune("YmdbHMSzj%", rune(format[i])) {
			return nil, fmt.Errorf("a date format has %%Y %%m %%d %%b %%j %%H %%M %%S %%z and %%%%: got %q", format)
		}
		if format[i] == '%' {
			l = append(l, directive{text: "%"})
		} else {
			l = append(l, directive{letter: format[i]})
		}
	}
	return l, nil
}

// moment is what a date's directives say.
type moment struct {
	year, month, day, yearDay, hour, minute, second int
	fraction                                        string // digits behind the second's point
	offset                                          int    // seconds east of Greenwich
	timed, zoned                                    bool
}

// date is a cell's number of days or seconds, as decimal text at the end of arena; false if it is no date.
func (f *Format) date(arena *[]byte, cell []byte) (text []byte, k kind, ok bool) {
	cell = bytes.TrimSpace(cell)
	if f.DateFormat != "" {
		l, _ := parseLayout(f.DateFormat) // settle has seen that it is one
		return l.number(arena, string(cell))
	}
	if len(cell) < len("2015-11-22") || cell[4] != '-' {
		return nil, 0, false
	}
	for _, l := range iso {
		if text, k, ok = l.number(arena, string(cell)); ok {
			break
		}
	}
	return text, k, ok
}

// dateFormats are usual formats that read a cell, as one types them.
func dateFormats(cell string) (all []string) {
	for _, day := range []string{"%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y"} {
		for _, clock := range []string{"", " %H:%M", " %H:%M:%S"} {
			l, _ := parseLayout(day + clock)
			if _, _, ok := l.number(new([]byte), cell); ok {
				all = append(all, shellQuoted(day+clock))
			}
		}
	}
	return all
}

func (l layout) number(arena *[]byte, cell string) (text []byte, k kind, ok bool) {
	m := moment{year: 1970, month: 1, day: 1}
	for _, d := range l {
		if cell, ok = m.take(d, cell); !ok {
			return nil, 0, false
		}
	}
	if cell != "" || len(l) == 0 {
		return nil, 0, false
	}
	return m.number(arena)
}

// take reads what a directive stands for from the start of text.
func (m *moment) take(d directive, text string) (rest string, ok bool) {
	switch d.letter {
	case 0:
		if d.text == " " && strings.HasPrefix(text, "T") {
			return text[1:], true
		}
		return strings.CutPrefix(text, d.text)
	case 'b':
		return m.takeMonth(text)
	case 'z':
		return m.takeZone(text)
	case 'S':
		m.timed = true
		if rest, ok = digitsOf(text, 2, &m.second); ok {
			rest, ok = m.takeFraction(rest)
		}
		return rest, ok
	}
	m.timed = m.timed || d.letter == 'H' || d.letter == 'M'
	field, width := map[byte]*int{'Y': &m.year, 'm': &m.month, 'd': &m.day, 'j': &m.yearDay, 'H': &m.hour, 'M': &m.minute}[d.letter], 2
	if d.letter == 'Y' {
		width = 4
	}
	if d.letter == 'j' {
		width = 3
	}
	return digitsOf(text, width, field)
}

// digitsOf reads width digits; of two, the first may be lacking where no digit follows.
func digitsOf(text string, width int, to *int) (rest string, ok bool) {
	n := 0
	for n < len(text) && n < width && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	if n == 0 || n < width && width != 2 {
		return "", false
	}
	*to, _ = strconv.Atoi(text[:n])
	return text[n:], true
}

// mostPlacesOfSecond is nanoseconds.
const mostPlacesOfSecond = 9

func (m *moment) takeFraction(text string) (rest string, ok bool) {
	if text == "" || text[0] != '.' && text[0] != ',' {
		return text, true
	}
	n := 1
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	m.fraction = text[1:n]
	return text[n:], n > 1 && len(m.fraction) <= mostPlacesOfSecond
}

func (m *moment) takeMonth(text string) (rest string, ok bool) {
	for i := time.January; i <= time.December; i++ {
		if short := i.String()[:3]; len(text) >= 3 && strings.EqualFold(text[:3], short) {
			m.month = int(i)
			return text[3:], true
		}
	}
	return "", false
}

// takeZone reads Z, +hh, +hhmm or +hh:mm.
func (m *moment) takeZone(text string) (rest string, ok bool) {
	m.zoned = true
	if rest, ok = strings.CutPrefix(text, "Z"); ok {
		return rest, true
	}
	if len(text) < 3 || text[0] != '+' && text[0] != '-' || !isDigits([]byte(text[1:3])) {
		return "", false
	}
	hours, _ := strconv.Atoi(text[1:3])
	sign := 44 - int(text[0]) // '+' is 43, '-' 45
	rest = strings.TrimPrefix(text[3:], ":")
	minutes := 0
	if rest != "" {
		if rest, ok = digitsOf(rest, 2, &minutes); !ok {
			return "", false
		}
	}
	m.offset = sign * (hours*3600 + minutes*60)
	return rest, hours <= 23 && minutes <= 59
}

const secondsADay = 24 * 60 * 60

// number is days or seconds since 1970; false if there is no such day or time.
func (m *moment) number(arena *[]byte) (text []byte, k kind, ok bool) {
	at := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	if at.Day() != m.day || int(at.Month()) != m.month || m.hour > 23 || m.minute > 59 || m.second > 59 {
		return nil, 0, false
	}
	if m.yearDay > 0 {
		if at = at.AddDate(0, 0, m.yearDay-at.YearDay()); at.Year() != m.year {
			return nil, 0, false
		}
	}
	start := len(*arena)
	if !m.timed {
		*arena = strconv.AppendInt(*arena, at.Unix()/secondsADay, 10)
		return (*arena)[start:], days, true
	}
	whole := at.Unix() + int64(m.hour*3600+m.minute*60+m.second-m.offset)
	*arena = appendSeconds(*arena, whole, m.fraction)
	if m.zoned {
		return (*arena)[start:], zoned, true
	}
	return (*arena)[start:], seconds, true
}

// appendSeconds writes whole + 0.fraction.
func appendSeconds(dst []byte, whole int64, fraction string) []byte {
	if whole < 0 && strings.Trim(fraction, "0") != "" { // −5 + 0.25 is −4.75
		n, _ := strconv.ParseInt((fraction + "000000000")[:mostPlacesOfSecond], 10, 64)
		whole, fraction = whole+1, fmt.Sprintf("%09d", 1e9-n)
		if whole == 0 {
			dst = append(dst, '-')
		}
	}
	dst = strconv.AppendInt(dst, whole, 10)
	if fraction != "" {
		dst = append(append(dst, '.'), fraction...)
	}
	return dst
}
