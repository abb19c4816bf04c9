# Writes the table of bench/mars.md: K hinges over an affine part of all columns of ozone1, by relucert, by R's earth, and greedily.
# Run it in the repository's root: Rscript bench/peers/earth.R RELUCERT RELUCHECK. It needs apt-get install r-cran-earth r-cran-jsonlite.
suppressMessages({library(earth); library(jsonlite)})
tools <- commandArgs(TRUE)
file <- "examples/ozone1.csv"
data <- read.csv(file)
x <- as.matrix(data[names(data) != "O3"])
y <- data$O3

hinge <- function(column, at) pmax(0, x[, column] - at)
affine <- cbind(1, x)
sse <- function(hinges) {
  columns <- do.call(cbind, c(list(affine), lapply(hinges, function(h) hinge(h$column, h$at))))
  sum(qr.resid(qr(columns), y)^2)
}

# The first K different hinges of earth's forward pass; max(0, c - x) differs from max(0, x - c) by an affine function.
forward <- function(k) {
  model <- earth(x, y, degree = 1, nk = 41, thresh = 0, pmethod = "none")
  found <- list()
  for (i in seq_len(nrow(model$dirs))) {
    at <- which(model$dirs[i, ] %in% c(-1, 1))
    if (length(at) != 1) next
    h <- list(column = at, at = model$cuts[i, at])
    if (!any(sapply(found, identical, h))) found <- c(found, list(h))
  }
  found[seq_len(min(k, length(found)))]
}

# One hinge after another, each the best beside those before.
greedy <- function(k) {
  found <- list()
  for (i in seq_len(k)) {
    best <- list(sse = Inf)
    for (column in colnames(x)) for (at in sort(unique(x[, column]))) {
      s <- sse(c(found, list(list(column = column, at = at))))
      if (s < best$sse - 1e-9) best <- list(sse = s, h = list(column = column, at = at))
    }
    found <- c(found, list(best$h))
  }
  found
}

ours <- function(k) {
  proof <- tempfile(fileext = ".rcert")
  flags <- c("fit", file, "--target", "O3", "--break", paste0("any:", k), "--gap", "1e-4", "-q", "--json", "--certificate", proof)
  r <- fromJSON(paste(suppressWarnings(system2(tools[1], flags, stdout = TRUE)), collapse = "\n"))
  time <- system.time(verdict <- system2(tools[2], c(proof, file, "--target", "O3"), stdout = TRUE))
  c(r, list(checked = sub(" .*", "", verdict[1]), check = time[["elapsed"]]))
}

above <- function(s, best) sprintf("+%.2f %%", max(0, 100 * (s / best - 1)))
cat("| K | SSE | proved within | status | nodes | search | check | greedy | earth's first K knots | terms |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
for (k in 1:4) {
  r <- ours(k)
  terms <- paste(sprintf("%s %g", r$hinges$column, signif(r$hinges$at, 6)), collapse = ", ")
  cat(sprintf("| %d | %.3f | %.1e | %s, %s | %d | %.2f s | %.1f s | %s | %s | %s |\n", k, r$sse, r$gap, r$status, r$checked, r$nodes, r$seconds, r$check,
              above(sse(greedy(k)), r$sse), above(sse(forward(k)), r$sse), terms))
}
model <- earth(x, y, degree = 1)
hinges <- sum(rowSums(abs(model$dirs[model$selected.terms, , drop = FALSE]) == 1) == 1)
cat(sprintf("\nearth's own model (its defaults): %d terms, SSE %.3f, R² %.4f\n", hinges + 1, sum(residuals(model)^2), 1 - sum(residuals(model)^2) / sum((y - mean(y))^2)))
