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

func main() { os.Exit(run()) }

// desk is what everything is written over.
var desk = output.NewDesk(os.Stdout, os.Stderr)

// run executes the command line and returns the exit code.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal kills at once
	err := lastly(rootCommand().ExecuteContext(ctx), desk.Close())
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

// subcommands is the one table of what relucert can do.
func subcommands() []*cobra.Command {
	return []*cobra.Command{
		fitCommand(),
		batchCommand(),
		checkCommand(),
		untilInterrupted(checkcmd.NewCover()),
		predictCommand(),
		scoreCommand(),
		reduceCommand(),
		decodeCommand(),
		generateCommand(),
		exportCommand(),
		realizableCommand(),
		cellsCommand(),
		approximateCommand(),
		samplesCommand(),
		improperCommand(),
		improperPredictCommand(),
		compareCommand(),
		gapCommand(),
		studyCommand(),
		theoremCommand(),
		trimCommand(),
		splitCommand(),
		joinCommand(),
		planCommand(),
		workCommand(),
		gatherCommand(),
		versionCommand(),
	}
}

// checkCommand is relucheck, but for cover, which stands beside it here.
func checkCommand() *cobra.Command {
	cmd := untilInterrupted(checkcmd.New("check"))
	cmd.AddCommand(untilInterrupted(checkcmd.NewRealizable()))
	return cmd
}

// untilInterrupted is a command of relucheck, but for signals, which relucert
// answers itself.
func untilInterrupted(cmd *cobra.Command) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return await(cmd.Context(), func() error { return run(cmd, args) })
	}
	return cmd
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "relucert",
		Short: "Train small ReLU networks to proven global optimality",
		Long: `Relucert finds the depth-2 ReLU network with k units that has the least squared
error on your data, and proves how near to the least possible it is.

` + exitCodes,
		Args:                       knownCommand,
		SuggestionsMinimumDistance: 2,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors:              true,
		SilenceUsage:               true,
	}
	root.Version = version()
	root.SetVersionTemplate("relucert {{.Version}}\n")
	root.SetOut(desk.Stdout)
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(subcommands()...)
	return root
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
