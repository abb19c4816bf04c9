package breakpoints

import (
	"math"

	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// Log takes the records of a certificate, in order (proof/certificate/FORMAT.md, "A proof by breakpoints").
// A *certificate.Writer is one.
type Log interface {
	Cutoff(value float64)
	Spans(size int)
	Sift(*certificate.Sift)
	Halve()
	Multipliers(*certificate.Multipliers)
	Chain(*certificate.Chain)
	Divide(*certificate.KinkSplit) (number int)
}

// proof is what proves a node's bound, in order, until it is recorded.
type proof struct {
	cutoff float64
	sweeps []*certificate.Multipliers
	chain  *certificate.Chain
	split  *division
}

// Record implements search.Recorder.
func (t *tree) Record(o *open, e search.Expansion[*open, solution]) {
	p := o.proof
	o.proof = proof{}
	t.lowest = min(t.lowest, p.cutoff)
	if t.log == nil {
		return
	}
	if p.cutoff < t.logged {
		t.logged = p.cutoff
		t.log.Cutoff(t.below(p.cutoff))
	}
	for _, m := range p.sweeps {
		m.Node = o.branch()
		t.log.Multipliers(m)
	}
	if p.chain != nil {
		p.chain.Node = o.branch()
		t.log.Chain(p.chain)
	}
	if d := p.split; d != nil {
		d.number = t.log.Divide(&certificate.KinkSplit{Node: o.branch(), Kink: d.kink, At: d.at})
	}
}

func (o *open) branch() certificate.Branch {
	if o.from == nil {
		return certificate.Branch{}
	}
	return certificate.Branch{Split: o.from.number, Part: o.part}
}

// recorder collects the multipliers of a sweep.
type recorder struct {
	*tree
	m *certificate.Multipliers
}

// begin is for a sweep of a node; without a log it collects nothing.
func (t *tree) begin(o *open, leftwards bool) recorder {
	if t.log == nil {
		return recorder{tree: t}
	}
	m := &certificate.Multipliers{Leftwards: leftwards}
	o.proof.sweeps = append(o.proof.sweeps, m)
	return recorder{t, m}
}

// recordProposed is a sweep that only takes over what the root begins with.
func (t *tree) recordProposed(n *node, o *open) {
	if !t.proposed || o.from != nil {
		return
	}
	r := t.begin(o, false)
	for level := range t.count() {
		r.states(n, level)
	}
	t.proposed = false
}

// states enters those that lead to a level and have new multipliers.
func (r recorder) states(n *node, level int) {
	for _, i := range r.into[level] {
		states := n.groups[i].states
		for k := range states {
			s := &states[k]
			if s.moved && r.m != nil {
				p := r.penalty(level, s.sign, r.cuts[s.cut])
				p.Side = r.side(int(s.cut)).mark()
				p.Alpha, p.Beta = math.Abs(s.at[0]), math.Abs(s.at[1])
				r.m.All = append(r.m.All, p)
			}
			s.moved = false
		}
	}
}

func (r recorder) turns(n *node, level int) {
	for k := range n.turns[level] {
		u := &n.turns[level][k]
		if u.moved && r.m != nil {
			p := r.penalty(level, u.sign, int(u.input))
			p.Turn, p.Alpha = true, u.eta
			r.m.All = append(r.m.All, p)
		}
		u.moved = false
	}
}

func (t *tree) penalty(level int, sign int8, at int) certificate.Penalty {
	p := certificate.Penalty{Level: t.stage(level), Sign: int(sign), At: at}
	if t.signed {
		p.Plus, _ = t.counts(level)
	}
	return p
}

// record is the multipliers of the program's solution.
func (p *program) record() *certificate.Chain {
	c := &certificate.Chain{}
	for _, j := range p.joints {
		k := certificate.KinkPenalty{}
		switch {
		case j.row < 0:
		case j.at < 0:
			k.Kind, k.Alpha = certificate.AtInput, p.lambda[j.row]
		default:
			k.Kind, k.Alpha, k.Beta = certificate.InCut, p.lambda[j.row], p.lambda[j.row+1]
		}
		c.All = append(c.All, k)
	}
	return c
}
