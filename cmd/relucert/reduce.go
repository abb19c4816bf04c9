package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/hardness/explain"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/internal/output"
)

func reduceCommand() *cobra.Command {
	cmd := parent(&cobra.Command{
		Use:   "reduce",
		Short: "Compile an NP-hard problem into a training set",
		Long: `Reduce writes a folder with data.csv, a training set whose least SSE tells the
optimum of the problem in FILE, and meta.json, the way back. Train on it with
relucert fit FOLDER, or with anything else, and read the solution out of the
weights with relucert decode. FILE may be gzipped; "-" is standard input.

The sizes are printed before anything is written. Each reduction is explained
with its proof in package reduce and in docs/reductions.md.`,
	})
	cmd.AddCommand(reduceSetCover(), reduceCircuit(), reduceDensest(), reduceColoring(), reduceSAT(), reduceSizes())
	return cmd
}

// reduction is one of reduce's subcommands.
type reduction struct {
	name, short, example string
	define               func(*pflag.FlagSet) // flags of its own
	read                 func(r io.Reader, path string) (reduce.Reduction, error)

	out    string
	layout reduce.Layout
	pad    int64
	accuracy
	draw string
}

func (k *reduction) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:     k.name + " FILE",
		Short:   k.short,
		Example: "  relucert reduce " + k.example,
		Args:    files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return k.run(cmd, args[0]) })
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	k.define(f)
	f.StringVarP(&k.out, "output", "o", "", "write to `FOLDER`, made if need be (required)")
	f.BoolVar(&k.layout.Copies, "copies", false, "copies of rows instead of sample weights")
	f.StringVar(&k.draw, "explain", "", "draw the instance's gadgets to `FILE`, as SVG")
	f.Var(counting(&k.pad), "pad", "add this many columns that are always zero (default: none)")
	f.Float64Var(&k.epsilon, "epsilon", 0, "make sure that an average error of `E` tells the cases apart")
	f.Var(&k.ofN, "epsilon-of-n", "pad until an average error of this function of the columns does, as n^-0.25 (Theorem 11)")
	return cmd
}

func (k *reduction) run(cmd *cobra.Command, path string) error {
	if k.out == "" {
		return usagef("--output names the folder to write to: %s", cmd.UseLine())
	}
	files := desk.Reading(output.Use{By: "the problem", Path: path})
	if err := files.CheckFolder("--output", k.out, reduce.DataFile, reduce.MetaFile); err != nil {
		return err
	}
	drawing := output.Use{By: "--explain", Path: k.draw}
	if err := files.Check(drawing); err != nil {
		return err
	}
	r, source, err := k.open(path)
	if err != nil {
		return err
	}
	if k.layout.Pad, err = k.padding(r); err != nil {
		return err
	}
	k.layout.Pad = max(k.layout.Pad, int(k.pad))
	meta, err := reduce.NewMeta(r, k.layout, source, version())
	if err != nil {
		return usagef("%s: %v", path, err)
	}
	if err := printSizes(desk.Stdout, meta); err != nil {
		return err
	}
	for _, line := range warnings(r.Claim()) {
		fmt.Fprintln(os.Stderr, "relucert: warning:", line)
	}
	if err := files.Write(drawing, func(w io.Writer) error { return explain.WriteSVG(w, explain.Of(r)) }); err != nil {
		return err
	}
	return k.write(files, meta)
}

// open reads the instance and makes the reduction.
func (k *reduction) open(path string) (reduce.Reduction, instance.Source, error) {
	f, err := instance.Open(path)
	if err != nil {
		return nil, instance.Source{}, err
	}
	defer f.Close()
	r, err := k.read(f, path)
	if err != nil {
		return nil, instance.Source{}, blame(path, err)
	}
	source, err := f.Source()
	return r, source, err
}

// blame names the file in an error that does not name what is wrong itself.
func blame(path string, err error) error {
	var named *instance.Error
	var usage usageError
	if errors.As(err, &named) || errors.As(err, &usage) {
		return err
	}
	return &instance.Error{File: path, Msg: err.Error(), Err: err}
}

// write writes data.csv first: a folder with meta.json is complete.
func (k *reduction) write(files *output.Files, meta *reduce.Meta) error {
	if err := files.MakeFolder("--output", k.out); err != nil {
		return err
	}
	in := func(name string) output.Use { return output.Use{By: "--output", Path: filepath.Join(k.out, name)} }
	if err := files.Write(in(reduce.DataFile), meta.Table().WriteCSV); err != nil {
		return err
	}
	return files.Write(in(reduce.MetaFile), meta.Write)
}

// format is a flag for the formats of a problem's files.
func format(f *pflag.FlagSet, to *string, words ...string) {
	f.Var(oneOf(to, append([]string{"auto"}, words...)...), "format", "of FILE; auto goes by its name and first lines")
}

// formatOf is the format that such a flag names.
func formatOf(word string) instance.Format {
	if word == "auto" {
		return instance.Auto
	}
	return instance.Format(word)
}
