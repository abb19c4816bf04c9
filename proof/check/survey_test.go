package check_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"relucert/proof/check"
)

// readings gives one text after the other, as a FIFO may.
func readings(texts ...string) check.Source {
	return check.Source{Name: "fifo", Open: func() (io.ReadCloser, error) {
		now := texts[0]
		texts = texts[1:]
		return io.NopCloser(strings.NewReader(now)), nil
	}}
}

// variants of the certificate: whole, without its records, without its trailer, ….
func variants(t *testing.T) (all []string, data check.Source) {
	t.Helper()
	text, err := os.ReadFile("testdata/two_readings.rcert")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(text)
	records, trailer := strings.Index(whole, "s 0/0"), strings.Index(whole, "u +")
	all = []string{whole, whole[:records] + whole[trailer:], whole[:trailer], whole[:records],
		strings.Replace(whole, "b 1/1 5p1", "b 1/1 3p1", 1), strings.Replace(whole, "claim 3p0", "claim 1p0", 1),
		strings.Replace(whole, "units 1", "units 2", 1), whole + "# more\n", whole[:trailer] + "no record\n" + whole[trailer:], ""}
	return all, onDisk("testdata/two_readings.csv")
}

// TestTwoReadings: what is proved is proved by one certificate; a second reading of
// other bytes is refused, whatever they are.
func TestTwoReadings(t *testing.T) {
	all, data := variants(t)
	for i, first := range all {
		for j, second := range all {
			v, err := check.Check(readings(first, second), data, check.Options{})
			if proved := err == nil && v.Proved; proved != (i == j && (i == 0 || i == 4 || i == 5)) {
				t.Errorf("%d, then %d: %v %v", i, j, v, err)
			}
			if i != j && err == nil && v.String() != "NOT PROVED  the certificate changed while it was read" {
				t.Errorf("%d, then %d: %v", i, j, v)
			}
			cover := new(check.Cover)
			err = cover.Add(readings(first, second))
			if v := cover.Verdict(); v.Covered && (err != nil || i != j) {
				t.Errorf("%d, then %d: %v", i, j, v)
			}
		}
	}
}

// TestTwoReadingsOfData: the data are the certificate's in the reading that counts.
func TestTwoReadingsOfData(t *testing.T) {
	all, _ := variants(t)
	text, err := os.ReadFile("testdata/two_readings.csv")
	if err != nil {
		t.Fatal(err)
	}
	good := string(text)
	long := strings.Replace(good, "1,3", "1,3.00000000000000000000", 1) // which is read in the general way
	other := strings.Replace(good, "1,3", "1,7", 1)
	for _, c := range []struct {
		first, second string
		proved        bool
	}{{good, other, true}, {long, good, true}, {long, other, false}, {other, good, false}} {
		v, err := check.Check(readings(all[0], all[0]), readings(c.first, c.second), check.Options{})
		if err != nil || v.Proved != c.proved {
			t.Errorf("%q, then %q: %v %v", c.first, c.second, v, err)
		}
	}
}
