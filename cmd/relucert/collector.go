package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is GOGC until the first collection, which comes when 64 MiB are in use and not 4: most small fits end before.
const firstCollection = 1600

// collectLater has the collector begin late, and go on as always. Whoever sets GOGC has it as asked for.
func collectLater() {
	if os.Getenv("GOGC") == "" {
		usual := debug.SetGCPercent(firstCollection)
		runtime.AddCleanup(new([16]byte), func(usual int) { debug.SetGCPercent(usual) }, usual)
	}
}
