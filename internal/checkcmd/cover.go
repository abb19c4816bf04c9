package checkcmd

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"relucert/proof/check"
)

// NewCover is the command that says whether parts make a whole.
func NewCover() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "cover PART...",
		Short: "Say whether certificates of parts make a whole",
		Long: `Cover reads certificates of parts of one tree, which may come from many machines,
and says whether the parts make the whole: whether every network of the class
lies in one of them. It reads neither bounds nor data. So its COVERED proves the
bounds that it prints if each of the files, which it names with their SHA-256, is
proved by check --part; that prints the SHA-256 of its file, too. Parts may overlap.

Exit codes:
  0  covered
  1  not covered; the verdict names a node that is missing, by its path
  2  bad usage, or a file or standard output that cannot be read or written`,
		Example: "  relucheck cover parts/*",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return UsageError(fmt.Sprintf("usage: %s (got 0 arguments)", cmd.UseLine()))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runCover(cmd.OutOrStdout(), args, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of the lines")
	return cmd
}

func runCover(out io.Writer, paths []string, asJSON bool) error {
	cover := new(check.Cover)
	for _, path := range paths {
		if path == "-" {
			return UsageError("a certificate is read twice and cannot be standard input")
		}
		if err := cover.Add(file(path)); err != nil {
			return named(path, err)
		}
	}
	v := cover.Verdict()
	if err := show(out, v, asJSON); err != nil {
		return err
	}
	if !v.Covered {
		return ErrNotProved
	}
	return nil
}
