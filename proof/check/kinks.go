package check

import (
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// kinkProof is a proof by breakpoints: its nodes that may still be named.
type kinkProof struct {
	*kinkClass
	prices  kinkPrices
	fast    *fastPrices // nil: prices are exact
	threads int
	nodes   map[certificate.Branch]*branch
	parts   map[certificate.Name]bool // the nodes that are asked for, and whether they were made; none: all
	splits  int
	sieve   *sieve
	cutoff  *big.Rat // the last one, as far as it is in range, in losses
	least   *big.Rat // of all; nil: none yet
	value   wide.Fixed
	records int64
}

// checkBreakpoints is run for a certificate by breakpoints. What fixed point does not prove is tried exactly: rounding may have hidden it.
func (k *checker) checkBreakpoints(data Source) error {
	samples, err := readOrdered(data, k.opts, k.header)
	if err != nil {
		return err
	}
	k.verdict.Rows = samples.rows()
	short, err := k.checkKinks(samples, k.opts.Exact, false)
	if short && !k.opts.Exact {
		short, err = k.checkKinks(samples, true, false)
	}
	if short {
		near := *k.verdict
		if _, far := k.checkKinks(samples, true, true); far == nil {
			return nil
		}
		*k.verdict = near
	}
	return err
}

// checkKinks says whether all is well but that the records prove too little. A claim may be far above the labels' spread where constraints ask for it,
// or be nonsense.
func (k *checker) checkKinks(samples ordered, exact, far bool) (short bool, err error) {
	claim := 0.0
	if exact && k.trailer != nil {
		claim = k.trailer.Lower
	}
	in := newInputs(samples, claim, far)
	if far && in.grain >= claimGrain {
		return true, refuse("the claim is not far above the spread")
	}
	if k.verdict.Samples = in.n; in.n < 2 {
		return false, refuse("a proof by breakpoints needs two different features")
	}
	parts, err := k.checkParts()
	if err != nil {
		return false, err
	}
	p := newKinkProof(newKinkClass(in, k.header), parts, exact, k.threads())
	if p.kinkClass.parts.Drawn() && k.model != nil {
		return false, refuse("a model cannot be compared with a class with jumps or constraints")
	}
	claimErr := k.checkClaim(k.attainsBy(p.kinkClass))
	recordErr := k.each(func(r certificate.Record, line int) error { return at(line, p.record(r, line)) })
	if k.changed {
		k.verdict.Upper, k.verdict.UpperHex = "", ""
		return false, recordErr
	}
	lower, weakest := p.proved()
	k.verdict.broken(p, lower, k.trailer)
	proofErr := firstOf(recordErr, k.unmet(parts), k.concludeKinks(lower, weakest))
	return claimErr == nil && k.trailer != nil && proofErr != nil, firstOf(claimErr, proofErr)
}

// unmet is a part that no split has made.
func (k *checker) unmet(parts map[certificate.Name]bool) error {
	for i, name := range k.parts() {
		if !parts[name] {
			return k.atPart(i, refuse("node %s is of a split that has not been made yet", show(name)))
		}
	}
	return nil
}

// attainsBy checks the trailer's network, or its function.
func (k *checker) attainsBy(c *kinkClass) func(*Network, float64) error {
	if !c.parts.Drawn() {
		return c.attains
	}
	return func(_ *Network, upper float64) error {
		f := c.function(k.trailer.Line)
		return firstOf(c.checkFunction(f), c.attainsLine(f, upper))
	}
}

func (k *checker) concludeKinks(lower *big.Rat, weakest *branch) error {
	if k.trailer == nil {
		return refuse("no trailer: the certificate does not end with a claim")
	}
	if lower.Cmp(rational(k.trailer.Lower)) >= 0 {
		k.verdict.Proved = true
		return nil
	}
	why := refuse("the bound proves %s, not the claimed %.16e", digits(lower, 17, false), k.trailer.Lower)
	return at(weakest.line, why)
}

func newKinkProof(c *kinkClass, parts map[certificate.Name]bool, exact bool, threads int) *kinkProof {
	p := &kinkProof{kinkClass: c, threads: threads, nodes: make(map[certificate.Branch]*branch), parts: parts}
	p.prices = exactPrices{c}
	if !exact {
		if fast := newFastPrices(c); fast != nil {
			p.prices, p.fast = fast, fast
		}
	}
	root := &branch{asked: len(parts) == 0, bound: c.within[c.n]}
	p.open(certificate.Branch{}, root)
	return p
}

// record checks one record.
func (p *kinkProof) record(r certificate.Record, line int) error {
	switch r := r.(type) {
	case *certificate.Cutoff:
		p.setCutoff(rational(r.Value))
	case *certificate.Multipliers:
		p.records++
		return p.multipliers(r, line)
	case *certificate.Chain:
		p.records++
		return p.chain(r, line)
	case *certificate.KinkSplit:
		return p.divide(r, line)
	case *certificate.Sift:
		p.records++
		if p.sieve != nil {
			if err := p.sift(r, line); err != nil {
				return err
			}
		}
		if p.parted && p.kinkClass.parts.Jumps && (p.sieve == nil || p.sieve.size == 1) {
			p.part(line)
		}
	case *certificate.Spans:
		p.sieve = p.newSieve(r.Size)
	case *certificate.Halve:
		p.sieve.halve()
	}
	return nil
}

// setCutoff takes the largest that is in range, at most.
func (p *kinkProof) setCutoff(v *big.Rat) {
	if most := p.inData(mostValue); v.Cmp(most) > 0 {
		v = most
	}
	p.cutoff = v
	if p.least == nil || v.Cmp(p.least) < 0 {
		p.least = v
	}
	loss := p.loss(v)
	loss.Neg(loss)
	up, _ := wide.FromBig(p.floor(loss.Num(), loss.Denom()))
	p.value = up.Negated()
	if p.fast != nil {
		p.fast.allow(p.value)
	}
}

// multipliers is a sweep over a node.
func (p *kinkProof) multipliers(m *certificate.Multipliers, line int) error {
	b, err := p.swept(m.Node, line)
	if err != nil {
		return err
	}
	if len(m.All) > 0 {
		p.fits(b.dag)
	}
	s := &sweeper{dag: b.dag, prices: p.prices, threads: p.threads}
	if err := s.take(m.All); err != nil {
		return err
	}
	s.threshold = p.value
	var end *wide.Fixed
	if m.Leftwards {
		s.leftwards()
		end = &s.layers[0][0].back
	} else {
		s.rightwards()
		end = &s.end.ahead
	}
	p.raise(b, *end)
	return nil
}

// take reads the tokens.
func (s *sweeper) take(all []certificate.Penalty) error {
	s.loads, s.bends = make(map[*knot]*load), make(map[*turn]float64)
	seen := make(map[certificate.Penalty]bool, len(all))
	for i := range all {
		t := &all[i]
		name := *t
		if name.Alpha, name.Beta = 0, 0; seen[name] {
			return refuse("multipliers for %s twice", stateName(t))
		}
		if seen[name] = true; !s.exists(t) {
			return refuse("no state %s", stateName(t))
		}
		if t.Turn {
			if u := s.turn(t); u != nil {
				s.bends[u] = t.Alpha
			}
		} else if v := s.knot(t); v != nil {
			s.loads[v] = s.newLoad(v, t.Alpha, t.Beta)
		}
	}
	return nil
}

func (s *sweeper) knot(t *certificate.Penalty) *knot {
	if t.Level >= len(s.layers) || t.Level == 0 {
		return nil
	}
	layer := s.layers[t.Level]
	for i := s.firstAt(t.Level, t.At); i < len(layer) && int(layer[i].cut) == t.At; i++ {
		if v := &layer[i]; int(v.p) == t.Plus && int(v.sign) == t.Sign && v.side == t.Side && !v.gone {
			return v
		}
	}
	return nil
}
