// Relucheck checks a certificate of Relucert against the data, in exact
// arithmetic, and says whether certificates of parts make a whole. Standard output holds the verdict, standard error complaints.
package main

import (
	"errors"
	"fmt"
	"os"

	"relucert/internal/checkcmd"
	"relucert/internal/output"
)

func main() { os.Exit(run()) }

func run() int {
	cmd := checkcmd.New("relucheck")
	cmd.AddCommand(checkcmd.NewCover(), checkcmd.NewRealizable())
	cmd.CompletionOptions.DisableDefaultCmd = true
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	stdout := output.NewStdout(os.Stdout)
	cmd.SetOut(stdout)
	err := cmd.Execute()
	if closed := stdout.Close(); closed != nil {
		err = closed // a verdict that nobody can read is none
	}
	if err != nil && !errors.Is(err, checkcmd.ErrNotProved) {
		fmt.Fprintln(os.Stderr, "relucheck:", err)
	}
	return checkcmd.ExitCode(err)
}
