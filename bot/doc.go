// Package bot is the conversation: a Message in, a Reply out. It owns what a
// conversation remembers, how a message is understood in its light, the flows
// that collect inputs, and the product's own words.
//
// One message goes through Handle:
//
//  1. its reply is looked up by chat and message id: a message that is sent
//     twice has one effect and one reply;
//  2. personal numbers are masked, what cannot be read is refused;
//  3. a command (/calc, 隐私) becomes the option that it presses;
//  4. the message is understood, in this order: cancel or menu, a pressed option, an
//     answer to the open question, the start of a flow, a follow-up to the
//     last topic, one or several questions;
//  5. state, reply and what stayed unanswered are saved in one transaction.
//
// Messages of one chat are handled one after another; chats run in parallel.
// The package knows no channel, no search engine and no database: a Finder
// and a Store are handed to New.
package bot
