package sides

import "testing"

// TestLoadStartsInside: every sample is decided or has the sides that can cost something, every cut
// is a wall, and a fresh program has slacks and multipliers above 0 and equal products.
func TestLoadStartsInside(t *testing.T) {
	for seed := range uint64(200) {
		q := randomInstance(t, seed, 27, 0.6)
		s := q.relaxation()
		for c := range s.all {
			if n := s.all[c]; !(n.s > 0 && n.lambda > 0) || !near(n.s*n.lambda, s.all.meanProduct(), 1e-12) {
				t.Fatalf("seed %d: constraint %d begins with slack %g, multiplier %g", seed, c, n.s, n.lambda)
			}
		}
		cuts := 0
		for _, r := range s.regions {
			cuts += len(r.cuts)
		}
		if len(s.walls) != cuts {
			t.Errorf("seed %d: %d walls for %d cuts", seed, len(s.walls), cuts)
		}
		sides := make([]int, q.p.M)
		for _, d := range s.sides {
			sides[d.sample]++
		}
		for _, i := range s.decided {
			sides[i] += 4
		}
		for i, got := range sides {
			if want := wantSides(&s.program, i); got != want {
				t.Errorf("seed %d: sample %d has sides %d, want %d", seed, i, got, want)
			}
		}
	}
}

// wantSides is 4 for a decided sample, else the number of sides of the label on which no
// unbounded output can make up for a loss.
func wantSides(q *program, i int) int {
	rises, falls, open := false, false, false
	for j, r := range q.regions {
		if r.side[i] == 0 {
			open = true
			rises = rises || q.reach == nil && q.signs[j] > 0
			falls = falls || q.reach == nil && q.signs[j] < 0
		}
	}
	if !open {
		return 4
	}
	sides := 2
	for _, made := range []bool{rises, falls} {
		if made {
			sides--
		}
	}
	return sides
}
