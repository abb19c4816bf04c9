//go:build !unix

package main

// onUserSignal does nothing: there is no SIGUSR1 here.
func onUserSignal(func()) (stop func()) { return func() {} }
