package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/internal/output"
)

func generateCommand() *cobra.Command {
	cmd := parent(&cobra.Command{
		Use:   "generate",
		Short: "Make random problems whose optimum is known",
		Long: `Generate writes a random data set for fit, or a random problem for reduce, and
says on standard error what is known of its optimum, and why. The same flags give
the same file everywhere.`,
	})
	cmd.AddCommand(generatePlanted(), generateNoise(), generateMeters(), generateSetCover(), generateCircuit(),
		generateDensest(), generateColoring(), generateSAT())
	return cmd
}

// content writes what a file is to hold.
type content func(io.Writer) error

// family is one of generate's subcommands.
type family struct {
	name, short, example string
	define               func(*pflag.FlagSet) // flags of its own
	make                 func(seed uint64) (content, generate.Known, error)

	seed uint64
	out  string
}

func (g *family) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: g.name, Short: g.short,
		Example: "  relucert generate " + g.name + " " + g.example,
		Args:    files(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return g.run() },
	}
	f := cmd.Flags()
	f.SortFlags = false
	g.define(f)
	f.Uint64Var(&g.seed, "seed", 1, "seed of the random numbers")
	f.StringVarP(&g.out, "output", "o", "", "write to `FILE`, gzipped if it ends in .gz (default: standard output)")
	return cmd
}

func (g *family) run() error {
	files, out := desk.Reading(), output.Use{By: "--output", Path: g.out}
	if err := files.Check(out); err != nil {
		return err
	}
	text, known, err := g.make(g.seed)
	if err != nil {
		return usagef("%v", err)
	}
	fmt.Fprintln(os.Stderr, known)
	return files.Emit(out, text)
}

// countFlag is a flag of a whole number from 1, with a default.
func countFlag(f *pflag.FlagSet, to *int, name string, value int, usage string) {
	*to = value
	f.Var(counting(to), name, usage)
}

// table is a data set as CSV.
func table(d *dataset.Dataset, known generate.Known, err error) (content, generate.Known, error) {
	return func(w io.Writer) error { return generate.WriteCSV(w, d) }, known, err
}

// written is an instance as its own Write has it.
func written[T interface{ Write(io.Writer) error }](instance T, known generate.Known, err error) (content, generate.Known, error) {
	return instance.Write, known, err
}
