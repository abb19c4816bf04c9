package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man FOLDER",
		Short: "Write manual pages",
		Long: `Man writes a manual page for relucert and for each of its commands to FOLDER, which
is made if need be, for man -l or for a folder of MANPATH such as /usr/local/share/man/man1.`,
		Example: "  relucert man man1 && man -l man1/relucert-fit.1",
		Args:    files("FOLDER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := desk.Reading().CheckFolder("FOLDER", args[0]); err != nil {
				return err
			}
			if err := desk.Reading().MakeFolder("FOLDER", args[0]); err != nil {
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "relucert " + version(), Manual: "Relucert"}, args[0])
		},
	}
}
