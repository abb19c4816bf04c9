package export

import (
	"bytes"
	"context"
	"fmt"
	"maps"
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

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// GLPK and CBC know no quadratic terms: the tests cut these out of a file's text and
// leave the rest as it is.
var (
	objectivePart = regexp.MustCompile(`(?s) sse:.*?Subject To\n`)
	squareSection = regexp.MustCompile(`(?m)^(QUADOBJ|QCMATRIX).*\n( .*\n)*`)
	ballRow       = regexp.MustCompile(`(?m)^ ball[^\]]*\][^\n]*\n`)
)

func linearPart(text, objective string) string {
	text = objectivePart.ReplaceAllLiteralString(text, " sse: "+objective+"\nSubject To\n")
	return ballRow.ReplaceAllLiteralString(text, "")
}

// installed is the path of a program, or the test ends here.
func installed(t *testing.T, program, hint string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed (%s)", program, hint)
	}
	return path
}

// peak is what a hat of two units does not fit.
func peak() relucert.Problem {
	return relucert.Problem{Data: &dataset.Dataset{Name: "peak", Features: []string{"x"}, Target: "y",
		X: []float64{0, 1, 2, 3, 4, 5, 5}, Y: []float64{0, 0.5, 2, 1.75, 0.25, 0.1, 0.3}}, Class: network.Class{Units: 2, Output: network.Intercept, NormBound: 2}}
}

// TestGLPK lets another reader count what it finds in a file.
func TestGLPK(t *testing.T) {
	glpsol := installed(t, "glpsol", "apt-get install glpk-utils")
	p := peak()
	text := linearPart(write(t, programOf(t, p, BigM)), "r1")
	path := filepath.Join(t.TempDir(), "problem.lp")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(glpsol, "--lp", path, "--check").CombinedOutput()
	rows, k := 6, 2
	want := fmt.Sprintf("%d rows, %d columns", rows*(1+5*k)+2, 1+k*2+1+rows+rows*k*4+k) // one, w, c, r, (u v q z), sign
	if err != nil || !strings.Contains(string(out), want) || !strings.Contains(string(out), fmt.Sprintf("%d integer variables", rows*k+k)) {
		t.Errorf("%v: not %s:\n%s", err, want, out)
	}
}

// TestGLPKReadsMPS: GLPK finds the same in both files, of rows that are all 0, too, but for what it does not know.
func TestGLPKReadsMPS(t *testing.T) {
	glpsol := installed(t, "glpsol", "apt-get install glpk-utils")
	zero := peak()
	zero.NoBias, zero.Output = true, network.None
	for _, p := range []relucert.Problem{peak(), zero} {
		q := programOf(t, p, BigM)
		var text bytes.Buffer
		if err := q.WriteMPS(&text); err != nil {
			t.Fatal(err)
		}
		mps := strings.Replace(squareSection.ReplaceAllLiteralString(text.String(), ""), " r3 residual3", " r3 sse 1\n r3 residual3", 1)
		mps = regexp.MustCompile(`(?m)^ one sse .*\n`).ReplaceAllLiteralString(mps, " one sse 0\n")
		var found []string
		for flag, text := range map[string]string{"--lp": linearPart(write(t, q), "r3"), "--freemps": mps} {
			path := filepath.Join(t.TempDir(), "problem")
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			solution := path + ".sol"
			out, err := exec.Command(glpsol, flag, path, "-o", solution).CombinedOutput()
			answer, _ := os.ReadFile(solution)
			optimum := regexp.MustCompile(`Objective: +sse = +\S+`).Find(answer)
			if err != nil || optimum == nil {
				t.Fatalf("%s: %v\n%s\n%s", flag, err, out, answer)
			}
			found = append(found, strings.Join(strings.Fields(string(optimum)), " "))
		}
		if found[0] != found[1] {
			t.Errorf("%q", found)
		}
	}
}

// TestCBC has CBC minimise tangents of the file's squares, adding those that it misses
// (Kelley's cutting planes), and compares the end with our optimum.
func TestCBC(t *testing.T) {
	cbc := installed(t, "cbc", "apt-get install coinor-cbc")
	free, affine, convex := peak(), peak(), peak()
	free.Units = 1
	affine.Units, affine.Signs, affine.Output = 1, []int{-1}, network.Affine
	convex.Units, convex.Signs, convex.Output = 1, []int{1}, network.None
	convex.Data.Y = []float64{1, 0, -1, -0.5, 2, 1, 1} // at three of the six rows the loss is convex
	both := free                                       // limits of two kinds, of which either binds somewhere
	both.NormBound, both.WeightLimit = 0.6, 0.3
	for _, p := range []relucert.Problem{both, convex, free, affine}[:thorough.Of(4, 1)] {
		result, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-7})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []Formulation{SOS1, BigM} {
			q := programOf(t, p, f)
			k := kelley{t: t, cbc: cbc, text: write(t, q)}
			k.file = read(t, k.text)
			if got := k.minimum() * q.scale.sse(); math.Abs(got-result.SSE) > 1e-4*result.SSE {
				t.Errorf("%v: CBC finds the minimum %v, relucert %v", f, got, result.SSE)
			}
		}
	}
}

// TestCBCFindsNetworks: whatever CBC is sent for among the points that a file allows, it comes back with a network.
func TestCBCFindsNetworks(t *testing.T) {
	cbc := installed(t, "cbc", "apt-get install coinor-cbc")
	const seed = 9
	rng := rand.New(rand.NewPCG(seed, 1))
	for range thorough.Of(100, 8) {
		p := randomProblem(rng)
		if p.NormBound == 0 && p.WeightLimit == 0 {
			p.NormBound = 1 // CBC's tolerances are too wide for reaches of thousands
		}
		for _, f := range []Formulation{SOS1, BigM} {
			q := programOf(t, p, f)
			text := write(t, q)
			k := kelley{t: t, cbc: cbc, text: text, file: read(t, text)}
			objective := ""
			for _, v := range slices.Sorted(maps.Keys(k.file.bounds)) {
				objective += fmt.Sprintf(" %+d %s", 2*rng.IntN(5)-3, v)
			}
			_, at := k.run(linearPart(text, strings.TrimPrefix(objective, " +")))
			if missed := q.noNetwork(at); missed != "" {
				t.Errorf("seed %d, %v: %s at %v in\n%s", seed, f, missed, at, text)
			}
		}
	}
}

// noNetwork says which residual is not that of the network with a point's weights.
func (q *Program) noNetwork(at map[string]float64) string {
	for i, y := range q.rows.Y {
		r, size := -y, 1+math.Abs(y)
		for _, d := range q.columns {
			part := q.entry(i, d) * at[name("c", d)]
			r, size = r+part, size+math.Abs(part)
		}
		for j := range q.problem.Units {
			t, sign := 0.0, 2*at[name("sign", j+1)]-1
			for d, x := range q.inputs[i] {
				t += x * at[name("w", j+1, q.first()+d)]
			}
			if q.problem.Signs != nil {
				sign = float64(q.problem.Signs[j])
			}
			r, size = r+math.Round(sign)*max(0, t), size+math.Abs(t)
		}
		// Where the loss keeps outputs small by itself they may be larger, so that the residual is further from 0.
		got := at[name("r", i+1)]
		if worse := q.isConvex(i) && got*r >= 0 && math.Abs(got) >= math.Abs(r)-1e-5*size; !worse && math.Abs(got-r) > 1e-5*size {
			return fmt.Sprintf("r%d is %v, not %v", i+1, got, r)
		}
	}
	return ""
}

// kelley is a minimisation by cutting planes.
type kelley struct {
	t    *testing.T
	cbc  string
	text string
	file *lpFile
	cuts strings.Builder
}

func (k *kelley) minimum() float64 {
	for v := range k.file.objective.square {
		b := k.file.bounds[v]
		for step := range 9 {
			k.tangent(v, b.lo+(b.hi-b.lo)*float64(step)/8)
		}
	}
	for range 100 {
		lower, at := k.solve()
		upper := k.file.objective.at(at)
		if !k.cut(at) && upper-lower < 5e-5*upper {
			return lower
		}
	}
	k.t.Fatal("CBC's cutting planes do not end")
	return 0
}

// tangent says that v's part of the objective is above its tangent at a point.
func (k *kelley) tangent(v string, at float64) {
	weight := k.file.objective.square[v]
	fmt.Fprintf(&k.cuts, " tangent: square%s %+.17g %s >= %.17g\n", v, -2*weight*at, v, -weight*at*at)
}

// cut adds tangents at a point, and says whether it was outside a ball.
func (k *kelley) cut(at map[string]float64) (outside bool) {
	for v := range k.file.objective.square {
		k.tangent(v, at[v])
	}
	for _, row := range k.file.rows {
		if len(row.expression.square) == 0 || row.holds(at, 1e-6) {
			continue
		}
		outside = true
		length := math.Sqrt(row.expression.at(at))
		fmt.Fprint(&k.cuts, " touch:")
		for w, factor := range row.expression.square {
			fmt.Fprintf(&k.cuts, " %+.17g %s", factor*at[w]/length, w)
		}
		fmt.Fprintf(&k.cuts, " <= %.17g\n", math.Sqrt(row.rhs))
	}
	return outside
}

// solve is CBC's minimum and where it is.
func (k *kelley) solve() (float64, map[string]float64) {
	objective := ""
	for v := range k.file.objective.square {
		objective += " + square" + v
	}
	for v, factor := range k.file.objective.linear {
		objective += fmt.Sprintf(" %+.17g %s", factor, v)
	}
	text := linearPart(k.text, strings.TrimPrefix(objective, " +"))
	return k.run(strings.Replace(text, "Bounds\n", numbered(k.cuts.String())+"Bounds\n", 1))
}

// run is CBC's answer to a linear program.
func (k *kelley) run(text string) (float64, map[string]float64) {
	folder := k.t.TempDir()
	problem, solution := filepath.Join(folder, "problem.lp"), filepath.Join(folder, "solution.txt")
	if err := os.WriteFile(problem, []byte(text), 0o666); err != nil {
		k.t.Fatal(err)
	}
	out, err := exec.Command(k.cbc, problem, "-ratioGap", "0", "-allowableGap", "1e-9", "-solve", "-solution", solution).CombinedOutput()
	answer, missing := os.ReadFile(solution)
	if err != nil || missing != nil || !strings.HasPrefix(string(answer), "Optimal") {
		k.t.Fatalf("cbc: %v\n%s\n%s\n%s", err, answer, out, text)
	}
	return k.parse(string(answer))
}

// numbered makes the cuts' names different.
func numbered(cuts string) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(cuts, "\n"), "\n") {
		b.WriteString(strings.Replace(line, ":", strconv.Itoa(i)+":", 1) + "\n")
	}
	return b.String()
}

// parse reads the lines of what is not 0: number, name, value, reduced cost.
func (k *kelley) parse(solution string) (minimum float64, at map[string]float64) {
	lines := strings.Split(solution, "\n")
	words := strings.Fields(lines[0])
	minimum, _ = strconv.ParseFloat(words[len(words)-1], 64)
	at = map[string]float64{}
	for v := range k.file.bounds {
		at[v] = 0
	}
	for _, line := range lines[1:] {
		if words := strings.Fields(line); len(words) == 4 {
			at[words[1]], _ = strconv.ParseFloat(words[2], 64)
		}
	}
	return minimum, at
}
