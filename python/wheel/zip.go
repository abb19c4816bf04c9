package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// wheel is a zip file of the form that Python's binary distribution format has (PEP 427).
type wheel struct {
	version, tag string
	files        map[string][]byte
	program      string // the name of the file that may be run
}

func (p *project) wheel(platform string) *wheel {
	w := &wheel{version: p.version, tag: platforms[platform], files: maps.Clone(p.modules), program: "relucert/bin/relucert"}
	if strings.HasPrefix(platform, "windows/") {
		w.program += ".exe"
	}
	w.files[w.program] = p.program
	w.files[w.info("LICENSE")] = p.license
	w.files[w.info("METADATA")] = fmt.Appendf(nil, "Metadata-Version: 2.1\nName: relucert\nVersion: %s\nSummary: %s\nLicense: Apache-2.0\n"+
		"Requires-Python: >=3.9\nRequires-Dist: numpy\nDescription-Content-Type: text/markdown\n\n%s", p.version, p.summary, p.readme)
	w.files[w.info("WHEEL")] = w.about()
	w.files[w.info("RECORD")] = w.record()
	return w
}

func (w *wheel) name() string { return fmt.Sprintf("relucert-%s-py3-none-%s.whl", w.version, w.tag) }

func (w *wheel) info(file string) string {
	return fmt.Sprintf("relucert-%s.dist-info/%s", w.version, file)
}

// about has a line for each platform of the tag.
func (w *wheel) about() []byte {
	text := []byte("Wheel-Version: 1.0\nGenerator: relucert\nRoot-Is-Purelib: false\n")
	for platform := range strings.SplitSeq(w.tag, ".") {
		text = fmt.Appendf(text, "Tag: py3-none-%s\n", platform)
	}
	return text
}

// record lists all files with hash and size, itself without.
func (w *wheel) record() (text []byte) {
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		sum := sha256.Sum256(w.files[name])
		text = fmt.Appendf(text, "%s,sha256=%s,%d\n", name, base64.RawURLEncoding.EncodeToString(sum[:]), len(w.files[name]))
	}
	return fmt.Appendf(text, "%s,,\n", w.info("RECORD"))
}

// zip is the file, in the order of names and of one time.
func (w *wheel) zip() ([]byte, error) {
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		header.SetMode(0o644)
		if name == w.program {
			header.SetMode(0o755)
		}
		file, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(w.files[name]); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return content.Bytes(), err
}
