package bot

import "cheyi/booking"

// Noticed says what a notice tells the owner of a batch. It is not ok for a
// notice that is not worth telling: to somebody else, or about a version of
// the batch that is over. office is the office's name for people.
func Noticed(n booking.Notice, batch booking.Batch, office string) (Reply, bool) {
	words, known := noticeWords[n.Kind]
	if !known || n.To != batch.Owner || n.Version != batch.Version {
		return Reply{}, false
	}
	r := Reply{Outcome: Booked, Booking: card(Message{Chat: Chat{Channel: channelTelegram}}, batch)}
	r.Text = words + "\n" + batchWords(batch, office)
	if batch.Proposed != nil {
		r.Text += wordsProposed(office, *batch.Proposed, batch.Until)
		r.Options = append(r.Options, batchOption(batchAccept, batch, labelAccept), batchOption(batchDecline, batch, labelDecline))
	}
	for _, v := range batch.Vehicles {
		if n.Kind == "returned" && v.State == booking.VehicleReturned {
			r.Text += "\n" + wordsReturned(shownVIN(v.VIN, true), v.Note)
		}
	}
	if batch.Reason != "" {
		r.Text += "\n" + wordsReason + batch.Reason
	}
	r.Options = append(r.Options, Option{choiceMy, labelMy})
	return r.complete(), true
}
