package breakpoints

import (
	"fmt"
	"os"
	"time"
)

var begun = time.Now()

var debug = os.Getenv("BPDEBUG")

func debugf(f string, a ...any) {
	if debug != "" {
		fmt.Printf("%6.3f ", time.Since(begun).Seconds())
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

func (t *tree) dump(n *node) string {
	out := ""
	for i := range n.groups {
		g := &n.groups[i]
		for _, s := range g.states {
			out += fmt.Sprintf(" %d>%d:%d/%d.%d(%.3g)=%.5f", g.from, g.to, t.cuts[s.a], t.cuts[s.b], s.kind, s.multipliers, s.ahead+s.back)
		}
	}
	return out
}
