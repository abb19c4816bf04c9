package sides

import (
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// solution is the current point as a network.
func (s *relaxation) solution() whiten.Solution {
	return node.Solution(s.p, s.signs, s.point.v)
}

// record is the best proof as a record, but for its node.
func (s *relaxation) record() *certificate.Dual {
	q, firstRows := &s.best, s.firstRows
	d := &certificate.Dual{Hint: q.bound}
	for i, m := range q.m {
		if m == 0 {
			continue
		}
		d.Samples = append(d.Samples, certificate.Multiplier{Row: firstRows[i], Value: m})
		for j, r := range s.regions {
			if theta := q.theta[s.at(i, j)]; r.side[i] == 0 && m*float64(s.signs[j]) > 0 && theta > 0 {
				d.Kinks = append(d.Kinks, certificate.Slope{Row: firstRows[i], Unit: j, Value: theta})
			}
			if at, ok := r.implied[int32(i)]; ok {
				s.recordImplied(d, at, certificate.Implied{Row: firstRows[i], Unit: j, Active: r.side[i] > 0}, m*float64(s.signs[j]))
			}
		}
	}
	for k, w := range s.walls {
		if q.eta[k] > 0 {
			d.Walls = append(d.Walls, certificate.Wall{Unit: w.unit, Cut: w.number, Value: q.eta[k]})
		}
	}
	for j := 0; j < s.units && s.reach != nil; j++ {
		d.Slacks = append(d.Slacks, certificate.Slack{Unit: j, Vector: append([]float64(nil), q.slack[j*s.p.N:][:s.p.N]...)})
	}
	return d
}

// recordImplied says how the cuts decide a sample: where m < 0 with what is
// nearly implied, where m > 0 as a slope that needs no proof.
func (s *relaxation) recordImplied(d *certificate.Dual, at implication, i certificate.Implied, m float64) {
	if m > 0 && i.Active {
		d.Kinks = append(d.Kinks, certificate.Slope{Row: i.Row, Unit: i.Unit, Value: 1})
	}
	if m >= 0 {
		return
	}
	for k, cut := range at.cuts {
		i.By = append(i.By, certificate.Wall{Unit: i.Unit, Cut: s.regions[i.Unit].numbers[cut], Value: at.nu[k]})
	}
	d.Implied = append(d.Implied, i)
}
