package report

import (
	"fmt"
	"io"
	"strings"

	"relucert/dataset"
)

// inputName is feature d as the network takes it: less its origin.
func inputName(data *dataset.Dataset, d int) string {
	if zero, is := data.DateText(d, 0); is {
		unit, _, _ := strings.Cut(data.Dates[d], "-")
		return data.Features[d] + " in " + unit + " since " + zero
	}
	if data.Origins == nil {
		return data.Features[d]
	}
	return less(data.Features[d], data.Origins[d])
}

// targetName is what the network predicts.
func targetName(data *dataset.Dataset) string { return less(data.Target, data.TargetOrigin) }

// writeLegend writes the legend, if there is one, below a table.
func writeLegend(w io.Writer, data *dataset.Dataset) {
	if text := legend(data); text != "" {
		fmt.Fprintf(w, "\n  %s\n", text)
	}
}

// legend says what a table's numbers are of, where it is not the columns as they stand.
func legend(data *dataset.Dataset) string {
	switch {
	case data.Origins == nil && data.Dates == nil && data.TargetOrigin.Mantissa == 0:
		return ""
	case len(data.Features) == 1:
		return fmt.Sprintf("on each piece  %s = intercept + slope · (%s)", targetName(data), inputName(data, 0))
	}
	return "the network predicts  " + targetName(data)
}

// less is "x − 1700000000", and x alone for the origin 0.
func less(name string, origin dataset.Decimal) string {
	text := origin.Plain()
	switch {
	case text == "0":
		return name
	case strings.HasPrefix(text, "-"):
		return name + " + " + text[1:]
	}
	return name + " − " + text
}

// place is a value of a data set's one feature: a date, or in so many digits beyond its origin.
func place(data *dataset.Dataset, x float64, digits int) string {
	if date, is := data.DateText(0, x); is {
		return date
	}
	if data.Origins == nil {
		return dataset.Decimal{}.Plus(x, digits)
	}
	return data.Origins[0].Plus(x, digits)
}
