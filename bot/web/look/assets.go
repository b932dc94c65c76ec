package look

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// AssetsPath is the path below which Assets serves.
const AssetsPath = "/assets/"

//go:embed assets
var embedded embed.FS

// An asset is a file that the browser loads.
type asset struct {
	kind         string // content type
	data, zipped []byte
	address      string
}

var assets = load(embedded)

// load reads and compresses all assets.
func load(files fs.FS) map[string]asset {
	all := map[string]asset{}
	names, err := fs.Glob(files, "assets/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		base := path.Base(name)
		all[base] = asset{
			kind: mime.TypeByExtension(path.Ext(name)), data: data, zipped: zip(data),
			address: AssetsPath + hex.EncodeToString(sum[:6]) + "/" + base,
		}
	}
	return all
}

// zip compresses as well as it can.
func zip(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // a level that there is
	_, _ = w.Write(data)                                    // into memory
	_ = w.Close()
	return out.Bytes()
}

// Address is where an asset is served. It panics for a name that is none:
// templates are tried when they are read.
func Address(name string) string {
	a, ok := assets[name]
	if !ok {
		panic(fmt.Sprintf("look: no asset %q", name))
	}
	return a.address
}

// Assets serves the assets, and says 404 of what is none by way of nowhere.
func Assets(nowhere http.Handler) http.Handler {
	byAddress := map[string]asset{}
	for _, a := range assets {
		byAddress[a.address] = a
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byAddress[r.URL.Path]
		if !ok {
			nowhere.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := a.data
		if takesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the client has gone
	})
}

func takesGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}
