package indented

import (
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	v := map[string]any{"name": "a<b & c>d"}
	for _, test := range []struct {
		name  string
		write func(w *strings.Builder) error
		want  string
	}{
		{"as it is", func(w *strings.Builder) error { return JSON(w, v) }, "{\n  \"name\": \"a<b & c>d\"\n}\n"},
		{"escaped", func(w *strings.Builder) error { return EscapedJSON(w, v) }, "{\n  \"name\": \"a\\u003cb \\u0026 c\\u003ed\"\n}\n"},
	} {
		var out strings.Builder
		if err := test.write(&out); err != nil || out.String() != test.want {
			t.Errorf("%s: %q, %v", test.name, out.String(), err)
		}
	}
}
