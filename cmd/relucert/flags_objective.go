package main

import (
	"github.com/spf13/pflag"

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
