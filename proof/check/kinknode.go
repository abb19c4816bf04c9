package check

import (
	"math/bits"
	"sort"
	"sync/atomic"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// knot is a state K of a node, or the start or end of its chains.
type knot struct {
	cut, c, p   int32 // p is 0 unless signs are given
	index       int32 // in its layer
	sign        int8
	side        byte
	gone        bool
	toEnd       bool // by a line
	load        *load
	ahead, back wide.Fixed
	next, last  bitset // the lines that are left, to knots of the next layer and from those of the last
	right, left []*turn
	enters      *passage
	in, out     knownCost // of the first inputs of a run that begins here, and the last of one that ends
	leavers     []*passage
}

// turn is the runs of three inputs with a kink at the same one, of a sign and level.
type turn struct {
	at, c, p    int32 // the input; the level behind the kink
	sign        int8
	eta         float64
	left, right [2]*knot // nil: none
	gone        [2][2]bool
	known       [2][2]knownCost
}

// knownCost is a run's cost, with the multipliers that it is for.
type knownCost struct {
	u, v *load
	eta  float64
	cost wide.Fixed
}

// passage is a state R.
type passage struct {
	h, c, p     int32
	gone        bool
	ahead, back wide.Fixed
	enter       [2]*knot
	next, last  [2]*passage // by a kink at input h − 1, or from the passage before by one at h − 2
	leave       []*knot
}

// dag is a node's states and steps.
type dag struct {
	*kinkClass
	layers    [][]knot // by the number of kinks; the start alone is the first
	end       *knot
	turns     [][]turn    // by the number of kinks
	passages  [][]passage // by the number of kinks, then h
	limits    boxes
	allowed   func(kinks, p, h, sign int) bool // where records of spans leave kinks
	hasBack   bool                             // all back, or all ahead, are for the multipliers that there are
	hasAhead  bool
	threshold wide.Fixed
}

// box is where a kink may be: at places [from, to), 2n being that of none, and of which signs.
type box struct {
	from, to    int32
	minus, plus bool
}

type boxes []box

func (b boxes) allow(kink, place, sign int) bool {
	if kink >= len(b) {
		return false
	}
	x := &b[kink]
	return place >= int(x.from) && place < int(x.to) && (sign > 0 && x.plus || sign < 0 && x.minus)
}

// endsAt says whether a chain may have so many kinks.
func (b boxes) endsAt(kinks, none int) bool {
	for _, x := range b[kinks+1:] {
		if int(x.to) <= none {
			return false
		}
	}
	return true
}

// cut divides the boxes as a split says.
func (b boxes) cut(s *certificate.KinkSplit, part, none int) boxes {
	next := append(boxes(nil), b...)
	x := &next[s.Kink]
	switch {
	case s.At > 0 && part == 0:
		x.to = min(x.to, int32(s.At))
	case s.At > 0:
		x.from = max(x.from, int32(s.At))
	case part == 0:
		x.minus = false
	default:
		x.plus, x.to = false, min(x.to, int32(none))
	}
	return next
}

func (c *kinkClass) noPlace() int { return 2 * c.n }

func (c *kinkClass) allBoxes() boxes {
	all := make(boxes, c.kinks+1)
	for j := range all {
		all[j] = box{0, int32(c.noPlace() + 1), true, true}
	}
	return all
}

// endsFrom says whether the end can be reached from a level with so many kinks.
func (d *dag) endsFrom(kinks int) bool {
	return (d.slopes == nil || kinks == d.kinks) && d.limits.endsAt(kinks, d.noPlace())
}

// bitset is a set of indices; bits are only taken away, by many at once.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) set(i int) { b[i>>6] |= 1 << (i & 63) }

func (b bitset) clear(i int) { atomic.AndUint64(&b[i>>6], ^(1 << (i & 63))) }

// each calls do for the members.
func (b bitset) each(do func(i int)) {
	for w := range b {
		for word := atomic.LoadUint64(&b[w]); word != 0; word &= word - 1 {
			do(w<<6 | bits.TrailingZeros64(word))
		}
	}
}

// find is the state of a level at a cut, by its sign; nil if it is not there.
func (d *dag) find(c, p, cut, sign int) *knot {
	if c < 0 || c >= len(d.layers) {
		return nil
	}
	layer := d.layers[c]
	for i := d.firstAt(c, cut); i < len(layer) && int(layer[i].cut) == cut; i++ {
		if v := &layer[i]; int(v.p) == p && (c == 0 || int(v.sign) == sign) && !v.gone {
			return v
		}
	}
	return nil
}

// firstAt is the index of a layer's first state at a cut, or behind.
func (d *dag) firstAt(c, cut int) int {
	layer := d.layers[c]
	return sort.Search(len(layer), func(i int) bool { return int(layer[i].cut) >= cut })
}

// both are the states of a level at a cut, or the start.
func (d *dag) both(c, p, cut int) (all [2]*knot) {
	if cut == 0 {
		if c == 0 && p == 0 {
			all[0] = &d.layers[0][0]
		}
		return all
	}
	return [2]*knot{d.find(c, p, cut, -1), d.find(c, p, cut, 1)}
}

func (d *dag) passage(c, p, h int) *passage {
	if c < 0 || c >= len(d.passages) {
		return nil
	}
	all := d.passages[c]
	i := sort.Search(len(all), func(i int) bool { return int(all[i].h) >= h })
	for ; i < len(all) && int(all[i].h) == h; i++ {
		if int(all[i].p) == p {
			return &all[i]
		}
	}
	return nil
}
