//go:build unix

package r_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"relucert/internal/thorough"
)

// isWritten says that a certificate has records, which come from the search.
func isWritten(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Size() > 0
}

// TestInterrupt: Ctrl-C, which the terminal sends to R, shell and program alike, ends the search, and R has its result.
func TestInterrupt(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("another R takes seconds: it is for RELUCERT_TESTS=thorough")
	}
	dir := material(t)
	install(t, dir)
	t.Setenv("TMPDIR", dir)
	const script = `library(relucert); set.seed(1); d <- as.data.frame(matrix(rnorm(1600), 200)); d$y <- rnorm(200)
fit <- relucert(y ~ ., d, breakpoints = 3, time_limit = 300); cat(fit$status, length(fit$residuals), verify(fit)$proved)`
	var out bytes.Buffer
	cmd := exec.Command("Rscript", "-e", script)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = dir, &out, &out, &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for len(ended) == 0 { // until the search has begun
		if found, _ := filepath.Glob(filepath.Join(dir, "Rtmp*", "*.partial")); slices.ContainsFunc(found, isWritten) {
			syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := <-ended; err != nil || !strings.Contains(out.String(), "interrupted 200 TRUE") {
		t.Errorf("%v: %s", err, out.String())
	}
}
