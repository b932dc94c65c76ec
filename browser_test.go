//go:build browser

package main

import (
	"context"
	"testing"
	"time"
)

// The tests with the tag browser walk through the pages as a person does, in
// Chromium, against the program as people run it:
//
//	go test -tags browser -run '^TestBrowser' . -axe node_modules/axe-core/axe.min.js

// patience is how long a person waits for something to appear.
const patience = 10 * time.Second

// A screen is what a person holds or sits at.
type screen struct {
	name          string // also as part of files' names
	width, height int64
	touch         bool
}

var (
	phone   = screen{"phone", 390, 844, true}
	desktop = screen{"desktop", 1280, 900, false}
	screens = []screen{phone, desktop}
)

// A walk is what a person does on a site.
type walk struct {
	name string
	take func(*testing.T, *person)
}

// walkAll takes walks on a phone and at a desk.
func walkAll(t *testing.T, s site, profiles context.Context, walks []walk) {
	for _, w := range walks {
		for _, on := range screens {
			t.Run(w.name+" "+on.name, func(t *testing.T) { w.take(t, visit(t, profiles, s, on)) })
		}
	}
}
