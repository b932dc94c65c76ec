//go:build race

package sheet

// slow is by how much the race detector lengthens what is measured.
const slow = 10
