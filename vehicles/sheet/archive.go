package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// What an archive may hold. A workbook of five hundred vehicles has some
// twenty parts and unpacks to under 1 MiB; pictures in it are declared, and
// never unpacked.
const (
	maxEntries  = 1000
	maxDeclared = 64 << 20 // bytes, all parts together, as the archive says
	maxRatio    = 100      // of a part over 1 MiB to its packed size
	maxRead     = 8 << 20  // bytes that are read of all parts, as it turns out
	maxTokens   = 400_000  // of XML in them
	maxDepth    = 100      // of XML elements
)

// An archive is an .xlsx file as a ZIP archive.
type archive struct {
	parts  map[string]*zip.File // by lower-case name
	bytes  int64                // that may still be read
	tokens int
}

func isZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// openArchive reads the directory. The entries are counted before anything is
// made of them.
func openArchive(data []byte) (*archive, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries {
		return nil, fault("too_many_entries", wordsTooManyEntries)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errDamaged
	}
	a := &archive{parts: map[string]*zip.File{}, bytes: maxRead, tokens: maxTokens}
	var declared uint64
	for _, f := range r.File {
		size, packed := f.UncompressedSize64, f.CompressedSize64
		if declared += min(size, maxDeclared+1); declared > maxDeclared || size > 1<<20 && size/maxRatio > packed {
			return nil, errUnpacked
		}
		if f.Flags&1 != 0 {
			return nil, fault("encrypted", wordsEncrypted)
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if a.parts[name] != nil {
			return nil, errDamaged // which of the two another program shows is anyone's guess
		}
		a.parts[name] = f
	}
	return a, nil
}

// walk shows the elements and the text of a part to visit. It ends with the
// first error, which is a *vehicles.Fault unless it is visit's own.
func (a *archive) walk(name string, visit func(xml.Token) error) error {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return errDamaged
	}
	r, err := f.Open()
	if err != nil {
		return errDamaged
	}
	defer r.Close()
	limit := &io.LimitedReader{R: r, N: min(int64(f.UncompressedSize64), a.bytes) + 1}
	given := limit.N
	defer func() { a.bytes -= given - limit.N }()
	decoder := xml.NewDecoder(limit)
	for depth := 0; ; a.tokens-- {
		token, err := decoder.Token()
		switch {
		case limit.N <= 0 || a.tokens <= 0 || depth > maxDepth:
			return errUnpacked
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errDamaged
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

// relations returns the targets that a part refers to, by id, and its kinds,
// by target. Those outside the archive are left out.
func (a *archive) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	found := map[string]relation{}
	err := a.walk(dir+"_rels/"+base+".rels", func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		found[attr(e, "Id")] = relation{path.Base(attr(e, "Type")), strings.TrimPrefix(target, "/")}
		return nil
	})
	return found, err
}

// A relation is a part that another refers to.
type relation struct {
	kind   string // the last part of its type: worksheet
	target string
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// truth reads a boolean attribute.
func truth(e xml.StartElement, name string) bool {
	value := attr(e, name)
	return value == "1" || value == "true"
}
