package linalg

import "golang.org/x/sys/cpu"

// vectors says that the processor has AVX2's: four numbers at a time. Products and sums are rounded one by one, as
// without it, so the results are the same.
var vectors = cpu.X86.HasAVX2

// Vectors says so, for kernels of other packages.
func Vectors() bool { return vectors }

// addRowsFast is AddRows for the first columns, and returns how many these are.
func addRowsFast(dst, a, rows []float64) (done int) {
	if !vectors {
		return 0
	}
	for ; done+16 <= len(dst); done += 16 {
		addRows16(&dst[done], &a[0], &rows[done], len(dst), len(a))
	}
	for ; done+4 <= len(dst); done += 4 {
		addRows4(&dst[done], &a[0], &rows[done], len(dst), len(a))
	}
	return done
}

// addOutersTile adds the products of so many rows to Tile/2 rows of Tile columns of dst.
func addOutersTile(dst, a, b []float64, width, rows int) {
	if !vectors {
		addTile(dst, a, b, width, rows)
		return
	}
	_, _, _ = dst[(Tile/2-1)*width+Tile-1], a[(rows-1)*width+Tile/2-1], b[(rows-1)*width+Tile-1]
	addOuters4x8(&dst[0], &a[0], &b[0], width, rows)
}

// dotRowsFast is DotRows for the first rows and the numbers that are added up in four sums, and returns how many rows these are.
func dotRowsFast(dst, v, rows []float64) (done int) {
	n := len(v)
	if !vectors || n < 4 {
		return 0
	}
	for ; done+4 <= len(dst); done += 4 {
		dot4Rows(&dst[done], &v[0], &rows[done*n], n, n>>2)
	}
	for ; done < len(dst); done++ {
		dotRow(&dst[done], &v[0], &rows[done*n], n>>2)
	}
	return done
}

// setScaledFast is SetScaled for the first entries, and returns how many these are.
func setScaledFast(dst, src []float64, a float64, v []float64) (done int) {
	if done = len(dst) &^ 3; !vectors || done == 0 {
		return 0
	}
	setScaled4(&dst[0], &src[0], a, &v[0], done>>2)
	return done
}

// shiftFast is Shift for the first entries, and returns how many these are.
func shiftFast(dst, src []float64, step float64) (done int) {
	if done = len(dst) &^ 3; !vectors || done == 0 {
		return 0
	}
	shift4(&dst[0], &src[0], step, done)
	return done
}

// clampFast is Clamp for the first entries, and returns how many these are.
func clampFast(v []float64) (done int) {
	if done = len(v) &^ 3; !vectors || done == 0 {
		return 0
	}
	clamp4(&v[0], done)
	return done
}

//go:noescape
func addRows16(dst, a, rows *float64, width, count int)

//go:noescape
func addRows4(dst, a, rows *float64, width, count int)

//go:noescape
func addOuters4x8(dst, a, b *float64, width, count int)

//go:noescape
func shift4(dst, src *float64, step float64, n int)

//go:noescape
func clamp4(v *float64, n int)

//go:noescape
func dot4Rows(dst, v, rows *float64, width, fours int)

//go:noescape
func dotRow(dst, v, row *float64, fours int)

//go:noescape
func setScaled4(dst, src *float64, a float64, v *float64, fours int)
