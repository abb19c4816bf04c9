package boxes

import (
	"slices"

	"relucert/internal/crew"
	"relucert/internal/linalg"
)

// samples are a node's: those undecided for some unit in a list, the others as one quadratic.
type samples struct {
	domain
	adder
	affine    bool       // the output part is
	squares   bool       // the loss is
	list      []int32    // samples undecided for some unit; of losses that no quadratic adds up, all
	open      int        // how many of them are undecided for some unit
	state     []state    // a pair: a unit and listed sample, unit by unit
	floor     []float64  // a pair: 1 if it is active, else 0
	bent      []float64  // a pair: 1 if it is undecided, else 0
	columns   []float64  // the listed samples' x̂, each block of them coordinate by coordinate
	omega     []float64  // a listed sample: ω
	labels    []float64  // a listed sample: y
	hinges    []float64  // undecided pairs' [⟨v, x̂⟩]_+: unit by unit, each block of samples vertex by vertex
	hinge     []int32    // a pair: how many undecided ones are before it; then how many there are
	seen, all []sides    // a unit: of all decided samples, of all
	frozen    *quadratic // the decided samples' sum
}

func newSamples(of setting, team *crew.Crew) *samples {
	size, units := of.size(), of.units
	return &samples{
		domain: domain{shape: of.shape}, affine: of.affine, squares: of.p.Loss.Squared(), frozen: newQuadratic(size),
		adder: adder{crew: team, hands: newHands(team.Threads(), of), work: units * of.vertices, cost: of.costOf()},
		seen:  make([]sides, units), all: make([]sides, units),
	}
}

// sort adds the parent's undecided samples to the decided ones or lists them.
func (s *samples) sort(parent *work) {
	s.list = append(s.list[:0], parent.undecided...)
	s.state = resize(s.state, len(s.list)*s.units)
	for h := range s.hands {
		clear(s.hands[h].seen)
		clear(s.hands[h].all)
		s.hands[h].open = 0
	}
	copy(s.frozen.a, parent.decided.a)
	total(&s.adder, s, len(s.list), s.frozen.a, (*samples).sortListed)
	copy(s.seen, parent.seen)
	copy(s.all, parent.seen)
	s.open = 0
	for h := range s.hands {
		s.open += s.hands[h].open
		for j := range s.units {
			s.seen[j].add(s.hands[h].seen[j])
			s.all[j].add(s.hands[h].all[j])
		}
	}
	s.closeRanks()
}

// gone is what a sample in the list becomes that is decided.
const gone = -1

// sortListed is the pass of sort.
func (s *samples) sortListed(hand, from, to int, decided []float64) {
	h := &s.hands[hand]
	for at := from; at < to; at++ {
		x := s.p.Row(int(s.list[at]))
		open := false
		for j, r := range s.regions {
			h.states[j], h.sides[j] = r.decide(x)
			s.state[s.pair(j, at)] = h.states[j]
			h.all[j].add(h.sides[j])
			open = open || h.states[j] == undecided
		}
		if open || !s.squares {
			if open {
				h.open++
			}
			continue
		}
		for j := range h.seen {
			h.seen[j].add(h.sides[j])
		}
		s.decide(s.list[at], h.states, h.phi)
		addSample(decided, s.p.Weights[s.list[at]], h.phi)
		s.list[at] = gone
	}
}

// pair is the number of unit j's with listed sample at.
func (s *samples) pair(j, at int) int { return j*len(s.list) + at }

// closeRanks takes the decided samples out of the list.
func (s *samples) closeRanks() {
	kept := 0
	for k, state := range s.state {
		if s.list[k%len(s.list)] != gone {
			s.state[kept] = state
			kept++
		}
	}
	s.state = s.state[:kept]
	s.list = slices.DeleteFunc(s.list, func(i int32) bool { return i == gone })
}

// decide writes a decided sample's φ and label.
func (s *samples) decide(i int32, states []state, phi []float64) {
	p := s.p
	x := p.Row(int(i))
	copy(phi, p.OutputRow(int(i)))
	for j, state := range states {
		block := s.weights(phi, j)
		if state == inactive {
			clear(block)
			continue
		}
		for d := range block {
			block[d] = float64(s.signs[j]) * x[d]
		}
	}
	phi[len(phi)-1] = p.Y[i]
}

// settle says of each pair what it may be, and returns how many are undecided.
func (s *samples) settle() (open int) {
	s.floor, s.bent, s.hinge = resize(s.floor, len(s.state)), resize(s.bent, len(s.state)), resize(s.hinge, len(s.state)+1)
	clear(s.floor)
	clear(s.bent)
	for k, state := range s.state {
		s.hinge[k] = int32(open)
		switch state {
		case active:
			s.floor[k] = 1
		case undecided:
			s.bent[k] = 1
			open++
		}
	}
	s.hinge[len(s.state)] = int32(open)
	return open
}

// fillHinges computes the undecided pairs' outputs at the vertices, and adds to squares each unit's
// Σ ω max_v ⟨v, x̂⟩² over the list.
func (s *samples) fillHinges(squares []float64) {
	total(&s.adder, s, len(s.list), squares, (*samples).fillListed)
}

// fillListed is the pass of fillHinges.
func (s *samples) fillListed(hand, from, to int, squares []float64) {
	block := s.columns[from*s.p.N : to*s.p.N]
	for at := from; at < to; at++ {
		i := int(s.list[at])
		s.omega[at], s.labels[at] = s.p.Weights[i], s.p.Y[i]
		x := s.p.Row(i)
		for d, v := range x {
			block[d*(to-from)+at-from] = v
		}
		for j, r := range s.regions {
			l, u := r.interval(x)
			most := max(-l, u)
			squares[j] += s.p.Weights[i] * most * most
		}
	}
	for j, r := range s.regions {
		rows, count := s.hingesOf(j, from, to)
		r.overAllVertices(s.packed(&s.hands[hand], j, from, to), count, rows)
		linalg.Clamp(rows)
	}
}

// hingesOf are the outputs at unit j's vertices of its undecided pairs with the samples from ≤ at < to of a block: rows of count numbers.
func (s *samples) hingesOf(j, from, to int) (rows []float64, count int) {
	first, last := int(s.hinge[s.pair(j, from)]), int(s.hinge[s.pair(j, to)])
	return s.hinges[first*s.vertices : last*s.vertices], last - first
}

// packed are the columns of those pairs.
func (s *samples) packed(h *hand, j, from, to int) []float64 {
	block, first, last := s.columns[from*s.p.N:to*s.p.N], s.pair(j, from), s.pair(j, to)
	h.packed = h.packed[:0]
	for d := range s.p.N {
		for b, bent := range s.bent[first:last] {
			if bent != 0 {
				h.packed = append(h.packed, block[d*(to-from)+b])
			}
		}
	}
	return h.packed
}

// outputParts sets dst to ⟨c, z⟩ of the listed samples of the block that begins at from.
func (s *samples) outputParts(dst, c []float64, from int) {
	if s.affine {
		s.products(dst, c, from)
		return
	}
	for b := range dst {
		dst[b] = linalg.Dot(c, s.p.OutputRow(int(s.list[from+b])))
	}
}

// addOutputs adds Σ a z of the listed samples of the block that begins at from to dst.
func (s *samples) addOutputs(dst, a []float64, from int) {
	if s.affine {
		linalg.DotRows(dst, a, s.columns[from*s.p.N:])
		return
	}
	for b, v := range a {
		linalg.AddScaled(dst, v, s.p.OutputRow(int(s.list[from+b])))
	}
}

// products sets dst to ⟨v, x̂⟩ of the listed samples of the block that begins at from.
func (s *samples) products(dst, v []float64, from int) {
	clear(dst)
	linalg.AddRows(dst, v, s.columns[from*s.p.N:])
}

// alike says that unit j adds nothing that the rest of the network cannot: it
// is inactive on all samples, or active on all and the output part is affine.
// Then Ψ = 0 on its region, exactly, for any r orthogonal to Z, as that of squares is.
func (s *samples) alike(j int) bool {
	return s.squares && s.all[j].absorbed(s.affine)
}
