package admin

import (
	"net/http"
)

// The words of the desk's pages that are no part of a template.
var (
	refusePassword   = refusal{status: http.StatusUnauthorized, code: "password", message: "姓名或密码不对：请核对后再试；忘了密码，请管理员发一个新的邀请链接。"}
	refuseInvitation = refusal{status: http.StatusNotFound, code: "invitation", message: "这个链接不能用了：可能已经用过、过期，或有了更新的一个，请管理员再发一个。"}
	refuseForm       = refusal{status: http.StatusUnsupportedMediaType, code: "form", message: "这里只收页面自己的表单：请打开页面，从那里提交。"}
	refusePartial    = refusal{status: http.StatusBadRequest, code: "incomplete", message: "表单没有收完整：请返回上一页，再提交一次。"}
	refuseSelf       = refusal{status: http.StatusConflict, code: "self", message: "不能停用自己，也不能改自己管的范围：请另一位管理员来办，免得谁都进不来。"}
	refusePerson     = refusal{status: http.StatusNotFound, code: "person", message: "没有这个人：请回到人员页面核对。"}
)

// forPeople are the words at a page for refusals that a program may get too.
var forPeople = map[string]string{
	"route":     "没有这个页面：请核对地址，或从窗口首页进去。",
	"method":    "这个页面不能这样打开：请从窗口首页重新进去。",
	"token":     "试得太多：请过几秒再试，账号没有锁住。",
	"too_large": "提交的内容太多：请分几次提交。",
	"fault":     "系统出了点问题，没有办成：请过一会儿再提交一次，不会办两次。",
}

const (
	wordsEnter   = "窗口登录"
	wordsJoin    = "设密码"
	wordsPeople  = "人员"
	wordsRefused = "没有办成"

	wordsExpiredForm = "登录已过期。刚才填写的内容还在：登录后点“继续提交”。"

	wordsNotJoined  = "等待设密码"
	wordsLapsed     = "邀请已过期"
	wordsCanEnter   = "可以登录"
	wordsDisabled   = "已停用"
	wordsOnlyToken  = "只用接口"
	wordsNotInvited = "等待邀请"
)

// tellMisses is how many wrong passwords an officer is told of: fewer are
// slips of the own hand.
const tellMisses = 3
