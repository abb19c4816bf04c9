package network

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// parseModel is ReadModel without the file.
func parseModel(text []byte) (*Model, error) {
	if err := checkKind(text); err != nil {
		return nil, err
	}
	file := modelFile{Model: new(Model)}
	if err := decode(text, &file, (*json.Decoder).DisallowUnknownFields); err != nil {
		return nil, Clearer(err)
	}
	if err := checkComplete(text, file); err != nil {
		return nil, err
	}
	if file.Version != file.Model.version() {
		return nil, fmt.Errorf("version %d does not fit: a model with bases is of version 8, else one with an objective of version 7, one with hinges of version 6, one with jumps of version 5, with errors of version 4, with dates of version 3, with origins of version 2, any other of version 1", file.Version)
	}
	return file.Model, file.Model.check()
}

// checkKind comes before anything strict, so that a newer version is told by its
// number and not by the first field that is new.
func checkKind(text []byte) error {
	var k kind
	if err := decode(text, &k); err != nil || k.Format != formatName {
		return notModel(err)
	}
	if k.Version < 1 || k.Version > formatVersion {
		return fmt.Errorf("model version %d is not known; this program reads versions 1 to %d", k.Version, formatVersion)
	}
	return nil
}

func notModel(err error) error {
	if err != nil {
		return fmt.Errorf("not a relucert model: %w", Clearer(err))
	}
	return fmt.Errorf("not a relucert model: \"format\" is not %q", formatName)
}

// decode reads exactly one JSON value.
func decode(text []byte, into any, options ...func(*json.Decoder)) error {
	d := json.NewDecoder(bytes.NewReader(text))
	for _, set := range options {
		set(d)
	}
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more text after the model")
	}
	return nil
}

// Clearer takes the Go out of encoding/json's messages.
func Clearer(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case err == io.EOF:
		return errors.New("the file is empty")
	case err == io.ErrUnexpectedEOF:
		return errors.New("the file ends in the middle")
	case errors.As(err, &kind) && kind.Field == "":
		return &jsonError{"a JSON object is needed, not " + kind.Value, err}
	case errors.As(err, &kind):
		field := strings.TrimPrefix(strings.TrimPrefix(kind.Field, "Model."), "ClassText.")
		return &jsonError{fmt.Sprintf("%s: %s does not fit", field, kind.Value), err}
	}
	return &jsonError{strings.TrimPrefix(err.Error(), "json: "), err}
}

// jsonError keeps the cause, which knows the place.
type jsonError struct {
	msg   string
	cause error
}

func (e *jsonError) Error() string { return e.msg }
func (e *jsonError) Unwrap() error { return e.cause }

// checkComplete compares text with the file written again: every field must
// stand in text under its exact name, with a value that is not null.
func checkComplete(text []byte, file modelFile) error {
	again, err := json.Marshal(file)
	if err != nil {
		return err
	}
	var got, want any
	if err := decode(text, &got, (*json.Decoder).UseNumber); err != nil {
		return err
	}
	if err := decode(again, &want, (*json.Decoder).UseNumber); err != nil {
		return err
	}
	return missing("", got, want)
}

// missing finds the first field of want that got lacks.
func missing(path string, got, want any) error {
	switch want := want.(type) {
	case map[string]any:
		return missingField(path, got, want)
	case []any:
		got, _ := got.([]any)
		for i := range min(len(got), len(want)) {
			if err := missing(fmt.Sprintf("%s[%d]", path, i), got[i], want[i]); err != nil {
				return err
			}
		}
	}
	if got == nil {
		return fmt.Errorf("%s is null", path)
	}
	return nil
}

func missingField(path string, got any, want map[string]any) error {
	have, _ := got.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		at := strings.TrimPrefix(path+"."+name, ".")
		value, ok := have[name]
		if !ok {
			return fmt.Errorf("%s is missing", at)
		}
		if err := missing(at, value, want[name]); err != nil {
			return err
		}
	}
	// encoding/json takes "SSE" for "sse", and so lets both stand.
	for name := range have {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("unknown field %q", strings.TrimPrefix(path+"."+name, "."))
		}
	}
	return nil
}
