//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// onUserSignal calls do at each SIGUSR1 until stop.
func onUserSignal(do func()) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	go func() {
		for range signals {
			do()
		}
	}()
	return func() { signal.Stop(signals); close(signals) }
}
