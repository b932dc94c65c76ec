// Package look is what all pages have in common: the layout with its
// navigation, one style sheet, the scripts, and the headers that keep a page
// to itself.
//
// A page is a file of templates with a "main" block, set into the layout. It
// works without a script; a script of its own name makes it quicker to use.
// What the browser loads is embedded, compressed once, and addressed by its
// content, so that it is kept for ever and never stale. No page loads anything
// from anywhere else: the content security policy says so.
package look
