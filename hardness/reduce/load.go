package reduce

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// loaders is the table of reductions: how each is read from its JSON and made
// whole by its constructor, which checks it.
func loaders() map[string]func([]byte) (Reduction, error) {
	return map[string]func([]byte) (Reduction, error){
		"setcover": load(func(s SetCover) (Reduction, error) { return NewSetCover(s.Instance, s.Balance) }),
		"circuit":  load(func(c Circuit) (Reduction, error) { return NewCircuit(c.Instance) }),
		"densest":  load(func(d Densest) (Reduction, error) { return NewDensest(d.Instance, d.Size, d.Mode, d.Promise) }),
		"coloring": load(func(c Coloring) (Reduction, error) { return CompleteColoring(c) }),
		"occupied": load(func(o Occupied) (Reduction, error) { return NewOccupied(o) }),
		"sat": load(func(s SAT) (Reduction, error) {
			r, err := NewSAT(s.Formula, s.Colors, s.Bounded)
			if err != nil {
				return nil, err
			}
			return r, r.SetGap(s.Gap)
		}),
	}
}

// Load is the reduction of a kind whose JSON is text. It trusts nothing there.
func Load(kind string, text []byte) (Reduction, error) {
	loader, ok := loaders()[kind]
	if !ok {
		return nil, fmt.Errorf("unknown reduction %q", kind)
	}
	return loader(text)
}

func load[T any](build func(T) (Reduction, error)) func([]byte) (Reduction, error) {
	return func(text []byte) (Reduction, error) {
		var plain T
		if err := unmarshal(text, &plain); err != nil {
			return nil, err
		}
		r, err := build(plain)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
}

// unmarshal is strict: one value, without unknown fields.
func unmarshal(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more after the end")
	}
	return nil
}
