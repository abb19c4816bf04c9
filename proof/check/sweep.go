package check

import (
	"math/big"
	"slices"
	"sync"
	"sync/atomic"

	"relucert/proof/certificate"
)

// sweep is a proof by sweep: the sums over the samples on both sides of every
// kink, and what is to be shown of them.
type sweep struct {
	ordered
	header         *certificate.Header
	shape          shape // of the passive side
	signs          []int
	enough         *big.Int // the claim, as SSEs of the sums are, in grains, rounded up
	unit           big.Rat  // 1 / what an SSE of the sums is over
	before, behind []*sums  // the samples before and from the start of each block; the last block is empty
	bounds         atomic.Int64
}

// blockSize is how many samples a block has. The kinks in it need no look each
// if the samples before and behind it alone have a sufficient SSE.
const blockSize = 128

// checkSweep is run for a certificate of a sweep.
func (k *checker) checkSweep(data Source) error {
	h := k.header
	if h.Units != 1 || len(h.Features) != 1 || !h.Bias {
		return refuse("a sweep is for one unit with a bias on one feature")
	}
	samples, err := readOrdered(data, k.opts, h)
	if err != nil {
		return err
	}
	k.verdict.Samples, k.verdict.Rows = distinct(samples), samples.rows()
	if k.trailer == nil {
		return refuse("no trailer: the certificate does not end with a claim")
	}
	s := newSweep(samples, h, k.trailer.Lower, k.threads())
	if err := k.checkClaim(s.attains); err != nil {
		return err
	}
	if err := s.prove(k.threads()); err != nil {
		return at(k.line, err)
	}
	k.verdict.swept(k.trailer, s)
	return nil
}

// distinct counts the samples of different features.
func distinct(s ordered) int {
	n := 1
	for i := 1; i < s.count(); i++ {
		if s.follows(i) {
			n++
		}
	}
	return n
}

func newSweep(samples ordered, h *certificate.Header, claim float64, threads int) *sweep {
	s := &sweep{ordered: samples, header: h, signs: []int{1, -1}, shape: shape(h.Output)}
	if h.Signs != nil {
		s.signs = h.Signs
	}
	_, weights, labels := samples.scale()
	scale := new(big.Int).Mul(labels, labels)
	scale.Mul(scale, weights)
	s.unit.SetFrac(oneInt, scale)
	v := rational(claim)
	v.Mul(v, new(big.Rat).SetInt(scale))
	s.enough = divUp(new(big.Int).Lsh(v.Num(), grain), v.Denom())
	s.sumBlocks(threads)
	return s
}

// block is the samples of block i.
func (s *sweep) block(i int) (from, to int) {
	return i * blockSize, min((i+1)*blockSize, s.count())
}

func (s *sweep) sumBlocks(threads int) {
	blocks := (s.count() + blockSize - 1) / blockSize
	own := make([]*sums, blocks)
	share(threads, blocks, func(i int) { own[i] = s.sum(s.block(i)) })
	s.before, s.behind = make([]*sums, blocks+1), make([]*sums, blocks+1)
	s.before[0], s.behind[blocks] = new(sums), new(sums)
	for i := range blocks {
		s.before[i+1] = new(sums).plus(s.before[i], own[i])
	}
	for i := blocks - 1; i >= 0; i-- {
		s.behind[i] = new(sums).plus(own[i], s.behind[i+1])
	}
}

// share calls do for 0, …, n−1.
func share(threads, n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(threads, n) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

// prove shows that no network of the class has an SSE below the claim.
func (s *sweep) prove(threads int) error {
	if err := s.withoutKink(); err != nil {
		return err
	}
	sides := []int{1, -1}
	if s.shape == line {
		sides = sides[:1] // a unit may be turned round
	}
	blocks := len(s.before) - 1
	failed := make([]error, blocks*len(sides))
	share(threads, len(failed), func(i int) { failed[i] = s.proveBlock(i%blocks, sides[i/blocks]) })
	return firstOf(failed...)
}

// withoutKink is the networks whose unit is alike on all samples.
func (s *sweep) withoutKink() error {
	all := newGroup(s.behind[0])
	k := s.shape
	if k == constant {
		k = line // the unit, active on all, adds any slope
	}
	if sse := grains(all.sse(k)); !s.reaches(sse) {
		return refuse("without a kink, an SSE of %s can be had", s.show(sse))
	}
	if sse := grains(all.sse(line)); k == zero && !s.reaches(sse) && s.isOneSided(all) {
		return refuse("with a unit active on all samples, an SSE of %s can be had", s.show(sse))
	}
	return nil
}

// isOneSided says whether the best line has one sign, an allowed one, on all
// samples.
func (s *sweep) isOneSided(all *group) bool {
	first, _, _ := all.value(line, s.x(0))
	last, _, _ := all.value(line, s.x(s.count()-1))
	return slices.ContainsFunc(s.signs, func(sign int) bool {
		return first.Sign()*sign >= 0 && last.Sign()*sign >= 0
	})
}

// reaches says whether an SSE reaches the claim.
func (s *sweep) reaches(sse *big.Int) bool {
	s.bounds.Add(1)
	return sse.Cmp(s.enough) >= 0
}

// show is an SSE for people.
func (s *sweep) show(sse *big.Int) string {
	v := new(big.Rat).SetFrac(sse, new(big.Int).Lsh(oneInt, grain))
	return decimal(v.Mul(v, &s.unit), true)
}

// proveBlock is the kinks between the last sample before the block and its last:
// all at once, or one cell after another.
func (s *sweep) proveBlock(i, side int) error {
	c := s.newCell(s.before[i], s.behind[i+1], side)
	if c.suffices() {
		return nil
	}
	from, to := s.block(i)
	left := s.before[i]
	for r := from; r < to; r++ {
		if r > 0 && s.follows(r) {
			c := s.newCell(left, new(sums).minus(s.behind[0], left), side)
			if err := c.prove(r); err != nil {
				return err
			}
		}
		left = new(sums).plus(left, s.sum(r, r+1))
	}
	return nil
}
