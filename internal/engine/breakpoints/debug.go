package breakpoints

import (
	"fmt"
	"os"
)

var debug = os.Getenv("BPDEBUG")

func debugf(f string, a ...any) {
	if debug != "" {
		fmt.Printf(f, a...)
	}
}

func (n *node) joins() string {
	var h [20]int
	for i := range n.groups {
		for _, s := range n.groups[i].states {
			h[min(19, s.b-s.a)]++
		}
	}
	return fmt.Sprint(h)
}
