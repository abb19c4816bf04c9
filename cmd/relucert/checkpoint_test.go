package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"relucert/internal/job"
	"relucert/internal/program"
	"relucert/internal/thorough"
)

// started is a run in the folder.
func started(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program.Built(t, "relucert"), args...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	one, err := os.ReadFile(a)
	other, err2 := os.ReadFile(b)
	if err != nil || err2 != nil || !bytes.Equal(one, other) {
		t.Errorf("%s and %s differ: %v, %v", a, b, err, err2)
	}
}

// TestKilledAndResumed: kill -9 at any moment, again and again; in the end certificate and model are those of a run that nobody
// killed, byte for byte.
func TestKilledAndResumed(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	for i, search := range []string{
		filepath.Join(examples, "ozone1.csv") + " --target O3 --features temp,ibh --units 2 --linear affine --gap " + thorough.Of("0.2", "0.4"),
		filepath.Join(examples, "stagnant.csv") + " --units 2 --linear affine --method sign --node-limit " + thorough.Of("1500", "300"),
	} {
		dir, rng, kills := t.TempDir(), rand.New(rand.NewPCG(uint64(i), 71)), 0
		fit := "fit --quiet " + search
		begun := time.Now()
		whole := runs(t, dir, nil, fit+" --certificate whole.rcert --model whole.json --checkpoint whole")
		took := time.Since(begun)
		for limit := thorough.Of(60, 3); ; limit-- {
			cmd := started(t, dir, strings.Fields(fit+" --certificate p.rcert --model p.json --checkpoint kept --resume kept --every 1ns")...)
			if limit > 0 {
				killer := time.AfterFunc(time.Duration(rng.Float64()*float64(took)), func() { cmd.Process.Kill() })
				defer killer.Stop()
			}
			if cmd.Wait(); cmd.ProcessState.ExitCode() >= 0 {
				if code := cmd.ProcessState.ExitCode(); code != whole.code {
					t.Errorf("exit code %d, want %d", code, whole.code)
				}
				break
			}
			kills++
		}
		t.Logf("%d kills", kills)
		sameFiles(t, filepath.Join(dir, "p.rcert"), filepath.Join(dir, "whole.rcert"))
		sameFiles(t, filepath.Join(dir, "p.json"), filepath.Join(dir, "whole.json"))
	}
}

// TestPartsOfAJob: what gather says of parts that are not begun, forged, exchanged or missing; and that the whole is proved by
// the checker, to the gap of one run.
func TestPartsOfAJob(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	for search, gap := range map[string]float64{
		filepath.Join(examples, "ozone1.csv") + " --target O3 --features temp,ibh --units 2 --linear affine": thorough.Of(0.3, 0.4),
		filepath.Join(examples, "stagnant.csv") + " --units 2 --linear affine --method sign":                 0.01,
	} {
		t.Run(filepath.Base(strings.Fields(search)[0]), func(t *testing.T) { testJob(t, fmt.Sprint(search, " --gap ", gap), gap) })
	}
}

func testJob(t *testing.T, search string, gap float64) {
	dir := t.TempDir()
	expect := func(code int, want, line string) string {
		t.Helper()
		got := runs(t, dir, nil, line)
		if got.code != code || !strings.Contains(got.stdout+got.log, want) {
			t.Fatalf("%s: exit code %d, want %d and %q:\n%s%s", line, got.code, code, want, got.stdout, got.log)
		}
		return got.stdout
	}
	one := runs(t, dir, nil, "fit --quiet --json "+search)
	expect(0, "4 parts in job", "plan "+search+" --parts 4 -o job")
	expect(2, "is there already", "plan "+search+" --parts 4 -o job")
	expect(3, "job/part-2  not done", "gather job")
	expect(2, "is no job", "work job")
	for _, part := range []string{"0", "1", "2", "3"} {
		expect(0, "is done", "work -q job/part-"+part)
	}
	expect(0, "job/part-1 is done", "work -q job/part-1")
	expect(0, "COVERED", "gather job")
	sound := expect(0, "PROVED", "check "+strings.Join([]string{"job/proof.rcert.gz", "job/data.csv", "job/model.json"}, " ")+reading(search))
	if !withinGap(t, gap, sound, one.stdout) {
		t.Errorf("%s, one run: %s", sound, one.stdout)
	}
	loose := loosest(t, dir)
	proof := partProof(dir, loose)
	text := unzipped(t, proof)
	forgedModels(t, dir, expect)
	for want, forged := range map[string]string{
		"NOT PROVED":      overclaimed(t, text),
		"no part has":     unzipped(t, partProof(dir, (loose+1)%4)),
		"no trailer":      strings.TrimSuffix(text, "end\n"),
		"is not a number": strings.Replace(text, "claim ", "claim x", 1),
	} {
		if err := os.WriteFile(proof, []byte(forged), 0o666); err != nil {
			t.Fatal(err)
		}
		expect(1, want, "gather job")
	}
	if err := os.RemoveAll(filepath.Dir(proof)); err != nil {
		t.Fatal(err)
	}
	expect(1, fmt.Sprintf("job/part-%d  MISSING: it has neither certificate nor checkpoint", loose), "gather job")
}

// forgedModels: a part's network does not raise the bound, and its SSE is measured.
func forgedModels(t *testing.T, dir string, expect func(code int, want, line string) string) {
	t.Helper()
	model, whole := filepath.Join(dir, "job", "part-3", "model.json"), filepath.Join(dir, "job", "model.json")
	text, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(name, value string) {
		t.Helper()
		forged := regexp.MustCompile(`"`+name+`": [^,\n]*`).ReplaceAll(text, []byte(`"`+name+`": `+value))
		if err := os.WriteFile(model, forged, 0o666); err != nil || bytes.Equal(forged, text) {
			t.Fatal(name, err)
		}
	}
	for name, value := range map[string]string{"sse_lower": "1e9", "sse": "0"} {
		claim(name, value)
		expect(0, "COVERED", "gather job")
		if after, err := os.ReadFile(whole); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%v: a forged %s is believed:\n%s\nnot\n%s", err, name, after, before)
		}
	}
	if err := os.WriteFile(model, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// reading is the flags of a search that check takes.
func reading(search string) string {
	if strings.Contains(search, "--target") {
		return " --target O3 --features temp,ibh"
	}
	return ""
}

// withinGap says that a verdict's bounds and those of one run are of one optimum: neither lower bound is above the other's SSE, and the
// joined bounds are within the gap that was asked for.
func withinGap(t *testing.T, gap float64, verdict, one string) bool {
	t.Helper()
	var lower, upper float64
	if _, err := fmt.Sscanf(verdict, "PROVED  %g <= min SSE <= %g", &lower, &upper); err != nil {
		t.Fatal(err, verdict)
	}
	var r struct {
		SSE   float64 `json:"sse"`
		Lower float64 `json:"sse_lower"`
	}
	if err := json.Unmarshal([]byte(one), &r); err != nil {
		t.Fatal(err)
	}
	return lower <= r.SSE && r.Lower <= upper && lower >= upper*(1-gap)*(1-1e-9) && upper <= r.SSE*(1+1e-9)
}

func unzipped(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func partProof(dir string, part int) string {
	return filepath.Join(dir, "job", fmt.Sprint("part-", part), "proof.rcert.gz")
}

// loosest is the part of four whose claimed bounds are furthest apart: its records may not prove the upper one.
func loosest(t *testing.T, dir string) (part int) {
	t.Helper()
	widest := 0.0
	for i := range 4 {
		claim := claimed.FindStringSubmatch(unzipped(t, partProof(dir, i)))
		lower, err := strconv.ParseFloat("0x"+claim[1], 64)
		upper, err2 := strconv.ParseFloat("0x"+claim[2], 64)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if lack := upper - lower; lack > widest {
			widest, part = lack, i
		}
	}
	return part
}

var claimed = regexp.MustCompile(`(?m)^claim (\S+) (\S+)$`)

// overclaimed is a certificate whose lower bound is its upper one.
func overclaimed(t *testing.T, text string) string {
	t.Helper()
	if !claimed.MatchString(text) {
		t.Fatal("no claim")
	}
	return claimed.ReplaceAllString(text, "claim $2 $2")
}

// container is what Kubernetes is told of one, by its own names.
type container struct {
	Name, Image  string
	Command      []string
	Resources    struct{ Requests map[string]string }
	VolumeMounts []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
		ReadOnly  bool   `yaml:"readOnly"`
	} `yaml:"volumeMounts"`
}

// manifest is what Kubernetes is told of a job.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		CompletionMode       string `yaml:"completionMode"`
		Completions          int
		Parallelism          int
		BackoffLimitPerIndex int `yaml:"backoffLimitPerIndex"`
		PodFailurePolicy     struct {
			Rules []struct {
				Action      string
				OnExitCodes struct {
					ContainerName string `yaml:"containerName"`
					Operator      string
					Values        []int
				} `yaml:"onExitCodes"`
				OnPodConditions []struct{ Type string } `yaml:"onPodConditions"`
			}
		} `yaml:"podFailurePolicy"`
		Template struct {
			Spec struct {
				RestartPolicy                 string `yaml:"restartPolicy"`
				TerminationGracePeriodSeconds int    `yaml:"terminationGracePeriodSeconds"`
				Containers                    []container
				Volumes                       []struct {
					Name                  string
					PersistentVolumeClaim struct {
						ClaimName string `yaml:"claimName"`
					} `yaml:"persistentVolumeClaim"`
				}
			}
		}
	}
}

// TestKubernetesManifest has no field that a Job does not have, and its command is that of the part.
func TestKubernetesManifest(t *testing.T) {
	d := &job.Description{Parts: 190, Planned: 200}
	var text bytes.Buffer
	if err := d.WriteKubernetes(&text); err != nil {
		t.Fatal(err)
	}
	var m manifest
	decoder := yaml.NewDecoder(&text)
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	pod := m.Spec.Template.Spec
	if m.APIVersion != "batch/v1" || m.Kind != "Job" || m.Spec.CompletionMode != "Indexed" || m.Spec.Completions != 190 || pod.RestartPolicy != "Never" ||
		pod.Volumes[0].Name != pod.Containers[0].VolumeMounts[0].Name || m.Spec.PodFailurePolicy.Rules[0].OnExitCodes.ContainerName != pod.Containers[0].Name {
		t.Errorf("%+v", m)
	}
	if runtime.GOOS == "windows" {
		t.Skip("sh")
	}
	got, _ := scripted(t, t.TempDir(), map[string]string{"relucert": `echo "$@"`}, []string{"JOB_COMPLETION_INDEX=17"}, pod.Containers[0].Command...)
	if want := "work /job/part-017 --threads 1\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// scripted runs a command beside others that are scripts.
func scripted(t *testing.T, dir string, commands map[string]string, env []string, args ...string) (string, *exec.Cmd) {
	t.Helper()
	for name, text := range commands {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH")), env...)
	out, _ := cmd.CombinedOutput()
	return string(out), cmd
}

// TestSlurmScript: it hands the part's number on, asks to be queued again after what can go on, and a signal reaches the work.
func TestSlurmScript(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("sh")
	}
	dir := t.TempDir()
	var text bytes.Buffer
	if err := (&job.Description{Parts: 190, Planned: 200}).WriteSlurm(&text, "/some 'where'/job"); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "slurm.sh")
	if err := os.WriteFile(script, text.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "#SBATCH --array=0-189\n") {
		t.Error(text.String())
	}
	const called, requeued = "work /some 'where'/job/part-017 --threads 4\n", "requeue 5_17\n"
	for _, c := range []struct {
		work string
		code int
		want string
	}{
		{"exit 0", 0, called}, {"exit 2", 2, called}, {"exit 3", 3, called + requeued},
		{`trap 'echo ended; exit 130' TERM; kill -TERM $PPID; while :; do sleep 0.01; done`, 130, called + "ended\n" + requeued},
	} {
		got, cmd := scripted(t, dir, map[string]string{"relucert": `echo "$@"; ` + c.work, "scontrol": `echo "$@"`},
			[]string{"SLURM_ARRAY_JOB_ID=5", "SLURM_ARRAY_TASK_ID=17", "SLURM_CPUS_PER_TASK=4"}, "sh", script)
		if code := cmd.ProcessState.ExitCode(); code != c.code || got != c.want {
			t.Errorf("%s: exit code %d, want %d:\n%s", c.work, code, c.code, got)
		}
	}
}
