package dataset

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDates: what is a date, and what it counts.
func TestDates(t *testing.T) {
	for _, c := range []struct{ format, cell, want string }{
		{"", "1970-01-01", "days 0"}, {"", "2015-11-22", "days 16761"}, {"", "1969-12-31", "days -1"}, {"", "2024-02-29", "days 19782"},
		{"", "2023-02-29", ""}, {"", "2015-13-01", ""}, {"", "2015-11-22 ", "days 16761"}, {"", "15-11-22", ""}, {"", "22.11.2015", ""}, {"", "20151122", ""},
		{"", "1970-01-01T00:00", "seconds 0"}, {"", "1970-01-01 00:01:02.000000003", "seconds 62.000000003"}, {"", "1969-12-31T23:59:59.25", "seconds -0.750000000"},
		{"", "1970-01-01T00:00:00.0000000001", ""}, {"", "1970-01-01T24:00", ""}, {"", "1970-01-01T00:00:60", ""},
		{"", "1970-01-01T02:00:00+02:00", "seconds-utc 0"}, {"", "1970-01-01T00:00Z", "seconds-utc 0"}, {"", "1969-12-31T23:30:00-0030", "seconds-utc 0"}, {"", "1970-01-01T00:00+24", ""},
		{"%d.%m.%Y", "1.2.1970", "days 31"}, {"%d.%m.%Y", "01.02.1970", "days 31"}, {"%Y%m%d", "19700201", "days 31"}, {"%d %b %Y", "2 Jan 1970", "days 1"}, {"%d-%b-%Y", "02-JAN-1970", "days 1"},
		{"%Y-%j", "1970-032", "days 31"}, {"%Y-%j", "1970-366", ""}, {"%d.%m.%Y %H:%M", "1.1.1970 00:01", "seconds 60"}, {"%d.%m.%Y", "1970-01-01", ""}, {"%H:%M:%S", "01:00:00", "seconds 3600"}, {"%Y%%", "1970%", "days 0"},
	} {
		f := Format{DateFormat: c.format}
		text, kind, ok := f.date(new([]byte), []byte(c.cell))
		if got := fmt.Sprintf("%v %s", kind, text); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q as %q: %s, %v, want %s", c.cell, c.format, got, ok, c.want)
		}
	}
}

// TestDatesAgree compares with package time, to the nanosecond, and what is printed with what was read.
func TestDatesAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 3))
	for range 300 {
		first := time.Unix(rng.Int64N(4e9)-1e9, rng.Int64N(1e9)).UTC()
		text, times := "t,y\n", []time.Time{}
		for i := range 5 {
			at := first.Add(time.Duration(i*rng.IntN(1e9)) * time.Nanosecond)
			times = append(times, at)
			text += at.In(time.FixedZone("", 3600*rng.IntN(5))).Format(time.RFC3339Nano) + ",1\n"
		}
		d, _, err := Read("t", strings.NewReader(text), Options{LocalInputs: true})
		if err != nil {
			t.Fatal(err, text)
		}
		for i, at := range times {
			want := big.NewRat(at.Unix(), 1)
			want.Add(want, big.NewRat(int64(at.Nanosecond()), 1e9))
			got, known := d.ExactX(i, 0)
			if sum := new(big.Rat).Add(got, originOf(d)); !known || sum.Cmp(want) != 0 {
				t.Fatalf("row %d: %v, not %v\n%s", i, sum, want, text)
			}
			if shown, _ := d.DateText(0, d.X[i]); shown != at.Format("2006-01-02T15:04:05.999999999Z") {
				t.Fatalf("row %d: %s, not %v", i, shown, at)
			}
		}
	}
}

func originOf(d *Dataset) *big.Rat {
	if d.Origins == nil {
		return new(big.Rat)
	}
	return d.Origins[0].Rat()
}

// TestMixedDates: a feature's dates are of one kind.
func TestMixedDates(t *testing.T) {
	for _, cell := range []string{"2015-11-23T10:00", "17", "x"} {
		_, _, err := Read("a", bytes.NewReader([]byte("t,y\n2015-11-22,1\n"+cell+",2\n")), Options{})
		if err == nil || !strings.HasPrefix(err.Error(), `a:3: column "t": "`+cell+`" is not a date`) {
			t.Error(err)
		}
	}
	d, notices, err := Read("a", strings.NewReader("t,x,y\n2015-11-22,1,1\n2015-11-23,2,1\n"), Options{})
	if err != nil || len(d.Features) != 1 || len(notices) != 1 || notices[0] != `column "t" skipped: it holds dates (--features t takes them)` {
		t.Error(d, notices, err)
	}
}

// TestDateHints: a format that an error names reads the file.
func TestDateHints(t *testing.T) {
	for _, cell := range []string{"01.02.2024", "31.12.2024 23:15", "01/02/2024", "31/12/2024 07:00:30", "12/31/2024", "2024/12/31 07:00", "31-12-2024", "31 Dec 2024"} {
		text := "day,kwh\n" + strings.Repeat(cell+",1\n", 3)
		_, _, err := Read("days.csv", strings.NewReader(text), Options{})
		if err == nil {
			t.Errorf("%s is taken for a number", cell)
			continue
		}
		formats := regexp.MustCompile(`'(%[^']*)'`).FindAllStringSubmatch(err.Error(), -1)
		if len(formats) == 0 {
			t.Errorf("%s: %v", cell, err)
		}
		for _, format := range formats {
			if d, _, err := Read("days.csv", strings.NewReader(text), Options{Format: Format{DateFormat: format[1]}}); err != nil || d.Features[0] != "day" {
				t.Errorf("%s, %s: %v", cell, format[1], err)
			}
		}
	}
}
