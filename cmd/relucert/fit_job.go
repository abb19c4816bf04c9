package main

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"relucert"
	"slices"
	"strconv"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/hardness/reduce"
)

// leastGap is the smallest gap that fit chooses by itself for a job.
const leastGap = 1e-12

// open is the data file: FILE, or that of the folder that reduce wrote, whose
// meta.json then says what the flags would.
func (o *fitOptions) open(path string, f *pflag.FlagSet) (file string, err error) {
	if file, o.job, err = openJob(path); o.job == nil || err != nil {
		return file, err
	}
	return file, o.follow(o.job, f)
}

// openJob is the data file of a folder that reduce wrote, and what goes with it; no job for other paths, of which - is standard input.
func openJob(path string) (file string, job *reduce.Meta, err error) {
	if info, err := os.Stat(path); path == "-" || err != nil || !info.IsDir() {
		return path, nil, nil
	}
	meta := filepath.Join(path, reduce.MetaFile)
	if _, err := os.Stat(meta); err != nil {
		return "", nil, usagef("%s is a directory without the %s of relucert reduce", path, reduce.MetaFile)
	}
	job, err = reduce.LoadMeta(meta)
	return filepath.Join(path, reduce.DataFile), job, err
}

// jobOf is a notice if the file is a job's data, which does not say what to ask of it.
func jobOf(path string) []string {
	folder := filepath.Dir(path)
	if _, err := os.Stat(filepath.Join(folder, reduce.MetaFile)); err != nil || filepath.Base(path) != reduce.DataFile {
		return nil
	}
	return []string{"this is the data of a reduction: relucert fit " + folder + " asks what its " + reduce.MetaFile + " says"}
}

// follow sets the class as the job asks. Flags that say otherwise are refused.
func (o *fitOptions) follow(job *reduce.Meta, f *pflag.FlagSet) error {
	want := []struct{ flag, value, absent string }{ // absent stands for a flag left out
		{"target", job.Fit.Target, ""},
		{"sample-weights", job.Fit.Weights, ""},
		{"units", strconv.Itoa(job.Fit.Units), ""},
		{"signs", job.Fit.Signs, "any"},
		{"bias", strconv.FormatBool(job.Fit.Bias), ""},
		{linearName(f), job.Fit.Output.String(), ""},
		{"norm-bound", strconv.FormatFloat(job.Fit.NormBound, 'g', -1, 64), "0"},
	}
	for _, w := range want {
		given := f.Lookup(w.flag).Value.String()
		if f.Changed(w.flag) && given != w.value {
			return usagef("--%s %s contradicts %s, which says %q", w.flag, given, reduce.MetaFile, w.value)
		}
		if w.value == w.absent {
			continue
		}
		if err := f.Set(w.flag, w.value); err != nil {
			return err
		}
	}
	if f.Changed("features") && !slices.Equal(o.data.Features, job.Fit.Features) {
		return usagef("--features contradicts %s: leave it out", reduce.MetaFile)
	}
	o.data.Features, o.data.Fractions = job.Fit.Features, true
	return o.followLimits(job, f)
}

// followLimits sees to a proof that says something of the problem: for all
// networks that matter, and finer than one of the objective.
func (o *fitOptions) followLimits(job *reduce.Meta, f *pflag.FlagSet) error {
	if f.Changed("weight-limit") && o.problem.WeightLimit < job.Fit.WeightLimit {
		return usagef("--weight-limit %g contradicts %s: below %g a proof says nothing of the problem",
			o.problem.WeightLimit, reduce.MetaFile, job.Fit.WeightLimit)
	}
	if !f.Changed("weight-limit") {
		o.problem.WeightLimit = job.Fit.WeightLimit
	}
	if !f.Changed("gap") {
		o.search.Gap = min(relucert.Sign.DefaultGap(), max(leastGap, job.Reduction.Claim().Resolution()/4))
	}
	return nil
}

// checkJob refuses data that are not the job's.
func (o *fitOptions) checkJob(data *dataset.Dataset) error {
	if o.job == nil || hex.EncodeToString(data.SHA256[:]) == o.job.Data.SHA256 {
		return nil
	}
	return usagef("%s: this is not the file that %s describes", data.Name, reduce.MetaFile)
}
