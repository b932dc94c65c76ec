package config

import (
	"slices"
	"strings"

	"cheyi/yamlfile"
)

// A Flag is a setting as it is written on the command line.
type Flag struct {
	Name string // without the two dashes
	What string // for the help text
	key  key
}

// Flags returns the settings as flags, in the order of Settings.
func Flags() []Flag {
	flags := make([]Flag, len(keys))
	for i, k := range keys {
		flags[i] = Flag{Name: strings.ReplaceAll(k.name, "_", "-"), What: k.what, key: k}
	}
	return flags
}

// Variable is the setting's name in the environment.
func (f Flag) Variable() string { return variable(f.key.name) }

// Secret reports whether the setting is a secret whatever its value.
func (f Flag) Secret() bool { return f.key.secret }

// Hides reports whether a value must not be on a command line, which all users
// of the machine can see.
func (f Flag) Hides(value string) bool { return f.key.hides(value) }

func (s *Settings) readFlags(flags []string, faults *yamlfile.Faults) {
	known := Flags()
	for _, pair := range flags {
		name, value, _ := strings.Cut(pair, "=")
		i := slices.IndexFunc(known, func(f Flag) bool { return f.Name == name })
		if i < 0 {
			faults.Add("--"+name, 0, "没有这个选项")
			continue
		}
		if value == "" { // as good as not set
			continue
		}
		if err := known[i].key.set(s, value); err != nil {
			faults.Add("--"+name, 0, "%v", err)
		}
	}
}
