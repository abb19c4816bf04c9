package check

import "relucert/proof/certificate"

// checkDual insists on what the format asks of a dual record.
func (c *coordinates) checkDual(p *proof) error {
	d := p.dual
	if err := c.checkWhole(p); err != nil {
		return err
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

// checkWhole insists that all units are, or, of losses that are not squares, that none is.
func (c *coordinates) checkWhole(p *proof) error {
	boxes := c.header.Loss.Family != certificate.Squared
	if boxes && c.vertices() == 0 {
		return tooManyVertices(len(p.regions), c.n)
	}
	for j, r := range p.regions {
		if r.face == whole && boxes {
			return refuse("unit %d of node %s is whole", j, show(p.dual.Node))
		} else if r.face != whole && !boxes {
			return refuse("unit %d of node %s is not whole", j, show(p.dual.Node))
		}
	}
	return nil
}

func tooManyVertices(units, inputs int) error {
	return refuse("%d units of %d inputs have more than %d vertices, too many for a bound record", units, inputs, mostVertices)
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
