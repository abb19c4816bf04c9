// Command bench measures the solver on the instances of its benchmark table and
// writes the table with what it measured. Run it in the repository's root:
//
//	go run ./bench                  all rows, to bench/results.md
//	go run ./bench -rows ozone      only rows whose name matches, to standard output
//	go run ./bench -repeat 9 -limit 5m
//	go run ./bench -certificates    what certificates cost, to bench/certificates.md
//	go run ./bench -portfolio -limit 2s  auto beside the methods it chooses from, to bench/portfolio.md
//	go run ./bench -farm            one tree with many workers, real and simulated, to bench/farm.md
//	go run ./bench -coverage 10000  how often 95 % intervals hold the truth, to bench/coverage.md
//
// The instances are real files in examples/ and random ones of package generate,
// the same for the same seed on every machine:
//
//	noise       samples uniform on the sphere, labels standard normal
//	planted     samples uniform on the sphere, units on the sphere, label noise
//	            (two units are planted with two signs)
//	broken line one column uniform on [0, 1], a line with one or more kinks, label noise
//
// A time is the median over seeds and repetitions of one relucert.Fit, reading
// the file not included. Peak memory is that of a process of its own that
// solves the row once.
//
//	table.go     the rows, one literal table
//	measure.go   running a row
//	memory.go    a row in a process of its own
//	write.go     the table as Markdown
//	certificates.go  certificates: their cost, their size, the checker's time
//	portfolio.go  the portfolio's grid: auto against the better method
//	farm.go      a coordinator and many workers
//	coverage.go  intervals against the truth
package main
