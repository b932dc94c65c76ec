//go:build release

package jieba

import (
	"compress/gzip"
	"embed"
	"io"
	"os"
	"path/filepath"
)

// packed holds what go generate took from the module.
//
//go:embed dict/jieba.dict.utf8.gz dict/hmm_model.utf8.gz
var packed embed.FS

// dictionary unpacks the embedded files into scratch.
func dictionary(scratch string) (dict, hmm string, err error) {
	if dict, err = unpack(scratch, "jieba.dict.utf8"); err != nil {
		return "", "", err
	}
	hmm, err = unpack(scratch, "hmm_model.utf8")
	return dict, hmm, err
}

func unpack(scratch, name string) (string, error) {
	in, err := packed.Open("dict/" + name + ".gz")
	if err != nil {
		return "", err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return "", err
	}
	file := filepath.Join(scratch, name)
	out, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	if _, err := io.Copy(out, z); err != nil {
		out.Close()
		return "", err
	}
	return file, out.Close()
}
