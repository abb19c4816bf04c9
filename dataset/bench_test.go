package dataset

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"
)

// csvOf is rows×columns random numbers of 6 digits as CSV text.
func csvOf(rows, columns int) []byte {
	rng := rand.New(rand.NewPCG(1, 1))
	var b bytes.Buffer
	for j := range columns {
		b.WriteString("x" + strconv.Itoa(j) + ending(j, columns))
	}
	for range rows {
		for j := range columns {
			b.Write(strconv.AppendFloat(nil, rng.NormFloat64()*100, 'g', 6, 64))
			b.WriteString(ending(j, columns))
		}
	}
	return b.Bytes()
}

func ending(column, columns int) string {
	if column == columns-1 {
		return "\n"
	}
	return ","
}

// BenchmarkRead is 10^6 rows of one feature and the target.
func BenchmarkRead(b *testing.B) {
	text := csvOf(1e6, 2)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read("bench.csv", bytes.NewReader(text), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScan is the same rows as prediction reads them.
func BenchmarkScan(b *testing.B) {
	text := csvOf(1e6, 2)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s, err := NewInputScanner("bench.csv", bytes.NewReader(text), Options{Features: []string{"x0"}})
		if err != nil {
			b.Fatal(err)
		}
		for s.Scan() {
		}
		if s.Err() != nil || s.Rows() != 1e6 {
			b.Fatal(s.Rows(), s.Err())
		}
	}
}
