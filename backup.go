package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cheyi/bot/remote"
	"cheyi/config"
	"cheyi/store/bolt"
)

// backupCommand copies the data, also while the service runs.
func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup 文件",
		Short: "备份数据目录里的数据；服务运行时也可以",
		Long: "把数据目录（CHEYI_DATA）里的数据备份成一个文件：先写成临时文件，逐条核对无误后才改成这个名字。\n" +
			"cheyi serve 运行时由它提供，不用停；已经存在的文件不覆盖。备份里有个人信息，请妥善保管。",
		Example: "  cheyi backup /备份/cheyi-20261123.db",
		Args:    oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			snapshot, end, err := snapshotOf(cmd.Context(), s)
			if err != nil {
				return err
			}
			defer end()
			report, err := database.Backup(args[0], snapshot)
			if err != nil {
				return setupError{err}
			}
			noteBackup(s.Data, clock(s)())
			_, err = fmt.Fprintf(p.out, "已备份到 %s，核对无误。\n%s", args[0], summed(report))
			return err
		},
	}
}

// snapshotOf copies the data of a folder: the running service's, if there is
// one, else the file's.
func snapshotOf(ctx context.Context, s config.Settings) (snapshot func(io.Writer) error, end func(), err error) {
	if running, ok := remote.Find(ctx, s.Data); ok {
		return func(w io.Writer) error { return running.Data(ctx, w) }, func() {}, nil
	}
	store, err := database.OpenToRead(s.Data)
	if err != nil {
		return nil, nil, setupError{err}
	}
	return store.Snapshot, func() { _ = store.Close() }, nil
}

// restoreCommand puts a backup in the data folder.
func (p *program) restoreCommand() *cobra.Command {
	var aside bool
	cmd := &cobra.Command{
		Use:   "restore 文件",
		Short: "用备份恢复数据目录",
		Long: "先逐条核对备份，再放进数据目录（CHEYI_DATA）；服务要先停。\n" +
			"目录里已经有数据时不动它；加上 --aside，原来的数据改名留着（名字里有日期），不删除。\n" +
			"中途断电，下次启动用的不是原来的数据，就是恢复的数据，会说明是哪一份。",
		Example: "  cheyi restore /备份/cheyi-20261123.db\n  cheyi restore --aside /备份/cheyi-20261123.db",
		Args:    oneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			report, moved, err := database.Restore(s.Data, args[0], aside, clock(s)())
			if err != nil {
				return setupError{err}
			}
			fmt.Fprintf(p.out, "已恢复到 %s，核对无误。\n%s", s.Data, summed(report))
			if moved != "" {
				fmt.Fprintf(p.out, "原来的数据改名为 %s，确认不用再删。\n", filepath.Base(moved))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&aside, "aside", false, "目录里已经有数据时，把它改名留着")
	return cmd
}

// oneFile wants the name of a file, and nothing else.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 || args[0] == "" {
		return usagef("要写一个文件名")
	}
	return nil
}

// doctorCommand checks the data.
func (p *program) doctorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "核对数据：文件是否完好，预约、名额、定时和记录是否一致",
		Long: "核对数据目录（CHEYI_DATA）里的数据：文件结构、每条记录的校验、有没有少，名额与预约、车辆、定时和操作记录是否一致。\n" +
			"cheyi serve 运行时核对它此刻的一份副本（放在系统的临时目录，核对完就删）。有问题时退出码是 1。",
		Example: "  cheyi doctor\n  cheyi doctor --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.settings()
			if err != nil {
				return err
			}
			report, err := examine(cmd.Context(), s)
			if err != nil {
				return setupError{err}
			}
			if asJSON {
				err = writeJSON(p.out, report)
			} else {
				_, err = fmt.Fprint(p.out, examined(report))
			}
			if err == nil && len(report.Faults)+len(report.Broken) > 0 {
				return errFound
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "输出 JSON")
	return cmd
}

// examine verifies the data of a folder. What a running service has open is
// verified as a copy: nobody else may read the file itself.
func examine(ctx context.Context, s config.Settings) (bolt.Report, error) {
	running, ok := remote.Find(ctx, s.Data)
	if !ok {
		return database.Examine(s.Data)
	}
	dir, err := os.MkdirTemp("", "cheyi-doctor")
	if err != nil {
		return bolt.Report{}, err
	}
	defer os.RemoveAll(dir)
	copied, err := os.Create(filepath.Join(dir, "data"))
	if err != nil {
		return bolt.Report{}, err
	}
	err = running.Data(ctx, copied)
	if err1 := copied.Close(); err == nil {
		err = err1
	}
	if err != nil {
		return bolt.Report{}, err
	}
	report, err := database.Verify(copied.Name())
	report.File = filepath.Join(s.Data, bolt.FileName)
	return report, err
}
