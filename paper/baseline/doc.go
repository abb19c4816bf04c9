// Package baseline trains networks as people do, without proof: what the
// certified optimum is compared with.
//
//	gaussnewton.go  multi-start Gauss–Newton (package descent)
//	train.go        mini-batches, epochs and restarts; adam.go and sgd.go, the steps
//	model.go        the trained function and its gradient, in PyTorch's parameters
//	scale.go        standardised columns, and networks back from them
//	sorting.go      one ReLU: Dey, Wang and Xie's approximation (IEEE TSP 68, 2020)
//	upper.go        its convex upper bounds, and newton.go, which minimises them
//
// Every function ends early when ctx does, with the best network so far.
package baseline
