package dataset

import "math/big"

// Exact is the samples of a file as the rationals that its cells stand for.
type Exact struct {
	Features []string     // the constant of a bias not among them
	Target   string       // "" when no label was wanted
	X        [][]*big.Rat // m rows, the constant first if there is one
	Y        []*big.Rat   // m labels, 0 when none was wanted
	Lines    []int        // of the file, on which the rows start
	Notices  []string     // as of Read
	Reading  []string     // likewise
	SHA256   [32]byte     // of the file as it is stored
}

// OpenExact reads all rows of a file, "-" being standard input, with a 1 before the
// features if there is a bias. Without labelled no label is needed. The error is an *Error.
func OpenExact(path string, opts Options, bias, labelled bool) (*Exact, error) {
	in, err := opts.open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	open := NewInputScanner
	if labelled {
		open = NewScanner
	}
	rows, err := open(path, in, opts)
	if err != nil {
		return nil, err
	}
	d := &Exact{Features: rows.Features(), Target: rows.Target()}
	for rows.Scan() {
		if err := d.add(rows, bias); err != nil {
			return nil, err
		}
	}
	d.Notices, d.Reading, d.SHA256 = rows.Notices(), rows.Reading(), rows.SHA256()
	return d, rows.Err()
}

func (d *Exact) add(rows *Scanner, bias bool) error {
	cells, y := make([]big.Rat, len(d.Features)), new(big.Rat)
	if err := rows.Exact(cells, y, nil); err != nil {
		return err
	}
	var x []*big.Rat
	if bias {
		x = append(x, big.NewRat(1, 1))
	}
	for i := range cells {
		x = append(x, &cells[i])
	}
	d.X, d.Y, d.Lines = append(d.X, x), append(d.Y, y), append(d.Lines, rows.Line())
	return nil
}
