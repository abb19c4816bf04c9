package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/indented"
	"relucert/internal/output"
	"relucert/paper/kernel"
)

// improperOptions is what the flags of learn-improper say.
type improperOptions struct {
	data                       dataset.Options
	learn                      kernel.Options
	modelFile, predict, output string
	json, quiet                bool
	files                      *output.Files // what may be written
	plan                       kernel.Plan
}

func improperCommand() *cobra.Command {
	o := &improperOptions{}
	cmd := &cobra.Command{
		Use:   "learn-improper FILE",
		Short: "Learn a function as good as the best ReLU, fast, without being one",
		Long: `Learn-improper finds a polynomial whose training error, the average squared error, is
at most epsilon above that of every unit ±max(0, ⟨w, x⟩ + bias) with ‖(w, bias)‖ ≤ B:
the kernel learner of Goel, Kanade, Klivans and Thaler (COLT 2017), with the degree and
the ridge that epsilon asks for. It takes memory for m² numbers and time for m³/3
multiplications, where finding the best unit itself is NP-hard. --predict applies it to
another file at once, predict-improper later. --units K competes with sums Σ a_j max(0, ⟨w_j, x⟩),
‖w_j‖ ≤ B and ‖a‖ ≤ 1. --reliable asks for one-sided errors: labels are not negative, the
competitors are 0 wherever the label is, and so is the answer, but on a share of at most
epsilon/(BR)² of the samples, R being the length of the longest.

The guarantee is for the average over the samples in FILE. For rows that were not seen the
summary says how many samples would do for 2·epsilon, on average over the draws of such
samples: 2^O(√K/epsilon), the theorem's number with its constant. With fewer, between
them the polynomial may swing, up to what the summary says for inputs no longer than the
longest sample (1 for the bias included); beyond that length it may be anything.`,
		Example: `  relucert learn-improper data.csv --epsilon 0.05 --model kernel.json
  relucert learn-improper data.csv --epsilon 0.05 --predict new.csv -o predictions.csv`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(positive(&o.learn.Epsilon), "epsilon", "additive training error, in squared label units (required)")
	f.Var(positive(&o.learn.NormBound), "norm-bound", "B, bias weight included (default: 1)")
	f.BoolVar(&o.learn.Bias, "bias", true, "compete with units that have a bias")
	countFlag(f, &o.learn.Units, "units", 1, "K, compete with sums of so many units")
	f.BoolVar(&o.learn.Reliable, "reliable", false, "one-sided errors: 0 where the label is 0")
	dataFlags(f, &o.data)
	f.StringVar(&o.modelFile, "model", "", "save the function to `FILE`, for predict-improper")
	f.StringVar(&o.predict, "predict", "", "predict the rows of this `FILE`, too")
	f.StringVarP(&o.output, "output", "o", "", "write those predictions to `FILE`, gzipped if it ends in .gz (required with --predict)")
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the summary")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no log")
	return cmd
}

func (o *improperOptions) run(ctx context.Context, file string) error {
	if err := o.check(file); err != nil {
		return err
	}
	data, model, err := o.train(ctx, file)
	if err != nil {
		return err
	}
	model.Relucert = version()
	if err := errors.Join(o.files.Write(o.modelUse(), model.Write), o.answer(desk.Stdout, data, model)); err != nil || o.predict == "" {
		return err
	}
	next := improperPrediction{predictOptions{out: o.output, column: "prediction", data: dataset.Options{DropMissing: o.data.DropMissing}, files: o.files}}
	return next.run(ctx, o.predict, func() (*kernel.Model, error) { return model, nil })
}

// check finds what cannot work before the long work starts.
func (o *improperOptions) check(file string) error {
	if o.learn.Epsilon == 0 {
		return usagef("--epsilon is required: the additive error in squared label units")
	}
	if o.learn.NormBound == 0 {
		o.learn.NormBound = 1
	}
	if (o.predict == "") != (o.output == "") {
		return usagef("--predict and --output go together: what to predict, and where to write it")
	}
	o.files = desk.Reading(output.Use{By: "the data", Path: file}, output.Use{By: "the rows to predict", Path: o.predict})
	return o.files.Check(o.modelUse(), output.Use{By: "--output", Path: o.output})
}

func (o *improperOptions) modelUse() output.Use { return output.Use{By: "--model", Path: o.modelFile} }

// train reads and learns; neither can be interrupted in the middle, so it runs
// beside the wait for a signal.
func (o *improperOptions) train(ctx context.Context, file string) (data *dataset.Dataset, model *kernel.Model, err error) {
	err = await(ctx, func() (err error) {
		if data, _, err = dataset.Open(file, o.data); err != nil {
			return err
		}
		if o.plan, err = kernel.NewPlan(data, o.learn); err != nil {
			return usagef("%s: %v", file, err)
		}
		o.log(data, o.plan)
		start := time.Now()
		if model, err = kernel.Learn(ctx, data, o.learn); err != nil && ctx.Err() == nil {
			return usagef("%s: %v", file, err)
		}
		o.logf("learned in %v\n", time.Since(start).Round(time.Millisecond))
		return err
	})
	return data, model, err
}

func (o *improperOptions) log(data *dataset.Dataset, plan kernel.Plan) {
	o.logf("relucert %s\ndata    %s: samples %d, features %d, target %s\n", version(), data.Name, data.Rows(), len(data.Features), data.Target)
	m := float64(data.Rows())
	o.logf("kernel  degree %d, norm %.4g, ridge %.3g; a matrix of %.3g MB, %.2g multiplications\n",
		plan.Degree, plan.RKHSNorm, plan.Ridge, 8e-6*m*m, m*m*m/3)
}

func (o *improperOptions) logf(format string, args ...any) {
	if !o.quiet {
		fmt.Fprintf(os.Stderr, format, args...)
	}
}

func (o *improperOptions) answer(w io.Writer, data *dataset.Dataset, m *kernel.Model) error {
	if o.json {
		return indented.EscapedJSON(w, map[string]any{"rows": data.Rows(), "degree": m.Degree, "ridge": m.Ridge, "radius": m.Radius,
			"epsilon": m.Epsilon, "norm_bound": m.NormBound, "bias": m.Bias, "training_error": m.TrainingError, "largest_in_radius": m.Largest(data),
			"units": m.Units, "reliable": m.Reliable, "false_positives": m.FalsePositives, "fresh_samples": o.plan.FreshSamples})
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "training error\t%.7g (the average squared error on %d samples)\n", m.TrainingError, data.Rows())
	if m.Reliable {
		fmt.Fprintf(table, "false positives\t%.4g of the samples have the label 0 and an output above it\n", m.FalsePositives)
	}
	fmt.Fprintf(table, "guarantee\ton these %d samples, surely: at most %.4g above that of every %s with weights of norm %g\n", data.Rows(), m.Epsilon, o.competitors(), m.NormBound)
	fmt.Fprintf(table, "fresh rows\t%s samples suffice for at most %.4g above it, on average over the draws\n", sampleCount(o.plan.FreshSamples), 2*m.Epsilon)
	fmt.Fprintf(table, "elsewhere\tno guarantee: up to ±%.2g at inputs of norm up to %.6g, anything beyond\n", m.Largest(data), m.Radius)
	fmt.Fprintf(table, "kernel\tdegree %d, ridge %.3g\n", m.Degree, m.Ridge)
	return table.Flush()
}

// competitors in words.
func (o *improperOptions) competitors() string {
	text := "ReLU"
	if o.learn.Units > 1 {
		text = fmt.Sprintf("sum of %d ReLUs, ‖a‖ ≤ 1,", o.learn.Units)
	}
	if o.learn.Reliable {
		text = "reliable " + text
	}
	return text
}
