package dataset

import "io"

// Open is [Read] of a file; "-" is standard input.
func Open(path string, opts Options) (*Dataset, []string, error) {
	f, err := opts.open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	return Read(path, f, opts)
}

// Read reads all samples of a CSV file, gzipped or not. name stands in errors
// and in the dataset. The strings are notices: one sentence for each column
// skipped and for the rows dropped. The error is an [*Error].
func Read(name string, r io.Reader, opts Options) (*Dataset, []string, error) {
	s, err := NewScanner(name, r, opts)
	if err != nil {
		return nil, nil, err
	}
	d := s.dataset()
	for s.Scan() {
		if len(d.Y) == cap(d.Y) {
			rows, err := s.affordable(s.room())
			if err != nil {
				return nil, nil, err
			}
			d.grow(rows)
		}
		d.add(s)
	}
	if err := s.Err(); err != nil {
		return nil, nil, err
	}
	s.finish(d)
	return d, s.Notices(), nil
}

// affordable is how many of the wanted rows there is memory for, at least one.
func (s *Scanner) affordable(rows int) (int, error) {
	if s.opts.Memory == 0 {
		return rows, nil
	}
	row := int64(8 * (len(s.x) + 2))
	left := int(s.opts.Memory/row) - s.rows + 1 // that of now is counted in s.rows
	if left > 0 {
		return min(rows, left), nil
	}
	need := float64(row) * max(float64(s.rows), s.expected())
	return 0, s.named(fail(s.rec.start, "", "the samples are too many for the memory limit: they take about %.0f MiB, and %.0f can be theirs", need/(1<<20), float64(s.opts.Memory)/(1<<20)))
}

// grow makes room for more rows.
func (d *Dataset) grow(rows int) {
	d.X = extend(d.X, rows*len(d.Features))
	d.Y = extend(d.Y, rows)
	if d.WeightColumn != "" {
		d.Weights = extend(d.Weights, rows)
	}
}

// extend is slices.Grow without its rounding up, which may waste a quarter.
func extend(s []float64, n int) []float64 {
	return append(make([]float64, 0, len(s)+n), s...)
}

// minRowsToGuess is how many rows must be in before their mean length foretells
// the number of the rest.
const minRowsToGuess = 1 << 16

// maxGuess is how many times the rows so far a guess may be, since a file may
// well start with short rows.
const maxGuess = 16

// room is how many rows to make room for next: as many as are in, or, when the
// file's size is known, what the rest of it should hold and 1/32 more. So a large
// file is held in little more than its floats, with hardly a copy. A guess that
// is too high costs addresses, not memory.
func (s *Scanner) room() int {
	if s.rows < minRowsToGuess {
		return max(64, s.rows)
	}
	return max(s.rows/4, int(s.expected()*(1+1./32))-s.rows)
}

// expected is how many rows the file seems to have, 0 if its size is not known.
func (s *Scanner) expected() float64 {
	// What is read lies ahead of what is scanned by up to two buffers.
	scanned := max(s.source.read/2, s.source.read-2*bufferSize)
	return float64(s.rows) * min(maxGuess, float64(s.source.size)/float64(scanned))
}
