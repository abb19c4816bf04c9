package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// TestLibraryMeansTheSame: a problem with only Units set is what the command does on several columns unless told otherwise; on one
// column the command adds an affine part.
func TestLibraryMeansTheSame(t *testing.T) {
	file := filepath.Join("..", "..", "examples", "stagnant.csv")
	dir := t.TempDir()
	out, err := os.Create(filepath.Join(dir, "out.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	path, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := runs(t, dir, out, "fit "+path+" --units 2 --json -q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	var command struct {
		Status   string
		SSE      float64
		SSELower float64 `json:"sse_lower"`
		Nodes    int64
		Network  *network.Network
	}
	if err := json.Unmarshal(text, &command); err != nil {
		t.Fatal(err)
	}
	data, _, err := dataset.Open(file, dataset.Options{LocalInputs: true, LocalLabels: true})
	if err != nil {
		t.Fatal(err)
	}
	library, err := relucert.Fit(t.Context(), relucert.Problem{Data: data, Class: network.Class{Units: 2, Output: network.Affine}}, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if library.SSE != command.SSE || library.SSELower != command.SSELower || library.Nodes != command.Nodes || !reflect.DeepEqual(library.Network, command.Network) {
		t.Errorf("library %v, command %v in [%g, %g]", library, command.Status, command.SSELower, command.SSE)
	}
}
