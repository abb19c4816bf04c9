package main

import (
	"context"

	"github.com/spf13/pflag"
)

// decide is fit --until 0: no float64 has an SSE of exactly 0, so the question is one for fractions.
func (o *fitOptions) decide(ctx context.Context, f *pflag.FlagSet, file string) error {
	if err := o.checkUnits(); err != nil {
		return err
	}
	if err := o.checkExact(f); err != nil {
		return err
	}
	sum := &sumOptions{data: o.data, bias: o.problem.Bias(), units: o.problem.Units, signs: o.problem.Signs, linear: o.problem.Output.String(),
		timeLimit: o.search.TimeLimit, nodeLimit: o.search.NodeLimit, memory: o.memory, quiet: o.quiet, json: o.json, proof: o.certificateUse()}
	sum.proof.Grows = false
	return sum.run(ctx, desk.Stdout, file)
}

// checkExact refuses what linear programs over the rationals cannot do.
func (o *fitOptions) checkExact(f *pflag.FlagSet) error {
	if o.problem.NormBound > 0 {
		return usagef("--until 0 is decided without a norm bound")
	}
	if o.outputReLU {
		return usagef("--until 0 is for sums of units, not for --output-relu")
	}
	return o.refuseWith(f, "--until 0", append(inSections(f, piecesSection, sureSection, choiceSection),
		"model", "plot", "report", "watch", "events", "method", "weight-limit", "gap")...)
}

// refuseWith refuses flags, and a range of units, that make no sense with another flag.
func (o *fitOptions) refuseWith(f *pflag.FlagSet, flag string, others ...string) error {
	for _, other := range others {
		if f.Changed(other) {
			return usagef("--%s does not go with %s", other, flag)
		}
	}
	if o.span.path {
		return usagef("%s is for one number of units, 1 or more: got %v", flag, o.span)
	}
	return nil
}
