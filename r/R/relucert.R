# The fit.

relucert <- function(formula, data, breakpoints = 0:4, weights, select = "bic", slopes = NULL, min_samples = NULL, min_width = NULL,
                     between = NULL, known = NULL, level = 0.95, loss = "squared", ridge = NULL, start = NULL, gap = NULL, time_limit = 60, seed = 1,
                     certificate = TRUE) {
  call <- match.call()
  frame <- call[c(1L, match(c("formula", "data", "weights"), names(call), 0L))]
  frame[[1L]] <- quote(stats::model.frame)
  frame <- eval(frame, parent.frame())
  columns <- samples(frame)
  flags <- c("--target", names(columns$y), if (!is.null(columns$w)) c("--sample-weights", names(columns$w)))
  several <- length(columns$x) > 1
  options <- c(number_flags(breakpoints, select, slopes, several, loss != "squared" || !is.null(ridge)), constraint_flags(min_samples, min_width, between, known), objective_flags(loss, ridge),
               if (!several) c("--level", level), if (!is.null(gap)) c("--gap", gap), "--time-limit", paste0(format(time_limit, scientific = FALSE), "s"), "--seed", seed)
  new_relucert(call, frame, columns, flags, options, certificate, start)
}

new_relucert <- function(call, frame, columns, flags, options, certificate, start) {
  csv <- csv_lines(c(columns$x, columns$y, columns$w))
  model <- tempfile("relucert", fileext = ".json")
  proof <- if (certificate) tempfile("relucert", fileext = ".rcert.gz")
  begun <- starting_model(start)
  on.exit(unlink(c(model, proof, attr(begun, "temporary"))))
  files <- c("--model", model, if (certificate) c("--certificate", proof), if (!is.null(begun)) c("--start", begun))
  result <- ask_program(c("fit", "-", "-q", "--json", flags, options, files), csv)
  if (result$status != "optimal") {
    warning(sprintf("%s: the least %s may be up to %.3g %% below %.7g", gsub("_", " ", result$status), objective_name(result), 100 * result$gap,
                    interval_of(result)[["value"]]), call. = FALSE)
  }
  text <- readLines(model, encoding = "UTF-8", warn = FALSE)
  fit <- list(call = call, terms = terms(frame), model = frame, result = result, saved = text,
              errors = fromJSON(paste(text, collapse = "\n"), simplifyVector = TRUE)$errors,
              certificate = if (certificate && file.exists(proof)) readBin(proof, "raw", file.size(proof)), csv = csv, flags = flags, options = options,
              sse = result$sse, objective = interval_of(result)[["value"]], lower_bound = interval_of(result)[["lower"]], gap = result$gap,
              status = result$status)
  fit$breakpoints <- vapply(result$pieces[-1], function(p) p$from$at, 0)
  fit$slopes <- vapply(result$pieces, function(p) p$slope, 0)
  fit$fitted.values <- network_value(result, do.call(cbind, columns$x))
  names(fit$fitted.values) <- rownames(frame)
  fit$residuals <- columns$y[[1]] - fit$fitted.values
  structure(fit, class = "relucert")
}

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
design <- function(terms, frame) {
  x <- model.matrix(terms, frame)
  x[, colnames(x) != "(Intercept)", drop = FALSE]
}

# f at the rows of x, by the network in the program's answer.
network_value <- function(result, x) {
  network <- result$network
  if (!is.null(result$origins)) x <- sweep(x, 2, as.numeric(unlist(result$origins)))
  f <- drop(x %*% unlist(network$output$weights)) + network$output$bias
  for (u in network$units) f <- f + u$sign * pmax(0, drop(x %*% unlist(u$weights)) + u$bias)
  unname(f) + if (is.null(result$target_origin)) 0 else as.numeric(result$target_origin)
}

number_flags <- function(breakpoints, select, slopes, several, other) {
  if (!is.null(slopes)) return(paste0("--slopes=", paste(slopes, collapse = ",")))
  if (!is.numeric(breakpoints) || length(breakpoints) == 0 || anyNA(breakpoints)) stop("breakpoints must be a number, or a range such as 0:4", call. = FALSE)
  if (several && length(breakpoints) > 1) stop("of several columns, breakpoints must be one number", call. = FALSE)
  if (other && length(breakpoints) > 1) stop("another loss, or a penalty, needs one number of breakpoints", call. = FALSE)
  if (length(breakpoints) == 1) return(c("--breakpoints", breakpoints))
  c("--breakpoints", paste0(min(breakpoints), "..", max(breakpoints)), "--select", select)
}

objective_flags <- function(loss, ridge) c(if (loss != "squared") c("--loss", loss), if (!is.null(ridge)) c("--ridge", ridge))

constraint_flags <- function(min_samples, min_width, between, known) {
  c(if (!is.null(min_samples)) paste0("--min-samples=", min_samples), if (!is.null(min_width)) paste0("--min-width=", min_width),
    if (!is.null(between)) paste0("--kinks-between=", paste(apply(matrix(between, nrow = 2), 2, paste, collapse = ","), collapse = ";")),
    if (!is.null(known)) paste0("--known-kinks=", paste(shortest(known), collapse = ",")))
}

verify <- function(object, ...) UseMethod("verify")

verify.relucert <- function(object, ...) {
  if (is.null(object$certificate)) stop("there is no certificate: fit with certificate = TRUE", call. = FALSE)
  proof <- tempfile("relucert", fileext = ".rcert.gz")
  on.exit(unlink(proof))
  writeBin(object$certificate, proof)
  ask_program(c("check", proof, "-", "--json", object$flags), object$csv)
}
