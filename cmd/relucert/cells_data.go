package main

import (
	"math/big"

	"relucert/dataset"
)

// exactData is a data file without rounding.
type exactData struct {
	features []string // the constant of a bias not among them
	target   string   // "" when no label was wanted
	x        [][]*big.Rat
	y        []*big.Rat
	lines    []int // of the file, on which the rows start
	notices  []string
	sha256   [32]byte
}

// readExact reads all rows, with a 1 before the features if there is a bias.
// Without labelled no label is needed.
func readExact(file string, opts dataset.Options, bias, labelled bool) (*exactData, error) {
	in, err := dataset.OpenFile(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	open := dataset.NewInputScanner
	if labelled {
		open = dataset.NewScanner
	}
	rows, err := open(file, in, opts)
	if err != nil {
		return nil, err
	}
	d := &exactData{features: rows.Features(), target: rows.Target()}
	for rows.Scan() {
		if err := d.add(rows, bias); err != nil {
			return nil, err
		}
	}
	d.notices, d.sha256 = rows.Notices(), rows.SHA256()
	return d, rows.Err()
}

func (d *exactData) add(rows *dataset.Scanner, bias bool) error {
	cells, y := make([]big.Rat, len(d.features)), new(big.Rat)
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
	d.x, d.y, d.lines = append(d.x, x), append(d.y, y), append(d.lines, rows.Line())
	return nil
}
