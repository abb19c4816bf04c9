package checkcmd

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/proof/farkas"
)

// sumOptions is the question for sums of units.
type sumOptions struct {
	units         int
	signs, linear string
}

func (o *sumOptions) define(f *pflag.FlagSet) {
	f.IntVar(&o.units, "units", 1, "number of units, of any signs")
	f.StringVar(&o.signs, "signs", "any", "the units' signs, as in --signs=+-, instead of --units: `signs`")
	f.StringVar(&o.linear, "linear", "none", "free part added to the units: `none|intercept|affine`")
}

// asked says that the question is not that of one unit alone.
func (o *sumOptions) asked() bool { return o.units != 1 || o.signs != "any" || o.linear != "none" }

// question is that of the flags; signs may come in any order.
func (o *sumOptions) question(data *dataset.Exact, bias bool) farkas.SumQuestion {
	q := farkas.SumQuestion{Target: data.Target, Features: data.Features, Bias: bias, Units: o.units, Signs: o.signs, Output: o.linear}
	if o.signs != "any" {
		plus := strings.Count(o.signs, "+")
		q.Units, q.Signs = len(o.signs), strings.Repeat("+", plus)+strings.Repeat("-", len(o.signs)-plus)
	}
	return q
}

// check finds flags that make no sense.
func (o *realizableOptions) checkSum() error {
	s := &o.sum
	switch {
	case s.signs != "any" && strings.Trim(s.signs, "+-") != "" || s.signs == "":
		return UsageError("--signs must be any or a string of + and -: got " + s.signs)
	case s.signs != "any" && s.units != 1 && s.units != len(s.signs):
		return UsageError(fmt.Sprintf("--units %d contradicts --signs, which names %d", s.units, len(s.signs)))
	case o.sign != "any":
		return UsageError("--sign is of one unit: --signs has one for each")
	}
	q := s.question(new(dataset.Exact), o.bias)
	if _, err := q.Choices(); err != nil {
		return UsageError(err.Error())
	}
	return nil
}

func (o *realizableOptions) sumVerdict(proof, file string) (v fitVerdict, err error) {
	if err := o.checkSum(); err != nil {
		return v, err
	}
	answer, err := readProof(proof, farkas.ReadSum)
	if err != nil {
		return v, err
	}
	data, err := dataset.OpenExact(file, o.data, o.bias, true)
	if err != nil {
		return v, err
	}
	return o.judgeSum(answer, data)
}

// judgeSum verifies the answer to the question of the flags.
func (o *realizableOptions) judgeSum(answer *farkas.SumFile, data *dataset.Exact) (fitVerdict, error) {
	question := o.sum.question(data, o.bias)
	v := fitVerdict{Class: sumClassOf(question), Rows: len(data.Y), SHA256: hex.EncodeToString(data.SHA256[:]), units: question.Units}
	choices, err := question.Choices()
	if err != nil {
		return v, UsageError(err.Error())
	}
	if !answer.SumQuestion.Equal(question) {
		v.Reason = "the proof is for other columns or another class: " + sumClassOf(answer.SumQuestion)
		return v, nil
	}
	if err := answer.Verify(farkas.NewSamples(data.X, data.Y, question.Output), choices); err != nil {
		v.Reason = err.Error()
		return v, nil
	}
	v.Proved, v.Realizable = true, answer.Network != nil
	return v, nil
}

func sumClassOf(q farkas.SumQuestion) string {
	return fmt.Sprintf("%d units, signs %s, %s, output %s, %s on %s", q.Units, q.Signs, biasWords(q.Bias), q.Output, q.Target, strings.Join(q.Features, ", "))
}
