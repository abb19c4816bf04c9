package check

import (
	"fmt"
	"sort"

	"relucert/proof/certificate"
)

// exists says whether the class has the state, removed or not.
func (c *kinkClass) exists(t *certificate.Penalty) bool {
	if t.Level < 1 || !c.isLevel(t.Level, t.Plus) || t.Plus < c.step(t.Sign) || !c.isLevel(t.Level-1, t.Plus-c.step(t.Sign)) {
		return false
	}
	if t.Turn {
		return !c.parted && t.At >= 1 && t.At < c.n-1
	}
	if t.At < 1 || t.At >= c.n || (t.Side != 0) != (c.gap == t.At) {
		return false
	}
	_, _, ok := c.ends(t.Level, t.At, t.Side)
	return ok
}

// turn is the one that a token is for; nil: it is removed.
func (d *dag) turn(t *certificate.Penalty) *turn {
	all := d.turns[t.Level]
	i := sort.Search(len(all), func(i int) bool { return int(all[i].at) >= t.At })
	for ; i < len(all) && int(all[i].at) == t.At; i++ {
		if int(all[i].p) == t.Plus && int(all[i].sign) == t.Sign {
			return &all[i]
		}
	}
	return nil
}

// stateName is a token without its multipliers.
func stateName(t *certificate.Penalty) string {
	kind, side := "k", ""
	if t.Turn {
		kind = "t"
	}
	if t.Side != 0 {
		side = string(t.Side)
	}
	return fmt.Sprintf("%s%d%c%s%d", kind, t.Level, "-0+"[t.Sign+1], side, t.At)
}
