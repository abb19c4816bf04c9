package check

import (
	"math/big"
	"slices"

	"relucert/proof/certificate"
)

// hingeTree is the nodes of a proof by hinges.
type hingeTree struct {
	*hingeTable
	roots map[string]*hingeNode
	made  [][2]*hingeNode // a split's parts
	all   []*hingeNode
}

// hingeNode is a node. Units ascend by feature and sign, and so do kinks of one feature and sign.
type hingeNode struct {
	units []hingeUnit
	proof *proof // its own bound's or its ancestors'; nil: none
	bound bool   // it has one of its own
	split bool
}

// checkHinges is run for a proof by hinges.
func (k *checker) checkHinges(data Source) error {
	s, err := readSamples(data, k.opts, k.header)
	if err != nil {
		return err
	}
	k.verdict.Samples, k.verdict.Rows = s.count(), len(s.ofRow)
	t, err := newHingeTable(s, k.header)
	if err != nil {
		return err
	}
	if err := t.checkLimit(k.opts.MinWeightLimit); err != nil {
		return err
	}
	provers := make([]prover, k.threads())
	for i := range provers {
		provers[i] = t
	}
	k.ledger = &ledger{provers: provers, floor: new(big.Int), values: make([]*big.Int, batchSize)}
	if k.trailer != nil {
		k.ledger.enough = t.scaleUp(k.trailer.Lower)
	}
	claimErr := k.checkClaim(t.attains)
	treeErr := k.walkHinges(t)
	if k.changed {
		k.verdict.Upper, k.verdict.UpperHex = "", ""
		return treeErr
	}
	k.verdict.prove(k, &t.unit, s.labelSquares())
	return firstOf(claimErr, treeErr, k.conclude(&t.unit))
}

// checkLimit insists that Λ' is at least least, or, if that is nil, at least the root of the mean square that the affine part leaves of the labels.
func (t *hingeTable) checkLimit(least *float64) error {
	if least != nil {
		return limitAtLeast(t.header.WeightLimit, *least)
	}
	mean := new(big.Rat).SetFrac(sumOf(t.samples.weight.n), new(big.Int).Lsh(oneInt, t.weight))
	mean.Mul(mean, &t.limit)
	if mean.Mul(mean, &t.limit).Cmp(&t.square) < 0 {
		return limitTooLow(t.header.WeightLimit)
	}
	return nil
}

// scaleUp is a bound in the data's units as values are kept, rounded up.
func (t *hingeTable) scaleUp(v float64) *big.Int {
	r := new(big.Rat).Quo(rational(v), &t.unit)
	return divUp(new(big.Int).Lsh(r.Num(), valueBits), r.Denom())
}

// walkHinges checks the records up to the first that breaks a rule.
func (k *checker) walkHinges(table *hingeTable) error {
	t := newHingeTree(table)
	err := k.each(func(r certificate.Record, line int) error {
		switch r := r.(type) {
		case *certificate.HingeSplit:
			return at(line, t.split(r))
		case *certificate.HingeBound:
			return at(line, t.bound(r, line))
		}
		return nil
	})
	for _, n := range t.all {
		if !n.split {
			k.ledger.add(n.proof)
		}
	}
	k.ledger.flush()
	return err
}

// newHingeTree has a root for each multiset of features and signs that the units may be on.
func newHingeTree(table *hingeTable) *hingeTree {
	t := &hingeTree{hingeTable: table, roots: make(map[string]*hingeNode)}
	lines := slices.Clone(table.header.Hinges)
	slices.SortFunc(lines, slices.Compare)
	t.root(lines, nil)
	return t
}

// root makes those that begin with some features and signs, 2·feature or, with the sign −, 2·feature + 1. Units of equal
// lines are told apart by nothing, so they ascend.
func (t *hingeTree) root(lines [][]int, kinds []byte) {
	j := len(kinds)
	if j == len(lines) {
		t.enter(slices.Sorted(slices.Values(kinds)))
		return
	}
	for _, f := range lines[j] {
		for _, kind := range []byte{byte(2 * f), byte(2*f + 1)} {
			if j == 0 || !slices.Equal(lines[j], lines[j-1]) || kind >= kinds[j-1] {
				t.root(lines, append(kinds[:j:j], kind))
			}
		}
	}
}

func (t *hingeTree) enter(kinds []byte) {
	if t.roots[string(kinds)] != nil {
		return
	}
	n := new(hingeNode)
	for _, kind := range kinds {
		c := t.columns[int(kind/2)]
		n.units = append(n.units, hingeUnit{c, 1 - 2*int(kind%2), 1, c.knots()})
	}
	t.roots[string(kinds)] = n
	t.all = append(t.all, n)
}

func (t *hingeTree) find(name certificate.Name) (*hingeNode, error) {
	if name.Split == 0 {
		if n := t.roots[name.Parts]; n != nil {
			return n, nil
		}
		return nil, refuse("there is no root %s", show(name))
	}
	if name.Split > len(t.made) {
		return nil, refuse("node %s is of a split that has not been made yet", show(name))
	}
	if name.Parts != "\x00" && name.Parts != "\x01" {
		return nil, refuse("node %s does not exist: a split has the parts 0 and 1", show(name))
	}
	return t.made[name.Split-1][name.Parts[0]], nil
}

// split divides a unit's interval; kinks of its feature and sign ascend, so those beside it are cut too.
func (t *hingeTree) split(s *certificate.HingeSplit) error {
	n, err := t.find(s.Node)
	if err != nil {
		return err
	}
	if n.split {
		return refuse("node %s is split already", show(s.Node))
	}
	u := n.units[s.Unit]
	at, err := t.value(u.column, s.Row)
	if err != nil {
		return err
	}
	if at <= u.low || at >= u.high {
		return refuse("row %d is not inside the interval of unit %d", s.Row, s.Unit)
	}
	var parts [2]*hingeNode
	for i := range parts {
		parts[i] = &hingeNode{units: slices.Clone(n.units), proof: n.proof}
	}
	for i, v := range n.units {
		if v.column != u.column || v.sign != u.sign {
			continue
		}
		if i <= s.Unit {
			parts[0].units[i].high = min(v.high, at)
		}
		if i >= s.Unit {
			parts[1].units[i].low = max(v.low, at)
		}
	}
	n.split, n.units = true, nil
	t.made = append(t.made, parts)
	t.all = append(t.all, parts[0], parts[1])
	return nil
}

func (t *hingeTree) bound(b *certificate.HingeBound, line int) error {
	n, err := t.find(b.Node)
	if err != nil {
		return err
	}
	if n.split || n.bound {
		return refuse("node %s is split or has a bound already", show(b.Node))
	}
	for _, h := range b.Sum {
		c := t.columns[h.Feature]
		if l, err := t.value(c, h.Row); err != nil {
			return err
		} else if l < 1 || l > c.knots() {
			return refuse("the hinge at row %d is at an end of its column", h.Row)
		}
	}
	n.proof, n.bound = &proof{above: n.proof, hinges: b, units: n.units, line: line}, true
	return nil
}

// attains insists that a network is of the class and has an SSE of at most upper.
func (t *hingeTable) attains(net *Network, upper float64) error {
	if err := t.checkClass(net); err != nil {
		return err
	}
	c := coordinates{samples: t.samples, header: t.header}
	return sseAtMost(c.sse(net), upper)
}

// checkClass says why the network is not in the class: each unit has a weight on one feature of its line at most, and rises by no more than the limit over it.
func (t *hingeTable) checkClass(net *Network) error {
	if len(net.Units) != t.header.Units {
		return refuse("the network has %d units, the class %d", len(net.Units), t.header.Units)
	}
	for j, u := range net.Units {
		for f, w := range u.Weights[1:] {
			if w == 0 {
				continue
			}
			if !slices.Contains(t.header.Hinges[j], f) {
				return refuse("unit %d of the network has a weight on feature %d, which is not one of its", j, f)
			}
			if slices.ContainsFunc(u.Weights[f+2:], func(v float64) bool { return v != 0 }) {
				return refuse("unit %d of the network has weights on several features", j)
			}
			if t.rise(w, f).Cmp(rational(t.header.WeightLimit)) > 0 {
				return refuse("unit %d of the network rises by more than the weight limit over its column", j)
			}
		}
	}
	return nil
}

// rise is |w| times the span of a feature.
func (t *hingeTable) rise(w float64, feature int) *big.Rat {
	c := t.columns[feature]
	span := new(big.Rat).SetFrac(new(big.Int).Sub(c.values[len(c.values)-1], c.values[0]), &t.column[raw(feature)].den)
	return span.Mul(span, new(big.Rat).Abs(rational(w)))
}
