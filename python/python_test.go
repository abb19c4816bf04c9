package python_test

import (
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// interpreter is a Python that has numpy, with scikit-learn if there is one.
func interpreter(t *testing.T) string {
	t.Helper()
	for _, modules := range []string{"sklearn, pandas", "numpy"} {
		for _, python := range []string{"python3", "/usr/bin/python3", "python"} {
			if exec.Command(python, "-c", "import "+modules).Run() == nil {
				return python
			}
		}
	}
	t.Skip("no Python with numpy (apt-get install python3-sklearn python3-pandas python3-matplotlib)")
	return ""
}

// TestPackage runs the package's own tests against the program as it is now.
func TestPackage(t *testing.T) {
	python := interpreter(t)
	cmd := exec.Command(python, "-B", "-m", "unittest", "discover", "-v", "-s", "tests")
	cmd.Env = append(os.Environ(), "RELUCERT_BIN="+program.Built(t, "relucert"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, skipped := range regexp.MustCompile(`(?m)^.*skipped '.*$`).FindAllString(string(out), -1) {
		t.Log(skipped)
	}
}

// TestWheel: what the wheel of this platform unpacks to finds its own program, and needs nothing else.
func TestWheel(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("packing takes seconds: it is for RELUCERT_TESTS=thorough")
	}
	python := interpreter(t)
	platform := runtime.GOOS + "/" + runtime.GOARCH
	if !strings.Contains("linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64", platform) {
		t.Skip("there is no wheel for " + platform)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "./wheel", "-root", "..", "-o", dir, "-program", program.Built(t, "relucert"), platform).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const script = `
import glob, os, sys, zipfile
wheel, = glob.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        path = archive.extract(entry, "site")
        os.chmod(path, entry.external_attr >> 16)
sys.path.insert(0, "site")
import relucert
assert "site" in relucert.find(), relucert.find()
x = [[v] for v in range(20)]
print(relucert.BreakpointRegressor(1).fit(x, [abs(v - 7) for v in range(20)]).breakpoints_)
`
	cmd := exec.Command(python, "-B", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH=/nowhere")
	cmd.Env = without(cmd.Env, "RELUCERT_BIN", "PYTHONPATH")
	if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "[7.]" {
		t.Errorf("%v: %s", err, out)
	}
}

func without(environment []string, names ...string) (rest []string) {
	for _, v := range environment {
		name, _, _ := strings.Cut(v, "=")
		kept := true
		for _, n := range names {
			kept = kept && n != name
		}
		if kept {
			rest = append(rest, v)
		}
	}
	return rest
}
