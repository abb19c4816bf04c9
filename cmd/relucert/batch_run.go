package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"relucert"
	"relucert/dataset"
	"relucert/internal/output"
	"relucert/internal/report"
)

// batch is the fitting of all series.
type batch struct {
	options  *batchOptions
	rows     *batchRows
	progress *progress
}

// finished is what became of a series; the error is one that ends the batch.
type finished struct {
	row    []string
	reused bool
	err    error
}

// fitAll fits all series and keeps their rows.
func (b *batch) fitAll(ctx context.Context, all []*series) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, ends := make(chan *series), make(chan finished)
	var working sync.WaitGroup
	for range b.options.workers() {
		working.Go(func() {
			for s := range todo {
				ends <- b.fit(ctx, s)
			}
		})
	}
	go func() {
		defer func() { close(todo); working.Wait(); close(ends) }()
		for _, s := range all {
			select {
			case todo <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	var first error
	for got := range ends {
		if got.err == nil {
			got.err = b.rows.add(got.row)
			b.progress.step(got)
		}
		if got.err != nil && first == nil {
			first = got.err
			cancel()
		}
	}
	b.progress.end()
	if first == nil {
		first = context.Cause(ctx)
	}
	return first
}

// fit is the row of one series: that which is there, or a new one.
func (b *batch) fit(ctx context.Context, s *series) finished {
	o := b.options
	data, notices, err := o.read(s)
	if err != nil {
		return finished{row: o.failure(s, err)}
	}
	if old := b.rows.old[s.name]; old != nil && old[questionCell] == o.question && old[sha256Cell] == hex.EncodeToString(data.SHA256[:]) && o.filesThere(s) {
		return finished{row: old, reused: true}
	}
	fit := *o.fit
	fit.problem.Data, fit.search.Threads = data, 1
	var proof bytes.Buffer
	if o.certificateFolder != "" {
		fit.search.Certificate = &relucert.Certificate{Out: &proof, DropMissing: fit.data.DropMissing, Again: func() error { proof.Reset(); return nil }}
	}
	fit.settleLinear(data)
	path, err := fit.train(ctx)
	if path == nil {
		return b.without(ctx, s, err)
	}
	result := path.Most()
	switch {
	case result.Status == relucert.Interrupted, ctx.Err() != nil:
		return finished{err: context.Cause(ctx)}
	case err != nil:
		return finished{row: o.failure(s, err)}
	}
	r := fit.record(data, notices, result)
	r.Inference = fit.infer(ctx, &fit.problem, result)
	row, err := b.keep(s, data, r, proof.Bytes())
	return finished{row: row, err: err}
}

// without is the end of a series that has no fit: an interruption, or a row that says why.
func (b *batch) without(ctx context.Context, s *series, err error) finished {
	if ctx.Err() != nil {
		return finished{err: context.Cause(ctx)}
	}
	return finished{row: b.options.failure(s, err)}
}

// keep writes a series' files, and is its row.
func (b *batch) keep(s *series, data *dataset.Dataset, r *report.Result, proof []byte) ([]string, error) {
	o := b.options
	cells, err := r.Row(data)
	for _, f := range o.folders() {
		err = errors.Join(err, o.fit.files.MakeFolder(f.By, f.Path))
	}
	err = errors.Join(err,
		o.fit.files.Write(o.plotUse(s), func(w io.Writer) error { return report.WritePicture(w, report.SVG, data, r) }),
		o.fit.files.Write(o.proofUse(s), func(w io.Writer) error { _, err := w.Write(proof); return err }))
	row := append(append([]string{s.name}, cells...), "", hex.EncodeToString(data.SHA256[:]), o.question)
	return row, err
}

// failure is the row of a series that cannot be fitted.
func (o *batchOptions) failure(s *series, err error) []string {
	row := make([]string, len(batchHead))
	row[0], row[statusCell], row[reasonCell], row[questionCell] = s.name, failed, complaint(err), o.question
	return row
}

func (o *batchOptions) plotUse(s *series) output.Use {
	return o.fileUse("--plots", o.plots, s.file+".svg")
}

func (o *batchOptions) proofUse(s *series) output.Use {
	return o.fileUse("--certificates", o.certificateFolder, s.file+".rcert")
}

// fileUse is a file in a folder, or none without a folder.
func (o *batchOptions) fileUse(by, folder, name string) output.Use {
	if folder == "" {
		return output.Use{By: by}
	}
	return output.Use{By: by, Path: filepath.Join(folder, name)}
}

// filesThere says that a series' files need not be written again.
func (o *batchOptions) filesThere(s *series) bool {
	for _, use := range []output.Use{o.plotUse(s), o.proofUse(s)} {
		if use.Path == "" {
			continue
		}
		if _, err := os.Stat(use.Path); err != nil {
			return false
		}
	}
	return true
}

// deliver writes the table and the page, and says what is not proved. If nothing was fitted there is no table.
func (b *batch) deliver(all []*series) error {
	o := b.options
	bad, open := b.unproved()
	if bad == len(all) {
		reason := b.rows.rows[all[0].name][reasonCell]
		b.rows.done()
		return usagef("no series could be fitted; the first: %s", reason)
	}
	err := o.fit.files.Emit(o.outUse(), func(w io.Writer) error { return b.rows.write(w, all) })
	if err == nil {
		b.rows.done()
	}
	err = errors.Join(err, o.fit.files.Write(output.Use{By: "--plots", Path: o.galleryPath()}, func(w io.Writer) error { return report.WriteGallery(w, o.out, b.thumbs(all)) }))
	if err != nil {
		return err
	}
	switch {
	case bad > 0:
		return unproved(fmt.Sprintf("%d of %d series failed, for the reasons at the end of %s", bad, len(all), o.out))
	case open > 0:
		return unproved(fmt.Sprintf("of %d of %d series the gap is open", open, len(all)))
	}
	return nil
}

// unproved counts the series that failed, and those whose gap is open.
func (b *batch) unproved() (bad, open int) {
	for _, row := range b.rows.rows {
		switch row[statusCell] {
		case failed:
			bad++
		case relucert.Optimal.String(), relucert.Decided.String():
		default:
			open++
		}
	}
	return bad, open
}

// unproved is the complaint of a batch some of whose series are not proved.
type unproved string

func (e unproved) Error() string { return string(e) }

// thumbs are the pictures of the series that were fitted.
func (b *batch) thumbs(all []*series) (thumbs []report.Thumb) {
	for _, s := range all {
		row := b.rows.rows[s.name]
		if row[statusCell] == failed {
			continue
		}
		caption := fmt.Sprintf("%s, SSE %s, R² %s", strings.ReplaceAll(row[statusCell], "_", " "), row[3], row[6])
		thumbs = append(thumbs, report.Thumb{Name: s.name, Picture: s.file + ".svg", Caption: caption})
	}
	return thumbs
}
