// Package thorough says how long tests may take: all that go test runs is to be over in two minutes on two cores. With
// RELUCERT_TESTS=thorough in the environment, as the gate sets it, the same tests try many times as many cases, and some that take long run at all.
package thorough

import "os"

// Tests says that tests are to be.
func Tests() bool { return os.Getenv("RELUCERT_TESTS") == "thorough" }

// Of is all in thorough tests, else few.
func Of[T any](all, few T) T {
	if Tests() {
		return all
	}
	return few
}
