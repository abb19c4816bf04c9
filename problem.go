package relucert

import (
	"errors"
	"fmt"
	"math"
	"time"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
	"relucert/loss"
	"relucert/network"
)

// Problem is one training question: which network of this class has the least
// sum of squared errors on these samples, or the least of another objective?
type Problem struct {
	Data *dataset.Dataset
	network.Class
	// Constraints make the class of broken lines through one column smaller.
	Constraints Constraints
	// Objective is what to make small, the SSE by default. Another one is for method Conic, without norm bound, constraints and Hinges.
	Objective loss.Objective
}

// Options say how long and how exactly to search. The zero value of each field
// means "no limit" or "the default".
type Options struct {
	// Gap is the relative gap (upper-lower)/upper at which the search ends, below 1; 0: the method's [Method.DefaultGap],
	// or, with Additive, none.
	Gap float64
	// Additive is the absolute gap upper-lower, in SSE, at which it ends too; 0: none.
	Additive float64
	// Until is an SSE at which the search ends too, as soon as it is reached or
	// proved to be out of reach; 0: none.
	Until float64
	// Profile, if not 0, asks for the region of each breakpoint (Result.Profile) in broken lines through one column: those of all lines
	// of the class with an SSE up to Profile times that of the result, at least 1. For a 95 % region of one breakpoint under normal errors,
	// n samples and p parameters it is 1 + F/(n−p), F the 95 % quantile with 1 and n−p degrees of freedom (Bates and Watts 1988, section 6.1).
	Profile float64
	// TimeLimit, NodeLimit and MemoryLimit end the search early; 0: none. The memory,
	// in bytes, is the whole process's, but for the program's own text.
	TimeLimit   time.Duration
	NodeLimit   int64
	MemoryLimit int64
	// Threads is the number of workers; 0: all cores. The result does not depend on it.
	Threads int
	// Seed drives the local search's random starts. 0: 1.
	Seed uint64
	// Start, when set, is a network that the search begins with, a function of the data's features and labels less their origins. It may have
	// fewer units than the class, which must have it: else Fit fails. The result is no worse.
	Start *network.Network
	// Method is the relaxation to use.
	Method Method
	// OnMethod, when set, is told the method and why it was chosen.
	OnMethod func(m Method, why string)
	// Certificate, when set, takes a proof of the result's bounds.
	Certificate *Certificate
	// Checkpoint, when set, says where the search is kept, and gone on with.
	Checkpoint *Checkpoint
	// OnEvent, when set, is called from the search's own goroutine with every
	// new incumbent and about once in EventEvery with the state of the search.
	OnEvent    func(Event)
	EventEvery time.Duration
}

// Event is one line of a search's history.
type Event struct {
	Elapsed time.Duration
	// Units is how many the networks have that the rest is about.
	Units int
	// Nodes processed and Open nodes left.
	Nodes, Open int64
	// Lower and Upper bound the least SSE, in the data's own units.
	Lower, Upper float64
	// Source names what found the incumbent ("start", "node", …) when this
	// event announces one, else it is empty.
	Source string
	// Network is that incumbent, not to be modified; nil if there is none.
	Network *network.Network
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
	// lower bound on that of every network in the class. If Objective is another, they are its value and a bound on that.
	SSE, SSELower float64
	// Objective is the problem's.
	Objective loss.Objective
	// TrainingError is the sum of squared errors divided by that of the sample weights, whatever the objective.
	TrainingError float64
	// Errors is Σ ω ℓ(f(x) − y), the objective but for its penalty, and Squares Σ ω (f(x) − y)², as doubles have them.
	Errors, Squares float64
	// Floor is the absolute tolerance, 1e-12·Σω y² (about the mean if the output has a constant) or Options.Additive if that is
	// more; FloorDecided says that it, not the relative gap, ended the search.
	Floor        float64
	FloorDecided bool
	// WeightLimit is Λ as applied, in label units per standardised input. Zero: the
	// bound holds without one.
	WeightLimit float64
	// WeightLimitImplied: the bound holds without it, too, since a penalty keeps every network that costs less within it.
	WeightLimitImplied bool
	// AtWeightLimit: a unit of the network is at the limit, so a larger one may have a better network.
	AtWeightLimit bool
	// Dropped names the features that depend linearly on earlier columns.
	Dropped []string
	Nodes   int64
	Seconds float64
	// Method is what proved the bound.
	Method Method
	// Unbegun says that a limit struck before the search began: the network is constant,
	// the bound 0, and there is no certificate.
	Unbegun bool

	// Profile is where each breakpoint may be, from left to right, if Options.Profile asks for it and the time was enough. It is for broken
	// lines that part the inputs into pieces, each of two different ones at least, as constraints have it (Constraints), even if there are none.
	Profile []ProfileRegion

	// Jumps says that the class is of lines that may jump at their breakpoints (Constraints.Jumps): Network has no units, but jumps.
	Jumps bool

	atMost float64           // the objective of exactly these weights on exactly the numbers of the file is no more
	units  int               // of a class with jumps
	pieces *breakpoints.Line // of a class with constraints or jumps
	line   *brokenLine       // what they are exactly, where that is asked for or rows are few
}

// K is how many units the class has, or with jumps how many breakpoints.
func (r *Result) K() int {
	if r.Jumps {
		return r.units
	}
	return len(r.Network.Units)
}

const beyond = "the numbers of this problem are beyond float64 (rescale the columns)"

// check finds what no result may say.
func (r *Result) check() error {
	for _, number := range []struct {
		name  string
		value float64
	}{{"SSE", r.SSE}, {"lower bound", r.SSELower}, {"training error", r.TrainingError}, {"weight limit", r.WeightLimit}} {
		if math.IsNaN(number.value) || math.IsInf(number.value, 0) {
			return fmt.Errorf("the %s came out as %g: %s", number.name, number.value, beyond)
		}
	}
	if !r.Network.Finite() {
		return errors.New("the network came out with weights that are no numbers: " + beyond)
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

// variation is Σω y², and as much about the labels' mean if the output part has a constant; by
// differences to the first label, so that equal ones give 0. Of another objective it is what these cost.
func (p *Problem) variation() (square, about float64) {
	if !p.Objective.Plain() {
		return p.lossVariation()
	}
	first := p.Data.Y[0]
	total, linear, moved := 0.0, 0.0, 0.0
	for i, y := range p.Data.Y {
		w, d := p.Data.Weight(i), y-first
		square += w * y * y
		total, linear, moved = total+w, linear+w*d, moved+w*d*d
	}
	if !p.Constant() {
		return square, square
	}
	return square, max(0, moved-linear*linear/total)
}
