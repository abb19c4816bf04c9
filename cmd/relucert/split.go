package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relucert/internal/output"
	"relucert/proof/rearrange"
)

// mostParts keeps a mistyped number from filling a folder.
const mostParts = 1 << 20

func splitCommand() *cobra.Command {
	var parts int64
	var folder string
	cmd := &cobra.Command{
		Use:   "split PROOF --parts N --output DIR",
		Short: "Cut a certificate into parts that can be checked apart",
		Long: `Split cuts a certificate into about N certificates of parts of about equal length,
each with the splits that lead to its nodes, without the records that the claim
does not need. They go to DIR, which is made if need be, as part-1.rcert and so on
(gzipped if PROOF is named .gz). Check each with check --part, which another
machine may do, and that they belong together with cover. Split proves nothing.

It holds all nodes in memory (about half a kilobyte each), but not their records.`,
		Example: "  relucert split proof.rcert.gz --parts 16 -o parts\n" +
			"  relucert check --part parts/part-01.rcert.gz data.csv\n" +
			"  relucert cover parts/*",
		Args: files("PROOF"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case parts == 0 || parts > mostParts:
				return usagef("--parts must say how many, 1 to %d", mostParts)
			case folder == "":
				return usagef("--output must name a folder")
			}
			return await(cmd.Context(), func() error { return runSplit(args[0], folder, int(parts)) })
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().Var(counting(&parts), "parts", "about how many parts")
	cmd.Flags().StringVarP(&folder, "output", "o", "", "`DIR` for the parts")
	return cmd
}

func runSplit(from, folder string, parts int) error {
	files := desk.Reading(output.Use{By: "PROOF", Path: from})
	if err := files.CheckFolder("--output", folder); err != nil {
		return err
	}
	return withScratch(func(scratch *os.File) error {
		cut, err := rearrange.Split(proofFile(from), scratch, parts)
		if err != nil {
			return err
		}
		if err := files.MakeFolder("--output", folder); err != nil {
			return err
		}
		for i := range cut.Len() {
			path := filepath.Join(folder, partName(i, cut.Len(), strings.HasSuffix(from, ".gz")))
			if err := files.Emit(output.Use{By: "--output", Path: path}, func(w io.Writer) error { return cut.Write(i, w) }); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(desk.Stdout, "%d parts\n", cut.Len())
		return err
	})
}

// partName is part-1.rcert, with as many digits as the last part's number has.
func partName(i, count int, zip bool) string {
	name := fmt.Sprintf("part-%0*d.rcert", len(fmt.Sprint(count)), i+1)
	if zip {
		name += ".gz"
	}
	return name
}
