# Slopes and breakpoints of R's segmented with standard errors and 95 % intervals: FILE X Y BREAKPOINTS.
suppressMessages(library(segmented))
args <- commandArgs(trailingOnly = TRUE)
data <- read.csv(args[1])
d <- data.frame(x = data[[args[2]]], y = data[[args[3]]])
set.seed(1)
fit <- suppressWarnings(segmented(lm(y ~ x, d), seg.Z = ~x, npsi = as.integer(args[4]),
                                  control = seg.control(n.boot = 50, display = FALSE)))
cat(sprintf("SSE %.8g\n", sum(residuals(fit)^2)))
print(slope(fit)$x)
print(cbind(confint(fit), SE = fit$psi[, "St.Err"]))
