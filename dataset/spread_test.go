package dataset

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// spreadOut is all that comes of a scan.
func spreadOut(text []byte, opts Options, workers, size int) string {
	s, err := NewInputScanner("d.csv", bytes.NewReader(text), opts)
	if err != nil {
		return err.Error()
	}
	var out bytes.Buffer
	err = s.spread(context.Background(), workers, size, func(row *Scanner, out []byte) []byte {
		return fmt.Appendf(out, "%d %v %q\n", row.Line(), row.X(), row.Record())
	}, func(piece []byte) error { out.Write(piece); return nil })
	sum := s.SHA256()
	if s.Err() != nil {
		sum = [32]byte{} // how much was read does not matter
	}
	return fmt.Sprintf("%s%v, %v, %d rows, %d dropped, %q, %x", &out, err, s.Err(), s.Rows(), s.Dropped(), s.Notices(), sum)
}

// randomText is a table with quotes, missing values and now and then what is wrong.
func randomText(rng *rand.Rand) string {
	text, delimiter := "a;b;note\n", ";"
	cells := []string{"1", "2.5", "3,5", "NA", "", `"4"`, "\"7\"", "-1e3"}
	notes := []string{"x", `"two` + "\n" + `lines; and ""more"""`, `""`, "", "−"}
	for range rng.IntN(60) {
		row := []string{cells[rng.IntN(2)], cells[rng.IntN(2)], notes[rng.IntN(len(notes))]}
		if rng.IntN(12) == 0 {
			row[rng.IntN(2)] = cells[rng.IntN(len(cells))]
		}
		text += strings.Join(row, delimiter) + "\n"
		switch rng.IntN(200) {
		case 0:
			text += "oops;1;x\n"
		case 1:
			text += "1;2\n"
		case 2:
			text += "1;\"2;3\n"
		case 3:
			text += "1;2\"3;4\n"
		case 4:
			text += "\n\n"
		case 5:
			text += "1;2;\x00\n"
		}
	}
	return strings.TrimSuffix(text, []string{"", "\n"}[rng.IntN(2)])
}

// TestSpread: any number of workers gives the same rows, errors and notices, however small the chunks.
func TestSpread(t *testing.T) {
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, 1))
	failed := 0
	for run := range 400 {
		text := []byte(randomText(rng))
		if rng.IntN(20) == 0 { // and gzipped, and cut off
			var zip bytes.Buffer
			w := gzip.NewWriter(&zip)
			w.Write(text)
			w.Close()
			text = zip.Bytes()[:zip.Len()-rng.IntN(12)]
		}
		opts := Options{Features: []string{"a", "b"}, DropMissing: rng.IntN(2) == 0, Format: Format{NA: [][]string{nil, {"x"}}[rng.IntN(2)]}}
		want := spreadOut(text, opts, 1, 1<<20)
		if strings.Contains(want, "d.csv:") {
			failed++
		}
		for _, size := range []int{1, 40, 1 << 16} {
			if got := spreadOut(text, opts, 3, size); got != want {
				t.Fatalf("seed %d, run %d, %d bytes a chunk:\n%s\ngot\n%s\nwant\n%s", seed, run, size, text, got, want)
			}
		}
	}
	if failed < 20 || failed > 380 {
		t.Errorf("%d of 400 texts are bad", failed)
	}
}

// TestSpreadStops: a failure to write ends it, and so does its context.
func TestSpreadStops(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 100_000)
	full := errors.New("disk full")
	for _, workers := range []int{1, 2} {
		s, err := NewInputScanner("d.csv", strings.NewReader(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, emitted := 0, 0
		err = s.spread(context.Background(), workers, 100, func(_ *Scanner, out []byte) []byte { return append(out, "1\n"...) }, func(piece []byte) error {
			emitted++
			rows += len(piece) / 2
			return full
		})
		if err != full || emitted != 1 || rows == 0 || rows > 1000 {
			t.Errorf("%d workers: %v after %d pieces of %d rows", workers, err, emitted, rows)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		s, _ = NewInputScanner("d.csv", strings.NewReader(text), Options{})
		if err := s.spread(ctx, workers, 100, func(_ *Scanner, out []byte) []byte { return out }, func([]byte) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// TestSpreadLongRecord: a quote that is never closed is no reason to hold the whole file.
func TestSpreadLongRecord(t *testing.T) {
	text := []byte("a,b\n1,2\n\"" + strings.Repeat("1,2\n", 3*maxRecord/4))
	want := spreadOut(text, Options{}, 1, 1<<20)
	if got := spreadOut(text, Options{}, 2, 1<<16); got != want || !strings.Contains(want, "d.csv:3: a record longer than 4 MiB") {
		t.Errorf("got %.300s\nwant %.300s", got, want)
	}
}
