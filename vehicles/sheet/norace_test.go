//go:build !race

package sheet

const slow = 1
