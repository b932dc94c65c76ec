package bot

import "cheyi/booking"

// Noticed says what a notice tells the owner of a batch, with the batch as it
// is now. Whether it still is to be told is not asked here. It is not ok for a
// notice to somebody else, or of nothing an owner is told of. office is the
// office's name for people.
func Noticed(n booking.Notice, batch booking.Batch, office string) (Reply, bool) {
	words, known := noticeWords[n.Kind]
	if !known || n.To != batch.Owner {
		return Reply{}, false
	}
	if n.Kind == "expired" && batch.State != booking.Expired {
		words = wordsOfferOver
	}
	r := Reply{Outcome: Booked, Booking: card(Message{Chat: Chat{Channel: channelTelegram}}, batch)}
	r.Text = words + "\n" + batchWords(batch, office)
	if batch.Proposed != nil {
		r.Text += wordsProposed(office, *batch.Proposed, batch.Until)
		r.Options = append(r.Options, batchOption(batchAccept, batch, labelAccept), batchOption(batchDecline, batch, labelDecline))
	}
	r.Text += returned(batch, true)
	if batch.Reason != "" {
		r.Text += "\n" + wordsReason + batch.Reason
	}
	r.Options = append(r.Options, Option{choiceMy, labelMy})
	return r.complete(), true
}

// returned names the vehicles that an officer has sent back, with the reasons:
// whoever learns of anything else that has become of the batch also learns
// which vehicles not to bring. What the whole batch was returned for is said
// once, elsewhere.
func returned(batch booking.Batch, masked bool) string {
	words := ""
	for _, v := range batch.Vehicles {
		if v.State == booking.VehicleReturned && v.Note != batch.Reason {
			words += "\n" + wordsReturned(shownVIN(v.VIN, masked), v.Note)
		}
	}
	return words
}
