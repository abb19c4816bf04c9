package check

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	solver "relucert"
	"relucert/dataset"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/certificate"
)

// More mutations than by default: go test ./proof/check -run TestMutations -mutations 500000.
var mutations = flag.Int("mutations", thorough.Of(5000, 500), "how many mutated certificates to check")

// victim is a tiny problem with a valid certificate.
type victim struct {
	csv   string
	opts  Options
	table *dataset.Dataset
	text  string
	best  map[string]oracle.Result
}

// newVictim is the seed's problem; nil if its certificate is too long to be worth it.
func newVictim(t testing.TB, seed uint64) *victim {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 17))
	v := &victim{best: make(map[string]oracle.Result), opts: Options{MinWeightLimit: new(float64), Threads: 1}}
	v.rows(rng)
	table, _, err := dataset.Read("test", strings.NewReader(v.csv), v.opts.Data)
	if err != nil {
		t.Fatal(err)
	}
	v.table = table
	p := solver.Problem{Data: table, Class: network.Class{Units: 1 + rng.IntN(2), NoBias: !(rng.IntN(2) == 0), Output: network.OutputPart(rng.IntN(3))}}
	if rng.IntN(2) == 0 {
		for range p.Units {
			p.Signs = append(p.Signs, 1-2*rng.IntN(2))
		}
	}
	if rng.IntN(3) == 0 {
		p.NormBound = []float64{0.25, 1}[rng.IntN(2)]
	}
	var text bytes.Buffer
	method := []solver.Method{solver.Conic, solver.Sign}[seed%2]
	_, err = solver.Fit(context.Background(), p, solver.Options{Gap: 1e-6, NodeLimit: 1000, Threads: 1, Method: method, Certificate: &solver.Certificate{Out: &text}})
	if err != nil || text.Len() < 1000 || text.Len() > 20000 {
		return nil
	}
	v.text = text.String()
	if _, records := parsed(v.text); len(records) < 6 {
		return nil
	}
	if checked, err := v.check(v.text, false); err != nil || !checked.Proved {
		t.Errorf("seed %d: %v %v\n%s%s", seed, checked, err, v.csv, v.text)
		return nil
	}
	return v
}

// rows are at most 6 samples of 1 or 2 features, with equal rows and sometimes a
// feature that depends on the others.
func (v *victim) rows(rng *rand.Rand) {
	n, m := 1+rng.IntN(2), 3+rng.IntN(4)
	weighted, dependent := rng.IntN(3) == 0, n == 1 && rng.IntN(4) == 0
	var b strings.Builder
	b.WriteString([]string{"a,", "a,b,"}[n-1] + map[bool]string{true: "c,"}[dependent] + "y" + map[bool]string{true: ",w"}[weighted] + "\n")
	x := make([]float64, n)
	for i := range m {
		if i == 0 || rng.IntN(6) > 0 {
			for d := range x {
				x[d] = float64(rng.IntN(17)-8) / 4
			}
		}
		for _, u := range x {
			fmt.Fprintf(&b, "%g,", u)
		}
		if dependent {
			fmt.Fprintf(&b, "%g,", 2*x[0])
		}
		fmt.Fprintf(&b, "%g", float64(rng.IntN(33)-16)/8)
		if weighted {
			v.opts.Data.Weights = "w"
			fmt.Fprintf(&b, ",%g", float64(1+rng.IntN(8))/4)
		}
		b.WriteByte('\n')
	}
	v.csv, v.opts.Data.Target = b.String(), "y"
}

func parsed(text string) (*certificate.Header, []any) {
	r, err := certificate.NewReader(strings.NewReader(text))
	if err != nil {
		panic(err)
	}
	var all []any
	for {
		record, err := r.Next()
		if err != nil {
			return r.Header(), all
		}
		all = append(all, record)
	}
}

func (v *victim) check(text string, exact bool) (*Verdict, error) {
	opts := v.opts
	opts.Exact, opts.Part = exact, true
	return Check(inMemory(text), inMemory(v.csv), opts)
}

// count is what became of the mutations.
type count struct{ unread, refused, proved, changed, excused, parts, covered int }

// judge checks a certificate and insists that the verdict is true, whatever the
// certificate is.
func (v *victim) judge(text string, exact bool, c *count) error {
	verdict, err := v.check(text, exact)
	var bad *certificate.Error
	switch {
	case errors.As(err, &bad):
		c.unread++
		return nil
	case err != nil:
		return err
	case verdict.Proved:
		c.proved++
	default:
		c.refused++
	}
	if verdict.Lower == "" || verdict.Units > 2 {
		return nil
	}
	best := v.optimum(&verdict.Class)
	slack := 1e-9 * v.squares()
	if verdict.Upper != "" && fromHex(verdict.UpperHex) < best.SSE*(1-1e-7)-slack {
		return fmt.Errorf("upper bound %s below the optimum %.17g: %v", verdict.Upper, best.SSE, verdict)
	}
	if verdict.Parts != nil {
		c.parts++
		if !covered(text) {
			return nil // for other networks than the optimum, perhaps
		}
		c.covered++
	}
	if lower := fromHex(verdict.LowerHex); lower > best.SSE+slack {
		if v.isBeyond(text, &best) {
			c.excused++
			return nil
		}
		return fmt.Errorf("lower bound %s above the optimum %.17g: %v", verdict.Lower, best.SSE, verdict)
	}
	return nil
}

// covered says whether certificates make a whole.
func covered(texts ...string) bool {
	c := new(Cover)
	for _, text := range texts {
		if err := c.Add(inMemory(text)); err != nil {
			return false
		}
	}
	return c.Verdict().Covered
}

func fromHex(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return v
}

func (v *victim) squares() float64 {
	sum := 0.0
	for i, y := range v.table.Y {
		w := 1.0
		if v.table.Weights != nil {
			w = v.table.Weights[i]
		}
		sum += w * y * y
	}
	return sum
}

// optimum is that of the class which the verdict states, by brute force, without
// its weight limit.
func (v *victim) optimum(c *Class) oracle.Result {
	key := fmt.Sprint(c.Units, c.Signs, c.Bias, c.Output, c.NormBound)
	if r, ok := v.best[key]; ok {
		return r
	}
	p := oracle.Problem{Y: v.table.Y, Weights: v.table.Weights, Units: c.Units, Bound: c.NormBound}
	if c.Signs != "any" {
		for _, s := range c.Signs {
			p.Signs = append(p.Signs, map[rune]int{'+': 1, '-': -1}[s])
		}
	}
	for i := range p.Y {
		row := slices.Clone(v.table.Row(i))
		if c.Bias {
			row = append([]float64{1}, row...)
		}
		p.X = append(p.X, row)
		switch c.Output {
		case "affine":
			p.Z = append(p.Z, row)
		case "intercept":
			p.Z = append(p.Z, []float64{1})
		}
	}
	v.best[key] = oracle.Solve(p)
	return v.best[key]
}

// isBeyond says whether the optimum is beyond the certificate's weight limit.
func (v *victim) isBeyond(text string, best *oracle.Result) bool {
	r, err := certificate.NewReader(strings.NewReader(text))
	if err != nil || r.Header().Sweep {
		return false // a sweep has none
	}
	s, err := readSamples(inMemory(v.csv), v.opts, r.Header())
	if err != nil {
		return false
	}
	c, err := newCoordinates(s, r.Header())
	if err != nil {
		return false
	}
	for j := range best.Units {
		if c.checkUnit(&certificate.Unit{Weights: best.Units[j]}, j) != nil {
			return true
		}
	}
	return false
}

// mutate is a certificate like v's, with a few things changed.
func (v *victim) mutate(rng *rand.Rand) string {
	h, records := parsed(v.text)
	m := &mutator{rng, h, records}
	if rng.IntN(3) == 0 {
		m.openClaim()
	}
	for range 1 + rng.IntN(3) {
		switch rng.IntN(8) {
		case 0:
			m.mutateHeader()
		case 1:
			m.mutateOrder()
		default:
			m.mutateRecord()
		}
	}
	m.fit()
	if rng.IntN(3) == 0 {
		m.nameParts()
	}
	text := textOf(m.header, m.records...)
	if rng.IntN(6) == 0 {
		text = mutateBytes(rng, text)
	}
	return text
}

// nameParts names parts that make a whole, and then perhaps something else.
func (m *mutator) nameParts() {
	last := slices.IndexFunc(m.records, func(r any) bool { _, is := r.(*certificate.Trailer); return is })
	if last < 0 {
		return
	}
	t, families := m.records[last].(*certificate.Trailer), m.families()
	t.Parts = children(families, 0)
	if m.IntN(2) == 0 { // then no bound is enough, and the least of the parts shows
		t.Upper = 2*t.Upper + 1
		t.Lower = t.Upper
	}
	for range m.IntN(8) {
		i := m.IntN(len(t.Parts))
		if split := m.splitOf(t.Parts[i]); split > 0 && split < len(families) {
			t.Parts = append(slices.Delete(t.Parts, i, i+1), children(families, split)...)
		}
	}
	switch i := m.IntN(len(t.Parts)); m.IntN(4) {
	case 0:
		t.Parts = slices.Delete(t.Parts, i, i+1)
	case 1:
		m.mutateName(&t.Parts[i])
	}
}

// families are those of the splits, up to the first that is not in order.
func (m *mutator) families() []family {
	all := []family{rootsOf(m.header)}
	for _, record := range m.records {
		s, isSplit := record.(*certificate.Split)
		if !isSplit {
			continue
		}
		if s.Unit >= m.header.Units || s.Coordinate >= len(m.header.Keep) || s.Node.Split >= len(all) || all[s.Node.Split].check(s.Node) != nil {
			break
		}
		f, err := all[s.Node.Split].divide(s, s.Row)
		if err != nil {
			break
		}
		if s.Drop != certificate.Keep && s.Kind != certificate.Faces {
			f.drop(s.Drop)
		}
		all = append(all, f)
	}
	return all
}

func children(families []family, split int) (all []certificate.Name) {
	for parts := range families[split].choices() {
		all = append(all, certificate.Name{Split: split, Parts: parts})
	}
	return all
}

// splitOf is the number of the split of a node, 0 if there is none.
func (m *mutator) splitOf(name certificate.Name) int {
	number := 0
	for _, record := range m.records {
		if s, isSplit := record.(*certificate.Split); isSplit {
			if number++; s.Node == name {
				return number
			}
		}
	}
	return 0
}

type mutator struct {
	*rand.Rand
	header  *certificate.Header
	records []any
}

// openClaim claims much, or nothing, so that nothing is proved early.
func (m *mutator) openClaim() {
	last := len(m.records) - 1
	t, ok := m.records[last].(*certificate.Trailer)
	switch {
	case !ok:
	case m.IntN(2) == 0:
		m.records = m.records[:last]
	default:
		t.Lower = t.Upper
	}
}

// number changes one slightly or grossly.
func (m *mutator) number(v float64) float64 {
	switch m.IntN(8) {
	case 0:
		return 0
	case 1:
		return -v
	case 2:
		return math.Nextafter(v, math.Inf(2*m.IntN(2)-1))
	case 3:
		return []float64{1, 0.5, -0.25, 0x1p-1074, 0x1p-80, 0x1p-81, 0x1p-40, 0x1p30, 0x1p40, 0x1p45, 0x1.fffffffffp45, 0x1p47, 0x1p62, 1e300, 0x1.fffffffffffffp1023}[m.IntN(15)]
	case 4:
		return math.Ldexp(v, m.IntN(100)-50)
	case 5:
		return v + m.NormFloat64()
	}
	return v * (1 + m.NormFloat64()/4)
}

func (m *mutator) share(v float64) float64 { return min(1, math.Abs(m.number(v))) }

func (m *mutator) size(v float64) float64 {
	if v = math.Abs(m.number(v)); v == 0 || math.IsInf(v, 0) {
		return 1
	}
	return v
}

func (m *mutator) mutateHeader() {
	h := m.header
	switch m.IntN(12) {
	case 0:
		h.Units = 1 + m.IntN(2)
		h.Signs = nil
	case 1:
		h.Signs = nil
		for range h.Units {
			h.Signs = append(h.Signs, 1-2*m.IntN(2))
		}
	case 2:
		h.Bias = !h.Bias
	case 3, 4:
		h.Output = certificate.Output(m.IntN(3))
	case 5:
		h.NormBound = []float64{0, 0.25, 0.5, 1, 8}[m.IntN(5)]
	case 6:
		h.WeightLimit = m.size(h.WeightLimit)
	case 7:
		if i := m.IntN(len(h.Keep)); len(h.Keep) > 1 {
			h.Keep = slices.Delete(h.Keep, i, i+1)
		}
	case 8:
		row := h.Transform[m.IntN(len(h.Transform))]
		d := m.IntN(len(row))
		row[d] = m.number(row[d])
	case 9:
		h.LabelScale = math.Ldexp(h.LabelScale, m.IntN(9)-4)
	case 10:
		h.WeightScale = math.Ldexp(h.WeightScale, m.IntN(9)-4)
	case 11:
		for d := range h.Reference {
			h.Reference[d] = m.number(h.Reference[d])
		}
	}
}

func (m *mutator) mutateOrder() {
	i, j := m.IntN(len(m.records)), m.IntN(len(m.records))
	switch m.IntN(4) {
	case 0:
		if len(m.records) > 1 {
			m.records = slices.Delete(m.records, i, i+1)
		}
	case 1:
		m.records = slices.Insert(m.records, j, m.records[i])
	case 2:
		m.records[i], m.records[j] = m.records[j], m.records[i]
	case 3: // the points change places
		a, b := nodeOf(m.records[i]), nodeOf(m.records[j])
		if a != nil && b != nil {
			*a, *b = *b, *a
		}
	}
}

// nodeOf is where a bound or dual record has its node; nil if it is another record.
func nodeOf(record any) *certificate.Name {
	switch r := record.(type) {
	case *certificate.Bound:
		return &r.Node
	case *certificate.Dual:
		return &r.Node
	}
	return nil
}

func (m *mutator) mutateRecord() {
	switch r := m.records[m.IntN(len(m.records))].(type) {
	case *certificate.Split:
		m.mutateSplit(r)
	case *certificate.Bound:
		m.mutateBound(r)
	case *certificate.Dual:
		m.mutateDual(r)
	case *certificate.Trailer:
		m.mutateTrailer(r)
	}
}

func (m *mutator) mutateSplit(s *certificate.Split) {
	switch m.IntN(7) {
	case 0:
		s.Unit = m.IntN(m.header.Units)
	case 1:
		s.Kind = []certificate.Kind{certificate.Faces, certificate.Coordinate, certificate.Sample}[m.IntN(3)]
	case 2:
		s.Row = m.IntN(7)
	case 3:
		s.At = []float64{0, m.number(s.At), math.Round(16*m.Float64()-8) / 8}[m.IntN(3)]
	case 4:
		s.Coordinate = m.IntN(len(m.header.Keep))
	case 5:
		m.mutateName(&s.Node)
	case 6:
		s.Drop = m.IntN(3) - 1
	}
}

func (m *mutator) mutateName(n *certificate.Name) {
	if m.IntN(2) == 0 {
		n.Split = max(0, n.Split+m.IntN(5)-2)
		return
	}
	parts := []byte(n.Parts)
	parts[m.IntN(len(parts))] = byte(m.IntN(6))
	n.Parts = string(parts)
	if m.IntN(8) == 0 {
		n.Parts += "\x03"
	}
}

func (m *mutator) mutateBound(b *certificate.Bound) {
	j := m.IntN(len(b.Units))
	switch m.IntN(12) {
	case 0:
		m.mutateName(&b.Node)
	case 1:
		b.Mu = m.size(b.Mu)
	case 2:
		b.Settled = !b.Settled
	case 3:
		for d := range b.C {
			b.C[d] = m.number(b.C[d])
		}
	case 4:
		a, z := m.IntN(len(b.Units)), m.IntN(len(b.Units))
		b.Units[a], b.Units[z] = b.Units[z], b.Units[a]
	case 5, 6:
		for a := range b.Units[j] {
			b.Units[j][a].Value = math.Abs(m.number(b.Units[j][a].Value))
		}
	case 7:
		b.Units[j] = append(b.Units[j], certificate.Alpha{Vertex: m.IntN(1 << (len(m.header.Keep) - 1)), Value: m.size(1)})
	case 8:
		for i := range b.Centers {
			b.Centers[i].Value, b.Centers[i].Theta = m.share(b.Centers[i].Value), m.share(b.Centers[i].Theta)
		}
	case 9:
		b.Centers = append(b.Centers, certificate.Center{Row: m.IntN(7), Unit: j, Value: m.share(0.5), HasTheta: m.IntN(2) == 0, Theta: m.share(0.5)})
	case 10:
		for i := range b.Walls {
			b.Walls[i].Value = math.Abs(m.number(b.Walls[i].Value))
		}
		b.Walls = append(b.Walls, certificate.Wall{Unit: j, Cut: m.IntN(4), Value: m.size(1)})
	case 11:
		for _, s := range b.Slacks {
			d := m.IntN(len(s.Vector))
			s.Vector[d] = m.number(s.Vector[d])
		}
		b.Slacks = append(b.Slacks, certificate.Slack{Unit: j, Vector: make([]float64, len(m.header.Keep))})
	}
}

// mutateDual changes numbers, or what they are for.
func (m *mutator) mutateDual(d *certificate.Dual) {
	j := m.IntN(m.header.Units)
	switch m.IntN(12) {
	case 0:
		m.mutateName(&d.Node)
	case 1, 2, 3:
		if all := dualNumbers(d); len(all) > 0 {
			n := all[m.IntN(len(all))]
			*n.at = m.finite([]float64{n.clip(m.number(*n.at))})[0]
		}
	case 4:
		for i := range d.Samples {
			d.Samples[i].Value *= 1 + m.NormFloat64()/64
		}
	case 5:
		d.Samples = without1(m, d.Samples)
		d.Samples = append(d.Samples, certificate.Multiplier{Row: m.IntN(7), Value: m.number(1)})
	case 6:
		d.Kinks = without1(m, d.Kinks)
		d.Kinks = append(d.Kinks, certificate.Slope{Row: m.IntN(7), Unit: j, Value: m.share(1)})
	case 7:
		d.Walls = without1(m, d.Walls)
		d.Walls = append(d.Walls, certificate.Wall{Unit: j, Cut: m.IntN(4), Value: m.size(1)})
	case 8:
		d.Slacks = append(without1(m, d.Slacks), certificate.Slack{Unit: j, Vector: make([]float64, len(m.header.Keep))})
	case 9:
		for i := range d.Implied {
			d.Implied[i].Active = m.IntN(2) == 0
		}
	case 10:
		m.mutateImplied(d)
	case 11:
		d.Implied = append(without1(m, d.Implied), certificate.Implied{Row: m.IntN(7), Unit: j, Active: m.IntN(2) == 0,
			By: []certificate.Wall{{Unit: j, Cut: m.IntN(3), Value: m.size(1)}}})
	}
}

func (m *mutator) mutateImplied(d *certificate.Dual) {
	if len(d.Implied) == 0 {
		return
	}
	switch i := &d.Implied[m.IntN(len(d.Implied))]; m.IntN(4) {
	case 0:
		i.Row = m.IntN(7)
	case 1:
		i.Unit = m.IntN(m.header.Units)
	case 2:
		i.By = without1(m, i.By)
	case 3:
		for k := range i.By {
			i.By[k].Cut = m.IntN(4)
		}
	}
}

// without1 leaves out one item, or none.
func without1[T any](m *mutator, all []T) []T {
	if i := m.IntN(len(all) + 1); i < len(all) {
		return slices.Delete(slices.Clone(all), i, i+1)
	}
	return all
}

func (m *mutator) mutateTrailer(t *certificate.Trailer) {
	switch m.IntN(5) {
	case 0:
		t.Lower = m.number(t.Lower)
	case 1:
		t.Upper = m.number(t.Upper)
	case 2:
		t.Lower = math.Nextafter(t.Lower, math.Inf(1))
	case 3:
		w := t.Units[m.IntN(len(t.Units))].Weights
		d := m.IntN(len(w))
		w[d] = m.number(w[d])
	case 4:
		t.Upper = math.Nextafter(t.Upper, 0)
	}
}

// fit makes the records as wide as the header says, so that they can be read.
func (m *mutator) fit() {
	h := m.header
	for len(h.Transform) > len(h.Keep) {
		h.Transform = h.Transform[:len(h.Transform)-1]
	}
	if h.Signs != nil {
		h.Signs = resized(h.Signs, h.Units, 1)
	}
	h.Reference = m.finite(resized(h.Reference, h.Free(), 0))
	raw := h.RawColumns()
	for _, r := range m.records {
		switch r := r.(type) {
		case *certificate.Bound:
			r.C, r.Units = m.finite(resized(r.C, h.Free(), 0)), resized(r.Units, h.Units, nil)
			r.Slacks = m.fitSlacks(r.Slacks)
		case *certificate.Dual:
			r.Slacks = m.fitSlacks(r.Slacks)
			m.fitUnits(r)
		case *certificate.Trailer:
			r.Units = resized(r.Units, h.Units, certificate.Unit{Sign: 1})
			for j := range r.Units {
				r.Units[j].Weights = m.finite(resized(r.Units[j].Weights, raw, 0))
			}
			r.Output = m.finite(resized(r.Output, map[certificate.Output]int{certificate.Intercept: 1, certificate.Affine: raw}[h.Output], 0))
		}
	}
}

func (m *mutator) fitSlacks(all []certificate.Slack) []certificate.Slack {
	if m.header.NormBound == 0 {
		return nil
	}
	for i := range all {
		all[i].Vector = m.finite(resized(all[i].Vector, len(m.header.Keep), 0))
	}
	return all
}

// fitUnits leaves out what is of units that are gone.
func (m *mutator) fitUnits(d *certificate.Dual) {
	k := m.header.Units
	d.Kinks = slices.DeleteFunc(d.Kinks, func(s certificate.Slope) bool { return s.Unit >= k })
	d.Implied = slices.DeleteFunc(d.Implied, func(i certificate.Implied) bool { return i.Unit >= k })
	d.Walls = slices.DeleteFunc(d.Walls, func(w certificate.Wall) bool { return w.Unit >= k })
	d.Slacks = slices.DeleteFunc(d.Slacks, func(s certificate.Slack) bool { return s.Unit >= k })
}

// finite replaces what cannot be written.
func (m *mutator) finite(v []float64) []float64 {
	for i := range v {
		if math.IsInf(v[i], 0) || math.IsNaN(v[i]) {
			v[i] = 1
		}
	}
	return v
}

// resized has n items, the new ones like fill.
func resized[T any](s []T, n int, fill T) []T {
	s = slices.Clone(s[:min(n, len(s))])
	for len(s) < n {
		s = append(s, fill)
	}
	return s
}

// mutateBytes changes, leaves out or repeats characters and lines.
func mutateBytes(rng *rand.Rand, text string) string {
	for range 1 + rng.IntN(3) {
		if text == "" {
			return text
		}
		at := rng.IntN(len(text))
		switch rng.IntN(5) {
		case 0:
			text = text[:at] + string("0123456789abcdefp-:|/, \nsbkwgxyfi+"[rng.IntN(34)]) + text[at+1:]
		case 1:
			text = text[:at] + text[at+1:]
		case 2:
			text = text[:at] + text[at:at+1] + text[at:]
		case 3:
			text = text[:at]
		case 4:
			lines := strings.SplitAfter(text, "\n")
			i, j := rng.IntN(len(lines)), rng.IntN(len(lines))
			lines[i], lines[j] = lines[j], lines[i]
			text = strings.Join(lines, "")
		}
	}
	return text
}

// victims are those of the first seeds.
func victims(t testing.TB, n int) (all []*victim) {
	for seed := uint64(0); len(all) < n; seed++ {
		if v := newVictim(t, seed); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// TestMutations checks certificates that are nearly right. Whatever is proved of
// them must be true.
func TestMutations(t *testing.T) {
	const seed = 3
	all, c := victims(t, 60), new(count)
	for round := range *mutations {
		rng := rand.New(rand.NewPCG(seed, uint64(round)))
		v := all[round%len(all)]
		text := v.mutate(rng)
		if text == v.text {
			continue
		}
		c.changed++
		if err := v.judge(text, rng.IntN(8) == 0, c); err != nil {
			t.Errorf("seed %d round %d: %v\n%s%s", seed, round, err, v.csv, text)
			if t.Failed() && round > 100000 {
				return
			}
		}
	}
	t.Logf("seed %d: %+v", seed, *c)
	if c.proved < c.changed/20 || c.unread > c.changed/2 || c.covered < c.changed/20 || c.covered == c.parts {
		t.Errorf("the mutations have no bite: %+v", *c)
	}
}

// TestHostilePoints compares fixed point with integers where sums may leave the
// range: with multipliers of all sizes, some of which cancel modulo 2^48.
func TestHostilePoints(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 2))
	m := &mutator{Rand: rng}
	proved := 0
	for round := range thorough.Of(400, 50) {
		p := newProblem(t, rng)
		data, err := newFixedData(p.c)
		if err != nil {
			t.Fatal(err)
		}
		fast, exact := newBoundFixed(data), newBoundExact(p.c)
		for range 20 {
			proof := p.proof()
			p.hostile(m, proof)
			a, err := fast.prove(proof)
			if err != nil {
				continue
			}
			proved++
			b, _ := exact.prove(proof)
			x, _ := new(big.Float).SetInt(a).Float64()
			y, _ := new(big.Float).SetInt(b).Float64()
			if x > y+1e-12*(math.Abs(y)+0x1p128*(1+p.scale())) {
				t.Fatalf("seed %d round %d: fixed proves %g, integers %g\n%s%+v\n%+v", seed, round, x*0x1p-128, y*0x1p-128, p.csv, p.header, proof.record)
			}
		}
	}
	t.Logf("%d points proved in fixed point", proved)
	if proved < thorough.Of(1000, 100) {
		t.Errorf("only %d points fit", proved)
	}
}

// hostile gives a point many cuts and numbers of any size.
func (p *problem) hostile(m *mutator, q *proof) {
	r := p.region()
	for s := range p.c.count() {
		if r.intervalAt(s) == everything {
			r = r.cutBy(s, 0)[m.IntN(2)]
		}
	}
	q.regions[0], q.record.Walls = r, nil
	if m.IntN(2) == 0 {
		q.record.Walls = cancelling(m, r.cutCount())
	}
	for range m.IntN(3) {
		numbers := numbersOf(q.record)
		if len(numbers) > 0 {
			n := numbers[m.IntN(len(numbers))]
			*n.at = max(n.least, m.number(*n.at))
			if n.most == 1 {
				*n.at = min(1, *n.at)
			}
		}
	}
}

// cancelling are multipliers whose sum is 2^48, or small.
func cancelling(m *mutator, cuts int) (all []certificate.Wall) {
	rest := []float64{0x1p48, 0x1p31, 0x1p12}[m.IntN(3)]
	share := rest / float64(cuts)
	for c := range cuts {
		v := math.Floor(share * (0.8 + 0.4*m.Float64()))
		if c == cuts-1 {
			v = max(0, rest)
		}
		rest -= v
		all = append(all, certificate.Wall{Unit: 0, Cut: c, Value: v})
	}
	return all
}

// scale is Σωy², of which rounding may cost a little.
func (p *problem) scale() float64 { v, _ := p.c.squares.Float64(); return v }

// FuzzVerdict is TestMutations for what go test -fuzz thinks of.
func FuzzVerdict(f *testing.F) {
	all := victims(f, 8)
	for i, v := range all {
		f.Add(uint8(i), []byte(v.text))
		f.Add(uint8(i), []byte(v.mutate(rand.New(rand.NewPCG(1, uint64(i))))))
	}
	for seed := range uint64(4) {
		all = append(all, sweepVictim(f, seed))
		f.Add(uint8(len(all)-1), []byte(all[len(all)-1].text))
	}
	f.Fuzz(func(t *testing.T, i uint8, text []byte) {
		if err := all[int(i)%len(all)].judge(string(text), i >= 128, new(count)); err != nil {
			t.Fatal(err)
		}
	})
}
