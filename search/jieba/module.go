//go:build !release

package jieba

import (
	"fmt"
	"os"

	"github.com/yanyiwu/gojieba"
)

// dictionary finds the files in the module that ships them.
func dictionary(string) (dict, hmm string, err error) {
	if _, err := os.Stat(gojieba.DICT_PATH); err != nil {
		return "", "", fmt.Errorf("%w（这个程序不是发布版，离开编译它的机器要用 -tags release 编译）", err)
	}
	return gojieba.DICT_PATH, gojieba.HMM_PATH, nil
}
