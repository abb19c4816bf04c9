package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/indented"
	"relucert/network"
	"relucert/paper/deep"
)

// deepAnswer is a network with an output ReLU, and what is known of all.
type deepAnswer struct {
	Status        string         `json:"status"`
	OutputReLU    bool           `json:"output_relu"`
	Units         []network.Unit `json:"units"`
	SSE           float64        `json:"sse"`
	SSELower      float64        `json:"sse_lower"`
	TrainingError float64        `json:"training_error"`
	Certified     bool           `json:"certified"` // never
	Nodes         int64          `json:"nodes"`

	complete bool
}

// trainDeep is fit --output-relu.
func (o *fitOptions) trainDeep(ctx context.Context, f *pflag.FlagSet, file string) error {
	if err := o.checkDeep(f); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.search.TimeLimit, 0)
	defer cancel()
	data, _, err := o.read(ctx, file)
	if err != nil {
		return err
	}
	answer, err := o.deepest(ctx, data)
	if err != nil {
		return usagef("%s: %v", data.Name, err)
	}
	status := relucert.Optimal
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		status = relucert.Interrupted
	case ctx.Err() != nil:
		status = relucert.TimeLimit
	case answer.complete:
	case o.search.NodeLimit > 0 && answer.Nodes >= o.search.NodeLimit:
		status = relucert.NodeLimit
	default:
		status = relucert.PrecisionLimit
	}
	answer.Status = status.String()
	if err := o.writeDeep(data, answer); err != nil || status == relucert.Optimal {
		return err
	}
	return ending{status}
}

// checkDeep refuses what only sums of units have.
func (o *fitOptions) checkDeep(f *pflag.FlagSet) error {
	if err := o.checkUnits(); err != nil {
		return err
	}
	if linear := linearName(f); f.Changed(linear) && o.problem.Output != network.None {
		return usagef("--output-relu has no free part: leave out --%s", linear)
	}
	if o.certificateFile != "" {
		return usagef("--output-relu is not certified: there is no --certificate for it")
	}
	return o.refuseWith(f, "--output-relu", append(inSections(f, piecesSection, sureSection, choiceSection),
		"norm-bound", "weight-limit", "until", "model", "plot", "report", "watch", "events", "method", "memory-limit", "breakpoints")...)
}

// deepest is the best of all choices of signs; with none but − the output is 0.
func (o *fitOptions) deepest(ctx context.Context, data *dataset.Dataset) (*deepAnswer, error) {
	x := inputsOf(data, o.problem.Bias())
	answer := &deepAnswer{complete: true, OutputReLU: true, SSE: math.Inf(1), SSELower: math.Inf(1)}
	for _, signs := range o.problem.SignVectors() {
		form := deep.OutputReLU(signs...)
		if err := form.Check(); err != nil {
			return nil, err
		}
		o.announceDeep(form, len(x))
		r, err := deep.Train(ctx, form, x, data.Y, data.Weights, deep.Options{Gap: o.search.Gap, NodeLimit: o.search.NodeLimit, Seed: o.search.Seed})
		if err != nil {
			return nil, err
		}
		answer.take(r, signs, o.problem.Bias())
	}
	answer.TrainingError = answer.SSE / data.SumOfWeights()
	return answer, nil
}

// announceDeep says how much there may be to do, before it is done.
func (o *fitOptions) announceDeep(form deep.Form, samples int) {
	if !o.quiet {
		bound, _ := form.Patterns(samples).Float64()
		fmt.Fprintf(os.Stderr, "signs %v: at most %.3g patterns\n", form, bound)
	}
}

// inputsOf are the units' inputs, a 1 first if they have a bias.
func inputsOf(data *dataset.Dataset, bias bool) (x [][]float64) {
	for row := range slices.Chunk(data.X, len(data.Features)) {
		if bias {
			row = append([]float64{1}, row...)
		}
		x = append(x, row)
	}
	return x
}

// take adds what is known of one choice of signs.
func (a *deepAnswer) take(r *deep.Result, signs []int, bias bool) {
	a.Nodes += r.Nodes
	a.SSELower = min(a.SSELower, r.Lower)
	a.complete = a.complete && r.Complete
	if r.SSE >= a.SSE {
		return
	}
	a.SSE, a.Units = r.SSE, nil
	for j, w := range r.Weights {
		u := network.Unit{Sign: signs[j], Weights: w}
		if bias {
			u.Bias, u.Weights = w[0], w[1:]
		}
		a.Units = append(a.Units, u)
	}
}

func (o *fitOptions) writeDeep(data *dataset.Dataset, a *deepAnswer) error {
	if o.json {
		return indented.JSON(desk.Stdout, a)
	}
	return a.write(desk.Stdout, data)
}

// write is the summary for people.
func (a *deepAnswer) write(out io.Writer, data *dataset.Dataset) error {
	fmt.Fprintf(out, "%s: max(0, sum of %d units), %d samples\n\n", data.Name, len(a.Units), data.Rows())
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "  unit\tsign\tbias\t")
	for _, name := range data.Features {
		fmt.Fprintf(w, "%s\t", name)
	}
	for j, u := range a.Units {
		fmt.Fprintf(w, "\n  %d\t%c\t%.6g\t", j+1, network.SignRune(u.Sign), u.Bias)
		for _, v := range u.Weights {
			fmt.Fprintf(w, "%.6g\t", v)
		}
	}
	fmt.Fprintln(w)
	if err := w.Flush(); err != nil {
		return err
	}
	w = tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nstatus\t%s\ntraining error\t%.7g\nSSE\t%.7g\nlower bound\t%.7g, in float64: not certified\nsearch\tpatterns, %d nodes\n",
		a.Status, a.TrainingError, a.SSE, a.SSELower, a.Nodes)
	return w.Flush()
}
