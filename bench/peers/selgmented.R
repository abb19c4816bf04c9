# The numbers of breakpoints that R's selgmented finds: FOLDER COUNT. Files are FOLDER/1.csv … with columns x and y.
# Prints a line for each file: by BIC, and by score tests in turn (at most two); NA where it fails.
suppressMessages(library(segmented))
args <- commandArgs(trailingOnly = TRUE)
number <- function(fit) if (inherits(fit, "segmented")) nrow(fit$psi) else 0
quietly <- function(...) tryCatch(suppressWarnings({ capture.output(found <- number(selgmented(...))); found }), error = function(e) NA)
for (i in seq_len(as.integer(args[2]))) {
  d <- read.csv(file.path(args[1], paste0(i, ".csv")))
  line <- lm(y ~ x, d)
  set.seed(1)
  bic <- quietly(line, seg.Z = ~x, type = "bic", Kmax = 5, msg = FALSE)
  score <- quietly(line, seg.Z = ~x, type = "score", msg = FALSE)
  cat(bic, score, "\n")
}
