package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"relucert/internal/output"
	"relucert/paper/theorems"
)

func theoremCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "theorem [NAME]",
		Short: "What the paper says, statement by statement, and what does it here",
		Long: `Theorem prints a statement of the paper (4, 5, 7, 8, 9, 10, 11, vu …): what it says, the command that
does it here, an example to type, where its proof stands in the code, and what tests it.
Without NAME it lists all. --build writes the pages of docs/theorems, with the gadgets drawn and all small
instances solved anew.`,
		Example: `  relucert theorem 8
  relucert theorem --build docs/theorems`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 1 && folder != "" {
				return usagef("usage: %s (got %d arguments)", cmd.UseLine(), len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case folder != "":
				return buildTheorems(cmd.Context(), folder)
			case len(args) == 0:
				return listTheorems(desk.Stdout)
			}
			s := theorems.Find(args[0])
			if s == nil {
				return usagef("there is no statement %q (relucert theorem lists them)", args[0])
			}
			_, err := io.WriteString(desk.Stdout, s.Text())
			return err
		},
	}
	cmd.Flags().StringVar(&folder, "build", "", "write the pages to `FOLDER`, made if need be")
	return cmd
}

func listTheorems(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range theorems.All() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.ID, s.Title, s.Verdict)
	}
	fmt.Fprintln(w, theorems.Count())
	return w.Flush()
}

// buildTheorems writes the pages.
func buildTheorems(ctx context.Context, folder string) error {
	var pages map[string][]byte
	if err := await(ctx, func() (err error) {
		pages, err = theorems.Pages(ctx)
		return err
	}); err != nil {
		return err
	}
	files, names := desk.Reading(), slices.Sorted(maps.Keys(pages))
	if err := files.CheckFolder("--build", folder, names...); err != nil {
		return err
	}
	if err := files.MakeFolder("--build", folder); err != nil {
		return err
	}
	for _, name := range names {
		if err := files.Write(output.Use{By: "--build", Path: filepath.Join(folder, name)}, func(w io.Writer) error {
			_, err := w.Write(pages[name])
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
