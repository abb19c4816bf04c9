# The program relucert: where it is, and how it is run.

relucert_program <- function() {
  name <- if (.Platform$OS.type == "windows") "relucert.exe" else "relucert"
  asked <- Sys.getenv("RELUCERT_BIN")
  found <- if (nzchar(asked)) Sys.which(asked) else c(system.file("bin", name, package = "relucert"), Sys.which(name))
  found <- found[nzchar(found)]
  if (length(found) == 0) {
    where <- if (nzchar(asked)) paste("RELUCERT_BIN is", asked) else "it is not in PATH, and RELUCERT_BIN is not set"
    stop("the program relucert is not there: ", where, call. = FALSE)
  }
  unname(found[1])
}

# What the program prints of input, a vector of lines. A complaint of the program is an error of one line.
run_program <- function(arguments, input) {
  out <- tempfile("relucert")
  err <- tempfile("relucert")
  on.exit(unlink(c(out, err)))
  # Without exec the shell would die of Ctrl-C, and not wait for what the program then says.
  shell <- if (.Platform$OS.type == "windows") character() else "exec"
  code <- system2(relucert_program(), shQuote(arguments), stdout = out, stderr = err, input = input, env = shell)
  text <- readLines(out, encoding = "UTF-8", warn = FALSE)
  if (!code %in% c(0, 1, 3, 130) || length(text) == 0) {
    stop(paste(readLines(err, encoding = "UTF-8", warn = FALSE), collapse = "; "), call. = FALSE)
  }
  text
}

# The same, read as JSON.
ask_program <- function(arguments, input) {
  fromJSON(paste(run_program(arguments, input), collapse = "\n"), simplifyVector = FALSE)
}

# The lines of a CSV file. Each number is the shortest decimal of its double.
csv_lines <- function(columns) {
  header <- paste0("\"", gsub("\"", "\"\"", names(columns), fixed = TRUE), "\"", collapse = ",")
  c(header, do.call(paste, c(unname(lapply(columns, shortest)), sep = ",")))
}

shortest <- function(x) {
  text <- sprintf("%.15g", x)
  for (format in c("%.16g", "%.17g")) {
    long <- as.numeric(text) != x
    text[long] <- sprintf(format, x[long])
  }
  text
}
