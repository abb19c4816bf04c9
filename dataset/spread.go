package dataset

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
)

// chunkSize is how much text a worker gets at a time, in bytes.
const chunkSize = 1 << 18

// maker appends to out what a row is to become.
type maker = func(row *Scanner, out []byte) []byte

// Spread scans the remaining rows with several workers, each with a Scanner of its own, which alone it shows
// to make. emit gets what they make, in the rows' order. Afterwards s is as after the last Scan:
// see Err, Rows and Notices. The error is emit's, or the cause of ctx's end.
func (s *Scanner) Spread(ctx context.Context, workers int, make maker, emit func([]byte) error) error {
	return s.spread(ctx, workers, chunkSize, make, emit)
}

func (s *Scanner) spread(ctx context.Context, workers, size int, make maker, emit func([]byte) error) error {
	if workers < 2 || s.rec.comment != "" { // a comment may have quotes that do not come in pairs
		return s.alone(ctx, size, make, emit)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	all, free := s.chunks(ctx, workers, size, make)
	for c := range all {
		<-c.done
		if s.err != nil || ctx.Err() != nil {
			continue // until no more come
		}
		if !s.met.agrees(&c.rows.met) {
			c.scan(s, s.met, make) // to find the cell that contradicts what is known
		}
		s.take(c)
		if err := emit(c.out); err != nil {
			cancel(err)
		}
		if s.err != nil {
			cancel(s.err)
		}
		free <- c
	}
	if s.err == nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if s.err == nil {
		s.err = io.EOF
	}
	s.settleEnd()
	return nil
}

// alone is spread without workers.
func (s *Scanner) alone(ctx context.Context, size int, make maker, emit func([]byte) error) (err error) {
	var out []byte
	for s.Scan() && ctx.Err() == nil && err == nil {
		if out = make(s, out); len(out) >= size {
			err = emit(out)
			out = out[:0]
		}
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	if err == nil {
		err = emit(out)
	}
	return err
}

// chunk is some whole records, and what becomes of them.
type chunk struct {
	text []byte
	line int   // lines before it
	end  error // of reading on behind it, but for io.EOF
	done chan struct{}
	in   *bufio.Reader
	rows *Scanner
	out  []byte
}

// chunks are in order, on their way to be done, until the text or ctx ends. Those given to free are used again.
func (s *Scanner) chunks(ctx context.Context, workers, size int, row maker) (all, free chan *chunk) {
	most := 3 * workers
	all, free = make(chan *chunk, most), make(chan *chunk, most)
	work := make(chan *chunk, most)
	for range most {
		free <- &chunk{done: make(chan struct{}, 1), in: bufio.NewReader(nil)}
	}
	still := *s // s changes while the workers are at it
	for range workers {
		go func() {
			for c := range work {
				c.scan(&still, met{}, row)
				c.done <- struct{}{}
			}
		}()
	}
	line := s.rec.line
	go func() {
		defer close(work)
		defer close(all)
		var rest []byte
		for end := error(nil); end == nil && ctx.Err() == nil; {
			var c *chunk
			select {
			case c = <-free:
			case <-ctx.Done():
				return
			}
			c.text, rest, end = s.gather(c.text, rest, size)
			c.line, c.end = line, nil
			if end != io.EOF {
				c.end = end
			}
			line += bytes.Count(c.text, []byte("\n"))
			all <- c
			work <- c
		}
	}()
	return all, free
}

// gather reads until there are whole records of about size bytes, and gives what has begun behind them apart.
// What is longer than a record may be is not waited for: who scans it finds out. It is written into room.
func (s *Scanner) gather(room, begun []byte, size int) (records, rest []byte, err error) {
	text := append(room[:0], begun...) // which may be the end of room
	for {
		text = slices.Grow(text, size)
		for wanted := len(text) + size; len(text) < wanted && err == nil; {
			var n int
			n, err = s.rec.in.Read(text[len(text):wanted])
			text = text[:len(text)+n]
		}
		whole := wholeRecords(text)
		if err != nil || whole == 0 && len(text) > 2*maxRecord {
			whole = len(text)
		}
		if whole > 0 || err != nil {
			return text[:whole], text[whole:], err
		}
	}
}

// wholeRecords is where the last record ends whose end is there: at a line's end outside quotes.
func wholeRecords(text []byte) (end int) {
	for at, quoted := 0, false; ; quoted = !quoted {
		next := bytes.IndexByte(text[at:], '"')
		part := text[at:]
		if next >= 0 {
			part = part[:next]
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 && !quoted {
			end = at + i + 1
		}
		if next < 0 {
			return end
		}
		at += next + 1
	}
}

// scan makes of the chunk's rows what they are to become. known is what was met before.
func (c *chunk) scan(s *Scanner, known met, row maker) {
	in := io.Reader(bytes.NewReader(c.text))
	if c.end != nil {
		in = io.MultiReader(in, broken{c.end})
	}
	f := *s
	c.in.Reset(in)
	f.rec = &records{in: c.in, delimiter: s.rec.delimiter, width: s.rec.width, line: c.line}
	f.cells, f.x, f.arena = make([][]byte, len(s.cells)), make([]float64, len(s.x)), nil
	f.met, f.met.na = known, maps.Clone(known.na)
	f.rows, f.dropped, f.weightless, f.err = 0, 0, 0, nil
	for c.out = c.out[:0]; f.next(); {
		c.out = row(&f, c.out)
	}
	c.rows = &f
}

// broken is a text that ends with an error.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// take adds what a chunk had.
func (s *Scanner) take(c *chunk) {
	f := c.rows
	s.rows, s.dropped, s.weightless = s.rows+f.rows, s.dropped+f.dropped, s.weightless+f.weightless
	s.met.join(&f.met)
	s.rec.line, s.rec.start = f.rec.line, f.rec.start
	if f.err != io.EOF {
		s.err = f.err
	}
}
