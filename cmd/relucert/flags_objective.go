package main

import (
	"github.com/spf13/pflag"

	"relucert"
	"relucert/loss"
)

// defineObjective is the flags that say what is made small.
func (o *fitOptions) defineObjective(f *pflag.FlagSet) {
	to := &o.problem.Objective
	f.Var(lossOf(&to.Loss), "loss", "what an error costs: its square, its size (absolute), its square up to δ and then\nin proportion (huber:δ), or as the τ-quantile has it (quantile:τ)")
	f.Var(positive(&to.Ridge), "ridge", "λ of a penalty λ Σ ‖w_j‖² on the units' weights, biases left out (default: none)")
}

// lossOf is a loss, by default the squared one.
func lossOf(to *loss.Loss) *value[loss.Loss] {
	return &value[loss.Loss]{to: to, text: to.String(), kind: "loss", want: "squared, absolute, huber:δ with a δ above 0, or quantile:τ with a τ between 0 and 1",
		parse: func(s string) (loss.Loss, bool) {
			l, err := loss.Parse(s)
			return l, err == nil
		}}
}

// leastSquares are the flags of what is only for least squares.
var leastSquares = []string{"norm-bound", "output-relu", "break", "linear-columns", "min-samples", "min-width", "kinks-between", "known-kinks", "slopes", "through", "jumps",
	"level", "profile", "bootstrap", "kink-test", "select", "energy"}

// checkObjective refuses what is not defined, or has no method, for another objective.
func (o *fitOptions) checkObjective(f *pflag.FlagSet) error {
	name := o.problem.Objective.Name()
	if o.problem.Objective.Plain() {
		return nil
	}
	for _, other := range leastSquares {
		if f.Changed(other) {
			return usagef("--%s is for least squares, not for the %s", other, name)
		}
	}
	switch {
	case o.job != nil:
		return usagef("what a reduction's SSE says is not said by the %s", name)
	case o.span.path || o.choice.energy != "":
		return usagef("no unit, and several numbers of units or models in one run, are for least squares, not for the %s", name)
	case o.exact:
		return usagef("whether there is an exact fit is the same question for all losses: ask --until 0 without --loss and --ridge")
	case o.search.Method != relucert.Auto && o.search.Method != relucert.Conic:
		return usagef("--method %v is for least squares: the %s takes conic", o.search.Method, name)
	}
	return nil
}
