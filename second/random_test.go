package second_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// amount is n, or what the environment asks for: SECOND_PROBLEMS=2000 SECOND_SEED=7 go test ./second.
func amount(t *testing.T, variable string, n int) int {
	if text := os.Getenv(variable); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// A problem is a small data file and the flags of a fit; those in data are the checkers', too.
type problem struct {
	csv       string
	data, fit []string
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// far is a scale of numbers that differ little for their size, as times do.
const far = "far"

// cell is one number, of many forms and sizes.
func cell(r *rand.Rand, scale string) string {
	if scale == far {
		return fmt.Sprintf("17000000%02d.%d", r.IntN(100), r.IntN(10))
	}
	if r.IntN(6) == 0 {
		return fmt.Sprintf("%d/%d", r.IntN(7)-3, 1+r.IntN(7))
	}
	return pick(r, strconv.Itoa(r.IntN(7)-3), fmt.Sprintf("%.1f", r.Float64()*6-3), fmt.Sprint(r.NormFloat64())) + scale
}

func randomProblem(r *rand.Rand) problem {
	columns := 1 + r.IntN(3)
	p := randomTable(r, columns, 2+r.IntN(6))
	p.fit = randomClass(r, columns)
	return p
}

// randomHinges are problems of units that bend at one column each.
func randomHinges(r *rand.Rand) problem {
	columns := 1 + r.IntN(3)
	p := randomTable(r, columns, 4+r.IntN(6))
	ways := [][]string{{"--break", "any:1"}, {"--break", "any:2"}, {"--break", "a:2"}, {"--break", "a:1", "--break", "any:1"}}
	if columns > 1 {
		ways = append(ways, []string{"--linear-columns", "b", "--units", "2"}, []string{"--break", "b:1", "--break", "a:1"})
	}
	p.fit = append(pick(r, ways...), "--gap", pick(r, "1e-3", "1e-6"), "--node-limit", "100")
	return p
}

// randomObjectives are problems of other losses, with ridge penalties and without, or of squares with one.
func randomObjectives(r *rand.Rand) problem {
	columns := 1 + r.IntN(3)
	p := randomTable(r, columns, 2+r.IntN(6))
	ridge := []string{"--ridge", pick(r, "1e-3", "0.5", "30")}
	loss := []string{"--loss", pick(r, "absolute", "huber:0.5", "huber:3e-2", "quantile:0.9", "quantile:0.25")}
	p.fit = pick(r, loss, ridge, slices.Concat(loss, ridge))
	p.fit = append(p.fit, "--linear", pick(r, "none", "intercept", "affine"), "--gap", pick(r, "1e-3", "1e-6"), "--node-limit", "30",
		"--units", pick(r, "1", "1", "2"), "--bias="+strconv.FormatBool(r.IntN(4) > 0))
	return p
}

// randomTable is a small data file with that many rows.
func randomTable(r *rand.Rand, columns, m int) problem {
	weighted, missing, zeros, twins := r.IntN(4) == 0, r.IntN(6) == 0, r.IntN(5) == 0, r.IntN(3) == 0
	xScale, yScale := pick(r, "", "", "", "", "e3", "e-4", "e9", far), pick(r, "", "", "", "", "e6", "e-7", far)
	var csv strings.Builder
	fmt.Fprintln(&csv, strings.Join([]string{"a", "b", "c"}[:columns], ",")+",y"+strings.Repeat(",w", btoi(weighted)))
	last := ""
	for i := range m {
		x := make([]string, columns)
		for c := range x {
			x[c] = cell(r, xScale)
			if zeros && i == 1 {
				x[c] = "0"
			}
		}
		row := strings.Join(x, ",")
		if twins && i > 0 && r.IntN(2) == 0 {
			row = last
		}
		last = row
		y := cell(r, yScale)
		if missing && i > 1 && r.IntN(3) == 0 {
			y = pick(r, "NA", "", "?", "nan")
		}
		fmt.Fprint(&csv, row, ",", y)
		if weighted {
			fmt.Fprint(&csv, ",", pick(r, "1", "2", "1/2", "0.001", "300"))
		}
		fmt.Fprintln(&csv)
	}
	p := problem{csv: inDialect(r, csv.String())}
	if weighted {
		p.data = append(p.data, "--sample-weights", "w")
	}
	if missing {
		p.data = append(p.data, "--missing", "drop")
	}
	p.data = append(p.data, "--target", "y", "--fractions")
	return p
}

// inDialect is a plain table as it is, or as others write it.
func inDialect(r *rand.Rand, text string) string {
	if r.IntN(3) > 0 {
		return text
	}
	text = strings.ReplaceAll(text, ",", pick(r, ";", "\t", "|"))
	if r.IntN(2) == 0 {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return strings.ReplaceAll(text, "\n", pick(r, "\n", "\r", "\r\n"))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// randomClass is the flags that say what to fit and how.
func randomClass(r *rand.Rand, columns int) []string {
	units := pick(r, 1, 1, 1, 2, 2, 3)
	method := pick(r, "conic", "sign", "auto")
	flags := []string{"--linear", pick(r, "none", "intercept", "affine"), "--gap", pick(r, "1e-3", "1e-6"),
		"--node-limit", "30", "--seed", strconv.Itoa(r.IntN(1000))}
	if r.IntN(2) == 0 {
		signs := ""
		for range units {
			signs += pick(r, "+", "-")
		}
		flags = append(flags, "--signs="+signs)
	} else {
		flags = append(flags, "--units", strconv.Itoa(units))
	}
	bias, norm := r.IntN(4) > 0, r.IntN(3) == 0
	if norm {
		flags = append(flags, "--norm-bound", pick(r, "1", "0.3", "10", "1000"))
	}
	if units == 1 && columns == 1 && bias && !norm && r.IntN(2) == 0 {
		method = "sweep"
	}
	return append(flags, "--bias="+strconv.FormatBool(bias), "--method", method)
}

// solve writes the problem and a certificate of it, and returns what the checkers take; nil if there is none.
func (p problem) solve(t *testing.T, command, folder string) []string {
	t.Helper()
	data, certificate := filepath.Join(folder, "data.csv"), filepath.Join(folder, "proof.rcert")
	write(t, data, []byte(p.csv))
	os.Remove(certificate)
	args := append([]string{"fit", data, "-q", "--certificate", certificate, "--threads", "1"}, append(p.data, p.fit...)...)
	exec.Command(command, args...).Run() // a problem without a certificate is none of ours
	if _, err := os.Stat(certificate); err != nil {
		return nil
	}
	return append([]string{certificate, data}, p.data...)
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestRandomProblems compares the verdicts on certificates of random problems, the bounds that their records prove,
// and the verdicts on what becomes of both files when something in them is changed.
func TestRandomProblems(t *testing.T) { compareRandom(t, thorough.Of(25, 5), randomProblem) }

// TestRandomHinges does so for proofs by hinges.
func TestRandomHinges(t *testing.T) { compareRandom(t, thorough.Of(15, 3), randomHinges) }

// TestRandomObjectives does so for other objectives than the SSE.
func TestRandomObjectives(t *testing.T) { compareRandom(t, thorough.Of(15, 3), randomObjectives) }

func compareRandom(t *testing.T, problems int, random func(*rand.Rand) problem) {
	t.Parallel()
	s, command, folder := startSecond(t), program.Built(t, "relucert"), t.TempDir()
	seed, n := uint64(amount(t, "SECOND_SEED", 1)), amount(t, "SECOND_PROBLEMS", problems)
	mutants := amount(t, "SECOND_MUTANTS", thorough.Of(6, 3))
	codes, mutantCodes, none := map[int]int{}, map[int]int{}, 0
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		p := random(r)
		args := p.solve(t, command, folder)
		if args == nil {
			none++
			continue
		}
		good := compare(t, s, args...)
		codes[good.code]++
		if good.code != 0 {
			t.Errorf("the solver's own certificate is refused: seed %d, problem %d: %s\n%s\n%s", seed, i, strings.Join(p.fit, " "), p.csv, good.text)
		}
		compareBound(t, s, args)
		if t.Failed() {
			t.Fatalf("seed %d, problem %d: %s\n%s\n%s", seed, i, strings.Join(p.fit, " "), p.csv, read(t, args[0]))
		}
		if good.code == 0 {
			compareParts(t, s, command, args)
		}
		for range mutants {
			mutantCodes[compareMutant(t, r, s, args).code]++
			if t.Failed() {
				t.Fatalf("mutant\n%s\n%s", read(t, args[1]+".mutant"), read(t, args[0]+".mutant"))
			}
		}
	}
	t.Logf("seed %d: %d problems, %d without a certificate; exit codes %v, of mutants %v (-2: its derivation is too coarse)", seed, n, none, codes, mutantCodes)
}

// TestMutants compares the verdicts on what becomes of the good certificates of the tests when something is changed.
func TestMutants(t *testing.T) {
	t.Parallel()
	s, folder := startSecond(t), t.TempDir()
	seed, n := uint64(amount(t, "SECOND_SEED", 1)), amount(t, "SECOND_MUTANTS", thorough.Of(6, 1))
	data := dataFiles(t, "../proof/check/testdata/good/*.csv")
	codes := map[int]int{}
	for i, file := range glob(t, "../proof/check/testdata/good/*.rcert") {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		args := data.args(read(t, file), file, "")
		for k := range args[:2] { // mutants are written beside what they come from
			stored := read(t, args[k])
			args[k] = filepath.Join(folder, filepath.Base(args[k]))
			write(t, args[k], stored)
		}
		if strings.Contains(file, "part") {
			args = append(args, "--part")
		}
		for range n {
			codes[compareMutant(t, r, s, args).code]++
			if t.Failed() {
				t.Fatalf("seed %d, mutant of %s\n%s\n%s", seed, file, read(t, args[1]+".mutant"), read(t, args[0]+".mutant"))
			}
		}
	}
	t.Logf("seed %d: exit codes %v", seed, codes)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// compareBound makes the claim one that no record proves, so that both checkers say what the records do prove.
func compareBound(t *testing.T, s *second, args []string) {
	t.Helper()
	stored := read(t, args[0])
	at := bytes.LastIndex(stored, []byte("\nclaim "))
	if at < 0 || bytes.Contains(stored, []byte("\nsweep\n")) {
		return
	}
	path := args[0] + ".claim"
	write(t, path, append(bytes.Clone(stored[:at]), "\nclaim 1p1000 1p1000\nend\n"...))
	if v := compare(t, s, append([]string{path}, args[1:]...)...); math.IsNaN(bound(v.text)) {
		t.Errorf("no bound is said: %s", v.text)
	}
}

// compareParts cuts the certificate into parts, and compares the verdicts on them and on their cover, with all parts and
// with one lacking. A certificate that cannot be cut is left as it is.
func compareParts(t *testing.T, s *second, command string, args []string) {
	t.Helper()
	folder := args[0] + ".parts"
	defer os.RemoveAll(folder)
	if exec.Command(command, "split", args[0], "--parts", "2", "-o", folder).Run() != nil {
		return
	}
	parts := glob(t, folder+"/*.rcert")
	for _, part := range parts {
		compare(t, s, append([]string{"--part", part}, args[1:]...)...)
		compare(t, s, "cover", part)
	}
	compare(t, s, append([]string{"cover"}, parts...)...)
}

// compareMutant changes the certificate, or the data and its hash in the certificate.
func compareMutant(t *testing.T, r *rand.Rand, s *second, args []string) verdict {
	t.Helper()
	certificate, data := read(t, args[0]), read(t, args[1])
	proof, table := args[0]+".mutant", args[1]+".mutant"
	if r.IntN(4) == 0 {
		changed := mutate(r, data)
		certificate = bytes.Replace(certificate, fmt.Appendf(nil, "%x", sha256.Sum256(data)),
			fmt.Appendf(nil, "%x", sha256.Sum256(changed)), 1)
		data = changed
	} else {
		certificate = mutate(r, certificate)
	}
	write(t, proof, certificate)
	write(t, table, data)
	args = append([]string{proof, table}, args[2:]...)
	if first, other := goVerdict(args), s.verdict(t, args); first.code == 1 && other.code == 0 && blamesBound(first, certificate) {
		return verdict{code: -2}
	}
	return compare(t, s, args...)
}

var blamed = regexp.MustCompile(`^NOT PROVED  line ([0-9]+): the bound proves`)

// blamesBound reports whether a bound record does not prove what is claimed. If a point is moved far away, the
// derivation, which is not exact in relucheck, says how much it proves.
func blamesBound(v verdict, certificate []byte) bool {
	m := blamed.FindStringSubmatch(v.text)
	if m == nil {
		return false
	}
	line, err := strconv.Atoi(m[1])
	return err == nil && bytes.HasPrefix(bytes.Split(certificate, []byte("\n"))[line-1], []byte("b "))
}

// mutate changes a byte, a number, or a token or line.
func mutate(r *rand.Rand, text []byte) []byte {
	switch r.IntN(10) {
	case 0:
		text = bytes.Clone(text)
		text[r.IntN(len(text))] = pick(r, []byte("0123456789abcdefpk:| -+/.,\n\"")...)
		return text
	case 1:
		return dropPart(r, text)
	case 2:
		return mutateAmong(r, text, pick(r, "\n", ":", ",", " "))
	}
	return mutateNumber(r, text)
}

// dropPart drops a part of a split, with the bounds of its children: if they are leaves, only the rule for drops can
// tell that something is missing.
func dropPart(r *rand.Rand, text []byte) []byte {
	lines := strings.Split(string(text), "\n")
	splits := 0
	var numbers, at []int // of the splits that can drop a part
	for i, line := range lines {
		if strings.HasPrefix(line, "s ") {
			splits++
			if strings.Contains(line, " x ") || strings.Contains(line, " y ") {
				numbers, at = append(numbers, splits), append(at, i)
			}
		}
	}
	if len(at) == 0 {
		return mutateNumber(r, text)
	}
	i, part := r.IntN(len(at)), strconv.Itoa(r.IntN(2))
	line, _, _ := strings.Cut(lines[at[i]], " drop")
	lines[at[i]] = line + " drop " + part
	child := regexp.MustCompile(fmt.Sprintf(`^[bd] %d/([01],)*%s[ ,]`, numbers[i], part))
	return []byte(strings.Join(slices.DeleteFunc(lines, child.MatchString), "\n"))
}

// mutateAmong deletes, repeats or exchanges what stands between separators.
func mutateAmong(r *rand.Rand, text []byte, separator string) []byte {
	parts := strings.Split(string(text), separator)
	i, j := r.IntN(len(parts)), r.IntN(len(parts))
	switch r.IntN(3) {
	case 0:
		parts = append(parts[:i], parts[i+1:]...)
	case 1:
		parts[i] += separator + parts[i]
	default:
		parts[i], parts[j] = parts[j], parts[i]
	}
	return []byte(strings.Join(parts, separator))
}

var aNumber = regexp.MustCompile(`-?[0-9a-f.]+(p-?[0-9]+)?`)

// mutateNumber puts another number in the place of one: its negative, twice or half, 0, one with another digit, or
// one that stands elsewhere.
func mutateNumber(r *rand.Rand, text []byte) []byte {
	all := aNumber.FindAllIndex(text, -1)
	if r.IntN(3) > 0 {
		all = all[len(all)*2/3:] // of records and trailer, not of the header
	}
	at, other := pick(r, all...), pick(r, all...)
	number := string(text[at[0]:at[1]])
	mantissa, exponent, binary := strings.Cut(number, "p")
	e, _ := strconv.Atoi(exponent)
	switch r.IntN(5) {
	case 0:
		number = strings.TrimPrefix("-"+number, "--")
	case 1:
		if binary {
			number = fmt.Sprintf("%sp%d", mantissa, e+pick(r, -3, -1, 1, 2, 60))
		}
	case 2:
		number = "0"
	case 3:
		i := r.IntN(len(mantissa))
		number = number[:i] + pick(r, "1", "3", "5", "7", "9") + number[i+1:]
	default:
		number = string(text[other[0]:other[1]])
	}
	return slices.Concat(text[:at[0]], []byte(number), text[at[1]:])
}
