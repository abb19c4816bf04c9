package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/checkcmd"
	"relucert/internal/checkpoint"
	"relucert/internal/dataflags"
	"relucert/internal/job"
	"relucert/internal/output"
	"relucert/network"
	"relucert/proof/check"
)

func gatherCommand() *cobra.Command {
	threads := int64(0)
	cmd := &cobra.Command{
		Use:   "gather DIR",
		Short: "Check and join what has been proved of a planned search",
		Long: `Gather says of each part of the job in DIR whether it is done, checks its certificate
in exact arithmetic, whoever wrote it, and that the parts leave no network out. When
all have one, it makes one certificate of them, DIR/proof.rcert.gz, whose bound is the least of theirs,
and DIR/model.json, the best network. Parts stopped at a limit have certificates, too: of
the bound that they had reached. Those that are still at work, or were killed, have none.

` + exitCodes + `
For gather, 1 says that a part is forged or missing, 3 that some are not done.`,
		Example: "  relucert gather job",
		Args:    files("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return gatherJob(filepath.Clean(args[0]), int(threads)) })
		},
	}
	cmd.Flags().Var(counting(&threads), "threads", "worker threads that check (default: all cores)")
	return cmd
}

// gathering is what a job has come to.
type gathering struct {
	*job.Description
	asked  *fitOptions
	folder string
	how    check.Options
	proofs []string // of parts, proved
	open   int      // parts that are not done
	bad    int      // parts that are forged or missing
}

func gatherJob(folder string, threads int) error {
	o := newFitOptions()
	d, err := o.ask(folder)
	if err == nil {
		err = o.checkUnits()
	}
	if err != nil {
		return err
	}
	g := &gathering{Description: d, asked: o, folder: folder, how: o.howPart(threads)}
	for i := range d.Parts {
		if err := g.look(filepath.Join(folder, d.Part(i))); err != nil {
			return err
		}
	}
	switch {
	case g.bad > 0:
		return checkcmd.ErrNotProved
	case len(g.proofs) < d.Parts:
		return ending{relucert.TimeLimit}
	}
	return g.join()
}

// look says what has become of a part.
func (g *gathering) look(part string) error {
	proof := filepath.Join(part, job.ProofFile)
	state, err := (&relucert.Checkpoint{Dir: part}).Look()
	isOpen := err == nil
	if isOpen {
		g.open++
	}
	if _, err := os.Stat(proof); err == nil {
		return g.prove(part, proof, isOpen)
	}
	if isOpen {
		_, err = fmt.Fprintf(desk.Stdout, "%s  not done: %d open nodes, %s %.7g, lower bound %.7g, not checked\n", part, state.Open, g.asked.problem.Objective.Name(), state.Upper, state.Lower)
		return err
	}
	g.bad++
	if errors.Is(err, checkpoint.ErrNone) {
		err = errors.New("it has neither certificate nor checkpoint")
	}
	_, err = fmt.Fprintf(desk.Stdout, "%s  MISSING: %v\n", part, err)
	return err
}

// prove checks a part's certificate, and its network by that.
func (g *gathering) prove(part, proof string, isOpen bool) error {
	var v *check.Verdict
	how, err := g.how, error(nil)
	if how.Model, err = checkcmd.LoadModel(filepath.Join(part, job.ModelFile)); err == nil {
		v, err = check.CheckAny(sourceOf(proof), sourceOf(filepath.Join(g.folder, g.Data)), how)
	}
	switch {
	case err != nil:
		g.bad++
		_, err = fmt.Fprintf(desk.Stdout, "%s  NOT PROVED  %v\n", part, err)
	case !v.Proved:
		g.bad++
		_, err = fmt.Fprintf(desk.Stdout, "%s  %v\n", part, v)
	case g.another(v):
		g.bad++
		_, err = fmt.Fprintf(desk.Stdout, "%s  NOT PROVED  it is not what the job asks, but the %s for %v\n", part, v.Objective, &v.Class)
	default:
		g.proofs = append(g.proofs, proof)
		word := "done"
		if isOpen {
			word = "not done"
		}
		_, err = fmt.Fprintf(desk.Stdout, "%s  %s: PROVED  %s <= %s in its nodes, min %[4]s <= %[5]s\n", part, word, v.Lower, v.Objective, v.Upper)
	}
	return err
}

// another says that a certificate is of another class or objective than the job's.
func (g *gathering) another(v *check.Verdict) bool {
	g.asked.settleLinear(&dataset.Dataset{Features: v.Features})
	p := &g.asked.problem
	return v.Units != p.K() || v.Signs != p.SignText("any") || v.Bias != p.Bias() || v.Output != p.Output.String() || v.NormBound != p.NormBound ||
		v.Objective != p.Objective.Formula()
}

func sourceOf(path string) check.Source {
	return check.Source{Name: path, Open: proofFile(path).Open}
}

// join says whether the parts make the whole, and writes that.
func (g *gathering) join() error {
	if err := joinParts(g.Description, g.folder, "gather", g.proofs, g.best); err != nil {
		return err
	}
	if g.open > 0 {
		return ending{relucert.TimeLimit}
	}
	return nil
}

// joinParts says whether the parts of a job make the whole, and writes that, and by best the network, given the bound that is proved.
func joinParts(d *job.Description, folder, by string, proofs []string, best func(lowerHex string) error) error {
	cover := new(check.Cover)
	for _, proof := range proofs {
		if err := cover.Add(sourceOf(proof)); err != nil {
			return err
		}
	}
	v := cover.Verdict()
	if !v.Covered {
		fmt.Fprintf(desk.Stdout, "%s  %v\n", folder, v)
		return checkcmd.ErrNotProved
	}
	whole := filepath.Join(folder, job.ProofFile)
	if _, err := joinFiles(proofs, desk.Reading(), output.Use{By: by, Path: whole}); err != nil {
		return err
	}
	if err := best(v.LowerHex); err != nil {
		return err
	}
	_, err := fmt.Fprintf(desk.Stdout, "%s  COVERED  %s <= min %s <= %s\n  relucheck %s %s%s  proves it\n", folder, v.Lower, v.Objective, v.Upper, whole, filepath.Join(folder, d.Data), readingOf(d))
	return err
}

// readingOf is the flags that say how the data are read.
func readingOf(d *job.Description) (text string) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	dataflags.Define(f, new(dataset.Options))
	for _, a := range d.Arguments {
		name, _, _ := strings.Cut(strings.TrimPrefix(a, "--"), "=")
		if f.Lookup(name) != nil {
			text += " " + a
		}
	}
	return text
}

// best writes the best of the parts' networks, measured here, with the bound that is proved.
func (g *gathering) best(lowerHex string) error {
	lower, err := strconv.ParseFloat(lowerHex, 64)
	if err != nil {
		return err
	}
	data, _, err := dataset.Open(filepath.Join(g.folder, g.Data), g.asked.data)
	if err != nil {
		return err
	}
	var best *network.Model
	least, sse, objective := math.Inf(1), math.Inf(1), g.asked.problem.Objective
	for i := range g.Parts {
		m, err := network.LoadModel(filepath.Join(g.folder, g.Part(i), job.ModelFile))
		if err != nil {
			return err
		}
		n := m.Local(data.Origins, data.TargetOrigin)
		if value := n.Objective(data, objective); best == nil || value < least {
			best, least, sse = m, value, n.SSE(data)
		}
	}
	best.Claim(objective, sse, least, min(lower, least))
	best.TrainingError = sse / data.SumOfWeights()
	return desk.Reading().Write(output.Use{By: "gather", Path: filepath.Join(g.folder, job.ModelFile)}, func(w io.Writer) error { return best.Write(w) })
}
