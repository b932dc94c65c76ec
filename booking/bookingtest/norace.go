//go:build !race

package bookingtest

const thinned = 1
