//go:build js

// Package worker is how Go speaks to a page from a web worker: what the page asks comes as arguments of a function, and
// what Go has to say goes to the page as messages.
package worker

import (
	"syscall/js"

	"relucert/dataset"
)

// Serve gives the worker a function; each call runs on its own, so that messages come through meanwhile. It does not return.
func Serve(name string, answer func(args []js.Value)) {
	js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
		go answer(args)
		return nil
	}))
	Say(map[string]any{"ready": name})
	select {}
}

// Say sends a message to the page.
func Say(message map[string]any) { js.Global().Call("postMessage", message) }

// Bytes are those of a Uint8Array.
func Bytes(v js.Value) []byte {
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b
}

// Array is a Uint8Array of these bytes.
func Array(b []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}

// Columns are what the page's form says of the data: the columns, and what a missing value is.
func Columns(v js.Value) dataset.Options {
	o := dataset.Options{Target: v.Get("target").String(), Weights: v.Get("weights").String(), DropMissing: v.Get("drop").Bool()}
	features := v.Get("features")
	for i := range features.Length() {
		o.Features = append(o.Features, features.Index(i).String())
	}
	return o
}
