package main

import (
	"encoding/json"
	"math"
	"path/filepath"
	"testing"
)

// TestKinkTest: the statistic is that of the SSEs without and with a breakpoint, and its p-value one of few draws'.
func TestKinkTest(t *testing.T) {
	dir := t.TempDir()
	var path struct {
		Path []struct{ SSE float64 }
	}
	var fit struct {
		Inference struct {
			Kink struct{ Statistic, P float64 } `json:"kink_test"`
		}
	}
	file, err := filepath.Abs("../../examples/stagnant.csv")
	if err != nil {
		t.Fatal(err)
	}
	decode(t, runs(t, dir, nil, "fit -q "+file+" --breakpoints 0..1 --json").stdout, &path)
	decode(t, runs(t, dir, nil, "fit -q "+file+" --kink-test 19 --json").stdout, &fit)
	want := path.Path[0].SSE/path.Path[1].SSE - 1
	if k := fit.Inference.Kink; math.Abs(k.Statistic-want) > 1e-6*want || k.P != 1.0/20 {
		t.Errorf("%+v, want the statistic %g and p = 0.05", k, want)
	}
	for _, flags := range []string{"--slopes=-,0", "--known-kinks 0", "--breakpoints 0..2", "--linear none", "--energy 5p", "--through 0,0"} {
		if got := runs(t, dir, nil, "fit -q "+file+" --kink-test 19 "+flags); got.code != 2 {
			t.Errorf("%s: exit %d, want 2", flags, got.code)
		}
	}
}

func decode(t *testing.T, text string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}
