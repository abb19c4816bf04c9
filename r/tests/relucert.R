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

# What fit can do: each argument gives the very answer of the flags that one would type, and predictions are the program's.
stagnant <- example("stagnant")
set.seed(1)
energy <- data.frame(temp_f = round(runif(100, 20, 90), 2))
energy$kwh <- round(12 + 1.1 * pmax(0, 52 - energy$temp_f) + 2.1 * pmax(0, energy$temp_f - 66) + rnorm(100, sd = 4), 2)
field <- data.frame(a = round(runif(60, 0, 10), 2), "b c" = round(runif(60, 0, 10), 2), g = gl(3, 20, labels = c("u", "v", "w")), check.names = FALSE)
field$y <- round(abs(field$a - 3) + pmax(0, field$a - 7) + field$"b c" / 2 + as.numeric(field$g) + rnorm(60), 2)
passed <- character()
lasting <- function(answer) answer[setdiff(names(answer), c("seconds", "seconds_left"))]
same <- function(fit, typed) {
  flags <- strsplit(typed, " ", fixed = TRUE)[[1]]
  passed <<- union(passed, sub("=.*", "", grep("^--", c(fit$options, flags), value = TRUE)))
  answer <- relucert:::ask_program(c("fit", "-", "-q", "--json", gsub("_", " ", flags, fixed = TRUE)), fit$csv)
  stopifnot(identical(lasting(fit$result), lasting(answer)), isTRUE(verify(fit)$proved))
  model <- tempfile()
  writeLines(fit$saved, model)
  lines <- relucert:::run_program(c("predict", model, "-", "--column", "f"), fit$csv)
  near(fitted(fit), read.csv(text = lines)$f, 1e-12)
  print(summary(fit))
  plot(fit)
  fit
}
same(relucert(y ~ x, stagnant, 0:3), "--breakpoints 0..3 --select bic")
same(relucert(y ~ x, stagnant, 0:3, select = "cv", folds = 5), "--breakpoints 0..3 --select cv --folds 5")
same(relucert(y ~ x, stagnant, 0:2, select = "seq", draws = 99, alpha = 0.1, seed = 3), "--breakpoints 0..2 --select seq --draws 99 --alpha 0.1 --seed 3")
same(relucert(kwh ~ temp_f, energy, slopes = c("-", 0, "+"), min_samples = 9, min_width = 5), "--slopes=-,0,+ --min-samples 9 --min-width 5")
same(relucert(kwh ~ temp_f, energy, 2, between = c(40, 65, 60, 90)), "--breakpoints 2 --kinks-between 40,65;60,90")
same(relucert(kwh ~ temp_f, energy, 2, known = 65, through = c(30, 35)), "--breakpoints 2 --known-kinks 65 --through 30,35")
same(relucert(y ~ x, stagnant, 0:2, jumps = TRUE, min_samples = 4, select = "cv"), "--breakpoints 0..2 --jumps --min-samples 4 --select cv")
same(relucert(y ~ x, stagnant, 1, bootstrap = 40, resample = "blocks", block = 5), "--breakpoints 1 --bootstrap 40 --resample blocks --block 5")
same(relucert(y ~ x, stagnant, 4, profile = TRUE, level = 0.9), "--breakpoints 4 --profile --level 0.9")
same(relucert(y ~ x, stagnant, 1, loss = "huber:0.1", ridge = 0.5), "--breakpoints 1 --loss huber:0.1 --ridge 0.5")
same(relucert(y ~ x, stagnant, 1, gap = 0.01, node_limit = 40, memory_limit = "2GiB", threads = 1), "--breakpoints 1 --gap 0.01 --node-limit 40 --memory-limit 2GiB --threads 1")
same(relucert(y ~ ., field, c(a = 1, "b c" = 1)), "--break a:1 --break `b_c`:1")
same(relucert(y ~ ., field, c(any = 2), linear = ~g), "--break any:2 --linear-columns gv,gw")
same(relucert(y ~ a + g, field, 2, linear = ~g), "--breakpoints 2 --linear-columns gv,gw")
same(relucert(kwh ~ temp_f, energy, energy = "3ph", bootstrap = 20), "--energy 3ph --bootstrap 20")
same(relunet(y ~ x, stagnant, 2, linear = "none"), "--units 2 --linear none")
same(relunet(y ~ x, stagnant, signs = "+-", linear = "intercept"), "--signs=+- --linear intercept")
same(relunet(y ~ a + g, field, bias = FALSE, norm_bound = 3, method = "sign"), "--units 1 --bias=false --norm-bound 3 --method sign")
suppressWarnings(same(relunet(y ~ a + g, field, weight_limit = 20, node_limit = 40), "--units 1 --weight-limit 20 --node-limit 40"))

# All flags of fit are there, or have a reason: the data are a frame, the answer comes another way, long work is for the command.
help <- relucert:::run_program(c("fit", "--help"), "")
known <- regmatches(help, regexpr("^ +(-\\w, )?--[a-z-]+", help))
away <- paste0("--", c("target", "sample-weights", "features", "where", "missing", "delimiter", "decimal", "thousands", "comment", "na", "header", "fractions", "date-format",
                       "json", "table", "events", "certificate", "plot", "report", "model", "watch", "quiet", "help", "checkpoint", "every", "resume", "until", "output-relu",
                       "start", "kink-test", "time-limit"))
stopifnot(length(known) > 50, setequal(sub(".*--", "--", known), union(setdiff(passed, away), away)))

# Bootstrap, tests, jumps, hinges and energy, as R has them.
drawn <- relucert(y ~ x, stagnant, 1, bootstrap = 60, kink_test = 99)
estimate <- drawn$result$inference$estimates[[1]]
near(confint(drawn, "slope1"), c(estimate$low, estimate$high))
near(summary(drawn)$coefficients["slope1", "Std. Error"], estimate$se)
stopifnot(all(is.na(confint(drawn, "level"))), drawn$kink_test$p == 0.01, drawn$kink_test$draws == 99)
near(confint(drawn, "slope1", level = 0.5), confint(relucert(y ~ x, stagnant, 1, bootstrap = 60, level = 0.5), "slope1"))
jumping <- relucert(kwh ~ temp_f, energy, 2, jumps = TRUE, min_samples = 9)
piece <- findInterval(energy$temp_f, jumping$breakpoints)
for (i in 0:2) {
  line <- lm(kwh ~ temp_f, energy[piece == i, ])
  near(fitted(jumping)[piece == i], fitted(line))
  near(coef(jumping)[c(paste0("intercept", i + 1), paste0("slope", i + 1))], coef(line))
}
moved <- relucert(I(kwh + 1e6) ~ I(temp_f + 1e7), energy, 2, jumps = TRUE, min_samples = 9)
near(coef(moved)["intercept1"], coef(jumping)["intercept1"] + 1e6 - coef(jumping)["slope1"] * 1e7)
plant <- example("plant")
organs <- relucert(y ~ time + group, plant, c(time = 1))
near(c(organs$sse, organs$hinges$at), c(2.214732, 348.539), 1e-5)
model <- relucert(kwh ~ temp_f, energy, energy = "auto")
stopifnot(model$energy == "5P", model$quantities["heating slope", 1] == -model$slopes[1], model$quantities["base load", "2.5 %"] < model$quantities["base load", 1])
far <- relucert(I(kwh + 1e7) ~ I(temp_f + 1e7), energy, energy = "5p")
near(far$quantities[1:3, c(1, 3, 4)] - 1e7, model$quantities[1:3, c(1, 3, 4)], 1e-6)
near(far$quantities[4:5, ], model$quantities[4:5, ])
near(predict(relunet(y ~ a + g, field), field), fitted(relunet(y ~ a + g, field)))

# New data have the factors of the fit, whatever levels are among them.
organs <- relucert(y ~ time + group, plant, c(time = 1))
for (group in unique(plant$group)) near(predict(organs, plant[plant$group == group, ]), fitted(organs)[plant$group == group], 1e-12)
near(predict(organs, plant[plant$group != "RKV", ]), fitted(organs)[plant$group != "RKV"], 1e-12)
refused(predict(organs, data.frame(time = 300, group = c("RKW", "RWC", "other"))), "has new level")

# One clear line for what is wrong.
refused(relucert(y ~ x + offset(x), stagnant, 1), "offset\\(\\) is not taken")
refused(relucert(y ~ x - 1, stagnant, 1), "through = c\\(0, 0\\)")
refused(relucert(y ~ x, stagnant, c(1, 3)), "breakpoints must be a number, or a range")
refused(relucert(y ~ x, stagnant, 1, through = "a"), "through must be c\\(x, y\\)")
refused(relucert(y ~ x, stagnant, 1, between = 1:3), "between must be c\\(low, high\\)")
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
refused(relucert(y ~ x, stagnant, 1, energy = "5p"), "leave out breakpoints")
refused(relucert(y ~ x, stagnant, energy = "6p"), "--energy must be")
refused(relucert(y ~ x, stagnant, c(z = 1)), "there is no column z: the formula has x")
refused(relucert(y ~ a + g, field, 1, linear = ~h), "linear has h, which is no term of the formula: it has a, g")
refused(relucert(y ~ a + g, field, 1, linear = "g"), "linear must be a formula")
refused(relucert(y ~ x, stagnant, 1, bootstrap = c(9, 10)), "bootstrap must be one value")
refused(relucert(y ~ x, stagnant, 1, block = 3), "--block is for")
refused(confint(jumping), "confint is for")
refused(relunet(y ~ x, stagnant, linear = "no"), "--linear must be none, intercept")
refused(verify(relucert(y ~ x, stagnant, 1, certificate = FALSE)), "there is no certificate")
Sys.setenv(RELUCERT_BIN = "/nowhere/relucert")
refused(relucert(y ~ x, stagnant), "RELUCERT_BIN is /nowhere/relucert")
