package dataset

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCases: files that people brought, and what is right for each: what is read and what is said,
// or the one line of an error.
func TestCases(t *testing.T) {
	drop := Options{DropMissing: true}
	for _, c := range []struct {
		file string
		opts Options
		want string // features <- rows × their sum + labels' sum; notices
	}{
		{"bp", Options{}, `[age]: 4 rows, 195 and 7; column "bp" skipped: "120/80" is not a number`},
		{"bp", Options{Format: Format{Fractions: true}}, `[bp age]: 4 rows, 201.1563959 and 7`},
		{"cat", Options{}, `[temp]: 6 rows, 21 and 34; column "region" skipped: "north" is not a number`},
		{"cat", Options{Features: []string{"region", "temp"}}, `[region=south temp]: 6 rows, 24 and 34; column "region" holds texts: each but "north" has a column of 0 and 1; read with indicator "region=south"`},
		{"cat", Options{Features: []string{"region=north"}}, `[region=north]: 6 rows, 3 and 34; read with indicator "region=north"`},
		{"comments", Options{}, `:1: no numeric column is left to be a feature; the columns are "# station 42" (--comment '#' leaves out lines that begin so)`},
		{"comments", Options{Format: Format{Comment: "#"}}, `[x]: 5 rows, 15 and 28; read with comment "#"`},
		{"cr_only", Options{}, `[x]: 4 rows, 10 and 20`},
		{"datesonly", Options{}, `[date]: 4 rows, 67050 and 52; read with days "date"`},
		{"daymonth", Options{}, `:1: no numeric column is left to be a feature; the columns are "day", "kwh"; in column "day", "1/1" is not a number (--fractions reads it as one)`},
		{"daymonth", Options{Format: Format{DateFormat: "%d/%m"}}, `[day]: 5 rows, 300 and 118; read with days "day", date-format "%d/%m"`},
		{"na", drop, `:8: column "y": "-" is not a number (if it stands for a missing value: --na '-') (the target is the last column unless another is named)`},
		{"na", Options{DropMissing: true, Format: Format{NA: []string{"-"}}}, `[x]: 5 rows, 44 and 37; read with na "-"; 9 of 14 rows dropped for missing values`},
		{"semi_comma", Options{}, `[temp]: 6 rows, 24 and 30.2; read with delimiter ";", decimal ","`},
		{"tabs", Options{}, `[temp]: 5 rows, 17.5 and 24.3; read with delimiter "\t"`},
		{"thousands", Options{}, `:2: column "sales": "1,234" is not a number (--thousands , reads it as one) (the target is the last column unless another is named)`},
		{"thousands", Options{Format: Format{Thousands: ","}}, `[year]: 5 rows, 10015 and 7326; read with thousands ","`},
		{"trailing_comma", Options{}, `[x]: 5 rows, 15 and 28`},
		{"trailing_comma_head", Options{}, `[x]: 4 rows, 10 and 20`},
		{"trailing_comma_rows", Options{}, `[x]: 5 rows, 15 and 28`},
		{"typo_feature", Options{}, `:4: column "b": "oops" is not a number`},
		{"typo_feature1", Options{}, `:2: column "b": "oops" is not a number, but line 3 has one there`},
		{"uminus", Options{}, `[x]: 3 rows, 4 and 13; read with minus "−"`},
		{"w0", Options{Weights: "w"}, `[x]: 4 rows, 13 and 24; 1 row of weight 0 left out`},
	} {
		got, path := "", filepath.Join("testdata", "cases", c.file+".csv")
		if d, notices, err := Open(path, c.opts); err != nil {
			got = strings.TrimPrefix(err.Error(), path)
		} else {
			got = fmt.Sprintf("%v: %d rows, %.10g and %.10g", d.Features, d.Rows(), sum(d.X), sum(d.Y))
			got = strings.Join(append([]string{got}, notices...), "; ")
		}
		if got != c.want {
			t.Errorf("%s, %+v:\ngot  %s\nwant %s", c.file, c.opts, got, c.want)
		}
	}
	if files, err := os.ReadDir(filepath.Join("testdata", "cases")); err != nil || len(files) != 17 {
		t.Error(len(files), err)
	}
}

func sum(all []float64) (total float64) {
	for _, v := range all {
		total += v
	}
	return total
}
