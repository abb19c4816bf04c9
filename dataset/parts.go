package dataset

import "errors"

// Part is the rows of a file that hold one text in a column, read as [Options.Where] reads them.
type Part struct {
	Text string
	// Data are the samples; nil if they cannot be read, for the reason in Err.
	Data    *Dataset
	Notices []string
	Err     error

	inputs []span
	label  span
	seen   int
	state  partState
}

// partState is what a scanner knows of the rows of one part.
type partState struct {
	met                       met
	rows, dropped, weightless int
}

// OpenParts reads a file in parts, one for each text of the column, in the order in which they first come. The
// file is read twice. The error is an [*Error].
func OpenParts(path, column string, opts Options) ([]*Part, error) {
	p := &parting{path: path, opts: opts, local: opts, byText: make(map[string]*Part)}
	p.opts.Where, p.opts.LocalInputs, p.opts.LocalLabels = column+"=", false, false
	if err := p.each(p.look); err != nil {
		return nil, err
	}
	if err := p.each(p.read); err != nil {
		return nil, err
	}
	return p.parts, nil
}

// parting reads the parts of one file.
type parting struct {
	path   string
	opts   Options
	local  Options // what they say of origins
	parts  []*Part
	byText map[string]*Part
}

// each reads the file once, and shows do each record with its part.
func (p *parting) each(do func(*Scanner, *Part)) error {
	if p.path == "-" {
		return &Error{File: "-", Msg: "a file is read twice to part it, which standard input cannot be"}
	}
	in, err := p.opts.open(p.path)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := NewScanner(p.path, in, p.opts)
	if err != nil {
		return err
	}
	for s.err = s.rec.next(); s.err == nil; s.err = s.rec.next() {
		do(s, p.of(textOf(s.rec.fields[s.columns.where])))
	}
	if err := s.Err(); err != nil {
		return err
	}
	p.finish(s)
	return nil
}

// of is the part of a text.
func (p *parting) of(text string) *Part {
	part := p.byText[text]
	if part == nil {
		part = &Part{Text: text}
		p.parts, p.byText[text] = append(p.parts, part), part
	}
	return part
}

// look takes a record into account for the origins of its part.
func (p *parting) look(s *Scanner, part *Part) {
	if part.inputs == nil {
		part.inputs = make([]span, len(s.columns.features))
	}
	if part.seen++; part.seen > settleRows {
		return
	}
	s.arena = s.arena[:0]
	for j, in := range s.columns.features {
		part.inputs[j].add(s.plain(in, s.rec.fields))
	}
	part.label.add(s.plain(input{column: s.columns.target}, s.rec.fields))
}

// read reads a record into its part. What is wrong with it is the part's fault alone.
func (p *parting) read(s *Scanner, part *Part) {
	if part.Err != nil {
		return
	}
	if part.Data == nil {
		part.Data = s.dataset()
		part.Data.Origins, part.Data.TargetOrigin = part.origins(p.local)
	}
	s.SetOrigins(part.Data.Origins, part.Data.TargetOrigin)
	s.met, s.columns.text = part.state.met, part.Text
	err := s.convert()
	part.state.met = s.met
	switch {
	case err == nil:
		part.state.rows++
		part.Data.add(s)
	case err == errWeightless:
		part.state.weightless++
	case p.opts.DropMissing && errors.Is(err, ErrMissing):
		part.state.dropped++
	default:
		part.Data, part.Err = nil, s.named(err)
	}
}

// origins are those that the part's first rows ask for.
func (part *Part) origins(asked Options) (inputs []Decimal, label Decimal) {
	far := false
	for j := range part.inputs {
		if !asked.LocalInputs {
			break
		}
		inputs = append(inputs, part.inputs[j].origin())
		far = far || inputs[j].Mantissa != 0
	}
	if !far {
		inputs = nil
	}
	if asked.LocalLabels {
		label = part.label.origin()
	}
	return inputs, label
}

// finish gives the parts what is known at the end of the file; after the first reading they have no data yet.
func (p *parting) finish(s *Scanner) {
	for _, part := range p.parts {
		if part.Data == nil {
			continue
		}
		s.met, s.columns.text = part.state.met, part.Text
		s.rows, s.dropped, s.weightless = part.state.rows, part.state.dropped, part.state.weightless
		if s.rows == 0 {
			part.Data, part.Err = nil, s.named(s.nothing())
			continue
		}
		s.finish(part.Data)
		part.Notices = s.Notices()
	}
}

// dataset is an empty one for the scanner's rows.
func (s *Scanner) dataset() *Dataset {
	d := &Dataset{Name: s.name, Features: s.Features(), Target: s.Target(), WeightColumn: s.opts.Weights,
		Origins: s.Origins(), TargetOrigin: s.TargetOrigin()}
	d.long = make([]long, len(d.Features)+1)
	return d
}

// add appends the scanner's row.
func (d *Dataset) add(s *Scanner) {
	d.keepLong(s)
	d.X = append(d.X, s.x...)
	d.Y = append(d.Y, s.y)
	if s.opts.Weights != "" {
		d.Weights = append(d.Weights, s.weight)
	}
}

// finish enters what is known when all rows are read.
func (s *Scanner) finish(d *Dataset) {
	d.SHA256, d.Reading, d.Dates, d.Bases = s.SHA256(), s.Reading(), s.Dates(), s.Bases()
}
