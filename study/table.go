package study

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
)

// WriteCSV writes the runs, one a line, each float64 as the shortest decimal that
// reads back as the same; what a run has not got is empty.
func WriteCSV(w io.Writer, runs []Run) error {
	out := csv.NewWriter(w)
	out.Write([]string{"series", "level", "seed", "vertices", "inputs", "samples", "units",
		"epsilon", "nodes", "cpu_seconds", "status", "training_error", "lower_bound"})
	for _, r := range runs {
		out.Write([]string{r.Series, strconv.Itoa(r.Level), strconv.FormatUint(r.Seed, 10),
			count(r.Vertices), count(r.Inputs), count(r.Samples), count(r.Units), decimal(r.Epsilon),
			strconv.FormatInt(r.Nodes, 10), decimal(r.Seconds), r.Status, decimal(r.Error), decimal(r.Lower)})
	}
	out.Flush()
	return out.Error()
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func decimal(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
