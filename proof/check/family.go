package check

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"relucert/proof/certificate"
)

// family is the children of one split, or the roots: what their names may be,
// and what they stand for.
type family struct {
	header  *certificate.Header
	roots   int // how many there are; 0: the children of a split
	signs   []int
	regions []*region // the parent's
	group   []int     // the units that are divided
	parts   []*region // nil: dropped
}

// rootsOf are the children of split 0: one, or one for each number of minus signs.
func rootsOf(h *certificate.Header) family {
	f := family{header: h, roots: 1, signs: h.Signs}
	r := &region{face: whole}
	for range h.Units {
		f.regions = append(f.regions, r)
	}
	if h.Signs == nil {
		f.roots = h.Units + 1
	}
	return f
}

// divide is the family that a split makes of a child. Sample is what the row of
// a split by a sample stands for; what is dropped is for the caller to prove.
func (f *family) divide(s *certificate.Split, sample int) (family, error) {
	next := family{header: f.header, signs: f.signsOf(s.Node), regions: f.regionsOf(s.Node)}
	r := next.regions[s.Unit]
	for j := range next.regions {
		if next.regions[j] == r && next.signs[j] == next.signs[s.Unit] {
			next.group = append(next.group, j)
		}
	}
	var err error
	next.parts, err = r.divide(s, sample, f.header)
	return next, err
}

// drop leaves a part out.
func (f *family) drop(part int) { f.parts[part] = nil }

// count is how many children there are, MaxInt if there are more.
func (f *family) count() int {
	if f.roots > 0 {
		return f.roots
	}
	live := 0
	for _, r := range f.parts {
		if r != nil {
			live++
		}
	}
	return multisets(live, len(f.group))
}

// multisets counts the ways to give g units a part of n each, MaxInt if there
// are more: C(n+g-1, g).
func multisets(n, g int) int {
	count := 1
	for i := 1; i <= g; i++ {
		if count > math.MaxInt/(n+g) {
			return math.MaxInt
		}
		count = count * (n - 1 + i) / i
	}
	return count
}

// choices are the children's parts, in order.
func (f *family) choices() iter.Seq[string] {
	n, units := len(f.parts), len(f.group)
	if f.roots > 0 {
		n, units = f.roots, 1
	}
	return func(yield func(string) bool) {
		choice := make([]byte, units)
		for more := true; more; more = next(choice, n) {
			if f.has(choice) && !yield(string(choice)) {
				return
			}
		}
	}
}

// next makes a choice of n parts the one after it, if there is one.
func next(choice []byte, n int) bool {
	for i := len(choice) - 1; i >= 0; i-- {
		if part := int(choice[i]) + 1; part < n {
			for ; i < len(choice); i++ {
				choice[i] = byte(part)
			}
			return true
		}
	}
	return false
}

func (f *family) has(choice []byte) bool {
	return f.roots > 0 || !slices.ContainsFunc(choice, func(part byte) bool { return f.parts[part] == nil })
}

// check insists that the name is one of the children's.
func (f *family) check(name certificate.Name) error {
	if f.roots > 0 {
		return f.checkRoot(name)
	}
	if len(name.Parts) != len(f.group) {
		return refuse("node %s does not exist: split %d divides %d units", show(name), name.Split, len(f.group))
	}
	for i := range len(name.Parts) {
		p := int(name.Parts[i])
		switch {
		case p >= len(f.parts):
			return refuse("node %s does not exist: split %d has %d parts", show(name), name.Split, len(f.parts))
		case f.parts[p] == nil:
			return refuse("node %s does not exist: part %d was dropped", show(name), p)
		case i > 0 && name.Parts[i] < name.Parts[i-1]:
			return refuse("node %s does not exist: its parts decrease", show(name))
		}
	}
	return nil
}

func (f *family) checkRoot(name certificate.Name) error {
	if len(name.Parts) != 1 || int(name.Parts[0]) >= f.roots {
		return refuse("there is no root %s", show(name))
	}
	return nil
}

// regionsOf are the child's.
func (f *family) regionsOf(name certificate.Name) []*region {
	all := append([]*region(nil), f.regions...)
	for i, j := range f.group {
		all[j] = f.parts[name.Parts[i]]
	}
	return all
}

// signsOf are the child's.
func (f *family) signsOf(name certificate.Name) []int {
	if f.signs != nil {
		return f.signs
	}
	signs := make([]int, len(f.regions))
	for j := range signs {
		signs[j] = 1
		if j >= len(signs)-int(name.Parts[0]) {
			signs[j] = -1
		}
	}
	return signs
}

// show writes a name as the certificate does.
func show(name certificate.Name) string {
	if name.Parts == "" {
		return strconv.Itoa(name.Split)
	}
	return fmt.Sprintf("%d/%s", name.Split, showParts(name.Parts))
}

func showParts(choice string) string {
	parts := make([]string, len(choice))
	for i := range parts {
		parts[i] = strconv.Itoa(int(choice[i]))
	}
	return strings.Join(parts, ",")
}
