package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// LargestFile is how much of a file a bot may fetch, in bytes.
// https://core.telegram.org/bots/api#getfile
const LargestFile = 20 << 20

// ErrTooLarge says that Telegram gives a bot no file of this size.
var ErrTooLarge = errors.New("the file is larger than a bot may fetch")

var errDownload = errors.New("the file could not be fetched") // and no more: the address holds the token

// Open fetches a document that was sent.
func (c *Channel) Open(ctx context.Context, file bot.File) (io.ReadCloser, error) {
	if file.Size > LargestFile {
		return nil, ErrTooLarge
	}
	var found *models.File
	err := c.api.do(ctx, "getFile", callTimeout, func(ctx context.Context) (err error) {
		found, err = c.api.bot.GetFile(ctx, &tg.GetFileParams{FileID: file.Ref})
		return err
	})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.api.bot.FileDownloadLink(found), nil)
	if err != nil {
		return nil, errDownload
	}
	resp, err := c.api.client.Do(r)
	if err != nil {
		return nil, errDownload
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, errDownload
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, LargestFile), resp.Body}, nil
}
