package export

import "io"

// WriteLP writes the program in CPLEX's LP format, WriteMPS in free MPS.
func (p *Program) WriteLP(w io.Writer) error  { return p.write(newLP(w)) }
func (p *Program) WriteMPS(w io.Writer) error { return p.write(newMPS(w)) }

func (p *Program) write(s sheet) error {
	p.writeHeader(s)
	p.writeObjective(s)
	p.writeConstraints(s)
	p.writeBounds(s)
	p.writeBinaries(s)
	p.writeSets(s)
	return s.flush()
}
