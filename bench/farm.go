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

	"relucert/internal/simulation"
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

// simulated are farms that no cluster is at hand for, by what was measured of nodes.
func simulated(node float64) (all []simulation.Outcome, of []simulation.Setting, err error) {
	for _, workers := range []int{1, 8, 64, 1000} {
		for _, judges := range []int{16, 256} {
			s := simulation.Setting{Seed: 1, Workers: workers, Unit: 20, Lease: 30, Parts: 32, Latency: 0.002, Overhead: 0.2, Judging: judgingShare, Judges: judges, Pulse: 0.1, Limit: 1e6,
				Work: simulation.Work{Total: 600 * float64(workers), Grain: max(node, 0.02), Skew: 0.9}}
			out, err := simulation.Run(s)
			if err != nil {
				return all, of, err
			}
			all, of = append(all, out), append(of, s)
		}
	}
	return all, of, nil
}

// judgingShare is the share of a unit's time that judging its result takes: as relucheck and fit of the same tree, below.
const judgingShare = 0.2

func writeFarms(out io.Writer, one alone, all []farmed, on machine) error {
	on.head(out, "One tree, many workers")
	fmt.Fprintf(out, "## Measured\n\nReal processes on loopback, each of one thread, `%s`, units of %s. CPU seconds, as the machine is shared. One process: `fit` %.1f, `relucheck` %.1f.\n",
		strings.Join(farmSearch, " "), farmUnit, one.fit, one.check)
	fmt.Fprint(out, "The coordinator's begins the search, and checks all results.\n\n| workers | CPU of workers | of the coordinator | all, against `fit` | against `fit` and `relucheck` | nodes | results | messages a result | bytes a node | seconds by the clock |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, m := range all {
		sum := m.worked + m.coordinator
		fmt.Fprintf(out, "| %d | %.1f | %.1f | %+.0f %% | %+.0f %% | %d | %d | %.1f | %.0f | %.0f |\n", m.workers, m.worked, m.coordinator, 100*(sum/one.fit-1), 100*(sum/(one.fit+one.check)-1),
			m.nodes, m.results, float64(m.messages)/float64(m.results), float64(m.bytes)/float64(m.nodes), m.seconds)
	}
	fmt.Fprintf(out, "\n## Simulated\n\nThe coordinator's table is the real one; workers, network and tree are made up (package simulation). Assumed: units of 20 s; a node, or a bundle of nodes, takes 20 ms; a node's work falls apart in two, the larger with a share uniform\nbetween 1/2 and 0.9; 600 s of work for each worker; 2 ms a message; 0.2 s a unit to read and write what it is of; judging takes %.0f %% of a unit's time, on so many cores of the coordinator as are named.\n\n| workers | cores that judge | efficiency | units | messages a second |\n| --- | --- | --- | --- | --- |\n", 100*judgingShare)
	rows, of, err := simulated(one.fit / float64(max(1, all[0].nodes)))
	for i, r := range rows {
		fmt.Fprintf(out, "| %d | %d | %.0f %% | %d | %.0f |\n", of[i].Workers, of[i].Judges, 100*r.Efficiency, r.Units, float64(r.Messages)/r.Seconds)
	}
	return err
}
