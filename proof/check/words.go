package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"relucert/proof/certificate"
)

// listed is how many names a message shows.
const listed = 10

func quotedList(names []string) string {
	var all []string
	for _, n := range names[:min(len(names), listed)] {
		all = append(all, strconv.Quote(n))
	}
	if len(names) > listed {
		all = append(all, "…")
	}
	return strings.Join(all, ", ")
}

// nodes names nodes of the tree, a few at most.
func nodes(all []string) string {
	list := strings.Join(all[:min(len(all), listed)], " ")
	switch more := len(all) - listed; {
	case more > 0:
		return fmt.Sprintf("nodes %s and %d more", list, more)
	case len(all) == 1:
		return "node " + list
	}
	return "nodes " + list
}

// showSplit words a split without its node.
func showSplit(split certificate.Record) string {
	if s, ok := split.(certificate.KinkSplit); ok {
		return showKinkSplit(s)
	}
	s := split.(certificate.Split)
	text := fmt.Sprintf("%d %c", s.Unit, s.Kind)
	switch s.Kind {
	case certificate.Coordinate:
		text += fmt.Sprintf(" %d %v", s.Coordinate, s.At)
	case certificate.Sample:
		text += fmt.Sprintf(" %d", s.Row)
		if s.At != 0 {
			text += fmt.Sprintf(" at %v", s.At)
		}
	}
	if s.Drop != certificate.Keep {
		text += fmt.Sprintf(" drop %d", s.Drop)
	}
	return text
}

func showKinkSplit(s certificate.KinkSplit) string {
	if s.At == 0 {
		return fmt.Sprintf("%d sign", s.Kink)
	}
	return fmt.Sprintf("%d at %d", s.Kink, s.At)
}

func orNone(name string) string {
	if name == "" {
		return "none"
	}
	return strconv.Quote(name)
}

// statements are those of how the data were read.
func statements(all []string) string {
	if all == nil {
		return "nothing but commas and points"
	}
	return strings.Join(all, ", ")
}

func missingWord(drop bool) string {
	if drop {
		return "dropped"
	}
	return "errors"
}

// name is a column's, in quotes where it would not stand out in a sentence.
func name(column string) string {
	plain := column != "" && strings.IndexFunc(column, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' && r != '-'
	}) < 0
	if plain {
		return column
	}
	return strconv.Quote(column)
}

func names(columns []string) string {
	var all []string
	for _, c := range columns[:min(len(columns), listed)] {
		all = append(all, name(c))
	}
	if more := len(columns) - listed; more > 0 {
		all = append(all, "and "+strconv.Itoa(more)+" more")
	}
	return strings.Join(all, ", ")
}
