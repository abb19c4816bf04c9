package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// farmed is one tree worked off by so many workers, each a process of one thread, and their coordinator.
type farmed struct {
	workers             int
	seconds             float64 // by the clock
	coordinator, worked float64 // CPU seconds
	nodes, results      int64
	messages, bytes     int64
}

// alone is one process with one thread, and the checker's.
type alone struct{ fit, check float64 }

// farmSearch is what is searched: some hundred thousand nodes.
var farmSearch = []string{"examples/ozone1.csv", "--target=O3", "--features=temp,ibh,dpg", "--units=2", "--linear=affine", "--gap=0.2"}

// farmUnit is how long a unit is: the default is 20 s, for searches of hours.
const farmUnit = "5s"

func measureFarms(ctx context.Context) (one alone, all []farmed, err error) {
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return one, nil, err
	}
	defer os.RemoveAll(dir)
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", dir, "./cmd/relucert", "./cmd/relucheck").CombinedOutput(); err != nil {
		return one, nil, fmt.Errorf("%w: %s", err, out)
	}
	proof := filepath.Join(dir, "proof.rcert.gz")
	if one.fit, err = cpuOf(exec.CommandContext(ctx, filepath.Join(dir, "relucert"), append([]string{"fit", "-q", "--threads=1", "--certificate", proof}, farmSearch...)...)); err != nil {
		return one, nil, err
	}
	if one.check, err = cpuOf(exec.CommandContext(ctx, filepath.Join(dir, "relucheck"), append([]string{"--threads=1", proof}, farmSearch[:3]...)...)); err != nil {
		return one, nil, err
	}
	for _, workers := range []int{1, 2, 8, 32} {
		m, err := farm(ctx, dir, workers)
		if err != nil {
			return one, all, err
		}
		fmt.Fprintf(os.Stderr, "%+v\n", m)
		all = append(all, m)
	}
	return one, all, nil
}

// cpuOf runs a command.
func cpuOf(cmd *exec.Cmd) (float64, error) {
	err := cmd.Run()
	if err != nil {
		return 0, fmt.Errorf("%v: %w", cmd.Args, err)
	}
	return cpu(cmd), nil
}

func cpu(cmd *exec.Cmd) float64 {
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

// farm is one run.
func farm(ctx context.Context, dir string, workers int) (m farmed, err error) {
	m.workers = workers
	job, program, begun := filepath.Join(dir, fmt.Sprint("job-", workers)), filepath.Join(dir, "relucert"), time.Now()
	var log bytes.Buffer
	serve := exec.CommandContext(ctx, program, append([]string{"serve", "-o", job, "--listen=127.0.0.1:0", "--threads=1", "--unit", farmUnit}, farmSearch...)...)
	serve.Stderr = &log
	if err := serve.Start(); err != nil {
		return m, err
	}
	address, err := awaitFile(ctx, filepath.Join(job, "address"))
	if err != nil {
		return m, err
	}
	var all []*exec.Cmd
	for range workers {
		w := exec.CommandContext(ctx, program, "work", "-q", "--threads=1", "--nats", address)
		if err := w.Start(); err != nil {
			return m, err
		}
		all = append(all, w)
	}
	if err = serve.Wait(); err != nil {
		return m, fmt.Errorf("%w: %s", err, log.String())
	}
	m.seconds, m.coordinator = time.Since(begun).Seconds(), cpu(serve)
	for _, w := range all {
		err = errors.Join(err, w.Wait())
		m.worked += cpu(w)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	_, scan := fmt.Sscanf(lines[len(lines)-1], "%d nodes in %d results, %d messages, %d bytes", &m.nodes, &m.results, &m.messages, &m.bytes)
	return m, errors.Join(err, scan)
}

// awaitFile is a file's text, once it is there.
func awaitFile(ctx context.Context, path string) (string, error) {
	for ctx.Err() == nil {
		if text, err := os.ReadFile(path); err == nil {
			return strings.TrimSpace(string(text)), nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "", ctx.Err()
}

func writeFarms(out io.Writer, one alone, all []farmed, on machine) error {
	on.head(out, "One tree, many workers")
	fmt.Fprintf(out, "Real processes on loopback, each of one thread, `%s`, units of %s. CPU seconds, as the machine is shared. One process: `fit` %.1f, `relucheck` %.1f.\n",
		strings.Join(farmSearch, " "), farmUnit, one.fit, one.check)
	fmt.Fprint(out, "The coordinator's begins the search, and checks all results.\n\n| workers | CPU of workers | of the coordinator | all, against `fit` | against `fit` and `relucheck` | nodes | results | messages a result | bytes a node | seconds by the clock |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, m := range all {
		sum := m.worked + m.coordinator
		fmt.Fprintf(out, "| %d | %.1f | %.1f | %+.0f %% | %+.0f %% | %d | %d | %.1f | %.0f | %.0f |\n", m.workers, m.worked, m.coordinator, 100*(sum/one.fit-1), 100*(sum/(one.fit+one.check)-1),
			m.nodes, m.results, float64(m.messages)/float64(m.results), float64(m.bytes)/float64(m.nodes), m.seconds)
	}
	return nil
}
