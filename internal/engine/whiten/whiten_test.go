package whiten

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/network"
)

// kind is what random data looks like.
type kind struct {
	name      string
	scale     float64 // of columns
	mean      float64 // over their standard deviation
	labels    float64
	dependent bool // the second column is twice the first
	weighted  bool
	repeated  bool // some rows are equal but for their labels
}

var kinds = []kind{
	{name: "plain", scale: 1, labels: 1},
	{name: "weighted", scale: 30, mean: 2, labels: 1e3, weighted: true},
	{name: "dependent", scale: 1, mean: 1, labels: 1, dependent: true},
	{name: "dependent and weighted", scale: 1e-3, labels: 1, dependent: true, weighted: true},
	{name: "far mean", scale: 1, mean: 1e6, labels: 1},
	{name: "huge columns", scale: 1e100, mean: 1, labels: 1},
	{name: "tiny columns", scale: 1e-100, mean: 1, labels: 1},
	{name: "huge labels", scale: 1, labels: 1e100},
	{name: "tiny labels", scale: 1, labels: 1e-100, weighted: true},
	{name: "repeated rows", scale: 1, labels: 1, weighted: true, repeated: true},
}

func (k kind) data(rng *rand.Rand) *dataset.Dataset {
	n, m := 2+rng.IntN(3), 10+rng.IntN(40)
	d := &dataset.Dataset{Features: []string{"a", "b", "c", "d"}[:n]}
	for range m {
		if k.repeated && d.Rows() > 0 && rng.IntN(3) == 0 {
			d.X = append(d.X, d.Row(rng.IntN(d.Rows()))...)
		} else {
			d.X = append(d.X, k.row(rng, n)...)
		}
		d.Y = append(d.Y, k.labels*(1+rng.NormFloat64()))
		if k.weighted {
			d.Weights = append(d.Weights, math.Exp(rng.NormFloat64()))
		}
	}
	return d
}

func (k kind) row(rng *rand.Rand, n int) []float64 {
	row := make([]float64, n)
	common := rng.NormFloat64()
	for e := range row {
		row[e] = k.scale * (k.mean + rng.NormFloat64() + common)
	}
	if k.dependent {
		row[1] = 2 * row[0]
	}
	return row
}

// classes are all kinds of output part, with and without bias and norm bound.
func classes() (all []network.Class) {
	for _, output := range []network.OutputPart{network.None, network.Intercept, network.Affine} {
		for _, bound := range []float64{0, 2} {
			all = append(all, network.Class{Output: output, NormBound: bound}, network.Class{Output: output, NormBound: bound, NoBias: true})
		}
	}
	return all
}

// problems calls check for all kinds and classes.
func problems(t *testing.T, check func(t *testing.T, rng *rand.Rand, k kind, data *dataset.Dataset, class network.Class, p *Problem)) {
	for i, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(i), 1))
			for _, class := range classes() {
				for range 5 {
					data := k.data(rng)
					p, err := New(context.Background(), data, class)
					if err != nil {
						t.Fatalf("%+v: %v", class, err)
					}
					check(t, rng, k, data, class, p)
				}
			}
		})
	}
}

// TestGramIsNearlyIdentity: eigenvalues of Σ ω x̂ x̂ᵀ/Σ ω in [1/2, 2] by
// Gershgorin's circles.
func TestGramIsNearlyIdentity(t *testing.T) {
	problems(t, func(t *testing.T, _ *rand.Rand, k kind, data *dataset.Dataset, class network.Class, p *Problem) {
		if k.mean == 1e6 && !class.Bias() {
			// Nearly parallel columns: still a basis, and nearly white.
			t.Logf("without bias: N = %d", p.N)
		}
		want := len(data.Features)
		if class.Bias() {
			want++
		}
		if k.dependent {
			want--
			if !slices.Equal(p.Dropped, []string{"b"}) {
				t.Errorf("dropped %v", p.Dropped)
			}
		}
		if p.N != want {
			t.Fatalf("N = %d, want %d", p.N, want)
		}
		for d := range p.N {
			off, diagonal := 0.0, 0.0
			for e := range p.N {
				sum, total := 0.0, 0.0
				for i, omega := range p.Weights {
					sum += omega * p.X[i*p.N+d] * p.X[i*p.N+e]
					total += omega
				}
				if d == e {
					diagonal = sum / total
				} else {
					off += math.Abs(sum / total)
				}
			}
			if diagonal-off < 0.5 || diagonal+off > 2 {
				t.Errorf("%+v: row %d: diagonal %g, the rest %g", class, d, diagonal, off)
			}
		}
	})
}

// randomPoint has k units.
func randomPoint(rng *rand.Rand, p *Problem, k int) (point Point, signs []int) {
	vector := func(n int) []float64 {
		v := make([]float64, n)
		for d := range v {
			v[d] = rng.NormFloat64()
		}
		return v
	}
	point.C = vector(p.P)
	for range k {
		point.Units = append(point.Units, vector(p.N))
		signs = append(signs, 1-2*rng.IntN(2))
	}
	return point, signs
}

// TestNetworkKeepsSSE: a point's network has its SSE on the data.
func TestNetworkKeepsSSE(t *testing.T) {
	problems(t, func(t *testing.T, rng *rand.Rand, k kind, data *dataset.Dataset, class network.Class, p *Problem) {
		point, signs := randomPoint(rng, p, rng.IntN(4))
		got, want := p.SSE(point, signs)*p.SSEScale, p.Network(point, signs).SSE(data)
		tolerance := 1e-9
		if k.mean > 1e3 {
			tolerance = 1e-6 // the network's own evaluation loses these digits
		}
		if !(math.Abs(got-want) <= tolerance*want) {
			t.Errorf("%+v: SSE %g here, %g of the network", class, got, want)
		}
	})
}

// TestNetworkStaysInClass: no bias and no output part that the class has not.
func TestNetworkStaysInClass(t *testing.T) {
	problems(t, func(t *testing.T, rng *rand.Rand, _ kind, data *dataset.Dataset, class network.Class, p *Problem) {
		point, signs := randomPoint(rng, p, 2)
		net := p.Network(point, signs)
		for j, u := range net.Units {
			if u.Sign != signs[j] || len(u.Weights) != len(data.Features) || !class.Bias() && u.Bias != 0 {
				t.Errorf("%+v: unit %+v", class, u)
			}
		}
		out, affine := net.Output, class.Output == network.Affine
		if slices.ContainsFunc(out.Weights, func(v float64) bool { return v != 0 }) && !affine {
			t.Errorf("%+v: output %+v", class, out)
		}
		if out.Bias != 0 && (class.Output == network.None || affine && !class.Bias()) {
			t.Errorf("%+v: output %+v", class, out)
		}
	})
}

// TestNorm: ŵᵀ Norm ŵ is the squared norm of the network's weights, which are
// the shortest that act alike.
func TestNorm(t *testing.T) {
	problems(t, func(t *testing.T, rng *rand.Rand, k kind, _ *dataset.Dataset, class network.Class, p *Problem) {
		if class.NormBound == 0 {
			return
		}
		if got := p.NormBound * p.LabelScale; math.Abs(got-class.NormBound) > 1e-12 {
			t.Errorf("norm bound %g became %g", class.NormBound, got)
		}
		point, signs := randomPoint(rng, p, 1)
		u := p.Network(point, signs).Units[0]
		norm := math.Abs(u.Bias)
		for _, v := range u.Weights {
			norm = math.Hypot(norm, v)
		}
		square := 0.0
		for d, v := range point.Units[0] {
			for e, w := range point.Units[0] {
				square += v * p.Norm[d*p.N+e] * w
			}
		}
		if got := math.Sqrt(square) * p.LabelScale; !(math.Abs(got-norm) <= 1e-9*norm) {
			t.Errorf("%+v: norm %g by the matrix, %g of the weights", class, got, norm)
		}
		// b = 2a: weights along (2, -1) do nothing, so the shortest have none.
		if along := 2*u.Weights[0] - u.Weights[1]; k.dependent && math.Abs(along) > 1e-9*norm {
			t.Errorf("%+v: weights %v are not the shortest", class, u.Weights)
		}
	})
}

// TestErrorBounds: XError and YError bound the distance from whitening without
// any rounding, of the floats and of decimals that they may have been read from.
func TestErrorBounds(t *testing.T) {
	problems(t, func(t *testing.T, rng *rand.Rand, k kind, data *dataset.Dataset, class network.Class, p *Problem) {
		if k.repeated {
			return // samples are no longer rows
		}
		from := decimals{rng: rng, off: rng.IntN(2) == 0}
		exactX := from.units(data, p)
		var x, y big.Float
		for i, omega := range p.Weights {
			worst := new(big.Float)
			for d := range p.N {
				off := subtract(exactX[i][d], p.X[i*p.N+d])
				if off.Abs(off); off.Cmp(worst) > 0 {
					worst = off
				}
			}
			addSquare(&x, omega, worst)
			addSquare(&y, omega, subtract(from.label(data.Y[i], p, class, exactX[i]), p.Y[i]))
		}
		if x.Sqrt(&x); x.Cmp(big.NewFloat(p.XError)) > 0 {
			t.Errorf("%+v: inputs are off by %s, XError is %g", class, x.Text('g', 5), p.XError)
		}
		if y.Sqrt(&y); y.Cmp(big.NewFloat(p.YError)) > 0 {
			t.Errorf("%+v: labels are off by %s, allowed is %g", class, y.Text('g', 5), p.YError)
		}
	})
}

// bits is the precision of exact arithmetic here: enough for sums of products.
const bits = 2000

func exact(v float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(v) }

func product(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Mul(a, b) }

func subtract(a *big.Float, v float64) *big.Float {
	return new(big.Float).SetPrec(bits).Sub(a, exact(v))
}

func addSquare(sum *big.Float, omega float64, v *big.Float) {
	sum.SetPrec(bits).Add(sum, product(exact(omega), product(v, v)))
}

// decimals are those that floats were read from: the same, or off by up to half
// an ulp.
type decimals struct {
	rng *rand.Rand
	off bool
}

func (r decimals) of(v float64) *big.Float {
	if !r.off || v == 0 {
		return exact(v)
	}
	other := math.Nextafter(v, []float64{math.Inf(1), math.Inf(-1)}[r.rng.IntN(2)])
	sum := new(big.Float).SetPrec(bits).Add(exact(v), exact(other))
	return sum.Quo(sum, exact(2))
}

// units is x̂ of all samples.
func (r decimals) units(data *dataset.Dataset, p *Problem) [][]*big.Float {
	out := make([][]*big.Float, p.M)
	for i := range out {
		var raw []*big.Float
		if p.basis.bias {
			raw = append(raw, exact(1))
		}
		for _, v := range data.Row(i) {
			raw = append(raw, r.of(v))
		}
		for d := range p.N {
			sum := exact(0)
			for e, column := range p.basis.kept {
				v := product(exact(p.basis.t[d*p.N+e]), raw[column])
				sum.Add(sum, v.Quo(v, exact(p.basis.scale[column])))
			}
			out[i] = append(out[i], sum)
		}
	}
	return out
}

// label is the scaled label less the reference fit.
func (r decimals) label(y float64, p *Problem, class network.Class, x []*big.Float) *big.Float {
	label := r.of(y)
	label.Quo(label, exact(p.LabelScale))
	for d, c := range p.reference {
		z := exact(1)
		if class.Output == network.Affine {
			z = x[d]
		}
		label.Sub(label, product(exact(c), z))
	}
	return label
}

// TestRefuses: nothing to feed a unit, overflow and underflow.
func TestRefuses(t *testing.T) {
	zero := &dataset.Dataset{Features: []string{"a"}, X: []float64{0, 0}, Y: []float64{1, 2}}
	if _, err := New(context.Background(), zero, network.Class{NoBias: true, Output: network.None}); err == nil {
		t.Error("only zeros were taken")
	}
	p, err := New(context.Background(), zero, network.Class{Output: network.None})
	if err != nil || p.N != 1 || fmt.Sprint(p.Dropped) != "[a]" {
		t.Errorf("with a bias: %+v, %v", p, err)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	rounded := &dataset.Dataset{Features: []string{"a", "b", "sum"}}
	for range 12 {
		a, b := rng.NormFloat64(), rng.NormFloat64()
		rounded.X, rounded.Y = append(rounded.X, a, b, 3*a-b), append(rounded.Y, a)
	}
	if _, err := New(t.Context(), rounded, network.Class{Output: network.None}); err == nil || !strings.Contains(err.Error(), `"sum" differs from`) {
		t.Errorf("a column that is a combination of others but for rounding: %v", err)
	}
	huge := &dataset.Dataset{Features: []string{"a"}, X: []float64{1, 2}, Y: []float64{1e200, -1e200}}
	if _, err := New(context.Background(), huge, network.Class{NoBias: true, Output: network.None}); err == nil {
		t.Error("labels whose squares overflow were taken")
	}
	for _, y := range []float64{5e-324, 1e-310, 1e-200} {
		tiny := &dataset.Dataset{Features: []string{"a"}, X: []float64{1, 2}, Y: []float64{y, 0}}
		if _, err := New(context.Background(), tiny, network.Class{NoBias: true, Output: network.None}); err == nil {
			t.Errorf("labels of %g, whose squares underflow, were taken", y)
		}
	}
}
