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

func (n *node) joins() (sum int) {
	for i := range n.groups {
		for _, s := range n.groups[i].states {
			if s.a != s.b {
				sum++
			}
		}
	}
	return
}
