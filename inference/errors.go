package inference

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Errors is how sure a curve's parameters are: all that intervals and bands need, without the samples. As JSON it is the
// field "errors" of a model.json.
type Errors struct {
	Curve
	Free       []int       `json:"free"`       // the parameters that were free, by index: level, slopes, kinks
	Covariance [][]float64 `json:"covariance"` // of those
	Variance   float64     `json:"variance"`   // of a new sample of weight 1
	Freedom    int         `json:"freedom"`    // degrees of freedom
}

// Errors linearises about the fit: the covariance is σ²(JᵀΩJ)⁻¹ with J the derivatives of f by the parameters. Where no
// breakpoint is at an input this is the inverse of the SSE's Hessian as well: f is linear in each parameter, and of its mixed
// derivatives, steps at the breakpoints, the sums with residuals are 0 at the optimum. A sample at a breakpoint counts half
// on either side. A given point leaves the parameters only changes that do not move f there. It fails where the samples do not determine all parameters, or leave no degree of freedom.
func (l *Line) Errors() (*Errors, error) {
	if math.IsNaN(l.freedom()) {
		return nil, errors.New("no degrees of freedom are left")
	}
	if l.hardlyTurns() {
		return nil, errUndetermined
	}
	e := &Errors{Curve: l.Curve, Free: l.free(), Variance: l.SSE() / l.freedom(), Freedom: int(l.freedom())}
	inverse, err := l.inverse(e.Free)
	if err != nil {
		return nil, err
	}
	for i := range e.Free {
		e.Covariance = append(e.Covariance, make([]float64, len(e.Free)))
		for j := range e.Free {
			e.Covariance[i][j] = e.Variance * inverse.At(i, j)
		}
	}
	return e, nil
}

// hardlyTurns says that the slope changes by rounding only at a breakpoint.
func (l *Line) hardlyTurns() bool {
	least := l.leastSlope()
	for i := range l.Kinks {
		if math.Abs(l.Slopes[i+1]-l.Slopes[i]) <= least {
			return true
		}
	}
	return false
}

// inverse is (JᵀΩJ)⁻¹ for the free parameters, by Cholesky with columns of length 1.
func (l *Line) inverse(free []int) (*mat.SymDense, error) {
	n := len(free)
	if l.Parameters() == 0 {
		return mat.NewSymDense(n, nil), nil
	}
	information, scale := l.information(free), make([]float64, n)
	for i := range n {
		if scale[i] = math.Sqrt(information.At(i, i)); scale[i] == 0 {
			return nil, errUndetermined
		}
	}
	rescale(information, scale)
	inverse, err := inverseAlong(l.directions(free, scale), information)
	if err != nil {
		return nil, err
	}
	rescale(inverse, scale)
	return inverse, nil
}

// directions are those in which free parameters can move, times scale; nil: all. They are orthonormal, one a column.
func (l *Line) directions(free []int, scale []float64) *mat.Dense {
	if l.Through == nil {
		return nil
	}
	n, normal := len(free), pick(l.gradientAt(l.parameters(), *l.Through), free)
	for i := range normal {
		normal[i] /= scale[i]
	}
	var qr mat.QR
	var q mat.Dense
	qr.Factorize(mat.NewDense(n, 1, normal))
	qr.QTo(&q)
	return mat.DenseCopyOf(q.Slice(0, n, 1, n))
}

// inverseAlong is D(DᵀAD)⁻¹Dᵀ; without directions D it is A⁻¹.
func inverseAlong(d *mat.Dense, a *mat.SymDense) (*mat.SymDense, error) {
	if d == nil {
		return inverseOf(a)
	}
	var along, whole mat.Dense
	along.Product(d.T(), a, d)
	inverse, err := inverseOf(symmetric(&along))
	if err != nil {
		return nil, err
	}
	whole.Product(d, inverse, d.T())
	return symmetric(&whole), nil
}

func inverseOf(a *mat.SymDense) (*mat.SymDense, error) {
	var chol mat.Cholesky
	inverse := mat.NewSymDense(a.SymmetricDim(), nil)
	if !chol.Factorize(a) || chol.Cond() > 1e13 || chol.InverseTo(inverse) != nil {
		return nil, errUndetermined
	}
	return inverse, nil
}

// symmetric is the upper triangle's matrix.
func symmetric(m *mat.Dense) *mat.SymDense {
	n, _ := m.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, m.At(i, j))
		}
	}
	return s
}

var errUndetermined = errors.New("the samples do not determine slopes and breakpoints (a piece has too few, or two slopes are equal)")

// rescale divides rows and columns.
func rescale(m *mat.SymDense, by []float64) {
	for i := range by {
		for j := i; j < len(by); j++ {
			m.SetSym(i, j, m.At(i, j)/by[i]/by[j])
		}
	}
}

func pick(all []float64, which []int) []float64 {
	picked := make([]float64, len(which))
	for i, at := range which {
		picked[i] = all[at]
	}
	return picked
}

// ErrorsText is the field "errors" of a model.json, nil if the samples do not determine the line.
func (l *Line) ErrorsText() json.RawMessage {
	e, err := l.Errors()
	if err != nil {
		return nil
	}
	text, err := json.Marshal(e)
	if err != nil {
		return nil // beyond the doubles
	}
	return text
}

// ReadErrors reads the field "errors" of a model.json.
func ReadErrors(text json.RawMessage) (*Errors, error) {
	e := new(Errors)
	if text == nil {
		return nil, errors.New("the model does not say how sure it is: it is no broken line, it may jump, or its samples do not determine it")
	}
	if err := json.Unmarshal(text, e); err != nil {
		return nil, err
	}
	if e.Freedom < 1 || len(e.Slopes) != len(e.Kinks)+1 || len(e.Covariance) != len(e.Free) || !(e.Variance >= 0) {
		return nil, errors.New("they do not belong together")
	}
	for i, at := range e.Free {
		if at < 0 || at >= e.size() || len(e.Covariance[i]) != len(e.Free) {
			return nil, fmt.Errorf("parameter %d is none of the curve's", at)
		}
	}
	return e, nil
}

// se is the standard error of what changes with the parameters by g.
func (e *Errors) se(g []float64) float64 {
	of, variance := pick(g, e.Free), 0.0
	for i := range of {
		for j := range of {
			variance += of[i] * of[j] * e.Covariance[i][j]
		}
	}
	return math.Sqrt(max(0, variance))
}

// quantile is how many standard errors an interval reaches to either side.
func (e *Errors) quantile(level float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(e.Freedom)}.Quantile((1 + level) / 2)
}

// Band is f at one input, with the interval of its mean and that of one new sample of weight 1.
type Band struct {
	X, Y       float64
	Confidence [2]float64
	Prediction [2]float64
}

// Bands are pointwise at a level such as 0.95.
func (e *Errors) Bands(at []float64, level float64) []Band {
	width, bands, g := e.quantile(level), make([]Band, len(at)), e.parameters()
	for i, x := range at {
		y, se := e.At(x), e.se(e.gradientAt(g, x))
		fresh := math.Sqrt(e.Variance + se*se)
		bands[i] = Band{x, y, [2]float64{y - width*se, y + width*se}, [2]float64{y - width*fresh, y + width*fresh}}
	}
	return bands
}
