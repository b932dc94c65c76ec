//go:build race

package bookingtest

// thinned is by how much less is done under the race detector, which finds a
// race in a few steps or not at all and takes ten times as long.
const thinned = 20
