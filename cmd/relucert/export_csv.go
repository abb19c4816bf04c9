package main

import (
	"io"

	"github.com/spf13/cobra"

	"relucert/dataset/columnar"
)

func exportCSVCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "csv FILE",
		Short: "Write the CSV as which a Parquet or Arrow file is read",
		Long: `CSV writes the text that every other command reads instead of a Parquet, Arrow or
Feather file. Hashes and certificates are of this text, and relucheck, which reads
only CSV, is given it. Numbers are the same, digit by digit, and a float is the shortest decimal
that reads back as it; dates are ISO 8601, those with a zone in UTC; true is 1,
false 0, and a missing value NA.`,
		Example: "  relucert export csv data.parquet -o data.csv",
		Args:    files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return exportCSV(out, args[0]) })
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE`, gzipped if it ends in .gz (default: standard output)")
	return cmd
}

func exportCSV(out, path string) error {
	in, err := columnar.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	if _, other := in.(*columnar.Text); !other {
		return usagef("%s: this is neither a Parquet nor an Arrow file on disk", path)
	}
	return writeExport(out, path, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}
