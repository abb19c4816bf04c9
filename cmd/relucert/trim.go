package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"relucert/certificate"
	"relucert/trim"
)

func trimCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "trim PROOF TRIMMED",
		Short: "Make a certificate smaller, and quicker to check in little memory",
		Long: `Trim copies a certificate without the records that its claim does not need, in
an order in which checking takes memory in proportion to the depth of the tree.
It proves nothing: check what it writes. TRIMMED is gzipped if it ends in .gz.

` + exitCodes,
		Example: "  relucert trim proof.rcert trimmed.rcert.gz",
		Args:    files("PROOF", "TRIMMED"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return runTrim(args[0], args[1]) })
		},
	}
}

func runTrim(from, to string) error {
	if sameFile(from, to) {
		return usagef("%s would overwrite itself", to)
	}
	scratch, err := os.CreateTemp("", "relucert-trim-*")
	if err != nil {
		return err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	open := func() (io.ReadCloser, error) {
		f, err := os.Open(from)
		if err != nil {
			return nil, usageError(err.Error())
		}
		return f, nil
	}
	var stats trim.Stats
	err = write(to, func(w io.Writer) (err error) {
		stats, err = trimInto(open, scratch, w, strings.HasSuffix(to, ".gz"))
		return err
	})
	var malformed *certificate.Error
	if errors.As(err, &malformed) || errors.Is(err, trim.ErrNoTrailer) {
		return usagef("%s: %v", from, err)
	}
	if err == nil {
		fmt.Printf("%d of %d records are needed\n", stats.Written, stats.Read)
	}
	return err
}

func trimInto(open func() (io.ReadCloser, error), scratch *os.File, w io.Writer, zip bool) (trim.Stats, error) {
	if !zip {
		return trim.Trim(open, scratch, w)
	}
	z := gzip.NewWriter(w)
	stats, err := trim.Trim(open, scratch, z)
	return stats, errors.Join(err, z.Close())
}
