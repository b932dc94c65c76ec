// Command pack compresses gojieba's dictionary out of its module into dict/,
// where a release build embeds it. Run by go generate.
package main

import (
	"compress/gzip"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/yanyiwu/gojieba"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	if err := os.MkdirAll("dict", 0o755); err != nil {
		log.Fatal(err)
	}
	for _, source := range []string{gojieba.DICT_PATH, gojieba.HMM_PATH} {
		if err := pack(source, filepath.Join("dict", filepath.Base(source)+".gz")); err != nil {
			log.Fatal(err)
		}
	}
}

func pack(source, target string) error {
	in, err := os.Open(source)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.Copy(z, in); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return out.Close()
}
