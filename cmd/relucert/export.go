package main

import (
	"io"

	"github.com/spf13/cobra"

	"relucert/internal/output"
)

func exportCommand() *cobra.Command {
	cmd := parent(&cobra.Command{
		Use:   "export",
		Short: "Write a problem or a model for other programs",
		Long: `Export writes a training problem for mixed-integer solvers, so that SCIP, Gurobi
or CPLEX can be run on what fit solves, and a trained model as ONNX, as a C
function or as a formula.`,
	})
	cmd.AddCommand(exportProblemCommand(), exportModelCommand(), exportCSVCommand())
	return cmd
}

// writeExport writes to path, or to standard output if it is empty, but never over input.
func writeExport(path, input string, content func(io.Writer) error) error {
	file := output.Use{By: "--output", Path: path}
	return desk.Reading(output.Use{By: "the input", Path: input}).Emit(file, content)
}
