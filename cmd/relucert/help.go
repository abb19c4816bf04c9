package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpCommand is cobra's, but that a command which is not there is an error.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return knownCommand(found, rest)
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// parentKey is the annotation of a command that only has commands.
const parentKey = "parent"

// parent is a command that only has commands.
func parent(cmd *cobra.Command) *cobra.Command {
	cmd.Args, cmd.Annotations = knownCommand, map[string]string{parentKey: ""}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// knownCommand refuses what is left when no subcommand was recognised.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "relucert --help lists the commands"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean " + near[0] + "?"
	}
	return usagef("unknown command %q (%s)", args[0], hint)
}

// misspelt finds a command that is not there but whose help is asked for: cobra would show the parent's.
func misspelt(root *cobra.Command, args []string) error {
	found, rest, err := root.Find(args)
	if _, only := found.Annotations[parentKey]; err != nil || !only || !slices.Contains(args, "--help") && !slices.Contains(args, "-h") {
		return nil
	}
	return knownCommand(found, slices.DeleteFunc(slices.Clone(rest), func(s string) bool { return strings.HasPrefix(s, "-") }))
}

// sectionKey is the annotation that says under which title of the help a flag stands.
const sectionKey = "section"

// section defines flags under a title of their own in the help.
func section(f *pflag.FlagSet, title string, groups ...func(*pflag.FlagSet)) {
	before := map[*pflag.Flag]bool{}
	f.VisitAll(func(flag *pflag.Flag) { before[flag] = true })
	for _, define := range groups {
		define(f)
	}
	f.VisitAll(func(flag *pflag.Flag) {
		if !before[flag] {
			f.SetAnnotation(flag.Name, sectionKey, []string{title})
		}
	})
}

// inSections are the names of the flags under such titles.
func inSections(f *pflag.FlagSet, titles ...string) (names []string) {
	f.VisitAll(func(flag *pflag.Flag) {
		if of := flag.Annotations[sectionKey]; of != nil && slices.Contains(titles, of[0]) {
			names = append(names, flag.Name)
		}
	})
	return names
}

// usage is the help below a command's description: cobra's, but with flags in sections.
func usage(cmd *cobra.Command) error {
	w := cmd.OutOrStderr()
	line := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		line = cmd.CommandPath() + " COMMAND"
	}
	fmt.Fprintf(w, "Usage:\n  %s\n", line)
	if cmd.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", cmd.Example)
	}
	listCommands(w, cmd)
	listFlags(w, cmd.LocalFlags())
	if cmd.HasParent() {
		fmt.Fprintln(w, "\nrelucert --help has the exit codes.")
	} else {
		fmt.Fprintln(w, "\nrelucert COMMAND --help says more of each command.")
	}
	return nil
}

// listCommands lists what is below a command, in its groups.
func listCommands(w io.Writer, cmd *cobra.Command) {
	groups := cmd.Groups()
	if len(groups) == 0 && cmd.HasAvailableSubCommands() {
		groups = []*cobra.Group{{Title: "Commands:"}}
	}
	for _, g := range groups {
		fmt.Fprintf(w, "\n%s\n", g.Title)
		for _, c := range cmd.Commands() {
			if c.GroupID == g.ID && c.IsAvailableCommand() {
				fmt.Fprintf(w, "  %-*s %s\n", c.NamePadding(), c.Name(), c.Short)
			}
		}
	}
}

// listFlags lists flags, each section under its title, in the order in which they were defined.
func listFlags(w io.Writer, f *pflag.FlagSet) {
	var titles []string
	sections := map[string]*pflag.FlagSet{}
	f.VisitAll(func(flag *pflag.Flag) {
		title := "Flags"
		if named := flag.Annotations[sectionKey]; named != nil {
			title = named[0]
		}
		if sections[title] == nil {
			sections[title] = pflag.NewFlagSet("", pflag.ContinueOnError)
			sections[title].SortFlags = false
			titles = append(titles, title)
		}
		sections[title].AddFlag(flag)
	})
	for _, title := range titles {
		fmt.Fprintf(w, "\n%s:\n%s", title, sections[title].FlagUsages())
	}
}

// completeValues offers, wherever a flag takes one of a few words, those that it takes; elsewhere files.
func completeValues(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		cmd.RegisterFlagCompletionFunc(flag.Name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			if words := wordsOf(flag); len(words) > 0 {
				return words, cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		})
	})
	for _, c := range cmd.Commands() {
		completeValues(c)
	}
}

// wordsOf are the words that a flag's kind names, as in error|drop.
func wordsOf(flag *pflag.Flag) []string {
	if flag.Value.Type() == "bool" {
		return []string{"true", "false"}
	}
	if named, ok := flag.Value.(interface{ words() []string }); ok {
		return named.words()
	}
	words := strings.Split(flag.Value.Type(), "|")
	if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { return len(w) < 2 }) {
		return nil
	}
	return words
}
