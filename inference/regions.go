package inference

import (
	"context"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"relucert"
)

// Cutoff is the multiple of the least SSE up to which one parameter's profile-likelihood interval reaches, at a level such as
// 0.95 and under normal errors: 1 + F/(m−p), F the quantile of the F distribution with 1 and m−p degrees of freedom.
func (l *Line) Cutoff(level float64) float64 {
	free := l.freedom()
	return 1 + distuv.F{D1: 1, D2: free}.Quantile(level)/free
}

// regionGap is the relative gap of the search that regions are found in. A network that is not quite the best makes them
// larger, never smaller.
const regionGap = 1e-4

// Regions are the profile-likelihood regions of l's breakpoints, from left to right: what cannot be a breakpoint is proved. p is
// the problem that l is the fit to. Nil: a limit came first, or a unit of the best network bends at no sample.
func (l *Line) Regions(ctx context.Context, p relucert.Problem, level float64, opts relucert.Options) ([]relucert.ProfileRegion, error) {
	opts.Certificate, opts.OnEvent, opts.OnMethod = nil, nil, nil
	opts.Method, opts.Profile, opts.Gap = relucert.Breakpoints, l.Cutoff(level), max(opts.Gap, regionGap)
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	if len(r.Profile) != len(l.Kinks) {
		return nil, nil
	}
	return r.Profile, nil
}

// Profiled are estimates with the breakpoints' regions, one each, in place of their Wald intervals.
func Profiled(all []Estimate, regions []relucert.ProfileRegion) []Estimate {
	all = slices.Clone(all)
	for i := range all {
		if !all[i].Place {
			continue
		}
		r := regions[0]
		if regions = regions[1:]; !all[i].Known && len(r.Outer) > 0 {
			all[i].Region, all[i].Low, all[i].High = &r, r.Outer[0][0], r.Outer[len(r.Outer)-1][1]
		}
	}
	return all
}
