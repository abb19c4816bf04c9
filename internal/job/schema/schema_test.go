// Package schema holds the manifest that plan writes against Kubernetes' own types. It is a module of its own, so that nobody
// else needs them.
package schema

import (
	"bytes"
	"testing"

	batch "k8s.io/api/batch/v1"
	"relucert/internal/job"
	"sigs.k8s.io/yaml"
)

// TestManifest: the manifest is a Job as the API has it, with no field that the API does not know, and its parts are the job's.
func TestManifest(t *testing.T) {
	for _, parts := range []int{1, 7, 2000} {
		var text bytes.Buffer
		if err := (&job.Description{Version: job.Version, Data: "data.csv", Parts: parts, Planned: parts}).WriteKubernetes(&text); err != nil {
			t.Fatal(err)
		}
		var j batch.Job
		if err := yaml.UnmarshalStrict(text.Bytes(), &j); err != nil {
			t.Fatalf("%v\n%s", err, text.Bytes())
		}
		if j.APIVersion != "batch/v1" || j.Kind != "Job" || *j.Spec.Completions != int32(parts) || *j.Spec.CompletionMode != batch.IndexedCompletion {
			t.Errorf("%d parts: %+v", parts, j)
		}
		for _, rule := range j.Spec.PodFailurePolicy.Rules {
			if rule.Action == batch.PodFailurePolicyActionFailIndex && j.Spec.BackoffLimitPerIndex == nil {
				t.Error("FailIndex needs a limit per index")
			}
			if rule.OnExitCodes != nil && *rule.OnExitCodes.ContainerName != j.Spec.Template.Spec.Containers[0].Name {
				t.Errorf("a rule is for the container %q", *rule.OnExitCodes.ContainerName)
			}
		}
	}
}

// TestFieldsThatAreNot are refused.
func TestFieldsThatAreNot(t *testing.T) {
	var j batch.Job
	if yaml.UnmarshalStrict([]byte("apiVersion: batch/v1\nkind: Job\nspec: {completion: 3}\n"), &j) == nil {
		t.Error("completion is no field of a Job")
	}
}
