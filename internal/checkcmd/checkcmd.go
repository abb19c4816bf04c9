// Package checkcmd is the commands that check certificates: relucheck itself,
// which is relucert check, cover, and realizable for proofs of package farkas. They read flags and files, call package
// check, and print the verdict.
package checkcmd

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/bar"
	"relucert/internal/dataflags"
	"relucert/internal/indented"
	"relucert/proof/certificate"
	"relucert/proof/check"
)

// ErrNotProved is the error of a check whose verdict, already printed, is that.
var ErrNotProved = errors.New("not proved")

// UsageError is a complaint about the command line.
type UsageError string

func (e UsageError) Error() string { return string(e) }

// ExitCode is 0 for a proof, 1 for none, 2 for what cannot be read or done.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrNotProved):
		return 1
	}
	return 2
}

// ExitCodes documents them in the help.
const ExitCodes = `Exit codes:
  0  proved
  1  not proved; the verdict says which line is to blame and what is proved all the same
  2  bad usage, or a file or standard output that cannot be read or written`

// options is what the flags say.
type options struct {
	check.Options
	least string
	json  bool
}

// New is the command, called name.
func New(name string) *cobra.Command {
	o := new(options)
	cmd := &cobra.Command{
		Use:   name + " PROOF FILE [MODEL]",
		Short: "Check a certificate against the data, in exact arithmetic",
		Long: `Check reads the certificate PROOF, which fit --certificate wrote, and the data
in FILE, and proves the claimed bounds anew with integers only; it shares
nothing with the solver but the readers of files. The verdict, one line, states the data and the class of networks
it holds for. With MODEL, a model.json, it also proves that this network is of the class
and its error at most the upper bound. The model's features are found by their names; a
model that says it is for other data or another class is an error.

The columns are chosen as for fit: by the flags and by what the file says, never
by the certificate, which must be for the same ones.

` + ExitCodes,
		Example: "  " + name + " proof.rcert data.csv --target y --features a,b",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 || len(args) > 3 {
				return UsageError(fmt.Sprintf("usage: %s (got %d arguments)", cmd.UseLine(), len(args)))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.OutOrStdout(), bar.On(cmd.ErrOrStderr()), args)
		},
	}
	o.define(cmd)
	return cmd
}

func (o *options) define(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	dataflags.Define(f, &o.Data)
	f.BoolVar(&o.Part, "part", false, "accept a certificate of parts of the tree, which proves nothing of the whole class;\ncover says whether parts make a whole")
	f.BoolVar(&o.Exact, "exact", false, "integers of any length instead of 128-bit fixed point (slower)")
	f.StringVar(&o.least, "min-weight-limit", "", "least weight limit to accept, in units of the labels\n(default: the root of their mean square)")
	f.IntVar(&o.Threads, "threads", 0, "worker threads; the result does not depend on it (default: all cores)")
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the line")
}

// complete checks the flags that cobra does not.
func (o *options) complete(proof string) error {
	if o.least != "" {
		v, err := strconv.ParseFloat(o.least, 64)
		if err != nil || !(v >= 0) || math.IsInf(v, 0) {
			return UsageError("--min-weight-limit must be a finite number of at least 0: got " + o.least)
		}
		o.MinWeightLimit = &v
	}
	if o.Threads < 0 {
		return UsageError("--threads must be at least 1: got " + strconv.Itoa(o.Threads))
	}
	if proof == "-" {
		return UsageError("the certificate is read twice and cannot be standard input")
	}
	return nil
}

func (o *options) run(out io.Writer, line *bar.Line, args []string) error {
	if err := o.complete(args[0]); err != nil {
		return err
	}
	if len(args) == 3 {
		model, err := LoadModel(args[2])
		if err != nil {
			return err
		}
		o.Model = model
	}
	v, err := check.Check(watched(file(args[0]), line), file(args[1]), o.Options)
	line.Erase()
	if err != nil {
		return named(args[0], err)
	}
	if err := show(out, v, o.json); err != nil {
		return err
	}
	if !v.Proved {
		return ErrNotProved
	}
	return nil
}

func file(path string) check.Source {
	return check.Source{Name: path, Open: func() (io.ReadCloser, error) { return dataset.OpenFile(path) }}
}

// named puts the certificate's name before what is wrong with it.
func named(path string, err error) error {
	if bad, ok := errors.AsType[*certificate.Error](err); ok {
		return &dataset.Error{File: path, Line: bad.Line, Msg: bad.Message, Err: err}
	}
	return err
}

// show prints a verdict.
func show(out io.Writer, v fmt.Stringer, asJSON bool) error {
	if asJSON {
		return indented.JSON(out, v)
	}
	_, err := fmt.Fprintln(out, v)
	return err
}
