package reduce

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"relucert/dataset"
	"relucert/network"
)

// ReadMeta reads a meta.json of anybody's: the reduction is made anew and checked,
// and what follows from it must be what the file says. The error is a
// [*dataset.Error] with the name.
func ReadMeta(name string, r io.Reader) (*Meta, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, &dataset.Error{File: name, Msg: err.Error(), Err: err}
	}
	m, err := parseMeta(text)
	if err != nil {
		return nil, &dataset.Error{File: name, Line: network.LineOf(text, err), Msg: err.Error(), Err: err}
	}
	return m, nil
}

// LoadMeta is [ReadMeta] of a file.
func LoadMeta(path string) (*Meta, error) {
	f, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadMeta(path, f)
}

func parseMeta(text []byte) (*Meta, error) {
	var version struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, err
	}
	if version.Format != metaFormat || version.Version != metaVersion {
		return nil, fmt.Errorf("this is not %s version %d: format %q, version %d",
			metaFormat, metaVersion, version.Format, version.Version)
	}
	file := struct {
		Meta
		Reduction json.RawMessage `json:"reduction"`
	}{}
	if err := unmarshal(text, &file); err != nil {
		return nil, err
	}
	reduction, err := Load(file.Kind, file.Reduction)
	if err != nil {
		return nil, fmt.Errorf("reduction: %v", err)
	}
	return file.Meta.complete(reduction)
}

// complete compares what a file says with what follows from its reduction.
func (m Meta) complete(r Reduction) (*Meta, error) {
	want, err := describe(r, m.Layout)
	if err != nil {
		return nil, err
	}
	m.Reduction, m.table = r, want.table
	want.Data.SHA256 = m.Data.SHA256
	want.Claim.Theorem, want.Claim.Relation = m.Claim.Theorem, m.Claim.Relation
	for _, hash := range []string{m.Source.SHA256, m.Data.SHA256} {
		if sum, err := hex.DecodeString(hash); err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("sha256: %.70q is not 64 hexadecimal digits", hash)
		}
	}
	for _, part := range []struct {
		name      string
		have, one any
	}{{"data", m.Data, want.Data}, {"fit", m.Fit, want.Fit}, {"claim", m.Claim, want.Claim}} {
		if !reflect.DeepEqual(part.have, part.one) {
			return nil, fmt.Errorf("%s: this is not what follows from the reduction, %.200s", part.name, asJSON(part.one))
		}
	}
	return &m, nil
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
