package export

import "io"

// WriteLP writes the program in CPLEX's LP format.
func (p *Program) WriteLP(w io.Writer) error {
	l := newLP(w)
	p.writeHeader(l)
	p.writeObjective(l)
	p.writeConstraints(l)
	p.writeBounds(l)
	p.writeIntegrality(l)
	l.section("End")
	return l.Flush()
}
