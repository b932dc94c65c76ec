package admin

// batchPages are the pages about batches, slots and what people ask.
var batchPages []pageRoute
