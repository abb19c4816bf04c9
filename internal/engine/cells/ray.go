package cells

import "math/bits"

// set is a set of planes, a bit each.
type set []uint64

func (a *Arrangement) newSet() set { return make(set, (len(a.planes)+63)/64) }

func (s set) has(h int) bool { return s[h/64]>>(h%64)&1 == 1 }
func (s set) add(h int)      { s[h/64] |= 1 << (h % 64) }

// ray is a direction with the signs of its products with the planes' normals: where it is in
// neither set the product is 0.
type ray struct {
	vector
	plus, minus set
}

// newRay finds all signs.
func (a *Arrangement) newRay(v vector) *ray {
	u := &ray{v, a.newSet(), a.newSet()}
	for h := range a.planes {
		u.note(h, v.sign(&a.planes[h]))
	}
	return u
}

func (u *ray) note(h, sign int) {
	switch {
	case sign > 0:
		u.plus.add(h)
	case sign < 0:
		u.minus.add(h)
	}
}

// between is the ray in which plane h meets the cone of u and v, which are on different
// sides of h. Where their signs do not contradict each other, its own follow.
func (a *Arrangement) between(u, v *ray, h int) *ray {
	w := &ray{between(&u.vector, &v.vector, &a.planes[h]), a.newSet(), a.newSet()}
	for at := range w.plus {
		doubt := u.plus[at]&v.minus[at] | u.minus[at]&v.plus[at]
		w.plus[at] = (u.plus[at] | v.plus[at]) &^ doubt
		w.minus[at] = (u.minus[at] | v.minus[at]) &^ doubt
		for ; doubt != 0; doubt &= doubt - 1 {
			if g := 64*at + bits.TrailingZeros64(doubt); g != h {
				w.note(g, w.sign(&a.planes[g]))
			}
		}
	}
	return w
}

// side is the sign of the product with plane h's normal.
func (u *ray) side(h int) int {
	switch {
	case u.plus.has(h):
		return 1
	case u.minus.has(h):
		return -1
	}
	return 0
}
