package export

// sheet is a file of a mixed-integer program under way. Parts come in the order of the methods.
type sheet interface {
	comment(format string, args ...any)
	// objective begins the objective, row a row; term and square are parts of what is begun.
	// A term of 0 is left out.
	objective(name string)
	row(name string)
	// when says that the row holds only where a binary has a value; it comes before any part.
	when(binary string, value bool)
	term(v float64, variable string)
	square(v float64, variable string)
	// end ends a row by its sense, <=, >= or =, and right-hand side.
	end(sense string, rhs float64)
	bound(variable string, v interval)
	binary(name string)
	// set says that of some variables at most one is not 0.
	set(name string, members []string)
	// flush ends the file. An error of writing waits for it.
	flush() error
}
