package relucert_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
)

// A broken line through ten points, the best there is.
func ExampleFit() {
	data, err := dataset.New(
		[][]float64{{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}},
		[]float64{5, 7, 9, 11, 13, 12, 11, 10, 9.5, 8})
	if err != nil {
		log.Fatal(err)
	}
	problem := relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}}
	result, err := relucert.Fit(context.Background(), problem, relucert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Status)
	fmt.Printf("SSE %.4f, no other has less than %.4f\n", result.SSE, result.SSELower)
	for _, p := range result.Network.Pieces() {
		fmt.Printf("from %.3f to %.3f: %.3f x %+.3f\n", p.From, p.To, p.Slope, p.Intercept)
	}
	// Output:
	// optimal
	// SSE 0.1762, no other has less than 0.1762
	// from -Inf to 4.992: 2.000 x +3.000
	// from 4.992 to +Inf: -0.957 x +17.762
}

// A proof for samples that come from no file: they are written first, since a certificate is
// of a file's bytes.
func ExampleFit_certificate() {
	data, err := dataset.New([][]float64{{0}, {1}, {2}, {3}, {4}}, []float64{0, 0.1, 0, 1, 2.1})
	if err != nil {
		log.Fatal(err)
	}
	var file, proof bytes.Buffer
	if err := data.WriteCSV(&file); err != nil {
		log.Fatal(err)
	}
	problem := relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}}
	if _, err := relucert.Fit(context.Background(), problem, relucert.Options{Certificate: &relucert.Certificate{Out: &proof}}); err != nil {
		log.Fatal(err)
	}
	verdict, err := check.Check(check.Bytes("proof", proof.Bytes()), check.Bytes("data", file.Bytes()), check.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(verdict.Proved, verdict.Upper)
	// Output:
	// true 6.66666666667e-03
}

// How much does each breakpoint gain? All numbers of them in one run.
func ExampleFitPath() {
	data, err := dataset.New(
		[][]float64{{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}},
		[]float64{5, 7, 9, 11, 13, 12, 11, 10, 9.5, 8})
	if err != nil {
		log.Fatal(err)
	}
	problem := relucert.Problem{Data: data, Class: network.Class{Units: 3, Output: network.Affine}}
	path, err := relucert.FitPath(context.Background(), problem, 0, relucert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range path.Fits {
		fmt.Printf("%d units: SSE %.4f, no less than %.4f, %v\n", len(r.Network.Units), r.SSE, r.SSELower, r.Status)
	}
	// Output:
	// 0 units: SSE 45.0970, no less than 45.0970, optimal
	// 1 units: SSE 0.1762, no less than 0.1762, optimal
	// 2 units: SSE 0.1000, no less than 0.1000, optimal
	// 3 units: SSE 0.0000, no less than 0.0000, optimal
}
