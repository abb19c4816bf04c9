package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/crowd"
	"relucert/internal/job"
	"relucert/internal/metrics"
	"relucert/internal/output"
	"relucert/internal/queue"
	"relucert/network"
	"relucert/proof/check"
)

// serveOptions is what the flags of serve say.
type serveOptions struct {
	fit    *fitOptions
	reach  reaching
	listen queue.Listening
	into   string
	unit   crowd.Question
	shares int64
	check  string // the certificate; "": it is a search
	trust  string

	metricsAddress string
}

// The limits of a unit, unless flags say otherwise.
const (
	unitTime  = 20 * time.Second
	unitLease = 30 * time.Second
	shares    = 32
)

func serveCommand() *cobra.Command {
	o := &serveOptions{fit: newFitOptions(), shares: shares}
	o.unit.Time, o.unit.Lease = unitTime, unitLease
	cmd := &cobra.Command{
		Use:   "serve FILE -o DIR",
		Short: "Have any number of workers search one tree",
		Long: `Serve makes the search that fit FILE would make, with any number of workers

    relucert work --nats nats://127.0.0.1:4222

which may come, go and die at any time. Each works on a subtree for a while and brings a
certificate of what it has closed, and what is left. Serve believes no worker: it
checks what they bring. In the end DIR has one certificate of all (proof.rcert.gz) and the best network
(model.json). After a limit, a signal or a kill the same command goes on from what is in DIR.

It has a NATS server with JetStream in itself, which listens to this machine alone unless --listen names
another address: that needs TLS and credentials. With --nats it uses a server that is there.

With --check it has workers check a long certificate, each a part at a time, and says who has checked which;
with --trust none it checks each part here, too.

` + exitCodes,
		Example: "  relucert serve data.csv --target y --units 2 --linear affine -o job &\n" +
			"  relucert work --nats nats://127.0.0.1:4222\n" +
			"  relucert status",
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), cmd.Flags(), args[0]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.into, "into", "o", "", "`DIR`, the job's folder")
	f.StringVar(&o.check, "check", "", "check the certificate `PROOF`, instead of a search")
	f.Var(oneOf(&o.trust, "workers", "none"), "trust", "whether a part counts as proved that a worker says is")
	section(f, "Workers", o.defineWorkers)
	section(f, "Search", o.fit.defineSearch)
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	return cmd
}

func (o *serveOptions) defineWorkers(f *pflag.FlagSet) {
	f.StringVar(&o.listen.Address, "listen", natsAddress, "`HOST:PORT` to listen at; port 0 is a free one")
	f.StringVar(&o.listen.Credentials, "users", "", "`FILE` with who may come, a line each: user:password, or the public part of an nkey")
	f.StringVar(&o.listen.Certificate, "tls-cert", "", "`FILE` with the server's TLS certificate (PEM)")
	f.StringVar(&o.listen.Key, "tls-key", "", "`FILE` with its key (PEM)")
	o.reach.define(f, "use the server at this `URL`, with JetStream, instead of one of its own")
	f.Var(duration(&o.unit.Time), "unit", "how long a worker works on a subtree before it brings what it has, 5s to 60s (default: 20s)")
	f.Var(counting(&o.unit.Nodes), "unit-nodes", "or how many nodes, if that comes first (default: any number)")
	f.Var(duration(&o.unit.Lease), "lease", "how long a worker may be silent before others get its subtree (default: 30s)")
	f.StringVar(&o.metricsAddress, "metrics", "", "answer Prometheus at this `HOST:PORT`, such as 127.0.0.1:9100 (default: nowhere)")
	f.Var(counting(&o.shares), "parts", "into how many subtrees the tree is cut at first")
}

func (o *serveOptions) run(ctx context.Context, f *pflag.FlagSet, file string) error {
	switch {
	case o.into == "":
		return usagef("-o must name the job's folder")
	case file == "-":
		return usagef("a job's data cannot be standard input")
	case o.shares > mostShares:
		return usagef("--parts must be at most %d", mostShares)
	}
	if o.check != "" {
		return o.runCheck(ctx, f, file)
	}
	if err := (&planOptions{fit: o.fit}).settle(f, file); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.fit.search.TimeLimit, 0)
	defer cancel()
	data, _, err := o.fit.read(ctx, file)
	if err != nil {
		return err
	}
	o.fit.settleLinear(data)
	return o.serve(ctx, f, file, data)
}

// mostShares keeps the first unit short.
const mostShares = 1 << 12

// serve makes the folder, or goes on in it, and has the search worked off.
func (o *serveOptions) serve(ctx context.Context, f *pflag.FlagSet, file string, data *dataset.Dataset) error {
	tree, err := o.fit.subtrees(ctx, data)
	if err != nil {
		return err
	}
	if err := f.Set("method", tree.Method().String()); err != nil { // workers need not try
		return err
	}
	d, err := o.folder(f, file)
	if err != nil {
		return err
	}
	if isServed(o.into) {
		_, err := fmt.Fprintf(desk.Stdout, "%s is done\n", o.into)
		return err
	}
	o.unit.Arguments, o.unit.Name = d.Arguments, d.Data
	m := &crowd.Foreman{
		Referee: crowd.Referee{Tree: tree, Data: sourceOf(o.in(d.Data)), How: o.fit.howPart(1)},
		Folder:  o.into, Question: o.unit, DataFile: o.in(d.Data), Threads: o.judges(), Shares: int(o.shares),
	}
	found, err := o.have(ctx, m)
	if err != nil {
		return err
	}
	return o.conclude(ctx, d, data, tree, found)
}

// metrics answers Prometheus, if it is asked for.
func (o *serveOptions) metrics() (*metrics.Gauges, func(), error) {
	gauges := metrics.New()
	if o.metricsAddress == "" {
		return gauges, func() {}, nil
	}
	end, err := gauges.Listen(o.metricsAddress)
	if err != nil {
		return nil, nil, usagef("--metrics: %v", err)
	}
	return gauges, end, nil
}

// have has workers do it.
func (o *serveOptions) have(ctx context.Context, m *crowd.Foreman) (*crowd.Outcome, error) {
	q, address, closeQueue, err := o.connect()
	if err != nil {
		return nil, err
	}
	defer closeQueue()
	if err := o.address(address); err != nil {
		return nil, err
	}
	gauges, closeMetrics, err := o.metrics()
	if err != nil {
		return nil, err
	}
	defer closeMetrics()
	log := newServeLog(o.fit.quiet, address)
	m.Queue, m.Tell = q, func(s crowd.Status) { log.tell(s); gauges.Set(s) }
	found, err := m.Run(ctx)
	if err == nil {
		log.end(found.Status)
	}
	return found, err
}

func (o *serveOptions) in(name string) string { return filepath.Join(o.into, name) }

// judges is how many threads check what is brought.
func (o *serveOptions) judges() int {
	if n := o.fit.search.Threads; n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// howPart is how parts are checked.
func (o *fitOptions) howPart(threads int) check.Options {
	how := check.Options{Data: o.data, Part: true, Threads: threads}
	if o.problem.WeightLimit > 0 {
		how.MinWeightLimit = &o.problem.WeightLimit
	}
	return how
}

// subtrees makes the search ready to be divided.
func (o *fitOptions) subtrees(ctx context.Context, data *dataset.Dataset) (*relucert.Subtrees, error) {
	o.problem.Data = data
	search := o.search
	search.Certificate = &relucert.Certificate{DropMissing: o.data.DropMissing}
	tree, err := relucert.NewSubtrees(ctx, o.problem, search)
	if err != nil && !errors.Is(err, context.Cause(ctx)) {
		err = o.refusal(data.Name, err)
	}
	return tree, err
}

// folder makes the job's folder, or sees that it is of the same job.
func (o *serveOptions) folder(f *pflag.FlagSet, file string) (*job.Description, error) {
	d := &job.Description{Version: job.Version, Data: dataName(file), Arguments: arguments(f), Parts: 1, Planned: 1}
	before, err := job.Load(o.into)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Lstat(o.into); err == nil && !isEmpty(o.into) {
			return nil, usagef("-o %s is there already, and no job of relucert serve", o.into)
		}
		if err := desk.Reading().MakeFolder("-o", o.into); err != nil {
			return nil, err
		}
		return d, writeFiles(d, o.into, file)
	case err != nil:
		return nil, err
	case !slices.Equal(before.Arguments, d.Arguments):
		return nil, usagef("the job in %s is another one: its flags are %q, not %q", o.into, before.Arguments, d.Arguments)
	}
	return before, nil
}

func isEmpty(folder string) bool {
	all, err := os.ReadDir(folder)
	return err == nil && len(all) == 0
}

// connect gets to a server, its own or another.
func (o *serveOptions) connect() (q *queue.Queue, address string, end func(), err error) {
	if o.reach.URL != "" {
		q, err := o.reach.dial()
		if err != nil {
			return nil, "", nil, err
		}
		return q, o.reach.URL, q.Close, nil
	}
	if text, err := os.ReadFile(o.in(addressFile)); err == nil && strings.HasSuffix(o.listen.Address, ":0") {
		o.listen.Address = strings.TrimPrefix(strings.TrimSpace(string(text)), scheme) // where the workers look for it
	}
	server, err := queue.Serve(o.listen, o.in(crowd.StreamFolder))
	if err != nil {
		return nil, "", nil, usagef("--listen: %v", err)
	}
	if q, err = server.Connect(o.reach.job); err != nil {
		server.Close()
		return nil, "", nil, err
	}
	return q, scheme + server.Address(), func() { q.Close(); server.Close() }, nil
}

// isServed says that a folder has what serve was to find, or to check.
func isServed(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, job.ProofFile))
	if err != nil {
		_, err = os.Stat(filepath.Join(folder, verdictFile))
	}
	return err == nil && !crowd.Exists(folder)
}

// addressFile has the URL at which workers find the coordinator.
const (
	addressFile = "address"
	scheme      = "nats://"
)

func (o *serveOptions) address(url string) error {
	return desk.Reading().Write(output.Use{By: "-o", Path: o.in(addressFile)}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, url)
		return err
	})
}

// conclude joins what is proved, if nothing is left.
func (o *serveOptions) conclude(ctx context.Context, d *job.Description, data *dataset.Dataset, tree *relucert.Subtrees, found *crowd.Outcome) error {
	if !found.Done {
		_, err := fmt.Fprintf(desk.Stdout, "%s  not done: %d subtrees are left, %s, not all of it checked\n", o.into, found.Open, boundsLine(&found.Status))
		return cmp.Or(err, endOf(ctx))
	}
	var lower float64
	err := joinParts(d, o.into, "serve", found.Proofs, func(lowerHex string) (err error) {
		if lower, err = strconv.ParseFloat(lowerHex, 64); err != nil {
			return err
		}
		return o.model(data, tree, found.Network, lower)
	})
	if err == nil {
		err = crowd.Forget(o.into)
	}
	if err == nil && !tree.Optimal(lower, *found.SSE) {
		err = ending{relucert.PrecisionLimit}
	}
	return err
}

// endOf is how a coordinator ended that was not done.
func endOf(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		return ending{relucert.TimeLimit}
	}
	return ending{relucert.Interrupted}
}

// model writes the best network.
func (o *serveOptions) model(data *dataset.Dataset, tree *relucert.Subtrees, n *network.Network, lower float64) error {
	r := tree.Result(n, lower)
	return desk.Reading().Write(output.Use{By: "-o", Path: o.in(job.ModelFile)}, func(w io.Writer) error { return o.fit.model(data, r).Write(w) })
}
