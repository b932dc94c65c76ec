//go:build release

package main

import _ "time/tzdata" // a release runs where no zone files are, such as on scratch
