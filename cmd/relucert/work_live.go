package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"relucert"
	"relucert/internal/budget"
	"relucert/internal/crowd"
	"relucert/internal/queue"
	"relucert/proof/check"
)

// patience is how long a worker waits for a coordinator who says nothing.
const patience = 5 * time.Minute

// workLive works for a coordinator until all is done.
func (o *fitOptions) workLive(ctx context.Context, reach *reaching) error {
	if err := o.limitMemory(); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.search.TimeLimit, 0)
	defer cancel()
	q, err := o.reach(ctx, reach)
	if err != nil {
		return err
	}
	defer q.Close()
	scratch, err := os.MkdirTemp("", "relucert-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	w := &crowd.Worker{Name: workerName(), Queue: q, Scratch: scratch, Patience: patience, Prepare: o.prepareLive, How: o.howLive, Tell: func(text string) {
		if !o.quiet {
			fmt.Fprintln(os.Stderr, text)
		}
	}}
	units, err := w.Work(ctx)
	fmt.Fprintf(desk.Stdout, "%s brought %d results\n", w.Name, units)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return ending{relucert.TimeLimit}
	case errors.Is(err, crowd.ErrSilent):
		return outOfTime(err.Error())
	}
	return err
}

// reach connects to the coordinator's server, and waits for it if it is not there.
func (o *fitOptions) reach(ctx context.Context, reach *reaching) (*queue.Queue, error) {
	for begun := time.Now(); ; {
		q, err := queue.Dial(reach.Access, reach.job)
		if err == nil {
			return q, nil
		}
		if !errors.Is(err, queue.ErrNobody) || time.Since(begun) > patience {
			return nil, usagef("--nats: %v", err)
		}
		if !o.quiet {
			fmt.Fprintf(os.Stderr, "waiting for %s\n", reach.URL)
		}
		select {
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
				return nil, outOfTime(fmt.Sprintf("time limit of %v reached while waiting for %s", o.search.TimeLimit, reach.URL))
			}
			return nil, context.Cause(ctx)
		case <-time.After(redial):
		}
	}
}

// redial is how long to wait before the server is looked for again.
const redial = 2 * time.Second

// workerName is this process's own, with the machine's.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	return host + "-" + strings.ToLower(rand.Text()[:6])
}

// prepareLive makes the search ready that the coordinator asks for.
func (o *fitOptions) prepareLive(ctx context.Context, q *crowd.Question, data string) (*relucert.Subtrees, error) {
	asked, err := askedBy(q.Arguments)
	if err != nil {
		return nil, fmt.Errorf("the coordinator's flags: %w", err)
	}
	if err := asked.checkUnits(); err != nil {
		return nil, err
	}
	asked.search.Threads, asked.search.MemoryLimit, asked.data.Memory = o.search.Threads, o.search.MemoryLimit, o.data.Memory
	read, _, err := asked.read(ctx, data)
	if err != nil {
		return nil, err
	}
	asked.settleLinear(read)
	return asked.subtrees(ctx, read)
}

// howLive is how the coordinator asks for parts of a certificate to be checked.
func (o *fitOptions) howLive(q *crowd.Question) (check.Options, error) {
	asked, err := askedBy(q.Arguments)
	return asked.howPart(o.search.Threads), err
}
