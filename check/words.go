package check

import (
	"strconv"
	"strings"
	"unicode"
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

func orNone(name string) string {
	if name == "" {
		return "none"
	}
	return strconv.Quote(name)
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
