package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"syscall"
	"time"

	berrors "go.etcd.io/bbolt/errors"
)

// What the process that verifies may take: memory, and time by the size of the
// file. A damaged file can ask for any of both.
const (
	childMemory  = 1 << 30
	childTime    = 30 * time.Second
	childPerByte = time.Second / (10 << 20) // a slow disk reads more
)

// An answer is what the process that verifies says.
type answer struct {
	Report Report `json:"report"`
	Held   bool   `json:"held,omitempty"`
	Error  string `json:"error,omitempty"` // it could not look
}

// InChild returns a Config.Verify that looks at the file in the process that
// command makes, which calls Answer. A file on which that process dies, or
// does not come to an end, is damaged.
func InChild(command func(ctx context.Context, file string) *exec.Cmd) func(file string) (Report, error) {
	return func(file string) (Report, error) {
		info, err := os.Stat(file)
		if err != nil {
			return Report{}, err
		}
		ctx, cancel := context.WithTimeout(context.Background(), childTime+time.Duration(info.Size())*childPerByte)
		defer cancel()
		cmd := command(ctx, file)
		var out bytes.Buffer
		// not /dev/null, which an empty root has not
		cmd.Stdin, cmd.Stdout, cmd.Stderr = new(bytes.Reader), &out, io.Discard
		err = cmd.Run()
		var died *exec.ExitError
		if err != nil && !errors.As(err, &died) {
			return Report{}, fmt.Errorf("核对数据的进程启动不了：%v", err) // that there is no program does not mean that there are no data
		}
		var said answer
		if err != nil || json.Unmarshal(out.Bytes(), &said) != nil {
			return Report{File: file, Bytes: info.Size(), Faults: []string{errDamaged.Error()}, Broken: []string{}}, nil
		}
		switch {
		case said.Held:
			err = berrors.ErrTimeout
		case said.Error != "":
			err = errors.New(said.Error)
		}
		return said.Report, err
	}
}

// Answer is the whole work of the process that verifies a file.
func Answer(file string, out io.Writer) error {
	debug.SetMemoryLimit(childMemory / 2)
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: childMemory, Max: childMemory}); err != nil {
		return err
	}
	var said answer
	var err error
	if said.Report, err = Verify(file); err != nil {
		said.Held, said.Error = errors.Is(err, berrors.ErrTimeout), err.Error()
	}
	return json.NewEncoder(out).Encode(said)
}
