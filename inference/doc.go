// Package inference says how sure a fit to one input column is: goodness of fit, standard errors, intervals, bands,
// tests, and a choice among numbers of breakpoints. It takes networks that package relucert found and proves nothing of its own,
// but where a proved bound decides (the criteria of [Choose]).
//
//	curve.go         a broken line by its parameters: level, slopes, kinks
//	line.go          one that was fitted to samples, and which parameters were free
//	asked.go         which piece has which of the slopes that constraints ask for
//	goodness.go      R², AIC, BIC, …
//	errors.go        the parameters' covariance, by linearisation about the fit; confidence and prediction bands
//	estimates.go     values, standard errors and intervals of slopes, intercepts and breakpoints
//	bootstrap.go     the same without assumptions on the errors
//	kink.go          is there a breakpoint at all?
//	choose.go        how many breakpoints are there? By AIC or BIC,
//	crossvalidate.go or by what is foretold best
//
// The model is y_i = f(x_i) + e_i with independent errors e_i of variance σ²/ω_i; ω_i are the sample weights, 1 without any.
// Legend: m samples, p free parameters, m − p degrees of freedom, r_i = y_i − f(x_i).
package inference
