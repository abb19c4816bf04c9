package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/proof/check"
)

// proofMeasurement is what certificates of a row's instances cost.
type proofMeasurement struct {
	row
	plain, logged    float64 // medians of solving without and with a certificate, s
	bytes, packed    float64
	checked, exactly float64 // checking, the file's reading included, s
	confirmed        bool
}

// measureProofs solves each instance of the chosen rows with and without a certificate,
// in turn, and checks it.
func measureProofs(ctx context.Context, chosen *regexp.Regexp, s settings) ([]proofMeasurement, error) {
	folder, err := os.MkdirTemp("", "relucert-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	var all []proofMeasurement
	for _, r := range table {
		if !chosen.MatchString(r.name) {
			continue
		}
		m, err := measureProof(ctx, r, folder, s)
		if err != nil {
			return all, fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintf(os.Stderr, "%-45s solve %.3g s, check %.3g s, exact %.3g s, confirmed %v\n", r.name, m.plain, m.checked, m.exactly, m.confirmed)
		all = append(all, m)
	}
	return all, nil
}

// mostExact is how many rows are checked in the general way: a kilobyte each.
const mostExact = 2_000_000

func measureProof(ctx context.Context, r row, folder string, s settings) (proofMeasurement, error) {
	m := proofMeasurement{row: r, confirmed: true}
	var plain, logged, size, packed, checked, exactly []float64
	s.opts.Gap = r.gap
	begin := time.Now()
	for seed := uint64(1); seed <= r.seeds; seed++ {
		problem, file, columns, err := onDisk(r, seed, folder)
		if err != nil {
			return m, err
		}
		for run := 0; run < s.repeat && (run == 0 || time.Since(begin) < enough) && ctx.Err() == nil; run++ {
			proof, err := pairedRuns(ctx, problem, s.opts, &plain, &logged)
			if err != nil {
				return m, err
			}
			size, packed = append(size, float64(len(proof))), append(packed, float64(packedSize(proof)))
			fast, err := m.check(proof, file, check.Options{Data: columns, Threads: s.opts.Threads})
			if err != nil {
				return m, err
			}
			checked = append(checked, fast)
			if run > 0 || problem.Data.Rows() > mostExact {
				continue
			}
			slow, err := m.check(proof, file, check.Options{Data: columns, Threads: s.opts.Threads, Exact: true})
			if err != nil {
				return m, err
			}
			exactly = append(exactly, slow)
		}
	}
	m.plain, m.logged, m.bytes, m.packed = median(plain), median(logged), median(size), median(packed)
	m.checked, m.exactly = median(checked), median(exactly)
	return m, ctx.Err()
}

// pairedRuns solves without and with a certificate and returns it.
func pairedRuns(ctx context.Context, p relucert.Problem, opts relucert.Options, plain, logged *[]float64) ([]byte, error) {
	start := time.Now()
	if _, err := relucert.Fit(ctx, p, opts); err != nil {
		return nil, err
	}
	*plain = append(*plain, time.Since(start).Seconds())
	var proof bytes.Buffer
	opts.Certificate = &relucert.Certificate{Out: &proof}
	start = time.Now()
	_, err := relucert.Fit(ctx, p, opts)
	*logged = append(*logged, time.Since(start).Seconds())
	return proof.Bytes(), err
}

// check is the time that checking took.
func (m *proofMeasurement) check(proof []byte, file string, opts check.Options) (float64, error) {
	memory := check.Source{Name: "proof", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(proof)), nil }}
	disk := check.Source{Name: file, Open: func() (io.ReadCloser, error) { return os.Open(file) }}
	v, err := check.Check(memory, disk, opts)
	if err != nil {
		return 0, err
	}
	m.confirmed = m.confirmed && v.Proved
	return v.Seconds, nil
}

func packedSize(text []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(text)
	z.Close()
	return b.Len()
}

// onDisk is an instance whose data are a file of their own.
func onDisk(r row, seed uint64, folder string) (relucert.Problem, string, dataset.Options, error) {
	p, err := r.load(seed)
	if err != nil {
		return p, "", dataset.Options{}, err
	}
	file := filepath.Join(folder, "data.csv")
	columns := dataset.Options{Target: p.Data.Target, Features: p.Data.Features, Weights: p.Data.WeightColumn}
	if err := writeCSV(file, p.Data); err != nil {
		return p, "", columns, err
	}
	p.Data, _, err = dataset.Open(file, columns)
	return p, file, columns, err
}

func writeCSV(file string, d *dataset.Dataset) error {
	var text bytes.Buffer
	if err := generate.WriteCSV(&text, d); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}

// writeProofs prints the table as Markdown.
func writeProofs(out io.Writer, rows []proofMeasurement, on machine) error {
	var b bytes.Buffer
	on.head(&b, "Certificates")
	fmt.Fprintf(&b, "Medians. Solving is one `relucert.Fit` without and with a certificate, in turn; checking includes reading\n")
	fmt.Fprintf(&b, "the data file exactly, solving does not include reading it. Ratios are to solving without a certificate.\n\n")
	fmt.Fprintln(&b, "| instance | solving | with certificate | size | gzipped | check | ratio | check --exact | ratio | confirmed |")
	fmt.Fprintln(&b, "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	var overhead, fast, slow []float64
	for _, m := range rows {
		overhead, fast = append(overhead, m.logged/m.plain-1), append(fast, m.checked/m.plain)
		exactly := "– | –"
		if m.exactly > 0 {
			slow = append(slow, m.exactly/m.plain)
			exactly = fmt.Sprintf("%.3g s | %.2f", m.exactly, m.exactly/m.plain)
		}
		fmt.Fprintf(&b, "| %s | %.3g s | %+.0f %% | %.1f kB | %.1f kB | %.3g s | %.2f | %s | %v |\n", m.name, m.plain,
			100*(m.logged/m.plain-1), m.bytes/1e3, m.packed/1e3, m.checked, m.checked/m.plain, exactly, m.confirmed)
	}
	fmt.Fprintf(&b, "\nMedians over the instances: overhead %+.0f %%, checking %.2f, checking --exact %.2f of solving.\n",
		100*median(overhead), median(fast), median(slow))
	_, err := out.Write(b.Bytes())
	return err
}
