package r_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// material is a folder with the program as it is now, which R finds there.
func material(t *testing.T) (dir string) {
	t.Helper()
	if out, err := exec.Command("Rscript", "-e", "library(jsonlite)").CombinedOutput(); err != nil {
		t.Skipf("no R with jsonlite (apt-get install r-base-core r-cran-jsonlite): %v %s", err, out)
	}
	dir = t.TempDir()
	t.Setenv("RELUCERT_BIN", program.Built(t, "relucert"))
	return dir
}

// TestPackage runs the package's own tests.
func TestPackage(t *testing.T) {
	dir := material(t)
	install(t, dir)
	command(t, dir, "Rscript", source(t, "tests/relucert.R"))
}

func install(t *testing.T, dir string) {
	t.Helper()
	command(t, ".", "R", "CMD", "INSTALL", "--no-docs", "--no-byte-compile", "--library="+dir, ".")
	t.Setenv("R_LIBS", dir)
}

func source(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// TestCheck is R CMD check of the package, with examples and vignette.
func TestCheck(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("R CMD check is for RELUCERT_TESTS=thorough")
	}
	dir := material(t)
	flags := []string{"--no-manual"}
	vignettes := exec.Command("Rscript", "-e", "library(knitr); library(markdown)").Run() == nil
	if !vignettes {
		t.Log("SKIPPED: the vignette needs apt-get install r-cran-knitr r-cran-markdown")
		flags = append(flags, "--ignore-vignettes")
	}
	t.Setenv("_R_CHECK_FORCE_SUGGESTS_", "false")
	t.Setenv("_R_CHECK_SYSTEM_CLOCK_", "false") // it asks a server for the time
	build := []string{"CMD", "build", source(t, ".")}
	if !vignettes {
		build = append(build, "--no-build-vignettes")
	}
	command(t, dir, "R", build...)
	out := command(t, dir, "R", append([]string{"CMD", "check", "relucert_0.1.0.tar.gz"}, flags...)...)
	if status := regexp.MustCompile(`(?m)^Status: .*$`).Find(out); !bytes.Equal(status, []byte("Status: OK")) {
		logs, _ := filepath.Glob(filepath.Join(dir, "relucert.Rcheck", "tests", "*.fail"))
		for _, log := range logs {
			text, _ := os.ReadFile(log)
			t.Logf("%s", text)
		}
		t.Errorf("%s\n%s", status, out)
	}
}

// command runs in a folder, and is what it prints.
func command(t *testing.T, dir, name string, arguments ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, arguments...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", name, arguments, err, out)
	}
	return out
}
