package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/output"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// sumOptions asks whether a sum of units fits exactly.
type sumOptions struct {
	data      dataset.Options
	bias      bool
	units     int
	signs     []int
	linear    string
	timeLimit time.Duration
	nodeLimit int64
	memory    int64
	quiet     bool
	json      bool
	proof     output.Use
}

func (o *sumOptions) define(f *pflag.FlagSet) {
	f.Var(counting(&o.units), "units", "number of units, of any signs (default 1)")
	f.Var(signs(&o.signs), "signs", "the units' signs, as in --signs=+-, instead of --units")
	f.Var(oneOf(&o.linear, "none", "intercept", "affine"), "linear", "free part added to the units")
	f.Var(duration(&o.timeLimit), "time-limit", "for several units: stop after this long, e.g. 30s (default: none)")
	f.Var(counting(&o.nodeLimit), "node-limit", "for several units: stop after this many nodes (default: none)")
	f.Var(memory(&o.memory), "memory-limit", "for several units: stop at this much memory of the process, e.g. 2GiB (default: none)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress")
}

// asked says that the question is not that of one unit alone.
func (o *sumOptions) asked() bool { return o.units > 1 || o.signs != nil || o.linear != "none" }

// run decides, writes the proof and answers.
func (o *sumOptions) run(ctx context.Context, out io.Writer, file string) error {
	files := desk.Reading(output.Use{By: "the data", Path: file})
	if err := files.Check(o.proof); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.timeLimit, o.memory)
	defer cancel()
	var answer *farkas.SumFile
	err := await(ctx, func() (err error) {
		answer, err = o.answer(ctx, file)
		return err
	})
	switch {
	case errors.Is(err, realizable.ErrNodes):
		return outOfTime(fmt.Sprintf("undecided: node limit of %d reached", o.nodeLimit))
	case err != nil && errors.Is(context.Cause(ctx), budget.ErrMemory):
		return outOfTime("undecided: memory limit reached")
	case errors.Is(err, context.DeadlineExceeded):
		return outOfTime(fmt.Sprintf("undecided: time limit of %v reached", o.timeLimit))
	case err != nil:
		return err
	}
	if err := files.Write(o.proof, answer.Write); err != nil {
		return err
	}
	if o.json {
		return answer.Write(out)
	}
	return explainSum(out, answer)
}

func (o *sumOptions) answer(ctx context.Context, file string) (*farkas.SumFile, error) {
	data, err := dataset.OpenExact(file, o.data, o.bias, true)
	if err != nil {
		return nil, err
	}
	answer := &farkas.SumFile{SumQuestion: o.question(data)}
	choices, err := answer.Choices()
	if err != nil {
		return nil, usagef("%v", err)
	}
	samples := farkas.NewSamples(data.X, data.Y, o.linear)
	p, err := realizable.DecideSum(ctx, samples, choices, realizable.Options{
		Hint: o.hint(ctx, data), NodeLimit: o.nodeLimit, OnNode: o.progress()})
	if err != nil {
		return nil, err
	}
	answer.SumProof = *p
	return answer, nil
}

func (o *sumOptions) question(data *dataset.Exact) farkas.SumQuestion {
	q := farkas.SumQuestion{Target: data.Target, Features: data.Features, Bias: o.bias, Units: max(1, o.units), Signs: "any", Output: o.linear}
	if o.signs != nil {
		q.Units, q.Signs = len(o.signs), farkas.SignsText(plusFirst(o.signs))
	}
	return q
}

// plusFirst is the order of signs in proofs.
func plusFirst(signs []int) []int {
	sorted := slices.Clone(signs)
	slices.SortFunc(sorted, func(a, b int) int { return b - a })
	return sorted
}

// firstWord is how long a decision may take in silence; each further word comes after twice the time.
const firstWord = 5 * time.Second

// progress tells now and then how many nodes there were.
func (o *sumOptions) progress() func(int64) {
	begin, next := time.Now(), firstWord
	return func(nodes int64) {
		if spent := time.Since(begin); spent > next && !o.quiet {
			next *= 2
			fmt.Fprintf(os.Stderr, "relucert: %d nodes in %v\n", nodes, spent.Round(time.Second))
		}
	}
}
