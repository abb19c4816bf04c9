// Relucert trains depth-2 ReLU networks to proven global optimality.
//
// The rules of its output: standard output holds only what was asked for, the
// log and every complaint go to standard error. A complaint is one line that
// starts with "relucert: ". Exit codes are in exit.go.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"relucert/internal/checkcmd"
	"relucert/internal/output"
)

func main() {
	collectLater()
	os.Exit(run())
}

// desk is what everything is written over.
var desk = output.NewDesk(os.Stdout, os.Stderr)

// run executes the command line and returns the exit code.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal kills at once
	root := rootCommand()
	err := misspelt(root, os.Args[1:])
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	err = lastly(err, desk.Close())
	for line := range strings.Lines(complaint(err)) {
		fmt.Fprintln(os.Stderr, "relucert:", strings.TrimSpace(line))
	}
	return exitCode(err)
}

// endings are the signals that end a command in good order. Under nohup a hangup is
// none of them.
func endings() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{os.Interrupt, syscall.SIGTERM}
	}
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}

// commandGroup is a part of the table of commands.
type commandGroup struct {
	title    string
	commands []*cobra.Command
}

// commandGroups is the one table of what relucert can do.
func commandGroups() []commandGroup {
	return []commandGroup{
		{"Fit", []*cobra.Command{fitCommand(), batchCommand(), predictCommand(), scoreCommand(), exportCommand(), compareCommand(), gapCommand()}},
		{"Proofs", []*cobra.Command{checkCommand(), adopted(checkcmd.NewCover()), trimCommand(), splitCommand(), joinCommand(), realizableCommand()}},
		{"Many machines", []*cobra.Command{planCommand(), workCommand(), gatherCommand(), serveCommand(), statusCommand()}},
		{"NP-hard problems as training sets", []*cobra.Command{reduceCommand(), decodeCommand(), solveCommand(), generateCommand()}},
		{"The paper", []*cobra.Command{theoremCommand(), studyCommand(), approximateCommand(), samplesCommand(), cellsCommand(), improperCommand(), improperPredictCommand()}},
		{"More", []*cobra.Command{helpCommand(), manCommand(), versionCommand()}},
	}
}

// checkCommand is relucheck, but for cover, which stands beside it here.
func checkCommand() *cobra.Command {
	cmd := adopted(checkcmd.New("check"))
	cmd.AddCommand(adopted(checkcmd.NewRealizable()))
	return cmd
}

// adopted is a command of relucheck, but for signals, which relucert answers itself, and for
// the exit codes, which stand in one place.
func adopted(cmd *cobra.Command) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return await(cmd.Context(), func() error { return run(cmd, args) })
	}
	cmd.Long = strings.TrimSpace(strings.TrimSuffix(cmd.Long, checkcmd.ExitCodes))
	return cmd
}

func rootCommand() *cobra.Command {
	root := parent(&cobra.Command{
		Use:   "relucert",
		Short: "Train small ReLU networks to proven global optimality",
		Long: `Relucert finds the depth-2 ReLU network with k units that has the least squared
error on your data, and proves how near to the least possible it is.

` + exitCodes,
		SuggestionsMinimumDistance: 2,
		SilenceErrors:              true,
		SilenceUsage:               true,
	})
	root.Version = version()
	root.SetVersionTemplate("relucert {{.Version}}\n")
	root.SetOut(desk.Stdout)
	root.SetFlagErrorFunc(badFlag)
	root.SetUsageFunc(usage)
	cobra.EnableCommandSorting = false // the table's order
	for _, g := range commandGroups() {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, c := range g.commands {
			c.GroupID = g.title
			root.AddCommand(c)
		}
	}
	root.SetHelpCommandGroupID("More")
	root.SetCompletionCommandGroupID("More")
	root.InitDefaultCompletionCmd()
	if c, _, err := root.Find([]string{"completion"}); err == nil {
		parent(c)
	}
	completeValues(root)
	return root
}
