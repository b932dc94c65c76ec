package vehicles

import "fmt"

// The sentences about lists.
const (
	wordsNoVehicles = "没有读到车辆：请每行写一个17位车架号，后面可以接号牌和登记地，也可以下载模板填写。"
	wordsHiddenRow  = "这是隐藏或被筛选掉的行，没有导入：要办理就取消隐藏和筛选，再发一次。"
	wordsVINNumber  = "VIN 列是数字格式，可能已丢位：请把这一列设为文本格式，重新填写车架号后再发。"
	wordsVINSplit   = "车架号中间有空格，看不准从哪里到哪里：请把17位连着写。"
	wordsNoVIN      = "只有号牌或登记地，没有车架号：请补上17位车架号。"

	wordsDate          = "放行日期看不懂：请写成 2026-09-28 这样，不知道就留空。"
	wordsDateAmbiguous = "放行日期的年份写在后面，分不清哪个是月、哪个是日：请写成 2026-09-28 这样。"
	wordsDateFuture    = "放行日期在今天之后：请核对，还没有放行就留空。"
)

var (
	wordsTooManyVehicles = fmt.Sprintf("名单超过%d辆，一辆也没有导入：请分成几份，每份不超过%d辆。", MaxVehicles, MaxVehicles)
	wordsTooLong         = fmt.Sprintf("文字过多，没有读取：请只留车架号、号牌和登记地，每份不超过%d辆。", MaxVehicles)
	wordsTooManyLines    = fmt.Sprintf("内容超过%d行，没有导入：请只留车辆，每份不超过%d辆。", MaxLines, MaxVehicles)
)

func wordsFormula(what string) string {
	return what + "是公式，这里不计算公式：请复制后“选择性粘贴”为数值，再发一次。"
}

func wordsErrorValue(what string) string {
	return what + "是错误值（如 #N/A）：请改成实际内容，再发一次。"
}

func wordsNumber(what string) string {
	return what + "是数字：请把这一列设为文本格式，写上实际内容，没有就留空。"
}

func wordsDuplicate(first Spot, otherPlate bool) string {
	if otherPlate {
		return fmt.Sprintf("与%s车架号相同、号牌不同，只保留%s：请核对号牌。", first, first)
	}
	return fmt.Sprintf("与%s的车架号重复，只保留%s。", first, first)
}

func wordsSamePlate(first Spot) string {
	return fmt.Sprintf("号牌与%s相同：请核对，没有错就确认。", first)
}

func wordsTwoColumns(a, b string) string {
	return fmt.Sprintf("%s列和%s列都像车架号：请只留一列，再发一次。", a, b)
}

func wordsVINColumnHidden(column string) string {
	return fmt.Sprintf("车架号在隐藏的%s列，没有导入：请取消隐藏，再发一次。", column)
}

func wordsHiddenColumn(column string) string {
	return fmt.Sprintf("%s列是隐藏的，没有读取。", column)
}

func wordsMergedVIN(at Spot) string {
	return fmt.Sprintf("%s的车架号与上一行是合并单元格，算同一辆车。", at)
}

func wordsMergedPlate(at Spot) string {
	return fmt.Sprintf("%s的号牌与上一行是合并单元格，按没有号牌读取。", at)
}

func wordsFooter(at Spot) string {
	return fmt.Sprintf("%s不是车辆，已略过。", at)
}

func wordsSerial(system int) string {
	return fmt.Sprintf("放行日期中的数字按 %d 日期系统读取。", system)
}
