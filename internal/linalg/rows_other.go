//go:build !amd64

package linalg

func addRowsFast(_, _, _ []float64) int { return 0 }

func addOutersTile(dst, a, b []float64, width, rows int) { addTile(dst, a, b, width, rows) }

func dotRowsFast(_, _, _ []float64) int { return 0 }

func setScaledFast(_, _ []float64, _ float64, _ []float64) int { return 0 }

func shiftFast(_, _ []float64, _ float64) int { return 0 }

func clampFast(_ []float64) int { return 0 }
