# What R expects of a fit. Coefficients are those of a broken line: its value at the least input, its slopes and its breakpoints.

coef.relucert <- function(object, ...) {
  x <- design(delete.response(object$terms), object$model)
  if (ncol(x) > 1) return(unit_coefficients(object$result))
  start <- if (is.null(object$result$jumps)) c(level = network_value(object$result, cbind(min(x)))) else intercepts(object)
  coefficients <- c(start, object$slopes, object$breakpoints)
  stats::setNames(coefficients, c(names(start), sprintf("slope%d", seq_along(object$slopes)), sprintf("breakpoint%d", seq_along(object$breakpoints))))
}

# Where the line jumps, each piece has its own.
intercepts <- function(object) {
  target <- object$result$target_origin
  values <- vapply(object$result$pieces, function(p) p$intercept, 0) - object$slopes * origin(object) + if (is.null(target)) 0 else as.numeric(target)
  stats::setNames(values, sprintf("intercept%d", seq_along(values)))
}

# Of several columns: the affine part, then the weights of each unit, sign and all.
unit_coefficients <- function(result) {
  features <- unlist(result$features)
  part <- function(name, w, bias) stats::setNames(c(bias, w), paste0(name, c("(Intercept)", features)))
  units <- Map(function(u, j) part(paste0("unit", j, ":"), unlist(u$weights), u$bias), result$network$units, seq_along(result$network$units))
  do.call(c, c(list(part("", unlist(result$network$output$weights), result$network$output$bias)), units))
}

need_line <- function(object, what) {
  if (is.null(object$errors)) stop(what, " is for broken lines through one column by least squares, with more rows than parameters", call. = FALSE)
}

vcov.relucert <- function(object, ...) {
  need_line(object, "vcov")
  free <- names(coef(object))[object$errors$free + 1]
  matrix(unlist(object$errors$covariance), length(free), dimnames = list(free, free))
}

confint.relucert <- function(object, parm, level = object$result$inference$level, ...) {
  need_line(object, "confint")
  if (level != object$result$inference$level) object <- at_level(object, level)
  all <- intervals(object, level)
  if (missing(parm)) parm <- rownames(all)
  all[parm, , drop = FALSE]
}

# The same fit with intervals of another level.
at_level <- function(object, level) {
  object$result <- ask_program(c("fit", "-", "-q", "--json", object$flags, object$options, flag("level", level)), object$csv)
  object
}

# Slopes and breakpoints have the program's intervals, the level one by linearisation, what is given none. A bootstrap says nothing of the level.
intervals <- function(object, level) {
  coefficients <- coef(object)
  se <- standard_errors(object)
  ends <- matrix(coefficients, length(coefficients), 2, dimnames = list(names(coefficients), percents(level)))
  if ("level" %in% rownames(vcov(object))) ends["level", ] <- coefficients["level"] + c(-1, 1) * qt((1 + level) / 2, object$errors$freedom) * se["level"]
  for (e in object$result$inference$estimates) {
    name <- sub(" ", "", e$name)
    if (name %in% rownames(ends) && name != "level") ends[name, ] <- c(e$low, e$high) + if (startsWith(name, "breakpoint")) origin(object) else 0
  }
  ends
}

# By linearisation or by bootstrap, as the intervals; of what is given 0 in an interval, and none here.
standard_errors <- function(object) {
  se <- stats::setNames(rep(NA_real_, length(coef(object))), names(coef(object)))
  free <- sqrt(diag(vcov(object)))
  se[names(free)] <- free
  if (!startsWith(object$result$inference$by, "bootstrap")) return(se)
  se["level"] <- NA
  for (e in object$result$inference$estimates) if (sub(" ", "", e$name) %in% names(free)) se[sub(" ", "", e$name)] <- e$se
  se
}

origin <- function(object) if (is.null(object$result$origins)) 0 else as.numeric(object$result$origins[[1]])

fitted.relucert <- function(object, ...) object$fitted.values

residuals.relucert <- function(object, ...) object$residuals

nobs.relucert <- function(object, ...) length(object$residuals)

logLik.relucert <- function(object, ...) {
  need_line(object, "logLik")
  i <- object$result$inference
  structure(i$log_likelihood, df = i$parameters + 1, nobs = nobs(object), class = "logLik")
}

predict.relucert <- function(object, newdata, interval = c("none", "confidence", "prediction"), level = 0.95, ...) {
  interval <- match.arg(interval)
  x <- if (missing(newdata)) design(delete.response(object$terms), object$model) else design_of(object, newdata)
  f <- stats::setNames(network_value(object$result, x), rownames(x))
  if (interval == "none") return(f)
  need_line(object, "interval")
  model <- tempfile("relucert", fileext = ".json")
  on.exit(unlink(model))
  writeLines(object$saved, model, useBytes = TRUE)
  lines <- run_program(c("predict", model, "-", "--interval", interval, "--level", level, "--column", "fit"), csv_lines(as.list(as.data.frame(x, optional = TRUE))))
  bands <- utils::read.csv(text = lines, check.names = FALSE)
  cbind(fit = f, lwr = bands$fit_low, upr = bands$fit_high)
}

print.relucert <- function(x, digits = max(3L, getOption("digits") - 3L), ...) {
  cat("\nCall:\n", paste(deparse(x$call), collapse = "\n"), "\n\n", sep = "")
  print(coef(x), digits = digits)
  cat("\n", proof_words(x), "\n", sep = "")
  invisible(x)
}

proof_words <- function(x) {
  ends <- if (x$status == "optimal") "proved optimal" else paste0(gsub("_", " ", x$status), ", gap ", format(100 * x$gap, digits = 2), " %")
  sprintf("%s %s, lower bound %s: %s", objective_name(x$result), format(x$objective, digits = 7), format(x$lower_bound, digits = 7), ends)
}

summary.relucert <- function(object, ...) {
  table <- cbind(Estimate = coef(object))
  if (!is.null(object$errors)) {
    table <- cbind(table, "Std. Error" = standard_errors(object), confint(object))
  }
  structure(list(call = object$call, coefficients = table, quantities = object$quantities, kink_test = object$kink_test, result = object$result,
                 words = proof_words(object)), class = "summary.relucert")
}

print.summary.relucert <- function(x, digits = max(3L, getOption("digits") - 3L), ...) {
  cat("\nCall:\n", paste(deparse(x$call), collapse = "\n"), "\n\n", sep = "")
  print(x$coefficients, digits = digits)
  if (!is.null(x$quantities)) {
    cat("\n", x$result$inference$model, ":\n", sep = "")
    print(x$quantities, digits = digits)
  }
  i <- x$result$inference
  if (!is.null(i)) {
    cat(sprintf("\nResidual standard error: %s on %d degrees of freedom, R-squared: %s", format(i$residual_se, digits = digits), i$degrees_of_freedom, format(i$r2, digits = digits)))
    cat(sprintf("\nAIC: %s, BIC: %s\nIntervals: %s\n", format(i$aic, digits = 7), format(i$bic, digits = 7), i$by))
  }
  if (!is.null(x$kink_test)) cat(sprintf("Test of a straight line against one breakpoint: p = %s (%d draws)\n", format(x$kink_test$p, digits = digits), x$kink_test$draws))
  choice <- x$result$choice
  if (!is.null(choice)) {
    table <- do.call(rbind, lapply(choice$candidates, function(c) data.frame(candidate = c$name, SSE = c$sse, value = c$value)))
    names(table)[c(1, 3)] <- c(if (is.null(x$quantities)) "breakpoints" else "model", choice$by)
    cat("\nChosen among:\n")
    print(table, row.names = FALSE, digits = digits)
    cat(sprintf("%s is chosen%s\n", choice$chosen, if (choice$proved) ", proved" else ""))
  }
  cat("\n", x$words, "\n", sep = "")
  invisible(x)
}

plot.relucert <- function(x, ...) {
  frame <- design(delete.response(x$terms), x$model)
  y <- model.response(x$model)
  if (ncol(frame) > 1) {
    plot(fitted(x), y, xlab = "fitted", ylab = names(x$model)[1], pch = 16, col = "grey60", ...)
    abline(0, 1, col = "#c2410c", lwd = 2)
    return(invisible(x))
  }
  plot(frame[, 1], y, xlab = colnames(frame), ylab = names(x$model)[1], type = "n", ...)
  shade(x)
  points(frame[, 1], y, pch = 16, col = "grey60", cex = 0.7)
  for (at in strokes(x, range(frame[, 1]))) lines(at, network_value(x$result, cbind(at)), col = "#c2410c", lwd = 2)
  invisible(x)
}

# The ends of the pieces; where the line jumps, a new stroke begins a little further.
strokes <- function(x, ends) {
  at <- c(ends[1], x$breakpoints[x$breakpoints > ends[1] & x$breakpoints < ends[2]], ends[2])
  if (is.null(x$result$jumps)) return(list(at))
  lapply(seq_along(at)[-1], function(i) c(at[i - 1], at[i] - (i < length(at)) * 1e-9 * (at[i] - at[i - 1])))
}

# The intervals of the breakpoints, behind the samples.
shade <- function(x) {
  if (is.null(x$errors) || length(x$breakpoints) == 0) return()
  height <- graphics::par("usr")[3:4]
  ends <- confint(x, paste0("breakpoint", seq_along(x$breakpoints)))
  rect(ends[, 1], height[1], ends[, 2], height[2], col = "#0f6cbd22", border = NA)
}
