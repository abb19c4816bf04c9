package check

import (
	"math/big"
	"slices"
	"sync"
	"sync/atomic"
)

// valueBits is how many bits a proved bound has behind the binary point.
const valueBits = 128

// prover applies the rule of FORMAT.md to a record: in fixed point (boundFixed, dualFixed)
// or exactly (boundExact, dualExact). The bound is in the loss's units times 2^valueBits,
// rounded down. An error says that nothing is proved.
type prover interface {
	prove(p *proof) (*big.Int, error)
}

// memo is what a bound record was found to prove.
type memo struct {
	once  sync.Once
	value *big.Int // nil: nothing
	err   error
	best  atomic.Pointer[big.Int] // of it and its ancestors, as far as was wanted
}

// own checks the record, once. A bound in fixed point that misses wanted, and perhaps by rounding only, is proved exactly, and so is
// one that does not fit.
func (g *ledger) own(p *proof, by prover, wanted *big.Int) *big.Int {
	p.once.Do(func() {
		g.checked.Add(1)
		p.value, p.err = by.prove(p)
		if g.exact != nil && (p.err != nil || g.mayReach(p, wanted)) {
			g.again.Add(1)
			p.value, p.err = g.exact().prove(p)
		}
		p.regions, p.signs, p.record, p.dual, p.hinges, p.units = nil, nil, nil, nil, nil, nil
	})
	return p.value
}

// nearShare is how much of wanted a bound may miss, as a power of two; a point's more, for its multipliers are made anew, and steep coordinates
// enlarge what rounding does to them.
const (
	nearShare  = 40
	pointShare = 12
)

// mayReach: less than wanted, but perhaps not exactly. With inputs of 1e-30 and a penalty of their weights rounding leaves nothing of a bound, so
// the claim is refused for what is exactly wrong only; else it misses by at most such a share or 2^-60 units.
func (g *ledger) mayReach(p *proof, wanted *big.Int) bool {
	if wanted == nil || p.value.Cmp(wanted) >= 0 {
		return false
	}
	share := new(big.Int).Rsh(wanted, nearShare)
	if p.dual != nil && p.dual.Point != nil {
		share.Rsh(wanted, pointShare)
	}
	miss := new(big.Int).Sub(wanted, p.value)
	return wanted == g.enough || miss.Cmp(share) <= 0 || miss.BitLen() <= valueBits-60
}

// ledger collects the bounds of the nodes that are never split, a batch at a
// time, and keeps the least.
type ledger struct {
	c       *coordinates
	provers []prover
	exact   func() *boundExact // nil: the provers are exact
	enough  *big.Int           // L; nil: no claim
	floor   *big.Int           // within
	least   *big.Int           // so far; nil: no leaf yet
	weakest *proof
	leaves  int
	checked atomic.Int64
	again   atomic.Int64 // checked a second time, exactly
	batch   []*proof
	values  []*big.Int
}

// batchSize does not depend on the number of threads, so that the result does not.
const batchSize = 512

func newLedger(c *coordinates, provers []prover) *ledger {
	g := &ledger{c: c, provers: provers, floor: scaleDown(&c.within), values: make([]*big.Int, batchSize)}
	if _, fixed := provers[0].(*boundFixed); fixed { // the others are exact
		g.exact = sync.OnceValue(func() *boundExact { return newBoundExact(c) })
	}
	return g
}

// scaleDown is v·2^valueBits rounded down.
func scaleDown(v *big.Rat) *big.Int {
	n := new(big.Int).Lsh(v.Num(), valueBits)
	return n.Div(n, v.Denom())
}

// add enters a leaf.
func (g *ledger) add(p *proof) {
	if g.batch = append(g.batch, p); len(g.batch) == batchSize {
		g.flush()
	}
}

// flush checks the batch on all threads.
func (g *ledger) flush() {
	wanted := g.wanted()
	var workers sync.WaitGroup
	var lock sync.Mutex
	next := 0
	take := func() int {
		lock.Lock()
		defer lock.Unlock()
		next++
		return next - 1
	}
	for _, by := range g.provers {
		workers.Go(func() {
			for i := take(); i < len(g.batch); i = take() {
				g.values[i] = g.value(g.batch[i], by, wanted)
			}
		})
	}
	workers.Wait()
	for i, p := range g.batch {
		g.enter(p, g.values[i])
	}
	g.batch = g.batch[:0]
}

// wanted is the value above which a leaf need not be looked into further; nil:
// none yet.
func (g *ledger) wanted() *big.Int {
	if g.enough != nil && (g.least == nil || g.enough.Cmp(g.least) < 0) {
		return g.enough
	}
	return g.least
}

// value is the leaf's own bound or its ancestors', up to the first that reaches
// wanted. Each proof on the way keeps what was found from it on: a chain of
// weak bounds is walked once, not for every leaf below it.
func (g *ledger) value(p *proof, by prover, wanted *big.Int) *big.Int {
	var way []*proof
	best := g.floor
	for reached := g.floor; p != nil && (wanted == nil || reached.Cmp(wanted) < 0); p = p.above {
		if known := p.best.Load(); known != nil {
			best = larger(best, known)
			break
		}
		way = append(way, p)
		reached = larger(reached, g.own(p, by, wanted))
	}
	for _, q := range slices.Backward(way) {
		best = larger(best, g.own(q, by, wanted))
		q.best.Store(best)
	}
	return best
}

// larger is the larger one; nil is nothing.
func larger(a, b *big.Int) *big.Int {
	if b != nil && b.Cmp(a) > 0 {
		return b
	}
	return a
}

func (g *ledger) enter(p *proof, value *big.Int) {
	g.leaves++
	if g.least == nil || value.Cmp(g.least) < 0 {
		g.least, g.weakest = value, p
	}
}
