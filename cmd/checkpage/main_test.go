package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/browser"
	"relucert/internal/thorough"
	"relucert/network"
)

// mostBytes is how large a program may be on its way to the browser.
const mostBytes = 3_000_000

// site is the page, built, and beside it a certificate, a forged one, and their data.
func site(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"index.html", "check.js"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "check", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, folder, name, text)
	}
	if err := build(folder); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "stagnant.csv"))
	if err != nil {
		t.Fatal(err)
	}
	proof := certificate(t, data)
	claim := regexp.MustCompile(`(?m)^claim \S+ (\S+)$`).FindSubmatch(proof)
	if claim == nil {
		t.Fatalf("no claim in %s", proof)
	}
	forged := bytes.Replace(proof, claim[0], []byte("claim "+string(claim[1])+" "+string(claim[1])), 1) // no gap at all
	write(t, folder, "data.csv", data)
	write(t, folder, "true.rcert", proof)
	write(t, folder, "forged.rcert", forged)
	return folder
}

func write(t *testing.T, folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o666); err != nil {
		t.Fatal(err)
	}
}

func certificate(t *testing.T, file []byte) []byte {
	t.Helper()
	data, _, err := dataset.Read("data.csv", bytes.NewReader(file), dataset.Options{LocalInputs: true, LocalLabels: true})
	if err != nil {
		t.Fatal(err)
	}
	var proof bytes.Buffer
	_, err = relucert.Fit(t.Context(), relucert.Problem{Data: data, Class: network.Class{Units: 2, Output: network.Affine}}, relucert.Options{Certificate: &relucert.Certificate{Out: &proof}})
	if err != nil {
		t.Fatal(err)
	}
	return proof.Bytes()
}

// TestPage: the page proves a true certificate, refuses a forged one, and fits and proves by itself.
func TestPage(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("long: it compiles two programs for WebAssembly")
	}
	browser.Needed(t)
	folder := site(t)
	for _, program := range []string{"checker", "fitter"} {
		if info, err := os.Stat(filepath.Join(folder, program+".wasm.gz")); err != nil || info.Size() > mostBytes {
			t.Errorf("%s: %v, %d bytes", program, err, info.Size())
		}
	}
	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer server.Close()
	ctx := browser.Open(t, server.URL)
	browser.Wait(t, ctx, `document.getElementById('state').textContent === 'Ready.'`)
	t.Logf("ready after %.0f ms", browser.Value[float64](t, ctx, "performance.now()"))
	verdict := func(proof string) string {
		browser.Value[bool](t, ctx, `(async () => {
			const files = new DataTransfer();
			for (const name of ['`+proof+`', 'data.csv']) files.items.add(new File([await (await fetch(name)).arrayBuffer()], name));
			document.dispatchEvent(new DragEvent('drop', { dataTransfer: files }));
			return true;
		})()`)
		browser.Wait(t, ctx, "!document.getElementById('check').disabled")
		browser.Value[any](t, ctx, "document.getElementById('check').click()")
		browser.Wait(t, ctx, "!document.getElementById('verdict').hidden")
		return browser.Value[string](t, ctx, "document.getElementById('verdict').className + ': ' + document.getElementById('verdict').textContent")
	}
	if got := verdict("true.rcert"); !strings.HasPrefix(got, "verdict good: PROVED  4.812") {
		t.Errorf("the true one: %s", got)
	}
	if got := verdict("forged.rcert"); !strings.HasPrefix(got, "verdict bad: NOT PROVED") {
		t.Errorf("the forged one: %s", got)
	}
	browser.Value[any](t, ctx, "document.getElementById('fit').click()")
	browser.Wait(t, ctx, "document.getElementById('verdict').textContent.startsWith('PROVED')")
	if got := browser.Value[string](t, ctx, "document.getElementById('found').textContent"); !strings.HasPrefix(got, "optimal: the least SSE is in [0.0048121") {
		t.Errorf("found %s", got)
	}
	browser.Looks(t, ctx, "check")
}
