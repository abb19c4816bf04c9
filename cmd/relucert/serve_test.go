package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"relucert/internal/coordinator"
	"relucert/internal/crowd"
	"relucert/internal/indented"
	"relucert/internal/thorough"
)

// farm is a coordinator and workers as processes, of whom some are killed.
type farm struct {
	*testing.T
	dir         string
	search      string
	coordinator *exec.Cmd
	workers     []*exec.Cmd
	kills       map[string]int
}

// serve starts the coordinator, or starts it again.
func (f *farm) serve() {
	f.coordinator = started(f.T, f.dir, strings.Fields("serve -q "+f.search+" -o job --listen 127.0.0.1:0 --unit-nodes 40 --lease 2s --parts 6 --threads 1")...)
}

// address is where the coordinator listens: the same after a restart.
func (f *farm) address() string {
	f.Helper()
	for range 6000 {
		if text, err := os.ReadFile(filepath.Join(f.dir, "job", addressFile)); err == nil {
			return strings.TrimSpace(string(text))
		}
		time.Sleep(50 * time.Millisecond)
	}
	f.Fatal("the coordinator does not come up")
	return ""
}

func (f *farm) hire(n int) {
	for range n {
		f.workers = append(f.workers, started(f.T, f.dir, "work", "-q", "--threads", "1", "--nats", f.address()))
	}
}

func (f *farm) kill(what string, cmd *exec.Cmd) {
	cmd.Process.Kill()
	cmd.Wait()
	f.kills[what]++
}

// TestKilledFarms: kill -9 of workers and of the coordinator, with the server in it, at any moment; in the end the job is done, and what it proves is
// within the gap of what one process does.
func TestKilledFarms(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	gap := thorough.Of(0.2, 0.4)
	search := filepath.Join(examples, "ozone1.csv") + " --target O3 --features temp,ibh --units 2 --linear affine --gap " + fmt.Sprint(gap)
	one := runs(t, t.TempDir(), nil, "fit --quiet --json "+search)
	for seed := range thorough.Of(uint64(12), 1) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			f := &farm{T: t, dir: t.TempDir(), search: search, kills: map[string]int{}}
			f.serve()
			f.hire(2)
			f.disturb(rand.New(rand.NewPCG(seed, 81)), thorough.Of(12, 4))
			f.finish()
			t.Logf("kills: %v", f.kills)
			line := "check job/proof.rcert.gz job/data.csv job/model.json" + reading(search)
			got := runs(t, f.dir, nil, line)
			if got.code != 0 || !withinGap(t, gap, got.stdout, one.stdout) {
				t.Errorf("%+v, one run: %s", got, one.stdout)
			}
		})
	}
}

// disturb kills at random.
func (f *farm) disturb(rng *rand.Rand, kills int) {
	for range kills {
		time.Sleep(time.Duration(rng.IntN(1000)) * time.Millisecond)
		if i := rng.IntN(len(f.workers) + 1); i < len(f.workers) {
			f.kill("worker", f.workers[i])
			f.workers = append(f.workers[:i], f.workers[i+1:]...)
			f.hire(1)
		} else {
			f.kill("coordinator", f.coordinator)
			f.serve()
		}
	}
}

// finish waits for the end of all.
func (f *farm) finish() {
	f.Helper()
	late := time.AfterFunc(8*time.Minute, func() { f.coordinator.Process.Kill() })
	defer late.Stop()
	if err := f.coordinator.Wait(); err != nil {
		f.Fatalf("the coordinator: %v", err)
	}
	for _, w := range f.workers {
		w.Process.Kill() // one that was not told waits for another coordinator
		w.Wait()
	}
}

// deployment is what Kubernetes is told of workers, by its own names.
type deployment struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		Replicas int
		Selector struct {
			MatchLabels map[string]string `yaml:"matchLabels"`
		}
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				TerminationGracePeriodSeconds int `yaml:"terminationGracePeriodSeconds"`
				Containers                    []container
				Volumes                       []struct {
					Name   string
					Secret struct {
						SecretName string `yaml:"secretName"`
					}
				}
			}
		}
	}
}

// TestDeployment: the manifest in docs/machines.md has no field that a Deployment does not have, its labels and volumes are its own, and its
// command is one of relucert's.
func TestDeployment(t *testing.T) {
	text, err := os.ReadFile("../../docs/machines.md")
	if err != nil {
		t.Fatal(err)
	}
	_, manifest, _ := strings.Cut(string(text), "```yaml\n")
	manifest, _, _ = strings.Cut(manifest, "```")
	var d deployment
	decoder := yaml.NewDecoder(strings.NewReader(manifest))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil {
		t.Fatal(err)
	}
	pod := d.Spec.Template.Spec
	if d.APIVersion != "apps/v1" || d.Kind != "Deployment" || !maps.Equal(d.Spec.Selector.MatchLabels, d.Spec.Template.Metadata.Labels) || pod.Volumes[0].Name != pod.Containers[0].VolumeMounts[0].Name {
		t.Errorf("%+v", d)
	}
	cmd, rest, err := rootCommand().Find(pod.Containers[0].Command[1:])
	if err != nil || cmd.Name() != "work" || cmd.ParseFlags(rest) != nil || cmd.Flags().NArg() > 0 {
		t.Errorf("%v: %v", pod.Containers[0].Command, err)
	}
}

// TestStatusWithoutNetwork: before a worker has brought one there is no SSE, not one of 0.
func TestStatusWithoutNetwork(t *testing.T) {
	s := &crowd.Status{Objective: "SSE"}
	if line := statusLine(s); strings.Contains(line, "SSE") {
		t.Error(line)
	}
	checkStatusSchema(t, s)
	if s.Results, s.SSE = 1, new(float64); !strings.Contains(statusLine(s), "SSE 0, lower bound 0") {
		t.Error(statusLine(s))
	}
	s.Workers = []coordinator.Worker{{Name: "a"}}
	checkStatusSchema(t, s)
}

// checkStatusSchema: what status --json prints meets its schema.
func checkStatusSchema(t *testing.T, s *crowd.Status) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile + "#/$defs/status")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := indented.JSON(&text, s); err != nil {
		t.Fatal(err)
	}
	checkSchema(t, schema, "status --json", text.String())
	if s.SSE == nil && !strings.Contains(text.String(), `"sse": null`) {
		t.Error(text.String())
	}
}
