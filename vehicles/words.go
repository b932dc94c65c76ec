package vehicles

import (
	"fmt"
	"strings"
	"unicode"
)

// The sentences about single numbers. None repeats the number: it may be
// shown where others read along.
const (
	wordsVINMissing = "没有写车架号：请填行驶证上的17位车辆识别代号。"
	wordsVINTail    = "车架号的后四位一般是数字，这里有字母：请对照行驶证核对，没有错就确认。"

	wordsUSCCMissing = "没有写统一社会信用代码：请填营业执照上的18位代码。"
	wordsUSCCCheck   = "统一社会信用代码的校验位对不上，多半有一位写错或相邻两位写反：请对照营业执照重新输入。"
	wordsUSCCOrg     = "统一社会信用代码中的主体标识码（第9至17位）校验位不常见：请对照营业执照核对，没有错就确认。"
	wordsUSCCTrader  = "统一社会信用代码以92开头，一般是个体工商户：请确认是不是要办理的企业。"

	wordsPlateEnergy = "号牌有6位序号，却不是新能源号牌的写法（小型车第1位、大型车第6位是 A 至 K 中的字母）：请对照行驶证核对，普通号牌是5位。"

	wordsPhoneMissing = "没有写电话：请填手机号，或带区号的座机号。"
	wordsPhoneArea    = "电话应是1开头的11位手机号，或带区号的座机号（如 0471-2000000）：请改好再发。"

	wordsFirmWords = "企业名称里没有文字：请按营业执照填写全称。"
)

// show writes a character so that it can be seen.
func show(r rune) string {
	if unicode.IsPrint(r) {
		return "“" + string(r) + "”"
	}
	return fmt.Sprintf("（U+%04X）", r)
}

// alike is the digit that a letter is mistaken for.
func alike(r rune) string {
	return map[rune]string{'I': "1", 'O': "0", 'Q': "0", 'S': "5", 'Z': "2", 'V': "U"}[r]
}

func wordsCharacter(what string, at int, r rune) string {
	return fmt.Sprintf("%s第%d位的%s不是英文字母或数字：请用英文输入法重新输入这一位。", what, at, show(r))
}

func wordsLength(what string, want, got int, paper string) string {
	wrong := "少了"
	if got > want {
		wrong = "多了"
	}
	return fmt.Sprintf("%s应为%d位，这里是%d位，%s%d位：请对照%s核对。", what, want, got, wrong, max(want-got, got-want), paper)
}

func wordsVINLetter(at int, r rune) string {
	return fmt.Sprintf("车架号第%d位是字母“%c”，车架号里没有 I、O、Q，多半是数字“%s”：请对照行驶证改正。", at, r, alike(r))
}

func wordsVINCheck(want, got byte) string {
	return fmt.Sprintf("车架号第9位校验位按规则应是“%c”，这里是“%c”，可能有一位写错：请对照行驶证核对，没有错（如部分进口车）就确认。", want, got)
}

func wordsUSCCLetter(at int, r rune) string {
	return fmt.Sprintf("统一社会信用代码第%d位是字母“%c”，代码里没有 I、O、S、V、Z，多半是“%s”：请对照营业执照改正。", at, r, alike(r))
}

func wordsUSCCDivision(at int, r rune) string {
	return fmt.Sprintf("统一社会信用代码第%d位应是数字（第3至8位是登记地区划），这里是“%c”：请对照营业执照改正。", at, r)
}

func wordsPlateProvince(r rune) string {
	return fmt.Sprintf("号牌应以省份简称开头（如 蒙A12345），这里是%s：请改正，没有号牌就留空。", show(r))
}

func wordsPlateOffice(runes []rune) string {
	if len(runes) < 2 {
		return "号牌只写了省份简称：请写全（如 蒙A12345），没有号牌就留空。"
	}
	return fmt.Sprintf("号牌第2位应是字母且不用 I，这里是%s：请对照行驶证改正。", show(runes[1]))
}

func wordsPlateMongolian(r rune) string {
	return fmt.Sprintf("内蒙古没有“蒙%c”的号牌，只有%s：请对照行驶证改正。", r, strings.Join(strings.Split(mongolian, ""), "、"))
}

func wordsPlateSpecial(r rune) string {
	return fmt.Sprintf("“%c”字号牌这里不能填：请填普通号牌，没有就留空。", r)
}

func wordsPlateLetter(at int, r rune) string {
	return fmt.Sprintf("号牌第%d位是字母“%c”，号牌序号里没有 I、O，多半是数字“%s”：请对照行驶证改正。", at, r, alike(r))
}

func wordsPlateLength(got int) string {
	return fmt.Sprintf("号牌在省份简称和字母后面应是5位（新能源6位），这里是%d位：请对照行驶证补正。", got)
}

func wordsPhoneCharacter(at int, r rune) string {
	return fmt.Sprintf("电话第%d位的%s不是数字：请只写号码，不写分机。", at, show(r))
}

func wordsMobileLength(got int) string {
	return fmt.Sprintf("手机号应为11位，这里是%d位：请核对后再发。", got)
}

func wordsMobilePrefix(r rune) string {
	return fmt.Sprintf("手机号第2位应是3至9，这里是“%c”：请核对后再发。", r)
}

func wordsLandlineLength(area string, least, most, got int) string {
	want := fmt.Sprint(least)
	if least != most {
		want = fmt.Sprintf("%d或%d", least, most)
	}
	return fmt.Sprintf("区号%s后面应是%s位，这里是%d位：请核对后再发。", area, want, got)
}

func wordsLandlinePrefix(r rune) string {
	return fmt.Sprintf("座机号第1位（区号之后）应是2至9，这里是“%c”：请核对后再发。", r)
}

func wordsNameCharacter(what string, r rune) string {
	return fmt.Sprintf("%s里不能有%s：请只写名称本身。", what, show(r))
}

func wordsNameLength(what string, least, most, got int) string {
	return fmt.Sprintf("%s应是%d至%d个字，这里是%d个：请核对后再发。", what, least, most, got)
}
