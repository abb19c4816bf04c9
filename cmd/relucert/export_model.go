package main

import (
	"io"

	"github.com/spf13/cobra"

	"relucert/export"
	"relucert/network"
)

// exportModelOptions is what the flags of export model say.
type exportModelOptions struct {
	out, format, precision string
}

func exportModelCommand() *cobra.Command {
	o := new(exportModelOptions)
	cmd := &cobra.Command{
		Use:   "model MODEL",
		Short: "Write a trained model as ONNX, C or a formula",
		Long: `Model writes the network that relucert fit --model has saved: as an ONNX graph
(MatMul, Add, Relu, MatMul, Add; an affine output part is two units more), as a
C99 function of no dependencies, or as a formula in text. The C function and the
formula give what relucert predict gives, to the last bit, or where data are far
from 0 (timestamps) as near as doubles hold them; ONNX runtimes add in an order of
their own. A column of dates is a number there: the file says what it counts.`,
		Example: `  relucert export model model.json -o model.onnx --precision float32
  relucert export model model.json -o model.c
  relucert export model model.json --format txt`,
		Args: files("MODEL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := o.check(cmd.Flags().Changed("precision"))
			if err != nil {
				return err
			}
			return await(cmd.Context(), func() error { return o.run(args[0], format) })
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE`, gzipped if it ends in .gz (default: standard output)")
	f.Var(oneOf(&o.format, "auto", "onnx", "c", "txt"), "format", "what to write; auto goes by the file's extension")
	f.Var(oneOf(&o.precision, "float64", "float32"), "precision", "type of an ONNX graph's numbers")
	return cmd
}

// check settles the format.
func (o *exportModelOptions) check(precisionGiven bool) (export.Format, error) {
	format := export.Format(o.format)
	switch {
	case o.format == "auto" && o.out == "":
		return "", usagef("--output or --format must say what to write: onnx, c or txt")
	case o.format == "auto":
		var err error
		if format, err = export.FormatOf(o.out); err != nil {
			return "", usagef("--output: %v: name the format with --format", err)
		}
	}
	if precisionGiven && format != export.ONNX {
		return "", usagef("--precision is for onnx: %s is always of float64", format)
	}
	return format, nil
}

func (o *exportModelOptions) run(file string, format export.Format) error {
	m, err := network.LoadModel(file)
	if err != nil {
		return err
	}
	content, err := export.EncodeModel(m, format, export.Precision(o.precision))
	if err != nil {
		return blame(file, err)
	}
	return writeExport(o.out, file, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}
