package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
)

// TestWheels: every file is in RECORD with its hash, the program may be run, and bytes are the same twice.
func TestWheels(t *testing.T) {
	for platform := range platforms {
		first, second := packed(t, platform), packed(t, platform)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two wheels differ", platform)
		}
		archive, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
		if err != nil {
			t.Fatal(err)
		}
		contents := map[string]string{}
		programs := 0
		for _, file := range archive.File {
			in, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			contents[file.Name] = string(text)
			if file.Mode()&0o111 != 0 {
				programs++
			}
		}
		checkRecord(t, contents)
		if _, ok := contents["relucert/__init__.py"]; programs != 1 || !ok {
			t.Errorf("%s: %d programs, and a package: %v", platform, programs, ok)
		}
	}
}

func packed(t *testing.T, platform string) []byte {
	t.Helper()
	p, err := readProject("..")
	if err != nil {
		t.Fatal(err)
	}
	p.program = []byte("the program")
	content, err := p.wheel(platform).zip()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func checkRecord(t *testing.T, contents map[string]string) {
	t.Helper()
	for name, text := range contents {
		sum := sha256.Sum256([]byte(text))
		line := fmt.Sprintf("%s,sha256=%s,%d\n", name, base64.RawURLEncoding.EncodeToString(sum[:]), len(text))
		if strings.HasSuffix(name, "/RECORD") {
			line = name + ",,\n"
		}
		if record := contents["relucert-0.1.0.dist-info/RECORD"]; !strings.Contains(record, line) {
			t.Errorf("RECORD lacks %s", line)
		}
	}
}
