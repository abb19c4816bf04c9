package second_test

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relucert/internal/oracle"
	"relucert/internal/program"
	"relucert/internal/thorough"
)

// jumpProblem is a small data file, the flags of a fit with jumps, and the same question for the brute force.
func jumpProblem(r *rand.Rand) (problem, *oracle.Apart) {
	k := 1 + r.IntN(3)
	p, a := problem{fit: []string{"--jumps", "--breakpoints", strconv.Itoa(k)}}, &oracle.Apart{Jumps: k}
	weighted, origin := r.IntN(3) == 0, pick(r, "", "", "17000000000000", "-3")
	var csv strings.Builder
	fmt.Fprintln(&csv, "x,y"+strings.Repeat(",w", btoi(weighted)))
	for range 3 + r.IntN(6) {
		row := []string{origin + pick(r, "1", "2", "3", "4.5", "5", "6", "7.25", "8", "9"), pick(r, "0", "1", "-2", "0.5", fmt.Sprintf("%.3f", 3*r.NormFloat64()))}
		if row = append(row, "1"); weighted {
			row[2] = pick(r, "1", "2", "1e-6", "300", "0.001")
		}
		fmt.Fprintln(&csv, strings.Join(row[:2+btoi(weighted)], ","))
		a.X, a.Y, a.W = append(a.X, fraction(row[0])), append(a.Y, fraction(row[1])), append(a.W, fraction(row[2]))
	}
	if p.csv, p.data = csv.String(), []string{"--target", "y"}; weighted {
		p.data = append(p.data, "--sample-weights", "w")
	}
	constrainJumps(r, &p, a, func() string { return origin + fmt.Sprintf("%.1f", 1+8*r.Float64()) })
	return p, a
}

func fraction(text string) *big.Rat {
	v, _ := new(big.Rat).SetString(text)
	return v
}

// constrainJumps adds constraints, often none.
func constrainJumps(r *rand.Rand, p *problem, a *oracle.Apart, place func() string) {
	add := func(flag, value string) { p.fit = append(p.fit, flag+"="+value) }
	for range r.IntN(3) {
		switch r.IntN(5) {
		case 0:
			a.MinRows = 2 + r.IntN(2)
			add("--min-samples", strconv.Itoa(a.MinRows))
		case 1:
			width := pick(r, "1", "1.5")
			a.MinSpan = fraction(width)
			add("--min-width", width)
		case 2:
			ends := []string{place(), place()}
			slices.SortFunc(ends, func(a, b string) int { return fraction(a).Cmp(fraction(b)) })
			a.Between = [][2]*big.Rat{{fraction(ends[0]), fraction(ends[1])}}
			add("--kinks-between", strings.Join(ends, ","))
		case 3:
			at := place()
			a.Known = []*big.Rat{fraction(at)}
			add("--known-kinks", at)
		case 4:
			var words []string
			a.Slopes = nil
			for range a.Jumps + 1 {
				word := pick(r, "-", "+", "0", "*", "0.5")
				words = append(words, word)
				a.Slopes = append(a.Slopes, map[string][2]*big.Rat{"-": {nil, new(big.Rat)}, "+": {new(big.Rat), nil}, "0": {new(big.Rat), new(big.Rat)},
					"0.5": {big.NewRat(1, 2), big.NewRat(1, 2)}}[word])
			}
			add("--slopes", strings.Join(words, ","))
		}
	}
}

// TestJumps compares the verdicts on proofs with jumps of random problems, and on mutants of them; and holds what they claim against brute force.
func TestJumps(t *testing.T) {
	t.Parallel()
	s, command, folder := startSecond(t), program.Built(t, "relucert"), t.TempDir()
	seed, n, mutants := uint64(amount(t, "SECOND_SEED", 1)), amount(t, "SECOND_PROBLEMS", thorough.Of(25, 6)), amount(t, "SECOND_MUTANTS", 4)
	none, codes := 0, map[int]int{}
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		p, a := jumpProblem(r)
		args, least := p.solve(t, command, folder), a.Least()
		if args == nil {
			none++ // as brute force says, or with one input only
			if slices.MinFunc(a.X, (*big.Rat).Cmp).Cmp(slices.MaxFunc(a.X, (*big.Rat).Cmp)) != 0 && least != nil {
				t.Errorf("no certificate, but the least loss is %v: seed %d, problem %d: %v\n%s", least, seed, i, p.fit, p.csv)
			}
			continue
		}
		if good := compare(t, s, args...); good.code != 0 {
			t.Errorf("seed %d, problem %d: %s", seed, i, good.text)
		}
		throughSpans(t, s, args)
		holdAgainst(t, s, args, least)
		compareBound(t, s, args)
		if t.Failed() {
			t.Fatalf("seed %d, problem %d: %s\n%s\n%s", seed, i, strings.Join(p.fit, " "), p.csv, read(t, args[0]))
		}
		for range mutants {
			codes[compareMutant(t, r, s, args).code]++
		}
		if t.Failed() {
			t.Fatalf("mutant\n%s\n%s", read(t, args[1]+".mutant"), read(t, args[0]+".mutant"))
		}
	}
	t.Logf("seed %d: %d problems, %d without a certificate, exit codes of mutants %v", seed, n, none, codes)
}

var look = regexp.MustCompile(`\n(?:g 1\n)?(c \S+\n)m -\n`)

// throughSpans says that a look at spans before that at single cuts proves the same.
func throughSpans(t *testing.T, s *second, args []string) {
	t.Helper()
	path := filepath.Join(filepath.Dir(args[0]), "spans.rcert")
	write(t, path, look.ReplaceAll(read(t, args[0]), []byte("\ng 4\n${1}m -\nh\nm -\nh\nm -\n")))
	if v := compare(t, s, append([]string{path}, args[1:]...)...); v.code != 0 {
		t.Errorf("through spans: %s", v.text)
	}
}

var claims = regexp.MustCompile(`\nclaim (\S+) (\S+)\n`)

// holdAgainst says that the claim holds the least loss, and that no checker believes more.
func holdAgainst(t *testing.T, s *second, args []string, least *big.Rat) {
	t.Helper()
	stored := read(t, args[0])
	m := claims.FindSubmatch(stored)
	lower, upper := numberOf(m[1]), numberOf(m[2])
	if least == nil || lower.Cmp(least) > 0 || upper.Cmp(least) < 0 {
		t.Errorf("claimed from %s to %s, but the least loss is %v", m[1], m[2], least)
		return
	}
	v, _ := least.Float64()
	above := numberText(math.Nextafter(v, math.Inf(1))*(1+1e-12) + 1e-200)
	forged := bytes.Replace(stored, m[0], []byte("\nclaim "+above+" 1p9\n"), 1)
	forged = regexp.MustCompile(`\nc \S+`).ReplaceAll(forged, []byte("\nc "+numberText(2*v+1)))
	path := filepath.Join(filepath.Dir(args[0]), "forged.rcert")
	write(t, path, forged)
	if v := compare(t, s, append([]string{path}, args[1:]...)...); v.code != 1 {
		t.Errorf("a claim above the least loss %v: %s\n%s", least, v.text, forged)
	}
}

// numberOf is a number of a certificate.
func numberOf(text []byte) *big.Rat {
	mantissa, exponent, _ := strings.Cut(string(text), "p")
	m, _ := strconv.ParseUint(mantissa, 16, 64)
	e, _ := strconv.Atoi(exponent)
	return new(big.Rat).SetFloat64(math.Ldexp(float64(m), e))
}

// numberText is a number above 0 as certificates have it.
func numberText(v float64) string {
	fraction, exponent := math.Frexp(v)
	m := uint64(math.Ldexp(fraction, 53))
	zeros := bits.TrailingZeros64(m)
	return fmt.Sprintf("%xp%d", m>>zeros, exponent-53+zeros)
}
