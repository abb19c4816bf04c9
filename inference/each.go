package inference

import (
	"context"
	"errors"
	"sync"

	"relucert"
)

// quiet are the options for one of many fits: a thread of its own, and no word.
func quiet(o relucert.Options) relucert.Options {
	o.Certificate, o.OnEvent, o.OnMethod, o.Threads = nil, nil, nil, 1
	return o
}

// each does n jobs on some threads. It ends early with ctx, and at the first errors.
func each(ctx context.Context, n, threads int, job func(i int) error) error {
	threads = max(1, min(threads, n))
	errs := make([]error, threads)
	var wait sync.WaitGroup
	for t := range threads {
		wait.Go(func() {
			for i := t; i < n && errs[t] == nil && ctx.Err() == nil; i += threads {
				errs[t] = job(i)
			}
		})
	}
	wait.Wait()
	return errors.Join(append(errs, context.Cause(ctx))...)
}
