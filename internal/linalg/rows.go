package linalg

// AddRows adds Σ_r a_r · row r to dst. The rows, of len(dst) numbers each, follow one another in rows. A sum of
// products, in the rows' order, is added to each entry.
func AddRows(dst, a, rows []float64) {
	if len(a) == 0 {
		return
	}
	for j := addRowsFast(dst, a, rows[:len(a)*len(dst)]); j < len(dst); j++ {
		sum := 0.0
		for r, v := range a {
			sum += float64(v * rows[r*len(dst)+j])
		}
		dst[j] += sum
	}
}

// Tile is how many columns AddOuters works on at a time.
const Tile = 8

// AddOuters adds Σ_r a_r b_rᵀ to the square matrix dst, in its lower triangle and perhaps beside it. The rows a_r and b_r, as long
// as the matrix is wide, which is a multiple of Tile, follow one another in a and b. A sum of products, in
// the rows' order, is added to each entry.
func AddOuters(dst []float64, width int, a, b []float64) {
	if len(a) == 0 {
		return
	}
	_, _, _ = dst[width*width-1], a[:len(b)], b[:len(a)]
	for i := 0; i < width; i += Tile / 2 {
		for j := 0; j < i+Tile/2; j += Tile {
			addOutersTile(dst[i*width+j:], a[i:], b[j:], width, len(a)/width)
		}
	}
}

// addTile is addOutersTile without special instructions: Tile/2 rows of Tile columns of dst.
func addTile(dst, a, b []float64, width, rows int) {
	for i := range Tile / 2 {
		for j := range Tile {
			sum := 0.0
			for r := range rows {
				sum += float64(a[r*width+i] * b[r*width+j])
			}
			dst[i*width+j] += sum
		}
	}
}

// DotRows adds to each entry of dst its row's product with v. The rows, of len(v) numbers each, follow one another in rows. The first
// numbers, a multiple of four, are added up in four sums, number by number in turn, and these in pairs; the others follow.
func DotRows(dst, v, rows []float64) {
	n := len(v)
	if n == 0 || len(dst) == 0 {
		return
	}
	rows = rows[:len(dst)*n]
	for r := dotRowsFast(dst, v, rows); r < len(dst); r++ {
		dst[r] += dotInFour(v[:n&^3], rows[r*n:])
	}
	for r := range dst {
		for i := n &^ 3; i < n; i++ {
			dst[r] += float64(v[i] * rows[r*n+i])
		}
	}
}

// dotInFour is a row's product with v, a multiple of four numbers.
func dotInFour(v, row []float64) float64 {
	var sum [4]float64
	for i := 0; i < len(v); i += 4 {
		for l := range sum {
			sum[l] += float64(v[i+l] * row[i+l])
		}
	}
	return (sum[0] + sum[1]) + (sum[2] + sum[3])
}

// SetScaled sets dst to src + a·v, entry by entry.
func SetScaled(dst, src []float64, a float64, v []float64) {
	src, v = src[:len(dst)], v[:len(dst)]
	for i := setScaledFast(dst, src, a, v); i < len(dst); i++ {
		dst[i] = src[i] + float64(a*v[i])
	}
}

// Shift sets dst to src + step, entry by entry.
func Shift(dst, src []float64, step float64) {
	src = src[:len(dst)]
	for i := shiftFast(dst, src, step); i < len(dst); i++ {
		dst[i] = src[i] + step
	}
}

// Clamp makes the negative entries of v 0.
func Clamp(v []float64) {
	for i := clampFast(v); i < len(v); i++ {
		v[i] = max(v[i], 0)
	}
}
