package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/checkpoint"
	"relucert/internal/job"
)

func workCommand() *cobra.Command {
	o, reach := newFitOptions(), new(reaching)
	cmd := &cobra.Command{
		Use:   "work DIR/PART | --nats URL",
		Short: "Work on a part of a search",
		Long: `Work searches a part of the job that relucert plan made, on any machine that sees
its folder: from the beginning, or from where an earlier work was stopped, by a limit,
a signal or a kill. Then it leaves the part's certificate there (proof.rcert.gz), and
the best network that it knows (model.json). A part that is done is left as it is. SIGUSR1
keeps the search at once.

With --nats it works for a coordinator, relucert serve, until all is done: on one subtree after the other, of a tree that any
number of workers share. What it has of a subtree when it is stopped it hands in; a kill costs a unit of work.

` + exitCodes + `
A scheduler is to start a part again after 3 and 130.`,
		Example: "  relucert work job/part-017 --time-limit 4h\n  relucert work --nats nats://127.0.0.1:4222",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case reach.URL != "" && len(args) == 0:
				return o.workLive(cmd.Context(), reach)
			case reach.URL != "" || len(args) == 0:
				return usagef("usage: %s", cmd.UseLine())
			}
			return o.work(cmd.Context(), filepath.Clean(args[0]))
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(duration(&o.search.TimeLimit), "time-limit", "stop after this long, e.g. 4h (default: none)")
	f.Var(memory(&o.memory), "memory-limit", "stop at this much memory of the process, e.g. 2GiB (default: none)")
	f.Var(counting(&o.search.Threads), "threads", "worker threads; the result does not depend on it (default: all cores)")
	f.Var(counting(&o.search.NodeLimit), "node-limit", "stop after this many nodes, those before this run included (default: none)")
	f.Var(duration(&o.every), "every", "how often the search is kept, but for what would cost 1 % of the time (default: 5m)")
	reach.define(f, "work for the coordinator whose server is at this `URL`")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no log")
	return cmd
}

// ask sets what a job asks, but for limits.
func (o *fitOptions) ask(folder string) (*job.Description, error) {
	d, err := job.Load(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usagef("%s is no job of relucert plan: it has no %s", folder, job.DescriptionFile)
	}
	if err != nil {
		return nil, err
	}
	asked, err := askedBy(d.Arguments)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(folder, job.DescriptionFile), err)
	}
	limits := o.search
	o.data, o.problem, o.search, o.span, o.units, o.linearGiven = asked.data, asked.problem, asked.search, asked.span, asked.units, asked.linearGiven
	o.search.TimeLimit, o.search.Threads, o.search.NodeLimit = limits.TimeLimit, limits.Threads, limits.NodeLimit
	return d, nil
}

// askedBy is what a job's arguments say.
func askedBy(arguments []string) (*fitOptions, error) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	o := newFitOptions()
	o.defineSearch(f)
	err := f.Parse(arguments)
	if err == nil {
		err = o.settleUnits(f)
	}
	return o, err
}

func (o *fitOptions) work(ctx context.Context, part string) error {
	d, err := o.ask(filepath.Dir(part))
	if err != nil {
		return err
	}
	if info, err := os.Stat(part); err != nil || !info.IsDir() {
		return usagef("%s has no %s", filepath.Dir(part), filepath.Base(part))
	}
	o.certificateFile, o.modelFile, o.resume = filepath.Join(part, job.ProofFile), filepath.Join(part, job.ModelFile), part
	if isDone(part) {
		_, err := fmt.Fprintf(desk.Stdout, "%s is done\n", part)
		return err
	}
	file := filepath.Join(filepath.Dir(part), d.Data)
	if err := o.check(file); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.search.TimeLimit, 0)
	defer cancel()
	defer onUserSignal(func() { o.wanted.Store(true) })()
	data, notices, err := o.read(ctx, file)
	if err != nil {
		return err
	}
	o.settleLinear(data)
	path, err := o.solve(ctx, data, notices)
	if path == nil || err != nil {
		return err
	}
	return o.handIn(part, data, path.Most())
}

// isDone says that a part has a certificate and nothing left to do.
func isDone(part string) bool {
	_, err := os.Stat(filepath.Join(part, job.ProofFile))
	return err == nil && !checkpoint.Exists(part)
}

// handIn leaves a part's network, and says how far it is.
func (o *fitOptions) handIn(part string, data *dataset.Dataset, r *relucert.Result) error {
	if err := o.files.Write(o.modelUse(), func(w io.Writer) error { return o.model(data, r).Write(w) }); err != nil {
		return err
	}
	if err := o.forget(r.Status); err != nil {
		return err
	}
	if !final(r.Status) {
		fmt.Fprintf(desk.Stdout, "%s: %v, %s %.7g, lower bound of the part %.7g\n", part, r.Status, r.Objective.Name(), r.SSE, r.SSELower)
		return ending{r.Status}
	}
	_, err := fmt.Fprintf(desk.Stdout, "%s is done: %s %.7g, lower bound of the part %.7g\n", part, r.Objective.Name(), r.SSE, r.SSELower)
	return err
}
