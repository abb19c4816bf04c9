//go:build js

// Checker is relucheck in a browser: relucheck(proof, data, columns) proves a certificate from the data, and says its verdict. It shares
// nothing with the solver but the readers of files.
package main

import (
	"syscall/js"

	"relucert/cmd/checkpage/worker"
	"relucert/proof/check"
)

func main() { worker.Serve("relucheck", answer) }

func answer(args []js.Value) {
	o := check.Options{Data: worker.Columns(args[2]), Threads: 1}
	v, err := check.Check(check.Bytes("the certificate", worker.Bytes(args[0])), check.Bytes("the data", worker.Bytes(args[1])), o)
	if err != nil {
		worker.Say(map[string]any{"error": err.Error()})
		return
	}
	worker.Say(map[string]any{"proved": v.Proved, "verdict": v.String()})
}
