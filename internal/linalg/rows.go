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
