package boxes

import (
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
	state     []state    // a listed sample and unit
	columns   []float64  // the listed samples' x̂, each block of them coordinate by coordinate
	hinges    []float64  // rows of V: an undecided pair's [⟨v, x̂⟩]_+, unit by unit
	hingeRow  []int32    // a listed sample and unit: its row, or the next one's; then where each unit's end
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
		states, open := s.state[at*s.units:][:s.units], false
		for j, r := range s.regions {
			states[j], h.sides[j] = r.decide(x)
			h.all[j].add(h.sides[j])
			open = open || states[j] == undecided
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
		s.decide(s.list[at], states, h.phi)
		addSample(decided, s.p.Weights[s.list[at]], h.phi)
		s.list[at] = gone
	}
}

// closeRanks takes the decided samples out of the list.
func (s *samples) closeRanks() {
	kept := 0
	for at, i := range s.list {
		if i == gone {
			continue
		}
		s.list[kept] = i
		copy(s.state[kept*s.units:], s.state[at*s.units:][:s.units])
		kept++
	}
	s.list, s.state = s.list[:kept], s.state[:kept*s.units]
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

// numberHinges gives each undecided pair a row, and returns how many there are.
func (s *samples) numberHinges() (rows int) {
	s.hingeRow = resize(s.hingeRow, len(s.state)+s.units)
	for j := range s.units {
		for k := j; k < len(s.state); k += s.units {
			s.hingeRow[k] = int32(rows)
			if s.state[k] == undecided {
				rows++
			}
		}
		s.hingeRow[len(s.state)+j] = int32(rows)
	}
	return rows
}

// fillHinges computes the undecided pairs' outputs at the vertices, and adds to squares each unit's
// Σ ω max_v ⟨v, x̂⟩² over the list.
func (s *samples) fillHinges(squares []float64) {
	total(&s.adder, s, len(s.list), squares, (*samples).fillListed)
}

// hingesOf are the undecided pair k's outputs at the vertices.
func (s *samples) hingesOf(k int) []float64 {
	return s.hinges[int(s.hingeRow[k])*s.vertices:][:s.vertices]
}

// fillListed is the pass of fillHinges.
func (s *samples) fillListed(_, from, to int, squares []float64) {
	block := s.columns[from*s.p.N : to*s.p.N]
	for at := from; at < to; at++ {
		i := int(s.list[at])
		x := s.p.Row(i)
		for d, v := range x {
			block[d*(to-from)+at-from] = v
		}
		for j, r := range s.regions {
			l, u := r.interval(x)
			most := max(-l, u)
			squares[j] += s.p.Weights[i] * most * most
			if k := at*s.units + j; s.state[k] == undecided {
				row := s.hingesOf(k)
				r.overVertices(x, row)
				linalg.Clamp(row)
			}
		}
	}
}

// multiply leaves ⟨c, z⟩ and ⟨ŵ_j, x̂⟩ of the listed samples from ≤ at < to, a block, in the hand.
func (s *samples) multiply(h *hand, params []float64, from, to int) {
	n := to - from
	s.outputParts(h.center[:n], params[:s.p.P], from)
	for j := range s.units {
		s.products(h.t[j*blockLength:][:n], s.weights(params, j), from)
	}
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
