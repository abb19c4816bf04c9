package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/internal/report"
)

// writePage writes the page of --report. The certificate is whole by now.
func (o *fitOptions) writePage(data *dataset.Dataset, path *report.Path, r *report.Result) error {
	if o.reportFile == "" {
		return nil
	}
	p := &report.Page{Result: r, Data: data, History: &o.history, Version: version(), Made: time.Now().Format(time.DateOnly),
		Command: shellWords(append([]string{"relucert"}, os.Args[1:]...))}
	if o.many() {
		p.Path = path
	}
	var err error
	if o.certificateFile != "" && !r.Unbegun {
		p.Proof, err = o.proofOf(data, r)
	}
	return errors.Join(err, o.files.Write(o.reportUse(), p.WriteHTML))
}

// proofOf says what certificate was written, and how it is checked; nil: it is no file that can be read.
func (o *fitOptions) proofOf(data *dataset.Dataset, r *report.Result) (*report.Proof, error) {
	if info, err := os.Stat(o.certificateFile); err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	hash, err := hashOf(o.certificateFile)
	command := append([]string{"relucheck", o.certificateFile, data.Name}, o.checkArguments(r.WeightLimit)...)
	return &report.Proof{File: o.certificateFile, SHA256: hash, Command: shellWords(command)}, err
}

// checkArguments are the flags that a checker needs to take the same columns, and the weight limit if it was asked for.
func (o *fitOptions) checkArguments(weightLimit float64) []string {
	args := dataflags.Given(o.flags)
	if o.job != nil {
		args = append(args, "--features="+dataflags.List(o.job.Fit.Features), "--fractions")
	}
	if o.flags.Changed("weight-limit") {
		args = append(args, "--min-weight-limit="+strconv.FormatFloat(weightLimit, 'g', -1, 64))
	}
	return args
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

var plainWord = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// shellWords is a command as a shell takes it.
func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		if quoted[i] = w; !plainWord.MatchString(w) {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}
