package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/network"
)

// defineClass is the flags that say which networks compete.
func (o *fitOptions) defineClass(f *pflag.FlagSet) {
	f.Var(counting(&o.units), "units", "number of ReLU units; the solver finds their signs (default 1)")
	f.Var(signs(&o.problem.Signs), "signs", "the units' signs, as in --signs=+-, instead of --units")
	dataflags.On(f, &o.problem.NoBias, "bias", "give every unit (and the affine part) a bias")
	o.defineLinear(f)
	f.BoolVar(&o.outputReLU, "output-relu", false, "put a ReLU over the sum of units, max(0, Σ ± max(0, …)), without a free part:\ntrained by all activation patterns, for a few columns and some ten rows;\nthe bound is not certified")
	f.Var(positive(&o.problem.NormBound), "norm-bound", "B in ‖w_j‖ ≤ B, bias weight included (default: none)")
	f.Var(positive(&o.problem.WeightLimit), "weight-limit", "limit on whitened weights under which the proof holds\n(default: automatic, stated in the result)")
}

// defineLinear is --linear, with its old name, which -o has in other commands.
func (o *fitOptions) defineLinear(f *pflag.FlagSet) {
	value := outputPart(&o.problem.Output)
	now, old := &twin{Value: value, given: &o.linearGiven}, &twin{Value: value, given: &o.linearGiven}
	old.other = f.VarPF(now, "linear", "", "free part added to the units (default: affine with one column, else intercept)")
	now.other = f.VarPF(old, "output", "", "the old name of --linear")
	now.other.Hidden, old.other.DefValue = true, ""
}

// twin is a flag's value with two names, which must not contradict each other.
type twin struct {
	pflag.Value
	other *pflag.Flag // of the other name
	given *bool       // by either
}

// Set implements pflag.Value.
func (v *twin) Set(text string) error {
	if said := v.other.Value.String(); v.other.Changed && said != text {
		return fmt.Errorf("must be what --%s says, %s", v.other.Name, said)
	}
	*v.given = true
	return v.Value.Set(text)
}

// settleLinear adds an affine part to units on one column, for that is a broken line, unless something says otherwise.
func (o *fitOptions) settleLinear(data *dataset.Dataset) {
	p := &o.problem
	if !o.linearGiven && !o.outputReLU && len(data.Features) == 1 && p.Bias() && p.NormBound == 0 && p.WeightLimit == 0 {
		p.Output = network.Affine
	}
}

// linearName is the name under which --linear is given.
func linearName(f *pflag.FlagSet) string {
	if old := f.Lookup("output"); old != nil && old.Hidden && old.Changed {
		return "output"
	}
	return "linear"
}
