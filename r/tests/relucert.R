# Fits against lm and against segmented's published numbers. Without the program nothing can be tested.
library(relucert)
if (!nzchar(Sys.getenv("RELUCERT_BIN")) && inherits(try(relucert_program(), silent = TRUE), "try-error")) {
  message("SKIPPED: the program relucert is not there")
  quit(status = 0)
}
near <- function(a, b, tolerance = 1e-6) stopifnot(all(abs(a - b) <= tolerance * pmax(1, abs(b))))
refused <- function(expression, pattern) {
  message <- tryCatch({ expression; "no error" }, error = conditionMessage)
  if (!grepl(pattern, message) || grepl("\n", message)) stop(sprintf("%s, not %s", message, pattern))
}
example <- function(name) read.csv(system.file("extdata", paste0(name, ".csv"), package = "relucert"))
stagnant <- example("stagnant")

# Chosen among 0 to 4, and what each method says.
fit <- relucert(y ~ x, stagnant)
stopifnot(length(fit$breakpoints) == 2, fit$status == "optimal", fit$lower_bound <= fit$sse, isTRUE(verify(fit)$proved))
near(fit$breakpoints, c(-0.15245, 0.31269), 1e-4)
near(coef(fit)[c("slope1", "slope2", "slope3")], c(-0.40463, -0.7573, -1.0618), 1e-4)
near(sum(residuals(fit)^2), fit$sse)
near(fitted(fit) + residuals(fit), stagnant$y)
near(predict(fit, stagnant[3:5, ]), fitted(fit)[3:5])
stopifnot(nobs(fit) == 28, identical(dim(vcov(fit)), c(6L, 6L)), inherits(logLik(fit), "logLik"))
near(BIC(fit), -139.9406, 1e-5)

# Given the breakpoint, slopes and their covariance are lm's.
known <- relucert(y ~ x, stagnant, breakpoints = 1, known = 0.25)
line <- lm(y ~ x + pmax(0, x - 0.25), stagnant)
near(known$sse, sum(residuals(line)^2))
near(sqrt(diag(vcov(known)))["slope1"], sqrt(diag(vcov(line)))[2])
near(confint(known, "slope1"), confint(line)[2, , drop = FALSE])
near(confint(known, "slope1", level = 0.8), confint(line, level = 0.8)[2, , drop = FALSE])
near(logLik(known), logLik(line))
stopifnot(attr(logLik(known), "df") == attr(logLik(line), "df"))
for (interval in c("confidence", "prediction")) {
  near(predict(known, data.frame(x = c(-1, 0.5)), interval = interval), predict(line, data.frame(x = c(-1, 0.5)), interval = interval))
}

# Weights are repetitions; update; other formulas; missing values.
w <- rep(1:2, 14)
near(relucert(y ~ x, stagnant, 1, weights = w)$sse, relucert(y ~ x, stagnant[rep(1:28, w), ], 1)$sse)
stopifnot(length(update(fit, breakpoints = 1)$breakpoints) == 1)
near(relucert(log(y + 2) ~ I(2 * x), stagnant, 1)$breakpoints, 2 * update(fit, log(y + 2) ~ x, breakpoints = 1)$breakpoints)
stagnant$y[3] <- NA
stopifnot(nobs(relucert(y ~ x, stagnant, 1)) == 27)
far <- transform(stagnant, x = 1.7e9 + 100 * x)
near(relucert(y ~ x, far, 1)$breakpoints - 1.7e9, 100 * relucert(y ~ x, stagnant, 1)$breakpoints, 1e-4)
near(confint(relucert(y ~ x, far, 1), "breakpoint1") - 1.7e9, 100 * confint(relucert(y ~ x, stagnant, 1), "breakpoint1"), 1e-4)

# Slopes of a sign, two columns, limits.
stopifnot(all(relucert(y ~ x, stagnant, slopes = c("-", "0"), between = c(-1, 0.5))$slopes <= 1e-12))
plane <- relucert(y ~ time + I(time^2), example("plant"), breakpoints = 1, time_limit = 20)
stopifnot(length(coef(plane)) == 6, plane$lower_bound <= plane$sse)
near(sum((predict(plane) - example("plant")$y)^2), plane$sse)

# Other losses, a penalty, and a fit to begin with.
median <- relucert(y ~ x, stagnant, 1, loss = "absolute")
near(median$objective, sum(abs(residuals(median))))
stopifnot(median$lower_bound <= median$objective, isTRUE(verify(median)$proved), identical(names(coef(median)), c("level", "slope1", "slope2", "breakpoint1")))
near(coef(median)[["level"]], predict(median, data.frame(x = min(stagnant$x))))
light <- relucert(y ~ x, stagnant, 1, ridge = 0.1)
stopifnot(light$objective > light$sse, light$lower_bound <= light$objective, grepl("^SSE \\+ 0.1 sum of w", utils::capture.output(print(light))[8]))
near(relucert(y ~ x, stagnant, 1, start = relucert(y ~ x, stagnant, 1))$sse, relucert(y ~ x, stagnant, 1)$sse)
pdf(NULL)
plot(median)
plot(fit)
plot(plane)
print(summary(fit))
print(fit)

# One clear line for what is wrong.
refused(relucert(y ~ x, stagnant, breakpoints = "a"), "breakpoints must be a number")
refused(relucert(y ~ x, stagnant, breakpoints = -1), "--breakpoints must be a whole number")
refused(relucert(y ~ 1, stagnant), "no column on its right side")
refused(relucert(factor(y) ~ x, stagnant), "one column of numbers")
refused(relucert(log(x + 0.8) ~ y, na.omit(stagnant)), "column log\\(x \\+ 0.8\\) is not finite in row")
refused(relucert(y ~ x, stagnant, weights = -w), "weights must be numbers of at least 0")
refused(relucert(y ~ x + I(x^2), stagnant), "of several columns")
refused(relucert(y ~ z, stagnant), "object 'z' not found")
refused(vcov(plane), "vcov is for broken lines")
refused(confint(median), "confint is for broken lines through one column by least squares")
refused(relucert(y ~ x, stagnant, loss = "absolute"), "one number of breakpoints")
refused(relucert(y ~ x, stagnant, 1, loss = "cubic"), "cubic")
refused(relucert(y ~ x, stagnant, 1, start = 3), "start must be a fit")
refused(verify(relucert(y ~ x, stagnant, 1, certificate = FALSE)), "there is no certificate")
Sys.setenv(RELUCERT_BIN = "/nowhere/relucert")
refused(relucert(y ~ x, stagnant), "RELUCERT_BIN is /nowhere/relucert")
