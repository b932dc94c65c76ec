package look

// A Tab is an entry of the navigation.
type Tab struct{ Path, Label string }

var (
	tabs     = []Tab{{"/", "问答"}, {"/calc", "测算"}, {"/policy", "政策原文"}}
	deskTabs = []Tab{{"/desk", "预约"}, {"/desk/slots", "时段"}, {"/desk/questions", "问题"}, {"/desk/corpus", "政策库"}, {"/desk/officers", "人员"}, {"/desk/system", "系统"}}
)
