package energy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"relucert"
	"relucert/inference"
)

// Fit is a model's best network, proved, and its numbers.
type Fit struct {
	Model  Model
	Result *relucert.Result
	Line   *inference.Line
}

// Train finds the model's best network for p's data, under p's constraints on pieces.
func Train(ctx context.Context, m Model, p relucert.Problem, opts relucert.Options) (*Fit, error) {
	p = m.Ask(p)
	r, err := train(ctx, m, p, opts)
	if err != nil {
		return nil, err
	}
	l, err := inference.Of(&p, r.Network)
	if err != nil {
		return nil, err
	}
	return &Fit{m, r, l}, nil
}

// train fits a line by a path from none to one breakpoint: a network has a unit at least.
func train(ctx context.Context, m Model, p relucert.Problem, opts relucert.Options) (*relucert.Result, error) {
	if m != TwoP {
		return relucert.Fit(ctx, p, opts)
	}
	opts.Certificate = nil
	path, err := relucert.FitPath(ctx, p, 0, opts)
	if err != nil {
		return nil, err
	}
	return path.Fits[0], nil
}

// Select trains models, and chooses that of the least BIC; fits are those of its candidates. Models that the constraints leave no
// room for are left out.
func Select(ctx context.Context, models []Model, p relucert.Problem, opts relucert.Options) (c *inference.Choices, fits []*Fit, err error) {
	var all []inference.Choice
	var errs []error
	for _, m := range models {
		f, err := Train(ctx, m, p, opts)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		fits = append(fits, f)
		all = append(all, inference.BIC.Judge(m.String(), f.Result, p.Data.Rows(), m.parameters()))
	}
	if fits == nil {
		return nil, nil, unfit(errs)
	}
	return inference.Decide(inference.BIC.Name, all), fits, nil
}

// unfit is why no model can be fitted: each reason once, in one line.
func unfit(errs []error) error {
	var reasons []string
	for _, err := range errs {
		if text := err.Error(); !slices.Contains(reasons, text) {
			reasons = append(reasons, text)
		}
	}
	if len(reasons) == 1 {
		return errs[0]
	}
	return errors.New(strings.Join(reasons, "; "))
}

// Quantities are what an energy engineer calls the estimates, with intervals at a level such as 0.95: base load, balance points
// or change point, heating and cooling slope (energy per degree, positive where energy is used).
func (f *Fit) Quantities(level float64) ([]inference.Estimate, error) {
	all, err := f.Line.Estimates(level)
	return f.Model.Name(f.Line, all), err
}

// Name picks a model's quantities from a line's estimates. Where its best line has fewer pieces, the breakpoint between is none.
func (m Model) Name(l *inference.Line, all []inference.Estimate) (named []inference.Estimate) {
	for _, w := range words[m] {
		for _, e := range all {
			if e.Name == w.estimate(l) {
				named = append(named, rename(e, w))
			}
		}
	}
	return named
}

// word is a quantity's name, and that of the estimate which it is, turned round or not, of one of the model's pieces or at its end.
type word struct {
	of       string
	piece    int
	name     string
	negative bool
}

var words = map[Model][]word{
	TwoP:    {{"intercept", 0, "energy at 0", false}, {"slope", 0, "slope", false}},
	ThreePC: {{"intercept", 0, "base load", false}, {"breakpoint", 0, "cooling balance point", false}, {"slope", 1, "cooling slope", false}},
	ThreePH: {{"intercept", 1, "base load", false}, {"breakpoint", 0, "heating balance point", false}, {"slope", 0, "heating slope", true}},
	FourP:   {{"level", 0, "base load", false}, {"breakpoint", 0, "change point", false}, {"slope", 0, "left slope", false}, {"slope", 1, "right slope", false}},
	FiveP: {{"intercept", 1, "base load", false}, {"breakpoint", 0, "heating balance point", false}, {"breakpoint", 1, "cooling balance point", false},
		{"slope", 0, "heating slope", true}, {"slope", 2, "cooling slope", false}},
}

// estimate is the name among a line's estimates; empty: the line has none.
func (w word) estimate(l *inference.Line) string {
	piece := l.Piece(w.piece)
	if atEnd := w.of == "breakpoint" || w.of == "level"; atEnd && l.Piece(w.piece+1) == piece {
		return ""
	}
	return fmt.Sprintf("%s %d", w.of, piece+1)
}

func rename(e inference.Estimate, w word) inference.Estimate {
	e.Name = w.name
	if w.negative {
		e.Value, e.Low, e.High = 0-e.Value, 0-e.High, 0-e.Low
	}
	return e
}
