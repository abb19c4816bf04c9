package instance

import "strconv"

// names numbers things in the order in which they are first named.
type names struct {
	list  []string
	index map[string]int
}

func newNames() *names { return &names{index: make(map[string]int)} }

func (n *names) number(name string) int {
	i, known := n.index[name]
	if !known {
		i = len(n.list)
		n.index[name] = i
		n.list = append(n.list, name)
	}
	return i
}

func (n *names) numbers(all []string) []int {
	numbers := make([]int, len(all))
	for i, name := range all {
		numbers[i] = n.number(name)
	}
	return numbers
}

// maxIdle is how many vertices or variables may be announced and not used. It
// keeps a header from claiming memory that the file does not pay for.
const maxIdle = 1 << 20

// numbered is the names "1" to "n".
func numbered(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = strconv.Itoa(i + 1)
	}
	return all
}
