package sides

import (
	"slices"

	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// solution is the current point as a network.
func (s *relaxation) solution() whiten.Solution {
	return node.Solution(s.p, s.signs, s.point.v)
}

func (s *relaxation) record() *certificate.Dual { return s.prover.record() }

// record is the best proof as a record, but for its node.
func (q *prover) record() *certificate.Dual {
	d := &certificate.Dual{Hint: q.best.bound}
	for i, m := range q.best.m {
		if m != 0 {
			d.Samples = append(d.Samples, certificate.Multiplier{Row: q.firstRows[i], Value: m})
			q.recordPairs(d, i, m)
		}
	}
	for k, w := range q.walls {
		if eta := q.best.eta[k]; eta > 0 {
			d.Walls = append(d.Walls, certificate.Wall{Unit: w.unit, Cut: w.number, Value: eta})
		}
	}
	for j := 0; j < q.units && q.p.NormBound > 0; j++ {
		d.Slacks = append(d.Slacks, certificate.Slack{Unit: j, Vector: slices.Clone(q.block(q.best.slack, j))})
	}
	return d
}

func (q *prover) recordPairs(d *certificate.Dual, i int, m float64) {
	row := q.firstRows[i]
	for j, r := range q.regions {
		a := m * float64(q.signs[j])
		if theta := q.best.theta[q.at(i, j)]; r.side[i] == 0 && a > 0 && theta > 0 {
			d.Kinks = append(d.Kinks, certificate.Slope{Row: row, Unit: j, Value: theta})
		}
		if how, ok := r.implied[int32(i)]; ok {
			q.recordImplied(d, how, certificate.Implied{Row: row, Unit: j, Active: r.side[i] > 0}, a)
		}
	}
}

// recordImplied says how the cuts decide a sample: where m < 0 with what is
// nearly implied, where m > 0 as a slope that needs no proof.
func (q *prover) recordImplied(d *certificate.Dual, how implication, i certificate.Implied, m float64) {
	if m > 0 && i.Active {
		d.Kinks = append(d.Kinks, certificate.Slope{Row: i.Row, Unit: i.Unit, Value: 1})
	}
	if m >= 0 {
		return
	}
	for k, cut := range how.cuts {
		i.By = append(i.By, certificate.Wall{Unit: i.Unit, Cut: q.regions[i.Unit].numbers[cut], Value: how.nu[k]})
	}
	d.Implied = append(d.Implied, i)
}
