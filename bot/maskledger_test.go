package bot

import "testing"

func TestMaskForLedger(t *testing.T) {
	for _, tt := range []struct{ name, text, masked string }{
		{"identity number", "身份证159999199002289016能退税吗", "身份证＊＊＊能退税吗"},
		{"identity number with a slip", "身份证159999199002289017能退税吗", "身份证＊＊＊能退税吗"},
		{"identity number in groups, with a slip", "159999 19900228 9017", "＊＊＊"},
		{"mobile number", "打13800138000", "打＊＊＊"},
		{"landline", "座机0471-2000000没人接", "座机＊＊＊没人接"},
		{"landline with brackets", "(0479)7000000", "＊＊＊"},
		{"vehicle identification number", "车架号lzzy6xcd2ra894843能注销吗", "车架号＊＊＊能注销吗"},
		{"in full width", "车架号ＬＺＺＹ６ＸＣＤ２ＲＡ８９４８４３", "车架号＊＊＊"},
		{"unified social credit code", "91150102MAQJWYLF59备案了没", "＊＊＊备案了没"},
		{"unified social credit code of digits", "911501020000000000备案了没", "＊＊＊备案了没"},
		{"plate", "蒙A12345能转让待出口吗", "＊＊＊能转让待出口吗"},
		{"plate of a new-energy car", "蒙a·d12345", "＊＊＊"},
		{"plate of a trailer", "蒙A1234挂", "＊＊＊"},
		{"mail", "发到 zhang.san@example.com 行吗", "发到 ＊＊＊ 行吗"},
		{"company", "我们是包头市顺达汽车贸易有限公司,能补多少", "＊＊＊,能补多少"},
		{"contract number", "合同HT2025110988", "合同＊＊＊"},
		{"company that begins with letters", "abc汽车贸易有限公司能补吗", "＊＊＊能补吗"},
		{"company without its legal form", "我们是顺达汽车贸易公司,能补吗", "我们是＊＊＊,能补吗"},
		{"landline next to letters", "tel0471-2000000", "tel＊＊＊"},
		{"landline without its area", "座机2834567", "座机＊＊＊"},
		{"mobile number next to letters", "tel13800138000abc", "tel＊＊＊abc"},
		{"mobile number that lacks a digit", "手机1380013800", "手机＊＊＊"},
		{"mobile number after part of another", "150 13800138000", "150 ＊＊＊"},
		{"name and account", "我叫王小明,微信wxm_123", "我叫＊＊＊,微信＊＊＊"},
		{"name of a contact", "联系人:李强,姓名张三", "联系人:＊＊＊,姓名＊＊＊"},
		{"address", "家住新城区海拉尔东路", "家住＊＊＊"},
		{"masked before it was normalised", "电话***能补吗", "电话＊＊＊能补吗"},
		{"any company stays", "没备案的二手车贸易公司能补吗", "没备案的二手车贸易公司能补吗"},
		{"a kind of company stays", "注册汽车贸易公司要什么", "注册汽车贸易公司要什么"},
		{"years stay", "2024-2025年的补贴", "2024-2025年的补贴"},
		{"amounts stay", "保费1500000.00元,另有1500000rmb和150万", "保费1500000.00元,另有1500000rmb和150万"},
		{"counts and days stay", "2025-03-01出口68辆,9.28受理", "2025-03-01出口68辆,9.28受理"},
		{"words stay", "H986机检,AEO认证,我们公司能办吗", "H986机检,AEO认证,我们公司能办吗"},
		{"a province stays", "内蒙古和蒙东的口岸", "内蒙古和蒙东的口岸"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := maskForLedger(tt.text); got != tt.masked {
				t.Errorf("%q, want %q", got, tt.masked)
			}
		})
	}
}

func FuzzMaskForLedger(f *testing.F) {
	for _, seed := range []string{"蒙A12345", "lzzy6xcd2ra894843", "a@b.c", "甲乙有限公司", "1234567万先生", "我叫王小明", "\xff０４７１2000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := maskForLedger(text)
		if twice := maskForLedger(once); twice != once {
			t.Errorf("%q is masked as %q, and again as %q", text, once, twice)
		}
	})
}
