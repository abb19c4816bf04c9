package dataset

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// pandas and r write a table of plain CSV as their users with decimal commas do.
const (
	pandas = `
import sys, pandas
d = pandas.read_csv(sys.argv[1], float_precision="round_trip")
d.to_csv(sys.argv[2] + "/semicolon.csv", sep=";", decimal=",", index=False)
d.to_csv(sys.argv[2] + "/index.csv", sep=";", decimal=",")
d.to_csv(sys.argv[2] + "/tab.csv", sep="\t", decimal=",", index=False, na_rep="#N/A", encoding="utf-16")
d.to_csv(sys.argv[2] + "/crlf.csv", sep=";", decimal=",", index=False, quoting=1, lineterminator="\r\n", encoding="utf-8-sig")
d.to_csv(sys.argv[2] + "/plain.csv", index=False)
`
	r = `
a <- commandArgs(trailingOnly = TRUE)
d <- read.csv(a[1], check.names = FALSE)
write.csv2(d, paste0(a[2], "/csv2.csv"), row.names = FALSE)
write.csv2(d, paste0(a[2], "/names.csv"))
d$note <- "it's"
write.table(d, paste0(a[2], "/table.tsv"), sep = "\t", dec = ",", row.names = FALSE, quote = FALSE)
write.csv2(d, paste0(a[2], "/latin.csv"), row.names = FALSE, na = "", eol = "\r\n")
`
)

// TestLocales: what pandas and R write with semicolons and decimal commas is read as the same numbers as plain CSV.
func TestLocales(t *testing.T) {
	for _, w := range []struct{ name, program, script, end, probe string }{
		{"pandas", "/usr/bin/python3", pandas, "py", "import pandas"},
		{"R", "Rscript", r, "R", "1"},
	} {
		t.Run(w.name, func(t *testing.T) {
			if exec.Command(w.program, map[string]string{"py": "-c", "R": "-e"}[w.end], w.probe).Run() != nil {
				t.Skipf("%s is not installed (apt-get install python3-pandas r-base-core)", w.name)
			}
			dir := t.TempDir()
			plain := filepath.Join(dir, "in")
			os.WriteFile(plain, []byte(randomTable(19)), 0o666)
			os.WriteFile(filepath.Join(dir, "script."+w.end), []byte(w.script), 0o666)
			if out, err := exec.Command(w.program, filepath.Join(dir, "script."+w.end), plain, dir).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			opts := Options{Target: "kWh", Features: []string{"temp, °C", "count"}, DropMissing: true}
			want, _, err := Open(plain, opts)
			if err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "*.?sv"))
			if len(files) < 4 {
				t.Errorf("%q", files)
			}
			for _, file := range files {
				got, notices, err := Open(file, opts)
				if err != nil {
					t.Errorf("%v", err)
					continue
				}
				if !reflect.DeepEqual(got.X, want.X) || !reflect.DeepEqual(got.Y, want.Y) {
					t.Errorf("%s: other numbers", filepath.Base(file))
				}
				text, _ := os.ReadFile(file)
				if said := strings.Contains(fmt.Sprint(notices), `decimal ","`); said != !bytes.Contains(text, []byte("temp, °C\",count,")) {
					t.Errorf("%s: %q", filepath.Base(file), notices)
				}
			}
		})
	}
}

// randomTable has numbers of all sizes, missing ones, dates, and texts that need quotes.
func randomTable(seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 1))
	text := "\"temp, °C\",count,day,note,kWh\n"
	for i := range 300 {
		v := float64(rng.IntN(2e9)-1e9) / 1e5 // ten digits, of which R prints fifteen
		switch rng.IntN(4) {
		case 0:
			v *= 1e-12
		case 1:
			v *= 1e15
		}
		temp := fmt.Sprintf("%.10g", v)
		if rng.IntN(20) == 0 {
			temp = ""
		}
		text += fmt.Sprintf("%s,%d,2015-11-%02d,\"%s\",%.3f\n", temp, rng.IntN(100000), 1+i%30, []string{"a;b", "1,5", `say ""x""`, "tab"}[rng.IntN(4)], 100*rng.NormFloat64())
	}
	return text
}
