package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"relucert/internal/output"
	"relucert/proof/rearrange"
)

func joinCommand() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "join PART... --output WHOLE",
		Short: "Make one certificate of certificates of parts",
		Long: `Join makes one certificate for the whole class of certificates of parts, which
claims the least of their bounds. It proves nothing: check what it writes.
WHOLE is gzipped if it ends in .gz.

It holds all nodes in memory (about half a kilobyte each), but not their records.`,
		Example: "  relucert join parts/* -o whole.rcert.gz",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("usage: %s (got 0 arguments)", cmd.UseLine())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return usagef("--output must name the certificate to write")
			}
			return await(cmd.Context(), func() error { return runJoin(args, to) })
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "`WHOLE`, the file to write")
	return cmd
}

func runJoin(parts []string, to string) error {
	var inputs []output.Use
	for _, path := range parts {
		inputs = append(inputs, output.Use{By: "PART " + path, Path: path})
	}
	files, whole := desk.Reading(inputs...), output.Use{By: "--output", Path: to}
	if err := files.Check(whole); err != nil {
		return err
	}
	stats, err := joinFiles(parts, files, whole)
	if err == nil {
		_, err = fmt.Fprintf(desk.Stdout, "%d records of %d files\n", stats.Written, len(parts))
	}
	return err
}

// joinFiles writes the certificate of parts' certificates.
func joinFiles(parts []string, files *output.Files, whole output.Use) (stats rearrange.Stats, err error) {
	var sources []rearrange.Source
	for _, path := range parts {
		sources = append(sources, proofFile(path))
	}
	err = withScratch(func(scratch *os.File) error {
		return files.Emit(whole, func(w io.Writer) (err error) {
			stats, err = rearrange.Join(sources, scratch, w)
			return err
		})
	})
	return stats, err
}
