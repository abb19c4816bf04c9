package kinks

import (
	"context"
	"math"
	"sync"
)

// row is a sample: all that sorting moves.
type row struct{ x, y, w float64 }

// sortByX sorts stably by x. Each worker sorts a part by radix; the parts are
// merged in pairs. The result does not depend on the number of workers. When ctx ends
// first, nothing is sorted.
func sortByX(ctx context.Context, rows []row, workers int) []row {
	spare := make([]row, len(rows))
	return sorted(ctx, rows, spare, workers)
}

// sorted returns rows or spare, whichever holds the result.
func sorted(ctx context.Context, rows, spare []row, workers int) []row {
	if workers < 2 || len(rows) < 1<<14 {
		return radix(ctx, rows, spare)
	}
	var left, right []row
	half, leftWorkers := len(rows)/2, workers/2
	var both sync.WaitGroup
	both.Go(func() { left = sorted(ctx, rows[:half], spare[:half], leftWorkers) })
	right = sorted(ctx, rows[half:], spare[half:], workers-leftWorkers)
	both.Wait()
	if inSpare := &left[0] == &spare[0]; inSpare != (&right[0] == &spare[half]) {
		left = moved(left, rows[:half], spare[:half])
	}
	if &left[0] == &spare[0] {
		return merge(rows, left, right)
	}
	return merge(spare, left, right)
}

// moved copies a part to the one of its two places that it is not in.
func moved(part, a, b []row) []row {
	if &part[0] == &a[0] {
		a, b = b, a
	}
	copy(a, part)
	return a
}

func merge(dst, a, b []row) []row {
	for i := range dst {
		if len(b) == 0 || len(a) > 0 && a[0].x <= b[0].x {
			dst[i], a = a[0], a[1:]
		} else {
			dst[i], b = b[0], b[1:]
		}
	}
	return dst
}

// digitBits are those of a radix digit: 6 digits make a key.
const (
	digitBits = 11
	digits    = 6
)

// radix sorts by the key's digits, least first. A digit that all keys share is
// left out.
func radix(ctx context.Context, rows, spare []row) []row {
	var counts [digits][1 << digitBits]int
	for i := range rows {
		k := key(rows[i].x)
		for d := range counts {
			counts[d][k>>(d*digitBits)&(1<<digitBits-1)]++
		}
	}
	for d := range counts {
		if ctx.Err() != nil {
			return rows
		}
		if len(rows) > 0 && counts[d][key(rows[0].x)>>(d*digitBits)&(1<<digitBits-1)] == len(rows) {
			continue
		}
		scatter(spare, rows, &counts[d], d*digitBits)
		rows, spare = spare, rows
	}
	return rows
}

func scatter(dst, src []row, count *[1 << digitBits]int, shift int) {
	at := 0
	for v, n := range count {
		count[v], at = at, at+n
	}
	for i := range src {
		v := key(src[i].x) >> shift & (1<<digitBits - 1)
		dst[count[v]] = src[i]
		count[v]++
	}
}

// key orders doubles as unsigned integers; x is not -0.
func key(x float64) uint64 {
	b := math.Float64bits(x)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}
