package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// promptVehicles asks for vehicles, after what was wrong with the last ones.
func (b *Bot) promptVehicles(a Answers) string {
	rows := rowsOf(a[knownRows])
	n, _ := strconv.Atoi(a[knownCount])
	switch report := a[knownReport]; {
	case report == "" && len(rows) == 0 && b.bookings.Template != nil:
		return promptList + promptTemplate
	case report == "" && len(rows) == 0:
		return promptList
	case a[knownHeld] != "":
		return report + "\n" + promptAgain
	case slices.ContainsFunc(rows, doubtful):
		return report + "\n" + promptDoubts
	case n > 0 && n != len(rows) && len(rows) > 0:
		return strings.TrimLeft(report+"\n"+wordsOtherCount(n, len(rows)), "\n")
	default:
		return strings.TrimLeft(report+"\n"+promptMore, "\n")
	}
}

// promptVehiclesAgain offers no template: that went along the first time.
func (b *Bot) promptVehiclesAgain(a Answers) string {
	return strings.TrimSuffix(b.promptVehicles(a), promptTemplate)
}

// listed is what is to be said of a list that was sent while something else is
// asked.
func listed(m Meaning, q Question, a Answers) string {
	if m.desk == nil || m.desk.report == nil || q.ID == askVehicles || a[askVehicles] != "" {
		return ""
	}
	return a[knownReport] + "\n"
}

func vehicleOptions(_ Meaning, a Answers) []Option {
	rows := rowsOf(a[knownRows])
	doubts := 0
	for _, r := range rows {
		if r.Doubt {
			doubts++
		}
	}
	switch {
	case a[knownHeld] != "":
		return []Option{{answerID(askVehicles, listAgain), labelAgain}, {answerID(askVehicles, listSkip), labelSkip}}
	case doubts > 0 && doubts < len(rows):
		return []Option{{answerID(askVehicles, listChecked), labelChecked}, {answerID(askVehicles, listDrop), fmt.Sprintf(labelDrop, doubts)}}
	case doubts > 0:
		return []Option{{answerID(askVehicles, listChecked), labelChecked}}
	case len(rows) > 0:
		return []Option{{answerID(askVehicles, listDone), fmt.Sprintf(labelDone, len(rows))}}
	}
	return nil
}
