package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/checkcmd"
	"relucert/internal/output"
)

// The exit codes, as exitCodes explains them.
const (
	exitDone        = 0
	exitNotProved   = 1
	exitFailed      = 2
	exitLimit       = 3
	exitInterrupted = 130
)

// exitCodes documents them in the help.
const exitCodes = `Exit codes:
  0    done; for fit: proved optimal within the gap, or --until decided; for check: proved
  1    for check, cover and decode --certificate: not proved
  2    bad input or usage, or a file, a disk or standard output that cannot be read or written
  3    stopped at a limit (time, nodes, memory, or the precision of float64):
       the network and the bounds hold, the gap is open; or the time limit came
       while the file was read; for batch: some series failed, or their gap is open
  130  interrupted (Ctrl-C, SIGTERM or SIGHUP); fit saves the best network found so far
A reader who leaves (| head -1) changes no code.`

// usageError is a complaint about the command line.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

// ending is how a fit that answered its user ended, when not with a proof.
type ending struct{ status relucert.Status }

func (e ending) Error() string { return e.status.String() }

// endingOf is how a search ended, if without a proof.
func endingOf(path *relucert.Path) error {
	if s := path.Status(); s != relucert.Optimal && s != relucert.Decided {
		return ending{s}
	}
	return nil
}

// outOfTime is the complaint of a fit whose time limit left it nothing to answer.
type outOfTime string

func (e outOfTime) Error() string { return string(e) }

func exitCode(err error) int {
	var late outOfTime
	var end ending
	var open unproved
	switch {
	case err == nil, errors.Is(err, output.ErrReaderLeft):
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &end) && end.status == relucert.Interrupted:
		return exitInterrupted
	case errors.As(err, &end), errors.As(err, &late), errors.As(err, &open):
		return exitLimit
	case errors.Is(err, checkcmd.ErrNotProved):
		return exitNotProved
	}
	return exitFailed
}

// lastly is the error of a command when standard output is closed: a failure to write
// there that the command overlooked counts, and more than how its work ended.
func lastly(err, closed error) error {
	if closed == nil || errors.Is(err, closed) {
		return err
	}
	if complaint(err) == "" {
		return closed
	}
	return errors.Join(err, closed)
}

// complaint is what to say about err; nothing about an ending, which is in the
// result already.
func complaint(err error) string {
	var end ending
	var half halfBatch
	switch {
	case errors.As(err, &half):
		return complaint(half.error) + ": " + half.rest
	case err == nil, errors.As(err, &end), errors.Is(err, checkcmd.ErrNotProved), errors.Is(err, output.ErrReaderLeft):
		return ""
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.Is(err, dataset.ErrMissing):
		return err.Error() + " (--missing drop leaves such rows out)"
	default:
		return err.Error()
	}
}

// badFlag words pflag's errors as "--gap must be in [0, 1): got -3".
func badFlag(cmd *cobra.Command, err error) error {
	invalid, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return usagef("%v (%s --help lists the flags)", err, cmd.CommandPath())
	}
	want := invalid.Unwrap().Error()
	switch invalid.GetFlag().Value.Type() {
	case "bool":
		want = "must be true or false"
	case "uint64":
		want = "must be a whole number of at least 0"
	}
	got := invalid.GetValue()
	if got == "" {
		got = "nothing"
	}
	return usagef("--%s %s: got %s", invalid.GetFlag().Name, want, got)
}

// files wants the named arguments, no more and no fewer.
func files(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return usagef("usage: %s (got %d arguments)", cmd.UseLine(), len(args))
	}
}

// openData is [dataset.Open] under await.
func openData(ctx context.Context, file string, opts dataset.Options) (data *dataset.Dataset, notices []string, err error) {
	err = await(ctx, func() (err error) {
		data, notices, err = dataset.Open(file, opts)
		return err
	})
	return data, notices, err
}

// await runs work that nothing can interrupt, such as reading a pipe, and
// returns early with the cause when ctx ends.
func await(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
