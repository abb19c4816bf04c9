//go:build js

// Fitter is a small relucert fit in a browser: relucertFit(data, columns, question) says how the search goes, and at
// last the network, its picture and its certificate; relucertStop() ends it early.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"syscall/js"
	"time"

	"relucert"
	"relucert/cmd/checkpage/worker"
	"relucert/dataset"
	"relucert/network"
)

func main() { worker.Serve("relucertFit", answer) }

func answer(args []js.Value) {
	if err := fit(worker.Bytes(args[0]), args[1], args[2]); err != nil {
		worker.Say(map[string]any{"error": err.Error()})
	}
}

func fit(file []byte, columns, question js.Value) error {
	opts := worker.Columns(columns)
	opts.LocalInputs, opts.LocalLabels = true, true
	data, notices, err := dataset.Read("the data", bytes.NewReader(file), opts)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	js.Global().Set("relucertStop", js.FuncOf(func(js.Value, []js.Value) any { stop(); return nil }))
	var proof bytes.Buffer
	problem := relucert.Problem{Data: data, Class: network.Class{Units: question.Get("units").Int(), Output: network.Affine}}
	r, err := relucert.Fit(ctx, problem, relucert.Options{Threads: 1, TimeLimit: time.Duration(question.Get("seconds").Float() * float64(time.Second)),
		OnEvent: tell, EventEvery: 100 * time.Millisecond,
		Certificate: &relucert.Certificate{Out: &proof, DropMissing: opts.DropMissing, Again: func() error { proof.Reset(); return nil }}})
	if err != nil {
		return err
	}
	return say(data, notices, r, proof.Bytes())
}

// tell says how the search goes, and lets the worker hear whether it is to stop.
func tell(e relucert.Event) {
	worker.Say(map[string]any{"seconds": e.Elapsed.Seconds(), "nodes": e.Nodes, "lower": e.Lower, "upper": e.Upper})
	time.Sleep(time.Millisecond)
}

// say is the end.
func say(data *dataset.Dataset, notices []string, r *relucert.Result, proof []byte) error {
	text, err := json.Marshal(map[string]any{"result": r.String(), "table": table(data, r), "chart": chart(data, r), "notices": notices})
	if err != nil {
		return err
	}
	if r.Unbegun {
		proof = nil
	}
	worker.Say(map[string]any{"fit": string(text), "proof": worker.Array(proof)})
	return nil
}

// table is pieces or units, its head first.
func table(data *dataset.Dataset, r *relucert.Result) (rows [][]string) {
	number := func(v float64) string { return fmt.Sprintf("%.6g", v) }
	if pieces := r.Pieces(); pieces != nil {
		rows = append(rows, []string{"from", "to", "slope", "intercept"})
		for _, p := range pieces {
			rows = append(rows, []string{number(p.From), number(p.To), number(p.Slope), number(p.Intercept)})
		}
		return rows
	}
	rows = append(rows, append(append([]string{""}, data.Features...), "bias"))
	add := func(name string, weights []float64, bias float64) {
		row := []string{name}
		for _, w := range append(slices.Clone(weights), bias) {
			row = append(row, number(w))
		}
		rows = append(rows, row)
	}
	add("output", r.Network.Output.Weights, r.Network.Output.Bias)
	for j, u := range r.Network.Units {
		add(fmt.Sprintf("unit %d (%+d)", j+1, u.Sign), u.Weights, u.Bias)
	}
	return rows
}

// point is a place in the chart.
type point struct {
	at    float64
	label any // nil: there is no sample
	fit   float64
}

// kinks are where a broken line bends between its samples.
func kinks(data *dataset.Dataset, r *relucert.Result) (all []point) {
	for _, p := range r.Pieces() {
		if p.To > slices.Min(data.X) && p.To < slices.Max(data.X) {
			all = append(all, point{p.To, nil, p.Slope*p.To + p.Intercept})
		}
	}
	return all
}

// chart is the labels and the fit over the one feature, or over the predictions.
func chart(data *dataset.Dataset, r *relucert.Result) map[string]any {
	x, title := "predicted "+data.Target, "Observed against predicted"
	at := func(i int) float64 { return r.Network.Predict(data.Row(i)) }
	if len(data.Features) == 1 {
		x, title = data.Features[0], data.Target+" by "+data.Features[0]
		at = func(i int) float64 { return data.X[i] }
	}
	var points []point
	for i := range data.Rows() {
		points = append(points, point{at(i), data.Y[i], r.Network.Predict(data.Row(i))})
	}
	points = append(points, kinks(data, r)...)
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	var places, labels, fitted []any
	for _, p := range points {
		places, labels, fitted = append(places, p.at), append(labels, p.label), append(fitted, p.fit)
	}
	series := func(name, kind string, values []any) map[string]any {
		return map[string]any{"name": name, "kind": kind, "values": values}
	}
	return map[string]any{"title": title, "x": x, "y": data.Target, "at": places,
		"series": []any{series("sample", "points", labels), series("fit", "line", fitted)}}
}
