package dataset

// Dialect is how a file writes what a copy of it is to write as well.
type Dialect struct {
	Delimiter byte
	Decimal   byte // '.' or ','
}

// dialectRows are looked at for a decimal mark.
const dialectRows = 1000

// Dialect is the file's, before the first Scan. Where nothing else says the decimal mark, the first rows do, features first.
func (s *Scanner) Dialect() (Dialect, error) {
	d := Dialect{s.format.Delimiter, s.format.Decimal}
	if d.Decimal != 0 {
		return d, nil
	}
	var rows int
	var inFeatures, elsewhere byte
	err := s.ahead(func(fields [][]byte, _ int) (more bool) {
		for _, in := range s.columns.features {
			inFeatures = max(inFeatures, s.format.markIn(fields[in.column]))
		}
		for _, cell := range fields {
			elsewhere = max(elsewhere, s.format.markIn(cell))
		}
		rows++
		return inFeatures == 0 && rows < dialectRows
	})
	switch {
	case err != nil:
		return d, s.named(err)
	case inFeatures != 0:
		d.Decimal = inFeatures
	case elsewhere != 0:
		d.Decimal = elsewhere
	default:
		d.Decimal = '.'
	}
	return d, nil
}

// markIn is the decimal mark of a cell, 0 if it has none, or is no number.
func (f *Format) markIn(cell []byte) byte {
	var arena []byte
	_, q, err := f.plain(&arena, cell)
	switch {
	case err != nil:
		return 0
	case q&commaed != 0:
		return ','
	case q&pointed != 0:
		return '.'
	}
	return 0
}
