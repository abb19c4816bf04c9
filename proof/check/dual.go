package check

import "relucert/proof/certificate"

// checkDual insists on what the format asks of a dual record.
func (c *coordinates) checkDual(p *proof) error {
	d := p.dual
	for j, r := range p.regions {
		if r.face != whole {
			return refuse("unit %d of node %s is not whole", j, show(d.Node))
		}
	}
	if repeated(d.Samples, func(m certificate.Multiplier) int { return m.Row }) {
		return refuse("a multiplier stands twice for a row")
	}
	for _, m := range d.Samples {
		if _, err := c.sampleAt(m.Row); err != nil {
			return err
		}
	}
	units := len(p.regions)
	if repeated(d.Kinks, func(k certificate.Slope) int { return k.Row*units + k.Unit }) {
		return refuse("a slope stands twice for a row and unit")
	}
	for _, k := range d.Kinks {
		if _, err := c.sampleAt(k.Row); err != nil {
			return err
		}
	}
	if err := c.checkImplied(p); err != nil {
		return err
	}
	return checkExtras(p.regions, d.Walls, d.Slacks)
}

func (c *coordinates) checkImplied(p *proof) error {
	units := len(p.regions)
	if repeated(p.dual.Implied, func(i certificate.Implied) int { return i.Row*units + i.Unit }) {
		return refuse("an implication stands twice for a row and unit")
	}
	for _, i := range p.dual.Implied {
		if _, err := c.sampleAt(i.Row); err != nil {
			return err
		}
		if err := checkExtras(p.regions, i.By, nil); err != nil {
			return err
		}
		if err := checkBy(p, &i); err != nil {
			return err
		}
	}
	return nil
}

// checkBy insists that the cuts of an implication say σ⟨ŵ, x̂⟩ ≥ 0.
func checkBy(p *proof, i *certificate.Implied) error {
	for _, by := range i.By {
		if c := p.regions[i.Unit].cutNumber(by.Cut); float64(c.sign)*c.at < 0 {
			return refuse("cut %d of unit %d allows both sides of 0: it implies nothing", by.Cut, i.Unit)
		}
	}
	return nil
}
