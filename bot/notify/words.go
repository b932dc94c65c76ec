package notify

import (
	"fmt"
	"time"
)

const wordsSlowly = "时钟往前跳了很多，或停机很久：到期的提醒和取消正在慢慢补办，请核对时间"

func wordsSetBack(by time.Duration) string {
	return fmt.Sprintf("时钟往回拨了 %d 分钟：提醒和到期先等它走回来（最多一小时），请核对时间", int(by.Minutes()))
}
