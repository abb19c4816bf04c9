package inference

import "slices"

// Curve is a broken line by its parameters, in units of the data less their origins.
type Curve struct {
	Start  float64   `json:"start"`  // the least input
	Level  float64   `json:"level"`  // f(Start)
	Slopes []float64 `json:"slopes"` // of the pieces, one more than kinks
	Kinks  []float64 `json:"kinks"`  // ascending, each with samples on both sides
}

// At is f(x).
func (c *Curve) At(x float64) float64 {
	y := c.Level
	for i, s := range c.Slopes {
		y += s * c.within(i, x)
	}
	return y
}

// drawn is At, for many inputs: it takes O(log k) for one.
func (c *Curve) drawn() func(x float64) float64 {
	from, values := append([]float64{c.Start}, c.Kinks...), []float64{c.Level}
	for i := range c.Kinks {
		values = append(values, values[i]+c.Slopes[i]*(from[i+1]-from[i]))
	}
	return func(x float64) float64 {
		piece, _ := slices.BinarySearch(c.Kinks, x)
		return values[piece] + c.Slopes[piece]*(x-from[piece])
	}
}

// within is how far the way from Start to x leads through piece i; it is negative for x below Start.
func (c *Curve) within(i int, x float64) float64 {
	to := x
	if i < len(c.Kinks) {
		to = min(x, c.Kinks[i])
	}
	if i == 0 {
		return to - c.Start
	}
	return max(0, to-c.Kinks[i-1])
}

// extended is the line of a piece at x.
func (c *Curve) extended(piece int, x float64) float64 {
	from := c.Start
	if piece > 0 {
		from = c.Kinks[piece-1]
	}
	return c.At(from) + c.Slopes[piece]*(x-from)
}

// size is the number of parameters: level, slopes and kinks, in this order.
func (c *Curve) size() int { return 1 + len(c.Slopes) + len(c.Kinks) }

// kink is the index of a kink among the parameters.
func (c *Curve) kink(j int) int { return 1 + len(c.Slopes) + j }

// gradient fills g with the derivatives of the line of a piece at x by the parameters.
func (c *Curve) gradient(g []float64, piece int, x float64) []float64 {
	clear(g)
	g[0] = 1
	from := c.Start
	for i := range piece {
		g[1+i] = c.Kinks[i] - from
		g[c.kink(i)] = c.Slopes[i] - c.Slopes[i+1]
		from = c.Kinks[i]
	}
	g[1+piece] = x - from
	return g
}

// gradientAt fills g with those of f at x; at a kink with the mean of both sides.
func (c *Curve) gradientAt(g []float64, x float64) []float64 {
	piece := 0
	for piece < len(c.Kinks) && c.Kinks[piece] < x {
		piece++
	}
	c.gradient(g, piece, x)
	if piece < len(c.Kinks) && c.Kinks[piece] == x {
		g[c.kink(piece)] = (c.Slopes[piece] - c.Slopes[piece+1]) / 2
	}
	return g
}

// parameters is room for one number each.
func (c *Curve) parameters() []float64 { return make([]float64, c.size()) }

// unit is the gradient of a parameter by the parameters.
func (c *Curve) unit(at int) []float64 {
	g := c.parameters()
	g[at] = 1
	return g
}
