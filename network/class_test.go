package network

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestZeroClass: what is not said is what relucert fit does.
func TestZeroClass(t *testing.T) {
	c := Class{Units: 2}
	if err := c.Check(); err != nil || !c.Bias() || c.Output != Intercept || !c.Constant() || c.K() != 2 {
		t.Errorf("%+v: %v", c, err)
	}
	if got := fmt.Sprint(c.SignVectors(), c.SignText("any")); got != "[[1 1] [1 -1] [-1 -1]]any" {
		t.Error(got)
	}
	c = Class{Signs: []int{1, -1}, NoBias: true, Output: Affine}
	if got := fmt.Sprint(c.SignVectors(), c.SignText("any"), c.K(), c.Constant()); got != "[[1 -1]]+-2 false" {
		t.Error(got)
	}
}

func TestClassCheck(t *testing.T) {
	for _, c := range []struct {
		class Class
		want  string
	}{
		{Class{}, "at least one unit"},
		{Class{Units: -1}, "at least one unit"},
		{Class{Units: 1, Signs: []int{1, 1}}, "Signs names 2"},
		{Class{Signs: []int{0}}, "+1 or -1"},
		{Class{Units: 1, Output: 3}, "Output"},
		{Class{Units: 1, Output: -1}, "Output"},
		{Class{Units: 1, NormBound: -1}, "norm bound"},
		{Class{Units: 1, NormBound: math.NaN()}, "norm bound"},
		{Class{Units: 1, WeightLimit: math.Inf(1)}, "weight limit"},
	} {
		if err := c.class.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.class, err, c.want)
		}
	}
}
