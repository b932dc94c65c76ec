package sheet

import (
	"fmt"

	"cheyi/vehicles"
)

// The sentences about files.
var (
	wordsTooManySheets  = fmt.Sprintf("工作表超过%d张，没有读取：请把车辆放在一张表里，再发一次。", maxSheets)
	wordsTooManyColumns = fmt.Sprintf("表格超过%d列，没有读取：请只留车架号、号牌、登记地等列，再发一次。", vehicles.MaxColumns)

	errUnpacked     = fault("unpacked", "文件展开后过大，没有读取：请新建一个工作簿，只粘贴车辆名单，再发一次。")
	errDamaged      = fault("damaged", "文件打不开，可能已损坏：请用 Excel 或 WPS 打开，另存为 .xlsx，再发一次。")
	errTooManyLines = fault("too_many_lines", fmt.Sprintf("表格超过%d行，没有读取：请只留车辆，每份不超过%d辆。", vehicles.MaxLines, vehicles.MaxVehicles))
)

const (
	wordsTooManyEntries = "文件里的部件过多，展开后过大，没有读取：请新建一个工作簿，只粘贴车辆名单，再发一次。"
	wordsEncrypted      = "文件加了密，不能读取：请去掉密码，另存为 .xlsx 再发。"
	wordsEncoding       = "文件不是文本，或编码不是 UTF-8、GB18030，不能读取：请另存为 .xlsx 或“CSV UTF-8”再发。"
)

func wordsTooLarge(most int) string {
	return fmt.Sprintf("文件超过 %d MB，没有读取：请只留车辆名单，去掉图片，再发一次。", most>>20)
}

func wordsExtension(k *kind, extension string) string {
	return fmt.Sprintf("内容是%s，扩展名却是 %s，没有读取：请把扩展名改为 %s，或另存一次再发。", k.name, DisplayName(extension), k.ends[0])
}

func wordsQuotes(line int) string {
	return fmt.Sprintf("第%d行的引号没有配对，没有读取：请去掉多余的引号，再发一次。", line)
}

func wordsHiddenSheet(name string) string {
	return fmt.Sprintf("工作表“%s”是隐藏的，没有读取：里面有要办理的车辆，就取消隐藏再发一次。", name)
}

// The words of the template.
const (
	templateSheet = "车辆名单"
	templateNotes = "填写说明"
)

var (
	templateTitles = []string{"车架号", "号牌", "登记地"}
	templateLines  = []string{
		"每辆车一行，从第2行填起；车架号必填，号牌和登记地没有可以不填。",
		"车架号是行驶证上的17位车辆识别代号，不用字母 I、O、Q；这一列已设为文本格式，粘贴时请选“只保留文本”。",
		"号牌写成省份简称、字母和序号，例如蒙A后接五位序号；转让待出口后没有号牌的，留空。",
		"登记地写盟市，例如呼和浩特市；与预约的办理地相同的，可以留空。",
		"请不要填公式，不要合并单元格，不要隐藏行、列；不要填身份证号。",
		fmt.Sprintf("一份名单最多%d辆，文件不超过 %d MB；保存为 .xlsx 后发回。", vehicles.MaxVehicles, MaxBytes>>20),
	}
)
