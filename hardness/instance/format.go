package instance

import (
	"path/filepath"
	"strings"
)

// Format is how a file writes an instance.
type Format string

// The formats. Each has a file that describes it.
const (
	// Auto is told by the file's name (.aag .bench .cnf .col .graph .metis .hgr .scp,
	// each perhaps with .gz after it), or else by its first lines: OR-Library starts
	// with a line of two integers, AIGER with the word aag, DIMACS, after its
	// comments, with the word p. Anything else is Lists, or Bench for a circuit. METIS
	// and hMETIS cannot be told from a list of edges: they need their name or say-so.
	Auto Format = ""
	// Lists is one set or edge a line, as names.
	Lists Format = "lists"
	// ORLibrary is a set cover of the OR-Library (scp41.txt and the like).
	ORLibrary Format = "orlib"
	// AIGER is a circuit in AIGER's ASCII form (.aag).
	AIGER Format = "aiger"
	// Bench is a circuit of the ISCAS benchmarks (.bench).
	Bench Format = "bench"
	// DIMACS is a graph (.col) or formula (.cnf) of the DIMACS challenges.
	DIMACS Format = "dimacs"
	// METIS is a graph as METIS reads it (.graph).
	METIS Format = "metis"
	// HMETIS is a hypergraph as hMETIS reads it (.hgr).
	HMETIS Format = "hmetis"
)

// format is the one asked for, or the one of the file's name, or guess.
func (t *text) format(asked, guess Format) Format {
	if asked != Auto {
		return asked
	}
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(t.name, ".gz"))) {
	case ".scp":
		return ORLibrary
	case ".aag", ".aig":
		return AIGER
	case ".bench":
		return Bench
	case ".col", ".cnf":
		return DIMACS
	case ".graph", ".metis":
		return METIS
	case ".hgr":
		return HMETIS
	}
	return guess
}

func (t *text) wrongFormat(what string, f Format, ok ...string) error {
	return t.failAt(0, "%s is read from %s, not from %s", what, strings.Join(ok, ", "), quote(string(f)))
}

// first is the words of the first line that is not blank and does not start
// with the word comment. It reads a copy of the text, which stays where it is.
func (t text) first(comment string) []string {
	for {
		if words, ok := t.fields(""); !ok || words[0] != comment {
			return words
		}
	}
}

// startsDIMACS says that the first line after comments starts with p.
func (t *text) startsDIMACS() bool {
	words := t.first("c")
	return len(words) > 0 && words[0] == "p"
}
