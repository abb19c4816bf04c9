package export

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// mps is a sheet in free MPS, with the sections QUADOBJ, QCMATRIX, SOS and INDICATORS that CPLEX, Gurobi and
// SCIP know. The format goes by columns, so all of it is kept until the end.
type mps struct {
	out     *bufio.Writer
	rows    []mpsRow // the objective first
	columns map[string][]mpsEntry
	order   []string // of the columns
	bounds  []string
	integer map[string]bool
	sets    []string
}

// mpsRow is N, L, G or E; binary is that of an indicator.
type mpsRow struct {
	kind, name, binary string
	value              bool
	rhs                float64
	squares            []mpsEntry // of variables
}

// mpsEntry is a number in a row, or of a variable.
type mpsEntry struct {
	name string
	v    float64
}

var _ sheet = (*mps)(nil)

func newMPS(w io.Writer) *mps {
	return &mps{out: bufio.NewWriter(w), columns: map[string][]mpsEntry{}, integer: map[string]bool{}}
}

func (m *mps) comment(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		m.out.WriteString("* " + strings.Trim(line, "\t\n") + "\n")
	}
}

func (m *mps) objective(name string) { m.rows = append(m.rows, mpsRow{kind: "N", name: name}) }
func (m *mps) row(name string)       { m.rows = append(m.rows, mpsRow{name: name}) }
func (m *mps) last() *mpsRow         { return &m.rows[len(m.rows)-1] }

func (m *mps) when(binary string, value bool) { m.last().binary, m.last().value = binary, value }

func (m *mps) term(v float64, variable string) {
	if v != 0 {
		m.declare(variable)
		m.columns[variable] = append(m.columns[variable], mpsEntry{m.last().name, v})
	}
}

// declare gives a variable its place.
func (m *mps) declare(variable string) {
	if _, known := m.columns[variable]; !known {
		m.columns[variable] = nil
		m.order = append(m.order, variable)
	}
}

func (m *mps) square(v float64, variable string) {
	m.declare(variable)
	m.last().squares = append(m.last().squares, mpsEntry{variable, v})
}

func (m *mps) end(sense string, rhs float64) {
	m.last().kind, m.last().rhs = map[string]string{"<=": "L", ">=": "G", "=": "E"}[sense], rhs
}

func (m *mps) bound(variable string, v interval) {
	m.declare(variable)
	m.bounds = append(m.bounds, "LO BND "+variable+" "+number(v.lo), "UP BND "+variable+" "+number(v.hi))
}

func (m *mps) binary(name string) {
	m.declare(name)
	m.integer[name] = true
	m.bounds = append(m.bounds, "BV BND "+name)
}

func (m *mps) set(name string, members []string) {
	m.sets = append(m.sets, "S1 SOS "+name)
	for n, member := range members {
		m.sets = append(m.sets, member+" "+strconv.Itoa(n+1))
	}
}

// lines writes a section, or nothing if it has no lines.
func (m *mps) lines(section string, lines []string) {
	if len(lines) == 0 {
		return
	}
	m.out.WriteString(section + "\n")
	for _, line := range lines {
		m.out.WriteString(" " + line + "\n")
	}
}

func (m *mps) flush() error {
	m.out.WriteString("NAME relucert\n")
	var rows, rhs, indicators []string
	for _, r := range m.rows {
		rows = append(rows, r.kind+" "+r.name)
		if r.rhs != 0 {
			rhs = append(rhs, "RHS "+r.name+" "+number(r.rhs))
		}
		if r.binary != "" {
			indicators = append(indicators, "IF "+r.name+" "+r.binary+" "+map[bool]string{true: "1", false: "0"}[r.value])
		}
	}
	m.lines("ROWS", rows)
	m.lines("COLUMNS", m.columnLines())
	m.lines("RHS", rhs)
	m.lines("BOUNDS", m.bounds)
	m.squareSections()
	m.lines("SOS", m.sets)
	m.lines("INDICATORS", indicators)
	m.out.WriteString("ENDATA\n")
	return m.out.Flush()
}

// columnLines are the columns, binaries last, between markers.
func (m *mps) columnLines() []string {
	lines := m.columnsOf(false)
	if len(m.integer) == 0 {
		return lines
	}
	lines = append(lines, "MARKER 'MARKER' 'INTORG'")
	return append(append(lines, m.columnsOf(true)...), "MARKER 'MARKER' 'INTEND'")
}

func (m *mps) columnsOf(integer bool) (lines []string) {
	for _, variable := range m.order {
		if m.integer[variable] != integer {
			continue
		}
		entries := m.columns[variable]
		if len(entries) == 0 { // it stands in squares only
			entries = []mpsEntry{{m.rows[0].name, 0}}
		}
		for _, e := range entries {
			lines = append(lines, variable+" "+e.name+" "+number(e.v))
		}
	}
	return lines
}

// squareSections are the objective's, of which half counts, and those of the rows.
func (m *mps) squareSections() {
	for i, r := range m.rows {
		section, factor := "QCMATRIX "+r.name, 1.0
		if i == 0 {
			section, factor = "QUADOBJ", 2
		}
		var lines []string
		for _, e := range r.squares {
			lines = append(lines, e.name+" "+e.name+" "+number(factor*e.v))
		}
		m.lines(section, lines)
	}
}
