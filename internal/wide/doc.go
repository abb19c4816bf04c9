// Package wide is signed integers of 128 and 256 bits that do not allocate: a Fixed is one
// that stands for a number with 80 bits behind the binary point, a Sum is a sum of products
// of such. Results that do not fit wrap around; who calls bounds them.
package wide
