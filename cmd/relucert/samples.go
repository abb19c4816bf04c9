package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"relucert/paper/approx"
)

// samplesOptions is what the flags of samples say.
type samplesOptions struct {
	units                               int
	signs                               []int
	epsilon, delta, norm, radius, label float64
	leastLabel                          float64
	json                                bool
}

func samplesCommand() *cobra.Command {
	o := &samplesOptions{units: 1, delta: 0.05, leastLabel: math.NaN()}
	cmd := &cobra.Command{
		Use:   "samples",
		Short: "How many samples suffice to learn a bounded network",
		Long: `Samples prints how many independent samples suffice so that, with probability at
least 1 − delta, a network trained on them is within epsilon of the best of its class
in average squared error, on a data set or on the population they were drawn from.
The class is f(x) = Σ ±max(0, ⟨w_j, x⟩) with ‖w_j‖ ≤ B, for ‖x‖ ≤ R and |y| ≤ Y.
What is known of signs and labels makes the numbers smaller.

  any labels   Theorem 5: the network is within epsilon/20 of the best on the samples
  realizable   Theorem 9: some network of the class fits every label exactly, and the
               network is trained until it does, too

The paper is Goel, Klivans, Manurangsi, Reichman, ITCS 2021; the constants are
derived in package approx.`,
		Example: "  relucert samples --units 2 --epsilon 0.1 --delta 0.01",
		Args:    files(),
		RunE:    func(*cobra.Command, []string) error { return o.run(desk.Stdout) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(counting(&o.units), "units", "k, number of ReLU units")
	f.Var(positive(&o.epsilon), "epsilon", "additive error, in squared label units (required)")
	f.Var(share(&o.delta), "delta", "probability of failure")
	f.Var(positive(&o.norm), "norm-bound", "B (default: 1)")
	f.Var(positive(&o.radius), "radius", "R, bias input included (default: 1)")
	f.Var(positive(&o.label), "label-bound", "Y (default: kBR, the largest output)")
	f.Float64Var(&o.leastLabel, "least-label", o.leastLabel, "labels are from this to Y (default: −Y)")
	f.Var(signs(&o.signs), "signs", "the units' signs, if they are known, e.g. ++-; sets --units")
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	return cmd
}

func (o *samplesOptions) run(w io.Writer) error {
	if err := checkAccuracy(o.epsilon, o.delta); err != nil {
		return err
	}
	scale, err := o.scale()
	if err != nil {
		return err
	}
	agnostic, realizable := scale.Samples(o.epsilon, o.delta), scale.SamplesRealizable(o.epsilon, o.delta)
	if o.json {
		return json.NewEncoder(w).Encode(map[string]float64{"agnostic": agnostic, "realizable": realizable})
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "any labels\t%s\nrealizable\t%s\n", sampleCount(agnostic), sampleCount(realizable))
	return table.Flush()
}

func (o *samplesOptions) scale() (approx.Scale, error) {
	s := approx.Scale{Units: o.units, Signs: o.signs, Norm: cmp.Or(o.norm, 1), Radius: cmp.Or(o.radius, 1)}
	if o.signs != nil {
		s.Units = len(o.signs)
	}
	s.MostLabel = cmp.Or(o.label, s.Output())
	s.LeastLabel = -s.MostLabel
	if !math.IsNaN(o.leastLabel) {
		s.LeastLabel = o.leastLabel
	}
	if !(s.LeastLabel <= s.MostLabel) || math.IsInf(s.LeastLabel, 0) {
		return s, usagef("--least-label must be a number that is not above the largest label, %g: got %g", s.MostLabel, s.LeastLabel)
	}
	return s, nil
}

// checkAccuracy wants both numbers of a probable approximation.
func checkAccuracy(epsilon, delta float64) error {
	switch {
	case epsilon == 0:
		return usagef("--epsilon is required: the additive error in squared label units")
	case delta == 0:
		return usagef("--delta must be above 0: nothing drawn at random is certain")
	}
	return nil
}

// sampleCount writes a number that may be beyond the integers.
func sampleCount(v float64) string {
	if v < 1e15 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
