# Fits a broken line with R's segmented: FILE X Y BREAKPOINTS RESTARTS.
# Prints the SSE and the seconds; NA where it finds no fit.
suppressMessages(library(segmented))
args <- commandArgs(trailingOnly = TRUE)
data <- read.csv(args[1])
d <- data.frame(x = data[[args[2]]], y = data[[args[3]]])
set.seed(1)
sse <- NA
seconds <- system.time(try({
  fit <- suppressWarnings(segmented(lm(y ~ x, d), seg.Z = ~x, npsi = as.integer(args[4]),
                                    control = seg.control(n.boot = as.integer(args[5]), display = FALSE)))
  if (inherits(fit, "segmented") && nrow(fit$psi) == as.integer(args[4])) sse <- sum(residuals(fit)^2)
}, silent = TRUE))[["elapsed"]]
cat(sprintf("%.15g %.3f\n", sse, seconds))
