package check_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	solver "relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
)

// TestManyColumns: memory grows with the columns, not with their square.
func TestManyColumns(t *testing.T) {
	few, many := checking(t, 1100), checking(t, 2200)
	t.Logf("1100 columns take %d MiB, 2200 %d MiB", few>>20, many>>20)
	if many > 3*few {
		t.Errorf("1100 columns take %d bytes, 2200 %d", few, many)
	}
}

// checking is how many bytes it takes to check a proof of 3 rows of so many columns.
func checking(t *testing.T, columns int) uint64 {
	data := threeRows(columns)
	table, _, err := dataset.Read("wide", strings.NewReader(data), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	p := solver.Problem{Data: table, Class: network.Class{Units: 1, Output: network.None}}
	if _, err := solver.Fit(context.Background(), p, solver.Options{Gap: 0.5, Threads: 1, Certificate: &solver.Certificate{Out: &proof}}); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v, err := check.Check(text(proof.String()), text(data), check.Options{MinWeightLimit: new(float64), Threads: 1})
	runtime.ReadMemStats(&after)
	if err != nil || !v.Proved {
		t.Fatalf("%+v, %v", v, err)
	}
	return after.TotalAlloc - before.TotalAlloc
}

func threeRows(columns int) string {
	var b strings.Builder
	for e := range columns {
		fmt.Fprintf(&b, "x%d,", e)
	}
	b.WriteString("y\n")
	for row := range 3 {
		for e := range columns {
			fmt.Fprintf(&b, "%d,", (e+1)*(row*row+1)%7)
		}
		fmt.Fprintf(&b, "%d\n", row*row)
	}
	return b.String()
}
