//go:build race

package bookingtest

// Thinned is by how much less is done under the race detector, which finds a
// race in a few steps or not at all and takes ten times as long.
const Thinned = 20
