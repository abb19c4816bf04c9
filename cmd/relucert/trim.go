package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"relucert/internal/output"
	"relucert/proof/rearrange"
)

func trimCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "trim PROOF TRIMMED",
		Short: "Make a certificate smaller, and quicker to check in little memory",
		Long: `Trim copies a certificate without the records that its claim does not need, in
an order in which checking takes memory in proportion to the depth of the tree.
(Checking a proof by breakpoints takes memory for each of its leaves all the same.)
It proves nothing: check what it writes. TRIMMED is gzipped if it ends in .gz.`,
		Example: "  relucert trim proof.rcert trimmed.rcert.gz",
		Args:    files("PROOF", "TRIMMED"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return runTrim(args[0], args[1]) })
		},
	}
}

func runTrim(from, to string) error {
	files, trimmed := desk.Reading(output.Use{By: "PROOF", Path: from}), output.Use{By: "TRIMMED", Path: to}
	if err := files.Check(trimmed); err != nil {
		return err
	}
	var stats rearrange.Stats
	err := withScratch(func(scratch *os.File) error {
		return files.Emit(trimmed, func(w io.Writer) (err error) {
			stats, err = rearrange.Trim(proofFile(from), scratch, w)
			return err
		})
	})
	if err == nil {
		_, err = fmt.Fprintf(desk.Stdout, "%d of %d records are needed\n", stats.Written, stats.Read)
	}
	return err
}
