package checkcmd

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/proof/farkas"
)

// realizableOptions is what the flags say.
type realizableOptions struct {
	data       dataset.Options
	sign       string
	bias, json bool
	sum        sumOptions
}

// NewRealizable is the command that checks whether one unit fits all samples, or none.
func NewRealizable() *cobra.Command {
	o := new(realizableOptions)
	cmd := &cobra.Command{
		Use:   "realizable PROOF FILE",
		Short: "Check a proof that units fit all samples without error, or none do",
		Long: `Realizable reads PROOF, which relucert realizable -o wrote, and the data in FILE, and
verifies in rational arithmetic that the unit fits all samples, or that none does. The
columns, the bias and the sign are chosen as for relucert realizable, never by the proof,
which must be for the same ones. So are --units, --signs and --linear for sums of units.

` + ExitCodes,
		Example: `  relucheck realizable proof.json data.csv --target y
  relucheck realizable proof.json data.csv --units 2`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return UsageError(fmt.Sprintf("usage: %s (got %d arguments)", cmd.UseLine(), len(args)))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.OutOrStdout(), args[0], args[1]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	dataflags.Define(f, &o.data)
	f.BoolVar(&o.bias, "bias", true, "the unit has a bias")
	f.StringVar(&o.sign, "sign", "any", "one unit's sign: `any|+|-`")
	o.sum.define(f)
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the line")
	return cmd
}

func (o *realizableOptions) run(out io.Writer, proof, file string) error {
	if !slices.Contains([]string{"any", "+", "-"}, o.sign) {
		return UsageError("--sign must be any, + or -: got " + o.sign)
	}
	if proof == "-" && file == "-" {
		return UsageError("only one of the proof and the data can be standard input")
	}
	v, err := o.verdict(proof, file)
	if err != nil {
		return err
	}
	if err := show(out, v, o.json); err != nil {
		return err
	}
	if !v.Proved {
		return ErrNotProved
	}
	return nil
}

// verdict reads both files, of which the question says what the proof is like.
func (o *realizableOptions) verdict(proof, file string) (v fitVerdict, err error) {
	if o.sum.asked() {
		return o.sumVerdict(proof, file)
	}
	answer, err := readProof(proof, farkas.Read)
	if err != nil {
		return v, err
	}
	data, err := dataset.OpenExact(file, o.data, o.bias, true)
	if err != nil {
		return v, err
	}
	return o.judge(answer, data), nil
}

func readProof[F any](path string, read func(io.Reader) (F, error)) (answer F, err error) {
	in, err := dataset.OpenFile(path)
	if err != nil {
		return answer, err
	}
	defer in.Close()
	if answer, err = read(in); err != nil {
		err = &dataset.Error{File: path, Msg: err.Error(), Err: err}
	}
	return answer, err
}

// fitVerdict is what was found of a proof.
type fitVerdict struct {
	Proved bool   `json:"proved"`
	Reason string `json:"reason,omitempty"` // why not
	// Realizable is what is proved of the class on the data.
	Realizable bool   `json:"realizable"`
	Class      string `json:"class"`
	Rows       int    `json:"rows"`
	SHA256     string `json:"sha256"` // of the data

	units int // 0: one, of the question for one
}

// String is the line for people.
func (v fitVerdict) String() string {
	if !v.Proved {
		return "NOT PROVED  " + v.Reason
	}
	return fmt.Sprintf("PROVED  %s all %d rows without error: %s, data sha256:%s", v.who(), v.Rows, v.Class, v.SHA256)
}

func (v fitVerdict) who() string {
	article, what := "no", "unit fits"
	if v.Realizable {
		article = "a"
	}
	if v.units > 0 {
		what = "sum fits"
	}
	return article + " " + what
}

// judge verifies the answer to the question of the flags.
func (o *realizableOptions) judge(answer *farkas.File, data *dataset.Exact) fitVerdict {
	question := farkas.Question{Target: data.Target, Features: data.Features, Bias: o.bias, Sign: o.sign}
	v := fitVerdict{Class: classOf(question), Rows: len(data.Y), SHA256: hex.EncodeToString(data.SHA256[:])}
	err := answer.Verify(data.X, data.Y, question.Signs()...)
	switch {
	case !answer.Question.Equal(question):
		v.Reason = "the proof is for other columns or another class: " + classOf(answer.Question)
	case err != nil:
		v.Reason = err.Error()
	default:
		v.Proved, v.Realizable = true, answer.Unit != nil
	}
	return v
}

func classOf(q farkas.Question) string {
	return fmt.Sprintf("sign %s, %s, %s on %s", q.Sign, biasWords(q.Bias), q.Target, strings.Join(q.Features, ", "))
}

func biasWords(bias bool) string {
	if bias {
		return "bias"
	}
	return "no bias"
}
