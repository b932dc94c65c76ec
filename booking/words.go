package booking

// Businesses lists what can be booked, in the order in which it is offered.
var Businesses = []Business{Transfer, TransferExport, Deregistration}

// Name is the business as people call it.
func (b Business) Name() string {
	switch b {
	case Transfer:
		return "转让登记"
	case TransferExport:
		return "转让待出口"
	case Deregistration:
		return "注销登记"
	}
	return string(b)
}

// The faults of offices.yaml.
const (
	wordsNoOffices   = "缺少 offices：至少要有一个办事机构"
	wordsRetention   = "retention_days 写的是 %d，应当是 1 到 %d 天：过了这么久，预约里的个人信息会被删除"
	wordsNoRetention = "缺少 retention_days：写明预约结束多少天后删除个人信息，1 到 %d"
	wordsID          = "id 写的是 %q，只能用小写字母、数字和连字符，以字母开头，不超过 32 个字符，例如 hohhot"
	wordsSameID      = "id %q 重复，第 %d 行已经写过"
	wordsNoName      = "缺少 name：办事机构的全称"
	wordsSameName    = "name %q 重复，第 %d 行已经写过"
	wordsNoArea      = "缺少 area：管辖的盟市，例如 呼和浩特市"
	wordsEmptyName   = "names 里有一项是空的"
	wordsNoWindows   = "缺少 windows：至少要有一个时间窗，例如 {time: 09:00-12:00, capacity: 40}"
	wordsWindow      = "time 写的是 %q，应写成 09:00-12:00 这样，先开始后结束"
	wordsOverlap     = "时间窗 %s 与第 %d 行的 %s 重叠"
	wordsCapacity    = "capacity 写的是 %d，应当是 1 到 %d 辆"
	wordsNoCapacity  = "时间窗 %s 缺少 capacity：能办多少辆，1 到 %d"
	wordsWeekday     = "weekdays 里的 %q 不是星期几，只能是 周一 周二 周三 周四 周五 周六 周日"
	wordsTwice       = "%s 写了两次，第 %d 行已经写过"
	wordsHours       = "hours 写的是 %q，应写成 08:00-18:00 这样，先开始后结束"
	wordsRange       = "%s 写的是 %d，应当是 %d 到 %d"
	wordsAhead       = "ahead_days 写的是 %d，比 lead_days 的 %d 还小，一天也约不到"
)
