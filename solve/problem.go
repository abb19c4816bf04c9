package solve

import (
	"errors"
	"fmt"
	"math"
	"time"

	"relucert/dataset"
	"relucert/network"
)

// Problem is one training question: which network of this class has the least
// sum of squared errors on these samples?
type Problem struct {
	Data *dataset.Dataset
	// Units is k, the number of ReLU units, at least 1. Ignored when Signs is set.
	Units int
	// Signs are the units' coefficients, +1 or -1 each. Nil lets all Units+1
	// sign counts compete in one search.
	Signs []int
	// Bias appends a coordinate that is always 1 to every unit's input.
	Bias bool
	// Output is the free part added to the units.
	Output network.OutputPart
	// NormBound is B in ‖w_j‖₂ ≤ B, bias weight included. Zero: no bound.
	NormBound float64
	// WeightLimit is Λ, the limit on whitened weights under which optimality is
	// claimed (design/2-conic.md). Zero: 1000 times the RMS label.
	WeightLimit float64
}

// Options say how long and how exactly to search. The zero value of each field
// but Gap means "no limit" or "the default".
type Options struct {
	// Gap is the relative gap (upper-lower)/upper at which the search ends.
	Gap float64
	// Additive is the absolute gap upper-lower, in SSE, at which it ends too; 0: none.
	Additive float64
	// Until is an SSE at which the search ends too, as soon as it is reached or
	// proved to be out of reach; 0: none.
	Until float64
	// TimeLimit, NodeLimit and MemoryLimit end the search early; 0: none. The memory,
	// in bytes, is the whole process's, but for the program's own text.
	TimeLimit   time.Duration
	NodeLimit   int64
	MemoryLimit int64
	// Threads is the number of workers; 0: all cores. The result does not depend on it.
	Threads int
	// Seed drives the local search's random starts.
	Seed uint64
	// Method is the relaxation to use.
	Method Method
	// OnMethod, when set, is told the method and why it was chosen.
	OnMethod func(m Method, why string)
	// Certificate, when set, takes a proof of the result's bounds.
	Certificate *Certificate
	// OnEvent, when set, is called from the search's own goroutine with every
	// new incumbent and about once in EventEvery with the state of the search.
	OnEvent    func(Event)
	EventEvery time.Duration
}

// Event is one line of a search's history.
type Event struct {
	Elapsed time.Duration
	// Nodes processed and Open nodes left.
	Nodes, Open int64
	// Lower and Upper bound the least SSE, in the data's own units.
	Lower, Upper float64
	// Source names what found the incumbent ("start", "node", …) when this
	// event announces one, else it is empty.
	Source string
}

// Status says why the search ended.
type Status int

// The statuses. Running out of budget is a status, not an error: the result
// still carries a network and proved bounds.
const (
	Optimal Status = iota
	TimeLimit
	NodeLimit
	MemoryLimit
	Interrupted
	// PrecisionLimit: the tree is exhausted, but float64 cannot close the gap.
	PrecisionLimit
	// Decided: whether a network reaches Options.Until, but not which is the best.
	Decided
)

// String is the status as it stands in the JSON result.
func (s Status) String() string {
	return [...]string{"optimal", "time_limit", "node_limit", "memory_limit", "interrupted", "precision_limit", "decided"}[s]
}

// Result is a network and what was proved of it.
type Result struct {
	Status  Status
	Network *network.Network
	// SSE is the network's weighted sum of squared errors, SSELower a proved
	// lower bound on that of every network in the class.
	SSE, SSELower float64
	// TrainingError is SSE divided by the sum of the sample weights.
	TrainingError float64
	// Floor is the absolute tolerance, 1e-12·Σω y² (about the mean if the output has a constant) or Options.Additive if that is
	// more; FloorDecided says that it, not the relative gap, ended the search.
	Floor        float64
	FloorDecided bool
	// WeightLimit is Λ as applied, in label units per standardised input. Zero: the
	// bound holds without one.
	WeightLimit float64
	// Dropped names the features that depend linearly on earlier columns.
	Dropped []string
	Nodes   int64
	Seconds float64
	// Method is what proved the bound: "conic", "sign", "enumerate", "sweep" or "breakpoints".
	Method string
	// Unbegun says that a limit struck before the search began: the network is constant,
	// the bound 0, and there is no certificate.
	Unbegun bool
}

// check finds what no result may say.
func (r *Result) check() error {
	for name, v := range map[string]float64{"SSE": r.SSE, "lower bound": r.SSELower, "training error": r.TrainingError, "weight limit": r.WeightLimit} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("the %s came out as %g: the numbers of this problem are beyond float64 (rescale the columns)", name, v)
		}
	}
	return nil
}

// Gap is (SSE-SSELower)/SSE, and 0 when SSE is 0.
func (r *Result) Gap() float64 {
	if r.SSE == 0 {
		return 0
	}
	return (r.SSE - r.SSELower) / r.SSE
}

// units is k.
func (p *Problem) units() int {
	if p.Signs != nil {
		return len(p.Signs)
	}
	return p.Units
}

func (p *Problem) weight(i int) float64 {
	if p.Data.Weights == nil {
		return 1
	}
	return p.Data.Weights[i]
}

func (p *Problem) sumOfWeights() float64 {
	sum := 0.0
	for i := range p.Data.Y {
		sum += p.weight(i)
	}
	return sum
}

// variation is Σω y², about the labels' mean where the output part has a constant.
func (p *Problem) variation() float64 {
	sum, mean := 0.0, 0.0
	if p.constantOutput() {
		mean = p.meanLabel()
	}
	for i, y := range p.Data.Y {
		sum += p.weight(i) * (y - mean) * (y - mean)
	}
	return sum
}

// constantOutput says that the output part has a constant.
func (p *Problem) constantOutput() bool {
	return p.Output == network.Intercept || p.Output == network.Affine && p.Bias
}

// validate finds problems that make no sense.
func (p *Problem) validate() error {
	switch {
	case p.Data == nil || p.Data.Rows() == 0:
		return errors.New("there are no samples")
	case p.units() < 1:
		return fmt.Errorf("a network needs at least one unit, got %d", p.units())
	case p.Data.Origins != nil && (!p.Bias || p.NormBound > 0):
		return errors.New("data with origins are for units with a bias and without norm bound")
	case p.Data.TargetOrigin.Mantissa != 0 && !p.constantOutput():
		return errors.New("labels with an origin are for an output with a constant")
	case p.NormBound < 0 || math.IsNaN(p.NormBound) || math.IsInf(p.NormBound, 0):
		return fmt.Errorf("the norm bound must be a finite positive number, got %g", p.NormBound)
	case p.WeightLimit < 0 || math.IsNaN(p.WeightLimit):
		return fmt.Errorf("the weight limit must be positive, got %g", p.WeightLimit)
	}
	for _, a := range p.Signs {
		if a != 1 && a != -1 {
			return fmt.Errorf("signs are +1 or -1, got %d", a)
		}
	}
	return nil
}
