package farkas

import (
	"bytes"
	"math/big"
	"reflect"
	"strings"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	question := Question{Target: "y", Features: []string{"a", "b"}, Bias: true, Sign: "any"}
	one := 1
	for _, p := range []Proof{
		{Unit: &Unit{-1, []*big.Rat{big.NewRat(1, 3), big.NewRat(-2, 1), big.NewRat(5, 1)}}},
		{Refutations: []Refutation{{Sign: 1, Wrong: &one}, {Sign: -1, Multipliers: []Multiplier{{0, big.NewRat(1, 7)}, {3, big.NewRat(-5, 1)}}}}},
	} {
		var text bytes.Buffer
		want := &File{question, p}
		if err := want.Write(&text); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(strings.NewReader(text.String())); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, want %+v\n%s", err, got, want, &text)
		}
	}
}

// TestReadRefuses wants one line of complaint, and soon.
func TestReadRefuses(t *testing.T) {
	const head = `{"format":"relucert-realizable","version":1,`
	for _, text := range []string{
		"", "{", "[]", "null", `{"format":"other"}`, `{"format":"relucert-realizable","version":2}`,
		head + `"realizable":true}`,
		head + `"unit":{"sign":"+"}}`,
		head + `"extra":1}`,
		head + `"realizable":false} more`,
		head + `"realizable":true,"unit":{"sign":"x","weights":[]}}`,
		head + `"realizable":true,"unit":{"sign":"+","weights":[1]}}`,
		head + `"realizable":true,"unit":{"sign":"+","weights":[null]}}`,
		head + `"realizable":true,"unit":{"sign":"+","weights":["1e999999999"]}}`,
		head + `"realizable":true,"unit":{"sign":"+","weights":["1/0"]}}`,
		head + `"realizable":true,"unit":{"sign":"+","weights":["0x10"]}}`,
		head + `"refutations":[{"sign":""}]}`,
		head + `"refutations":[{"sign":"+","multipliers":[{"row":1}]}]}`,
	} {
		if f, err := Read(strings.NewReader(text)); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %+v, %v", text, f, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"relucert-realizable","version":1,"realizable":false,"sign":"any","refutations":[{"sign":"+","row_of_wrong_label":1},{"sign":"-","multipliers":[{"row":2,"multiplier":"-1/2"}]}]}`))
	x, y := [][]*big.Rat{row(1), row(1)}, row(1, 0)
	f.Fuzz(func(t *testing.T, text []byte) {
		if file, err := Read(bytes.NewReader(text)); err == nil {
			file.Verify(x, y, file.Signs()...)
		}
	})
}
