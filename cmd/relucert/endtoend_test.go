package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// normals writes a CSV file of random numbers, the target last.
func normals(t *testing.T, rows, columns int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "normals.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, rng := bufio.NewWriter(file), rand.New(rand.NewPCG(uint64(rows), uint64(columns)))
	for e := range columns {
		fmt.Fprintf(w, "x%d,", e)
	}
	w.WriteString("y\n")
	for range rows {
		var line []byte
		for range columns {
			line = append(strconv.AppendFloat(line, rng.NormFloat64(), 'g', 5, 64), ',')
		}
		w.Write(strconv.AppendFloat(line, rng.NormFloat64(), 'g', 5, 64))
		w.WriteString("\n")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return path
}

// fitted is how a fit ended.
type fitted struct {
	out, log bytes.Buffer
	code     int
	worked   time.Duration // on all its threads
	resident int64         // bytes at most; 0: the system does not tell
}

// fit runs relucert fit --json, and does something to it after a while.
func fit(t *testing.T, after time.Duration, do func(*os.Process), args ...string) *fitted {
	t.Helper()
	f, cmd := &fitted{}, exec.Command(program.Built(t, "relucert"), append([]string{"fit", "--json", "--quiet", "--threads", "2"}, args...)...)
	cmd.Stdout, cmd.Stderr = &f.out, &f.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { do(cmd.Process) })
	defer timer.Stop()
	if exit, ok := errors.AsType[*exec.ExitError](cmd.Wait()); ok {
		f.code = exit.ExitCode()
	}
	f.worked, f.resident = cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), resident(cmd.ProcessState)
	return f
}

// kill keeps a deaf process from hanging the tests.
func kill(p *os.Process) { p.Kill() }

const (
	hangs = time.Minute
	// late is 0.2 s in the help; here it is counted in the work of two threads, which a busy
	// machine does not stretch.
	late = time.Second
)

// tooLate says that the process worked for longer than two threads can in this time.
func (f *fitted) tooLate(end time.Duration) bool { return f.worked > 2*(end+late) }

// TestTimeLimitOfLargeData: many rows and many columns, whatever the limit strikes
// in, reading first.
func TestTimeLimitOfLargeData(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("large data")
	}
	for _, shape := range [][2]int{{600_000, 5}, {10_000, 300}} {
		file := normals(t, shape[0], shape[1])
		for _, limit := range []time.Duration{50 * time.Millisecond, time.Second, 2 * time.Second} {
			f := fit(t, hangs, kill, file, "--units", "2", "--time-limit", limit.String())
			if f.tooLate(limit+limit/100) || f.code != exitLimit {
				t.Errorf("%v, limit %v: worked %v, exit code %d: %s", shape, limit, f.worked, f.code, &f.log)
			}
			checkAnswer(t, f, "time_limit", "time limit of "+limit.String()+" reached while reading ")
			t.Logf("%v, limit %v: worked %v", shape, limit, f.worked)
		}
	}
}

// checkAnswer wants a network with bounds, or one line that says why there is none.
func checkAnswer(t *testing.T, f *fitted, status, complaint string) {
	t.Helper()
	if f.out.Len() == 0 {
		if !strings.HasPrefix(f.log.String(), "relucert: "+complaint) || strings.Count(f.log.String(), "\n") != 1 {
			t.Errorf("no answer, but %q", &f.log)
		}
		return
	}
	var r struct {
		Status         string
		SSE, SSE_Lower float64
		Network        struct{ Units []any }
	}
	if err := json.Unmarshal(f.out.Bytes(), &r); err != nil {
		t.Fatalf("%v in %s", err, &f.out)
	}
	if r.Status != status || !(0 <= r.SSE_Lower && r.SSE_Lower <= r.SSE) || len(r.Network.Units) != 2 {
		t.Errorf("%+v", r)
	}
}

// interrupted sends a process that reads its data from a pipe a signal when they are fed.
func interrupted(t *testing.T, signal os.Signal, feed func(data io.WriteCloser, log io.Reader)) (f *fitted, after time.Duration) {
	t.Helper()
	f, cmd := new(fitted), exec.Command(program.Built(t, "relucert"), "fit", "-", "--json", "--threads", "2", "--units", "2")
	cmd.Stdout = &f.out
	data, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	feed(data, log)
	after = time.Since(begun)
	cmd.Process.Signal(signal)
	timer := time.AfterFunc(hangs, func() { cmd.Process.Kill() })
	defer timer.Stop()
	io.Copy(&f.log, log)
	cmd.Wait()
	f.code, f.worked = cmd.ProcessState.ExitCode(), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	return f, after
}

// TestInterruptOfLargeData is Ctrl-C, SIGTERM and SIGHUP while reading, whitening and descending: when half of the data is taken, some time
// after all of it is, and when the log has begun.
func TestInterruptOfLargeData(t *testing.T) {
	if !thorough.Tests() || runtime.GOOS == "windows" {
		t.Skip("large data, signals")
	}
	all := func(data io.WriteCloser, file *os.File) { io.Copy(data, file); data.Close() }
	for i, strike := range []struct {
		columns int
		feed    func(data io.WriteCloser, file *os.File, log io.Reader)
	}{
		{300, func(data io.WriteCloser, file *os.File, _ io.Reader) { io.CopyN(data, file, 10<<20) }},
		{300, func(data io.WriteCloser, file *os.File, _ io.Reader) {
			begun := time.Now()
			all(data, file)
			time.Sleep(time.Since(begun)) // whitening takes several times as long as reading
		}},
		{100, func(data io.WriteCloser, file *os.File, log io.Reader) {
			all(data, file)
			readUntil(log, new(bytes.Buffer), "method")
		}},
	} {
		file, err := os.Open(normals(t, 10_000, strike.columns))
		if err != nil {
			t.Fatal(err)
		}
		signal := endings()[i%len(endings())]
		f, after := interrupted(t, signal, func(data io.WriteCloser, log io.Reader) { strike.feed(data, file, log) })
		file.Close()
		if f.tooLate(after) || f.code != exitInterrupted {
			t.Errorf("%v after %v: worked %v, exit code %d: %s", signal, after, f.worked, f.code, &f.log)
		}
		checkAnswer(t, f, "interrupted", "interrupted")
		t.Logf("%v after %v: worked %v, %d bytes of answer", signal, after, f.worked, f.out.Len())
	}
}

// TestMemoryLimitOfLargeData: the process, but for its text, stays below 1.1 times its limit, or is
// refused with the size that it needs.
func TestMemoryLimitOfLargeData(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("large data")
	}
	file, text := normals(t, 200_000, 5), residentText(t)
	t.Logf("text %d MiB", text>>20)
	for _, mib := range []int64{40, 64, 128, 256, 512} {
		f := fit(t, hangs, kill, file, "--units", "2", "--memory-limit", fmt.Sprint(mib, "MiB"), "--time-limit", "3s")
		t.Logf("limit %d MiB: exit code %d, resident %d MiB %s", mib, f.code, f.resident>>20, &f.log)
		if f.resident-text > mib<<20*11/10 {
			t.Errorf("limit %d MiB: %d MiB were resident", mib, f.resident>>20)
		}
		if f.code == exitFailed {
			if !strings.Contains(f.log.String(), " MiB") || strings.Count(f.log.String(), "\n") != 1 {
				t.Errorf("limit %d MiB: refused with %q", mib, &f.log)
			}
			continue
		}
		if f.code != exitLimit {
			t.Errorf("limit %d MiB: exit code %d: %s", mib, f.code, &f.log)
		}
	}
}

// TestRefusesWideData that no machine could hold the matrix of.
func TestRefusesWideData(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("large data")
	}
	f := fit(t, hangs, kill, normals(t, 3, 300_000))
	if f.code != exitFailed || !strings.Contains(f.log.String(), ": this needs about 670.") {
		t.Errorf("exit code %d: %s", f.code, &f.log)
	}
}
