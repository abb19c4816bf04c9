package main

import (
	"errors"
	"io"
	"os"

	"relucert/dataset"
	"relucert/proof/rearrange"
)

// proofFile is a certificate to be arranged.
func proofFile(path string) rearrange.Source {
	return rearrange.Source{Name: path, Open: func() (io.ReadCloser, error) {
		if path == "-" {
			return nil, usagef("a certificate is read twice and cannot be standard input")
		}
		return dataset.OpenFile(path)
	}}
}

// withScratch lends work a temporary file. What is wrong with a certificate is bad input.
func withScratch(work func(scratch *os.File) error) error {
	scratch, err := os.CreateTemp("", "relucert-*")
	if err != nil {
		return err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	err = work(scratch)
	if bad, ok := errors.AsType[*rearrange.Error](err); ok {
		return usageError(bad.Error())
	}
	return err
}
