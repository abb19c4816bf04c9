package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"relucert/dataset"
	"relucert/inference"
)

// Inference is how sure a fit to one column is.
type Inference struct {
	inference.Goodness
	Level     float64              // of the intervals, such as 0.95
	Estimates []inference.Estimate // nil: Why says what is in the way
	Errors    *inference.Errors    // for bands; nil as the estimates
	By        string               // how standard errors and intervals were found
	Why       string
	Kink      *inference.Test // of a straight line against one breakpoint; nil: not asked for
	// Model is a change-point model's name, and Quantities are what energy engineers call its estimates; nil: none.
	Model      string
	Quantities []inference.Estimate
}

// writeInference writes the estimates as a table.
func writeInference(w io.Writer, data *dataset.Dataset, r *Inference) error {
	if r.Estimates == nil {
		_, err := fmt.Fprintf(w, "\n  no standard errors: %s\n", r.Why)
		return err
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	if err := r.table(data).Write(w, ""); err != nil {
		return err
	}
	for _, line := range r.remarks(data) {
		if _, err := fmt.Fprintf(w, "\n  %s\n", line); err != nil {
			return err
		}
	}
	return nil
}

// table is the estimates with their errors.
func (r *Inference) table(data *dataset.Dataset) (t Table) {
	t.add("estimate", "value", "SE", levelWords(r.Level)+" interval", "")
	for _, e := range r.shown() {
		t.add(e.Name, estimated(data, e, e.Value), errorCell(e), estimated(data, e, e.Low), estimated(data, e, e.High))
	}
	return t
}

// remarks tell of breakpoints that may be in several places, and how intervals were found.
func (r *Inference) remarks(data *dataset.Dataset) (lines []string) {
	for _, e := range r.shown() {
		if e.Region != nil && len(e.Region.Outer) > 1 {
			var parts []string
			for _, p := range e.Region.Outer {
				parts = append(parts, place(data, p[0], 6)+" to "+place(data, p[1], 6))
			}
			lines = append(lines, fmt.Sprintf("%s is in one of: %s", e.Name, strings.Join(parts, ", ")))
		}
	}
	return append(lines, "by "+strings.Join(append([]string{r.By}, nonempty(r.Why)...), "; "))
}

// shown are the model's quantities, or slopes and breakpoints.
func (r *Inference) shown() []inference.Estimate {
	if r.Quantities != nil {
		return r.Quantities
	}
	return slices.DeleteFunc(slices.Clone(r.Estimates), func(e inference.Estimate) bool {
		return strings.HasPrefix(e.Name, "intercept") || strings.HasPrefix(e.Name, "level")
	})
}

func levelWords(level float64) string { return strconv.FormatFloat(100*level, 'g', -1, 64) + " %" }

// estimated is a number of an estimate's kind: breakpoints are places on the axis, levels values of the label.
func estimated(data *dataset.Dataset, e inference.Estimate, v float64) string {
	switch {
	case e.Place:
		return place(data, v, 6)
	case e.Height:
		return data.TargetOrigin.Plus(v, 6)
	}
	return fmt.Sprintf("%.6g", v)
}

func errorCell(e inference.Estimate) string {
	if e.Known {
		return "given"
	}
	return fmt.Sprintf("%.3g", e.SE)
}

// numbers are the goodness of fit, for the summary.
func (r *Inference) numbers(row func(name, value string)) {
	if r.Model != "" {
		row("model", "change points, "+r.Model)
	}
	if r.Freedom > 0 {
		row("residual SE", fmt.Sprintf("%s on %s", number(r.ResidualSE), plural(r.Freedom, "degree")+" of freedom"))
		row("adjusted R²", rSquaredWords(r.AdjustedR2))
	} else {
		row("residual SE", "not defined: no degrees of freedom are left")
	}
	if t := r.Kink; t != nil {
		row("kink test", fmt.Sprintf("p = %.4g of a straight line (statistic %.4g, %s of normal errors)", t.P, t.Statistic, plural(t.Draws, "draw")))
	}
	row("AIC, BIC", orDash(r.AIC)+", "+orDash(r.BIC))
	if !math.IsNaN(r.CVRMSE) {
		row("CV(RMSE), NMBE", hundredths(r.CVRMSE)+", "+hundredths(r.NMBE))
	}
}

// hundredths is a share as a percentage with two decimals, without a minus before 0.
func hundredths(share float64) string {
	return fmt.Sprintf("%.2f %%", math.Round(1e4*share)/100+0)
}

// nonempty are the texts that say something.
func nonempty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

func orDash(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return number(v)
}

// inferenceText is an Inference as JSON has it. Numbers that are not defined are null.
type inferenceText struct {
	Samples       int            `json:"samples"`
	Parameters    int            `json:"parameters"`
	Freedom       int            `json:"degrees_of_freedom"`
	ResidualSE    *float64       `json:"residual_se"`
	R2            *float64       `json:"r2"`
	AdjustedR2    *float64       `json:"adjusted_r2"`
	LogLikelihood *float64       `json:"log_likelihood"`
	AIC           *float64       `json:"aic"`
	BIC           *float64       `json:"bic"`
	CVRMSE        *float64       `json:"cv_rmse"`
	NMBE          *float64       `json:"nmbe"`
	Level         float64        `json:"level"`
	By            string         `json:"by,omitempty"`
	Why           string         `json:"why,omitempty"`       // why there are no estimates
	KinkTest      *testText      `json:"kink_test,omitempty"` // left out: not asked for
	Estimates     []estimateText `json:"estimates"`
	Model         string         `json:"model,omitempty"`      // of change points
	Quantities    []estimateText `json:"quantities,omitempty"` // the model's
}

// estimateText is one number: breakpoints are less the column's origin, levels and intercepts less the label's. An intercept is at 0 of the column itself.
type estimateText struct {
	Name  string   `json:"name"`
	Value *float64 `json:"value"`
	SE    *float64 `json:"se"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Known bool     `json:"known,omitempty"` // given, not estimated
	// Region is a breakpoint's, by profile likelihood; left out: low and high are of another kind.
	Region *regionText `json:"region,omitempty"`
}

// regionText is where a breakpoint may be: nowhere but in outer, proved; anywhere in inner, where such networks were found.
type regionText struct {
	Outer [][2]float64 `json:"outer"`
	Inner [][2]float64 `json:"inner"`
}

func (r *Inference) text() *inferenceText {
	if r == nil {
		return nil
	}
	return &inferenceText{Samples: r.Samples, Parameters: r.Parameters, Freedom: r.Freedom, ResidualSE: defined(r.ResidualSE), R2: defined(r.R2),
		AdjustedR2: defined(r.AdjustedR2), LogLikelihood: defined(r.LogLik), AIC: defined(r.AIC), BIC: defined(r.BIC), CVRMSE: defined(r.CVRMSE),
		NMBE: defined(r.NMBE), KinkTest: (*testText)(r.Kink), Level: r.Level, By: r.By, Why: r.Why, Model: r.Model, Estimates: estimateTexts(r.Estimates), Quantities: estimateTexts(r.Quantities)}
}

func estimateTexts(estimates []inference.Estimate) []estimateText {
	all := make([]estimateText, len(estimates))
	for i, e := range estimates {
		all[i] = estimateText{Name: e.Name, Value: defined(e.Value), SE: defined(e.SE), Low: defined(e.Low), High: defined(e.High), Known: e.Known}
		if e.Region != nil {
			all[i].Region = (*regionText)(e.Region)
		}
	}
	return all
}
