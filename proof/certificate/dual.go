package certificate

// Dual proves the bound of a node whose units are all whole, by multipliers: the
// samples' own, or for one bounded unit without output part those that its point has. Of another objective
// than the SSE it is for a node of which no unit is whole, and has neither a point nor what is implied.
type Dual struct {
	Node    Name
	Hint    float64
	Samples []Multiplier
	Point   []float64 // nil: by Samples
	Kinks   []Slope
	Implied []Implied
	Walls   []Wall
	Slacks  []Slack
}

// Multiplier is a sample's m = ω·r.
type Multiplier struct {
	Row   int
	Value float64
}

// Slope is θ of an undecided pair.
type Slope struct {
	Row, Unit int
	Value     float64
}

// Dual appends a dual record.
func (w *Writer) Dual(d *Dual) {
	w.text("d").name(d.Node).number(d.Hint)
	if d.Point != nil {
		w.text("at").numbers(d.Point)
	}
	for _, m := range d.Samples {
		w.integer(m.Row).glued(':').number(m.Value)
	}
	if len(d.Kinks) > 0 {
		w.text("k")
		for _, c := range d.Kinks {
			w.integer(c.Row).glued(':').integer(c.Unit).glued(':').number(c.Value)
		}
	}
	for _, i := range d.Implied {
		w.text("i").integer(i.Row).glued(':').integer(i.Unit).glued(':').text(choose(i.Active, "+", "-"))
		for _, by := range i.By {
			w.integer(by.Cut).glued(':').number(by.Value)
		}
	}
	w.walls(d.Walls).slacks(d.Slacks)
	w.end()
}

// dual reads the rest of a dual record.
func (r *Reader) dual() (Record, error) {
	d := &Dual{Node: r.name(), Hint: r.number(r.token())}
	if r.header.Plain() && r.since2("at") {
		d.Point = r.point()
	}
	for d.Point == nil && r.entry() {
		f := r.fields(2)
		d.Samples = append(d.Samples, Multiplier{r.integer(f[0], most), r.number(f[1])})
	}
	r.section("k", func() {
		f := r.fields(3)
		d.Kinks = append(d.Kinks, Slope{r.integer(f[0], most), r.integer(f[1], r.header.Units), r.share(f[2])})
	})
	for r.fault == "" && r.header.Plain() && r.word("i") {
		d.Implied = append(d.Implied, r.implied())
	}
	d.Walls, d.Slacks = r.walls(), r.slacks()
	return r.checked(d)
}

// point is N numbers, for one bounded unit without output part.
func (r *Reader) point() []float64 {
	if h := &r.header; h.Units > 1 || h.Free() > 0 || h.NormBound == 0 {
		r.blame("at without one bounded unit and no output part", nil)
	}
	return r.numbers(len(r.header.Keep))
}

// Implied says that some cuts decide a sample for a unit, or nearly.
type Implied struct {
	Row, Unit int
	Active    bool
	By        []Wall // of the same unit
}

// implied is row:unit:sign, then cut:ν…
func (r *Reader) implied() Implied {
	f := r.fields(3)
	i := Implied{Row: r.integer(f[0], most), Unit: r.integer(f[1], r.header.Units), Active: string(f[2]) == "+"}
	if !i.Active && string(f[2]) != "-" {
		r.blame("is no sign", f[2])
	}
	for r.entry() {
		f := r.fields(2)
		v := Wall{i.Unit, r.integer(f[0], most), r.number(f[1])}
		if v.Value < 0 {
			r.blame("is negative", f[1])
		}
		i.By = append(i.By, v)
	}
	return i
}
