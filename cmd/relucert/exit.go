package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/instance"
	"relucert/internal/checkcmd"
	"relucert/solve"
)

// The exit codes, as exitCodes explains them.
const (
	exitDone        = 0
	exitInternal    = 1
	exitUsage       = 2
	exitLimit       = 3
	exitInterrupted = 130
)

// exitCodes documents them in the help.
const exitCodes = `Exit codes:
  0    done; for fit: proved optimal within the gap, or --until decided
  1    something went wrong that is not in the input, e.g. a full disk; for check: not proved
  2    bad input or usage
  3    fit stopped at a limit (time, nodes, memory, or the precision of float64):
       the network and the bounds hold, the gap is open; or the time limit came
       while the file was read
  130  interrupted (Ctrl-C, SIGTERM or SIGHUP); fit saves the best network found so far`

// usageError is a complaint about the command line.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

// ending is how a fit that answered its user ended, when not with a proof.
type ending struct{ status solve.Status }

func (e ending) Error() string { return e.status.String() }

// outOfTime is the complaint of a fit whose time limit left it nothing to answer.
type outOfTime string

func (e outOfTime) Error() string { return string(e) }

func exitCode(err error) int {
	var late outOfTime
	var usage usageError
	var input *dataset.Error
	var source *instance.Error
	var end ending
	var misuse checkcmd.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &end) && end.status == solve.Interrupted:
		return exitInterrupted
	case errors.As(err, &end), errors.As(err, &late):
		return exitLimit
	case errors.As(err, &usage), errors.As(err, &misuse), errors.As(err, &input), errors.As(err, &source):
		return exitUsage
	default:
		return exitInternal
	}
}

// complaint is what to say about err; nothing about an ending, which is in the
// result already.
func complaint(err error) string {
	var end ending
	switch {
	case err == nil, errors.As(err, &end), errors.Is(err, checkcmd.ErrNotProved):
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
