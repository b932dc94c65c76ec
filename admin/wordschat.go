package admin

import (
	"fmt"

	"cheyi/booking"
)

// The words of the officers' chat for cancelling.
const (
	labelCancel     = "取消预约"
	labelSureCancel = "确定取消"

	wordsCancelWhy = "取消整批预约。什么原因？企业会看到。按下面的按钮，或者回复这条消息写原因。只有几辆不行，请返回后按“退回”。"
)

// cancelReasons are what batches are mostly cancelled for at a desk.
var cancelReasons = []string{"企业来电要求取消", "重复预约", "当天临时停办"}

func wordsSureCancel(b booking.Batch, why string) string {
	return fmt.Sprintf("取消整批预约，%d 辆。\n原因：%s\n取消后名额立即放出，企业会收到通知，不能恢复。确定吗？要换原因，回复这条消息重写。", b.Count(), why)
}
