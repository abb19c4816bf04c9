package check

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// More of them: go test ./proof/check -run TestKinkMutations -kinkmutations 100000.
var kinkMutations = flag.Int("kinkmutations", thorough.Of(3000, 500), "how many mutated proofs by breakpoints to check")

// kinkText is a header with its records.
type kinkText struct {
	*rand.Rand
	header  *certificate.Header
	records []any
}

func (m *kinkText) text() []byte {
	var b bytes.Buffer
	w := certificate.NewWriter(&b, m.header)
	for _, r := range m.records {
		switch r := r.(type) {
		case *certificate.Cutoff:
			w.Cutoff(r.Value)
		case *certificate.Multipliers:
			w.Multipliers(r)
		case *certificate.Chain:
			w.Chain(r)
		case *certificate.KinkSplit:
			w.Divide(r)
		case *certificate.Spans:
			w.Spans(r.Size)
		case *certificate.Sift:
			w.Sift(r)
		case *certificate.Halve:
			w.Halve()
		case *certificate.Trailer:
			w.Trailer(r)
		}
	}
	w.Flush()
	return b.Bytes()
}

// change changes something.
func (m *kinkText) change() {
	i := m.IntN(len(m.records))
	switch m.IntN(10) {
	case 0:
		m.changeHeader()
	case 1:
		m.records = slices.Delete(m.records, i, i+1)
	case 2:
		m.records = slices.Insert(m.records, i, m.records[m.IntN(len(m.records))])
	case 3:
		j := m.IntN(len(m.records))
		m.records[i], m.records[j] = m.records[j], m.records[i]
	default:
		m.changeRecord(m.records[i])
	}
	if len(m.records) == 0 {
		m.records = append(m.records, &certificate.Cutoff{})
	}
}

func (m *kinkText) changeHeader() {
	h := m.header
	b := h.Breakpoints
	switch m.IntN(8) {
	case 0:
		h.Units = max(1, min(3, h.Units+2*m.IntN(2)-1))
		if h.Signs != nil {
			h.Signs = slices.Repeat([]int{1 - 2*m.IntN(2)}, h.Units)
		}
	case 1:
		h.Signs = nil
	case 2:
		h.LabelScale *= []float64{0.5, 2, -1}[m.IntN(2)]
	case 3:
		b.MinSamples = []int{0, 2, 3}[m.IntN(3)]
	case 4:
		b.KinksBetween = nil
	case 5:
		b.KnownKinks, b.MinSpan.Mantissa = nil, 0
	case 6:
		b.Slopes = nil
	case 7:
		b.Through = nil
	}
}

func (m *kinkText) changeRecord(r any) {
	switch r := r.(type) {
	case *certificate.Cutoff:
		r.Value *= []float64{0, 0.5, 2, 1e6}[m.IntN(4)]
	case *certificate.Multipliers:
		m.changeNode(&r.Node)
		if r.Leftwards = r.Leftwards != (m.IntN(4) == 0); len(r.All) > 0 {
			m.changePenalty(&r.All[m.IntN(len(r.All))])
		}
	case *certificate.Chain:
		m.changeNode(&r.Node)
		if len(r.All) > 0 {
			k := &r.All[m.IntN(len(r.All))]
			m.changeNumber(&k.Alpha)
			m.changeNumber(&k.Beta)
		}
	case *certificate.KinkSplit:
		m.changeNode(&r.Node)
		r.At = max(0, r.At+m.IntN(5)-2)
		r.Kink = max(1, min(m.header.Units, r.Kink+m.IntN(3)-1))
	case *certificate.Spans:
		r.Size = 1 << m.IntN(4)
	case *certificate.Trailer:
		r.Lower *= []float64{0.5, 1.5, 1}[m.IntN(3)]
		r.Upper *= []float64{0.5, 2, 1}[m.IntN(3)]
	}
}

func (m *kinkText) changeNode(b *certificate.Branch) {
	if m.IntN(4) > 0 {
		return
	}
	if b.Part = m.IntN(2); b.Split == 0 {
		b.Part = 0
	}
}

func (m *kinkText) changePenalty(p *certificate.Penalty) {
	switch m.IntN(7) {
	case 0:
		p.Sign = -p.Sign
	case 1:
		p.At += m.IntN(3) - 1
		p.At = max(p.At, 0)
	case 2:
		p.Level = max(0, p.Level+m.IntN(3)-1)
	case 3:
		p.Turn = !p.Turn && p.Side == 0
	case 4:
		p.Plus = max(0, p.Plus+m.IntN(3)-1)
	default:
		m.changeNumber(&p.Alpha)
		m.changeNumber(&p.Beta)
	}
}

func (m *kinkText) changeNumber(v *float64) {
	*v *= []float64{0, 0.5, 1, 2, 1000}[m.IntN(5)]
	if m.IntN(5) == 0 {
		*v += m.Float64()
	}
}

// kinkJudge holds verdicts against brute force.
type kinkJudge struct {
	*kinkCase
	of                                map[string]*kinkCase // by what the header says of the class
	unread, refused, proved, infinite int
}

func (j *kinkJudge) judge(text []byte, exact bool) error {
	v, err := j.check(text, exact)
	if errors.As(err, new(*certificate.Error)) {
		j.unread++
		return nil
	}
	if err != nil {
		return err
	}
	if j.refused++; v.Proved {
		j.refused, j.proved = j.refused-1, j.proved+1
	}
	r, err := certificate.NewReader(bytes.NewReader(text))
	if v.Lower == "" || err != nil || r.Header().Breakpoints == nil || r.Header().Units > 3 {
		return nil
	}
	best, _ := j.forHeader(r.Header()).best()
	if best == nil {
		j.infinite++
		return nil
	}
	if lower := fromHex(v.LowerHex); rational(lower).Cmp(best) > 0 {
		return fmt.Errorf("lower bound %v above the optimum %v: %v", lower, best, v)
	}
	if v.Upper != "" && rational(fromHex(v.UpperHex)).Cmp(best) < 0 {
		return fmt.Errorf("upper bound %s below the optimum %v: %v", v.UpperHex, best, v)
	}
	return nil
}

func (j *kinkJudge) forHeader(h *certificate.Header) *kinkCase {
	key := fmt.Sprint(h.Origins, h.LabelOrigin, h.Units, h.SignText(), *h.Breakpoints, h.Breakpoints.Through)
	if j.of[key] == nil {
		j.of[key] = j.about(h)
		j.of[key].enumerate()
	}
	return j.of[key]
}

// newKinkJudge is the seed's case with a proof; nil if it has no function.
func newKinkJudge(seed uint64) (*kinkJudge, []byte) {
	rng := rand.New(rand.NewPCG(seed, 42))
	j := &kinkJudge{kinkCase: newKinkCase(rng, 1+rng.IntN(3)*rng.IntN(2)), of: make(map[string]*kinkCase)}
	j.enumerate()
	best, _ := j.best()
	if best == nil || j.total.Sign() == 0 {
		return nil, nil
	}
	return j, j.write(rng, seed%2 == 0, j.claimBelow(best))
}

// TestKinkMutations: no changed proof proves what is not so.
func TestKinkMutations(t *testing.T) {
	var all kinkJudge
	for seed := uint64(0); all.unread+all.refused+all.proved < *kinkMutations; seed++ {
		j, text := newKinkJudge(seed)
		if j == nil || len(text) > 8000 {
			continue
		}
		rng := rand.New(rand.NewPCG(seed, 43))
		for i := range 20 {
			h, records := parsed(string(text))
			m := &kinkText{rng, h, records}
			for range 1 + rng.IntN(3) {
				m.change()
			}
			mutated := m.text()
			if rng.IntN(6) == 0 {
				mutated = []byte(mutateBytes(rng, string(mutated)))
			}
			if err := j.judge(mutated, i%4 == 0); err != nil {
				t.Fatalf("seed %d, mutation %d: %v\n%s%s", seed, i, err, j.csv, mutated)
			}
		}
		all.unread, all.refused, all.proved, all.infinite = all.unread+j.unread, all.refused+j.refused, all.proved+j.proved, all.infinite+j.infinite
	}
	t.Logf("%d unreadable, %d refused, %d proved, %d for no function", all.unread, all.refused, all.proved, all.infinite)
}

// FuzzKinks checks any text against the seed's data.
func FuzzKinks(f *testing.F) {
	for seed := range uint64(20) {
		if j, text := newKinkJudge(seed); j != nil {
			f.Add(seed, text)
		}
	}
	f.Fuzz(func(t *testing.T, seed uint64, text []byte) {
		j, _ := newKinkJudge(seed % 100)
		if j == nil {
			return
		}
		for _, exact := range []bool{false, true} {
			if err := j.judge(text, exact); err != nil {
				t.Errorf("%v\n%s%s", err, j.csv, text)
			}
		}
	})
}
