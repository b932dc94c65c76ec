package look

// A Tab is an entry of the navigation.
type Tab struct {
	Path, Label string
	Chief       bool // for officers of all offices alone
}

var (
	tabs     = []Tab{{Path: "/", Label: "问答"}, {Path: "/calc", Label: "测算"}, {Path: "/policy", Label: "政策原文"}}
	deskTabs = []Tab{
		{Path: "/desk", Label: "预约"}, {Path: "/desk/slots", Label: "时段"}, {Path: "/desk/questions", Label: "问题"}, {Path: "/desk/corpus", Label: "政策库"},
		{"/desk/officers", "人员", true}, {"/desk/system", "系统", true},
	}
)
