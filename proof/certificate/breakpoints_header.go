package certificate

import "relucert/dataset"

// breakpoints reads the constraints of the class.
func (q *headerReader) breakpoints() {
	h, b := &q.header, &Breakpoints{}
	q.must("breakpoints", func() {
		if h.Breakpoints = b; !h.Bias || h.Output != Affine || len(h.Features) != 1 {
			q.blame("needs one feature, a bias and an affine output", nil)
		}
	})
	q.may("jumps", func() { b.Jumps = true })
	q.may("min-samples", func() {
		if b.MinSamples = q.from1(most); b.MinSamples < 2 {
			q.blame("must be at least 2", nil)
		}
	})
	q.may("min-span", func() {
		if b.MinSpan = q.decimal(); b.MinSpan.Mantissa <= 0 {
			q.blame("must be above 0", nil)
		}
	})
	for q.may("kinks-between", func() { b.KinksBetween = append(b.KinksBetween, q.between()) }) {
	}
	q.may("known-kinks", func() { b.KnownKinks = q.ascending() })
	q.may("slopes", func() {
		for range h.Units + 1 {
			b.Slopes = append(b.Slopes, q.slopeRange())
		}
	})
	q.may("through", func() { b.Through = &[2]dataset.Decimal{q.decimal(), q.decimal()} })
	q.checkBreakpoints()
}

func (q *headerReader) checkBreakpoints() {
	h, b := &q.header, q.header.Breakpoints
	switch {
	case q.err != nil:
	case b.named() && h.Signs != nil:
		q.err = q.fail("kinks-between, known-kinks, slopes and through do not go with given signs")
	case b.Jumps && (h.Signs != nil || b.Through != nil):
		q.err = q.fail("jumps do not go with given signs or through")
	case len(b.KinksBetween) > 1 && len(b.KinksBetween) != h.Units:
		q.err = q.fail("%d lines kinks-between, neither one for all kinks nor %d", len(b.KinksBetween), h.Units)
	}
}

func (q *headerReader) between() Range {
	v := Range{q.decimal(), q.decimal()}
	if v.From.Rat().Cmp(v.To.Rat()) > 0 {
		q.blame("descends", nil)
	}
	return v
}

// ascending are known kinks, at least one.
func (q *headerReader) ascending() []dataset.Decimal {
	all := []dataset.Decimal{q.decimal()}
	for !q.empty() && q.fault == "" {
		next := q.decimal()
		if next.Rat().Cmp(all[len(all)-1].Rat()) <= 0 {
			q.blame("do not ascend", nil)
		}
		all = append(all, next)
	}
	if len(all) > q.header.Units {
		q.blame("are more than kinks", nil)
	}
	return all
}

func (q *headerReader) slopeRange() SlopeRange {
	switch q.peek() {
	case "*", "-", "+":
		return SlopeRange{Kind: SlopeKind(q.token()[0])}
	}
	return SlopeRange{SlopeIs, q.decimal()}
}

// breakpoints writes the constraints of the class.
func (w *Writer) breakpoints(b *Breakpoints) *Writer {
	w.text("breakpoints").end()
	if b.Jumps {
		w.text("jumps").end()
	}
	if b.MinSamples > 0 {
		w.text("min-samples").integer(b.MinSamples).end()
	}
	if b.MinSpan.Mantissa > 0 {
		w.decimals("min-span", b.MinSpan)
	}
	for _, v := range b.KinksBetween {
		w.decimals("kinks-between", v.From, v.To)
	}
	if b.KnownKinks != nil {
		w.decimals("known-kinks", b.KnownKinks...)
	}
	if b.Slopes != nil {
		w.text("slopes")
		for _, s := range b.Slopes {
			w.text(s.String())
		}
		w.end()
	}
	if b.Through != nil {
		w.decimals("through", b.Through[:]...)
	}
	return w
}

// String is the range as certificates write it.
func (s SlopeRange) String() string {
	if s.Kind == SlopeIs {
		return s.Value.String()
	}
	return string(s.Kind)
}

func (w *Writer) decimals(key string, all ...dataset.Decimal) {
	w.text(key)
	for _, d := range all {
		w.text(d.String())
	}
	w.end()
}
