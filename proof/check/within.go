package check

import "relucert/proof/certificate"

// Within says whether what was added so far covers the nodes that a certificate is for, or which of them it does not. Like all that
// Cover says, it holds if each of the others is proved. The error is of a file that cannot be read.
func (c *Cover) Within(file Source) (missing string, err error) {
	s := &survey{proof: file}
	if err := s.lookAhead(); err != nil {
		return "", err
	}
	if c.why != "" {
		return c.why, nil
	}
	if err := c.sameQuestion(s); err != nil {
		return file.Name + ": " + err.Error(), nil
	}
	r, err := c.reading(s)
	if err != nil {
		return file.Name + ": " + err.Error(), nil
	}
	made := []*division{c.roots} // by number; nil: no file has made it
	err = s.each(func(r certificate.Record, _ int) error {
		if node, split := apart(r); split != nil {
			made = append(made, placeOf(made, node).under(split))
		}
		return nil
	})
	for _, name := range r.wanted {
		if !placeOf(made, name).within() {
			return "no part has node " + show(name) + " of " + file.Name, err
		}
	}
	return "", err
}

// placeOf is the place of a node; nil: no file has it.
func placeOf(made []*division, name certificate.Name) *place {
	if name.Split >= len(made) || made[name.Split] == nil {
		return nil
	}
	d := made[name.Split]
	if p := d.children[name.Parts]; p != nil {
		return p
	}
	return &place{made: d} // a file covers it only from above
}

// under is the place's division by a split.
func (p *place) under(split certificate.Record) *division {
	if p == nil {
		return nil
	}
	return p.divisions[split]
}

// within says that the place is covered, or one that it lies in.
func (p *place) within() bool {
	for ; p != nil; p = p.made.of {
		if p.covered {
			return true
		}
	}
	return false
}
