# The fit.

relucert <- function(formula, data, breakpoints = 0:4, weights, select = "bic", slopes = NULL, min_samples = NULL, min_width = NULL,
                     between = NULL, known = NULL, through = NULL, jumps = FALSE, linear = NULL, energy = NULL, level = 0.95, profile = FALSE,
                     bootstrap = NULL, resample = "residuals", block = NULL, kink_test = NULL, folds = NULL, draws = NULL, alpha = NULL,
                     loss = "squared", ridge = NULL, start = NULL, gap = NULL, time_limit = 60, node_limit = NULL, memory_limit = NULL,
                     threads = NULL, seed = 1, certificate = TRUE) {
  if (!is.null(energy) && !missing(breakpoints)) stop("energy says how many breakpoints there are: leave out breakpoints", call. = FALSE)
  call <- match.call()
  frame <- eval(frame_call(call), parent.frame())
  columns <- samples(frame)
  number <- if (is.null(energy)) number_flags(breakpoints, select, slopes, columns$x, loss != "squared" || !is.null(ridge)) else c(flag("energy", energy), slope_flags(slopes))
  shape <- c(number, constraint_flags(min_samples, min_width, between, known, through), if (jumps) "--jumps", linear_flags(linear, frame), objective_flags(loss, ridge))
  sure <- c(if (profile) "--profile", flag("bootstrap", bootstrap), if (resample != "residuals") flag("resample", resample), flag("block", block),
            flag("kink-test", kink_test), flag("folds", folds), flag("draws", draws), flag("alpha", alpha))
  budget <- budget_flags(gap, time_limit, node_limit, memory_limit, threads, seed)
  new_relucert(call, frame, columns, c(shape, sure, budget), level, certificate, start)
}

relunet <- function(formula, data, units = 1, weights, signs = NULL, linear = NULL, bias = TRUE, norm_bound = NULL, weight_limit = NULL, method = NULL,
                    loss = "squared", ridge = NULL, start = NULL, gap = NULL, time_limit = 60, node_limit = NULL, memory_limit = NULL, threads = NULL,
                    seed = 1, certificate = TRUE) {
  call <- match.call()
  frame <- eval(frame_call(call), parent.frame())
  number <- if (is.null(signs)) flag("units", units) else flag("signs", signs)
  shape <- c(number, flag("linear", linear), if (!bias) "--bias=false", flag("norm-bound", norm_bound), flag("weight-limit", weight_limit), flag("method", method), objective_flags(loss, ridge))
  new_relucert(call, frame, samples(frame), c(shape, budget_flags(gap, time_limit, node_limit, memory_limit, threads, seed)), 0.95, certificate, start)
}

# The call of model.frame in a call of ours.
frame_call <- function(call) {
  frame <- call[c(1L, match(c("formula", "data", "weights"), names(call), 0L))]
  frame[[1L]] <- quote(stats::model.frame)
  frame
}

new_relucert <- function(call, frame, columns, options, level, certificate, start) {
  flags <- c("--target", names(columns$y), if (!is.null(columns$w)) c("--sample-weights", names(columns$w)))
  csv <- csv_lines(c(columns$x, columns$y, columns$w))
  model <- tempfile("relucert", fileext = ".json")
  proof <- if (certificate) tempfile("relucert", fileext = ".rcert.gz")
  begun <- starting_model(start)
  on.exit(unlink(c(model, proof, attr(begun, "temporary"))))
  files <- c("--model", model, if (certificate) c("--certificate", proof), if (!is.null(begun)) c("--start", begun))
  result <- ask_program(c("fit", "-", "-q", "--json", flags, options, level_flags(level), files), csv)
  if (result$status != "optimal") {
    warning(sprintf("%s: the least %s may be up to %.3g %% below %.7g", gsub("_", " ", result$status), objective_name(result), 100 * result$gap,
                    interval_of(result)[["value"]]), call. = FALSE)
  }
  if (any(startsWith(options, "--bootstrap")) && !is.null(result$inference$why)) warning(result$inference$why, call. = FALSE)
  text <- readLines(model, encoding = "UTF-8", warn = FALSE)
  fit <- list(call = call, terms = terms(frame), model = frame, result = result, saved = text,
              errors = fromJSON(paste(text, collapse = "\n"), simplifyVector = TRUE)$errors,
              certificate = if (certificate && file.exists(proof)) readBin(proof, "raw", file.size(proof)), csv = csv, flags = flags, options = options,
              sse = result$sse, objective = interval_of(result)[["value"]], lower_bound = interval_of(result)[["lower"]], gap = result$gap,
              status = result$status)
  structure(with_values(with_parts(fit), columns), class = "relucert")
}

# A fit with what the program says of its parts.
with_parts <- function(fit) {
  result <- fit$result
  fit$breakpoints <- vapply(result$pieces[-1], function(p) p$from$at, 0)
  fit$slopes <- vapply(result$pieces, function(p) p$slope, 0)
  if (!is.null(result$hinges)) fit$hinges <- do.call(rbind, lapply(result$hinges, function(h) data.frame(column = h$column, at = h$at, slope = h$slope)))
  fit$energy <- result$inference$model
  fit$quantities <- quantities(result)
  fit$kink_test <- result$inference$kink_test[c("p", "statistic", "draws")]
  fit
}

with_values <- function(fit, columns) {
  fit$fitted.values <- network_value(fit$result, do.call(cbind, columns$x))
  names(fit$fitted.values) <- rownames(fit$model)
  fit$residuals <- columns$y[[1]] - fit$fitted.values
  fit
}

# What energy engineers call the estimates, a row each.
quantities <- function(result) {
  named <- result$inference$quantities
  if (is.null(named)) return(NULL)
  target <- if (is.null(result$target_origin)) 0 else as.numeric(result$target_origin)
  place <- if (is.null(result$origins)) 0 else as.numeric(result$origins[[1]])
  about <- function(name) if (grepl("point", name)) place else if (name == "base load") target else 0
  table <- t(vapply(named, function(e) c(e$value, e$se, e$low, e$high) + about(e$name) * c(1, 0, 1, 1), numeric(4)))
  dimnames(table) <- list(vapply(named, function(e) e$name, ""), c("Estimate", "Std. Error", percents(result$inference$level)))
  table
}

percents <- function(level) paste(format(100 * (1 + c(-1, 1) * level) / 2, trim = TRUE), "%")

# What was made small, and the bound on it; the SSE, if nothing else was asked for.
interval_of <- function(result) {
  o <- result$objective
  if (is.null(o)) list(value = result$sse, lower = result$sse_lower) else o
}

objective_name <- function(result) {
  o <- result$objective
  if (is.null(o)) return("SSE")
  paste0(if (o$loss == "squared") "SSE" else paste(o$loss, "loss"), if (o$ridge > 0) sprintf(" + %s sum of w^2", format(o$ridge)))
}

# The file of a fit to begin with, or of a network.
starting_model <- function(start) {
  if (is.null(start) || is.character(start)) return(start)
  if (!inherits(start, "relucert")) stop("start must be a fit, or the name of a file", call. = FALSE)
  file <- tempfile("relucert", fileext = ".json")
  writeLines(start$saved, file, useBytes = TRUE)
  structure(file, temporary = file)
}

# The columns of a model frame, in three lists: x, y and w.
samples <- function(frame) {
  y <- model.response(frame)
  if (!is.numeric(y) || is.matrix(y)) stop("the response must be one column of numbers", call. = FALSE)
  if (!is.null(stats::model.offset(frame))) stop("offset() is not taken: subtract it from the response", call. = FALSE)
  if (attr(terms(frame), "intercept") == 0) stop("the line's level is free: for one through the origin say through = c(0, 0)", call. = FALSE)
  x <- design(terms(frame), frame)
  if (ncol(x) == 0) stop("the formula has no column on its right side", call. = FALSE)
  target <- names(frame)[1]
  columns <- list(x = as.list(as.data.frame(x, optional = TRUE)), y = stats::setNames(list(as.vector(y)), target))
  w <- model.weights(frame)
  if (!is.null(w)) {
    if (!is.numeric(w) || any(w < 0)) stop("weights must be numbers of at least 0", call. = FALSE)
    columns$w <- list("(weights)" = as.vector(w))
  }
  for (name in names(c(columns$x, columns$y, columns$w))) {
    row <- which(!is.finite(c(columns$x, columns$y, columns$w)[[name]]))
    if (length(row) > 0) stop(sprintf("column %s is not finite in row %d", name, row[1]), call. = FALSE)
  }
  columns
}

# The features: the model matrix without its constant.
design <- function(terms, frame, contrasts = NULL) {
  x <- model.matrix(terms, frame, contrasts.arg = contrasts)
  x[, colnames(x) != "(Intercept)", drop = FALSE]
}

# The features of new data, with the factors' levels and contrasts of the fit.
design_of <- function(object, newdata) {
  terms <- delete.response(object$terms)
  frame <- model.frame(terms, newdata, xlev = stats::.getXlevels(object$terms, object$model))
  design(terms, frame, attr(model.matrix(object$terms, object$model), "contrasts"))
}

# f at the rows of x, by the network in the program's answer.
network_value <- function(result, x) {
  network <- result$network
  if (!is.null(result$origins)) x <- sweep(x, 2, as.numeric(unlist(result$origins)))
  f <- affine_value(network$output, x)
  for (jump in network$jumps) {
    behind <- x[, 1] >= jump$at & x[, 1] > jump$between[[1]]
    f[behind] <- affine_value(jump$output, x[behind, , drop = FALSE])
  }
  for (u in network$units) f <- f + u$sign * pmax(0, drop(x %*% unlist(u$weights)) + u$bias)
  unname(f) + if (is.null(result$target_origin)) 0 else as.numeric(result$target_origin)
}

affine_value <- function(output, x) drop(x %*% unlist(output$weights)) + output$bias

# One flag, if it has a value.
flag <- function(name, value) {
  if (is.null(value)) return(NULL)
  if (length(value) != 1 || is.na(value)) stop(gsub("-", "_", name, fixed = TRUE), " must be one value", call. = FALSE)
  paste0("--", name, "=", if (is.numeric(value)) shortest(value) else value)
}

level_flags <- function(level) if (!identical(as.numeric(level), 0.95)) flag("level", level)

slope_flags <- function(slopes) if (!is.null(slopes)) paste0("--slopes=", paste(slopes, collapse = ","))

number_flags <- function(breakpoints, select, slopes, x, other) {
  if (!is.null(slopes)) return(slope_flags(slopes))
  wrong <- !is.numeric(breakpoints) || length(breakpoints) == 0 || anyNA(breakpoints)
  if (wrong || is.null(names(breakpoints)) && any(diff(breakpoints) != 1)) stop("breakpoints must be a number, or a range such as 0:4", call. = FALSE)
  if (!is.null(names(breakpoints))) return(break_flags(breakpoints, names(x)))
  if (length(x) > 1 && length(breakpoints) > 1) stop("of several columns, breakpoints must be one number, or have the columns' names", call. = FALSE)
  if (other && length(breakpoints) > 1) stop("another loss, or a penalty, needs one number of breakpoints", call. = FALSE)
  if (length(breakpoints) == 1) return(c("--breakpoints", breakpoints))
  c("--breakpoints", paste0(min(breakpoints), "..", max(breakpoints)), "--select", select)
}

# How many breakpoints in which column.
break_flags <- function(breakpoints, columns) {
  bare <- function(names) gsub("`", "", names, fixed = TRUE)
  at <- match(bare(names(breakpoints)), bare(c(columns, "any")))
  if (anyNA(at)) stop(sprintf("there is no column %s: the formula has %s", names(breakpoints)[is.na(at)][1], paste(columns, collapse = ", ")), call. = FALSE)
  paste0("--break=", c(columns, "any")[at], ":", breakpoints)
}

# The columns of a one-sided formula's terms enter linearly only.
linear_flags <- function(linear, frame) {
  if (is.null(linear)) return(NULL)
  if (!inherits(linear, "formula") || length(linear) != 2) stop("linear must be a formula such as ~ group", call. = FALSE)
  asked <- attr(terms(linear), "term.labels")
  labels <- attr(terms(frame), "term.labels")
  unknown <- setdiff(asked, labels)
  if (length(unknown) > 0) stop(sprintf("linear has %s, which is no term of the formula: it has %s", unknown[1], paste(labels, collapse = ", ")), call. = FALSE)
  x <- model.matrix(terms(frame), frame)
  names <- colnames(x)[attr(x, "assign") %in% match(asked, labels)]
  c("--linear-columns", paste0("\"", gsub("\"", "\"\"", names, fixed = TRUE), "\"", collapse = ","))
}

objective_flags <- function(loss, ridge) c(if (loss != "squared") c("--loss", loss), flag("ridge", ridge))

constraint_flags <- function(min_samples, min_width, between, known, through) {
  if (!is.null(between) && (!is.numeric(between) || length(between) %% 2 == 1)) stop("between must be c(low, high), or a matrix with such a column for each breakpoint", call. = FALSE)
  if (!is.null(known) && !is.numeric(known)) stop("known must be numbers", call. = FALSE)
  if (!is.null(through) && (!is.numeric(through) || length(through) != 2)) stop("through must be c(x, y)", call. = FALSE)
  c(flag("min-samples", min_samples), flag("min-width", min_width),
    if (!is.null(between)) paste0("--kinks-between=", paste(apply(matrix(shortest(between), nrow = 2), 2, paste, collapse = ","), collapse = ";")),
    if (!is.null(known)) paste0("--known-kinks=", paste(shortest(known), collapse = ",")),
    if (!is.null(through)) paste0("--through=", paste(shortest(through), collapse = ",")))
}

budget_flags <- function(gap, time_limit, node_limit, memory_limit, threads, seed) {
  time <- if (!is.null(time_limit)) c("--time-limit", paste0(format(time_limit, scientific = FALSE), "s"))
  c(flag("gap", gap), time, flag("node-limit", node_limit), flag("memory-limit", memory_limit), flag("threads", threads), flag("seed", seed))
}

verify <- function(object, ...) UseMethod("verify")

verify.relucert <- function(object, ...) {
  if (is.null(object$certificate)) stop("there is no certificate: fit with certificate = TRUE", call. = FALSE)
  proof <- tempfile("relucert", fileext = ".rcert.gz")
  on.exit(unlink(proof))
  writeBin(object$certificate, proof)
  ask_program(c("check", proof, "-", "--json", object$flags), object$csv)
}
