"""Writes the XLSForms that ship with the project: ``python -m tools.forms``.

They are ordinary workbooks: a township may take one, change it and publish its own. This script
only keeps them alike (both languages, the same answers for the same question).
"""
# ruff: noqa: E501 - one question a line reads best

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

FOLDER = Path(__file__).parents[1] / "gridward" / "ground" / "xforms" / "data"
ZH, EN = "中文 (zh)", "English (en)"
VERSION = "2020021001"
VISITS = "2020030101"  # of everything a worker notes at a door or by phone: one vocabulary, photos

# GB 11643: the last character of a resident number is a check digit over the other 17.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(f"substr(., {at}, {at + 1}) * {by}" for at, by in enumerate(_WEIGHTS))
ID_CARD = (
    "regex(., '^[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$')"
    f" and starts-with(substr('10X98765432', ({_SUM}) mod 11), translate(substr(., 17), 'x', 'X'))"
)
PHONE = r"regex(., '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$')"

Texts = tuple[str, str]  # Chinese, English
CHOICES: dict[str, list[tuple[str, str, str]]] = {
    "sex": [("1", "男", "Male"), ("2", "女", "Female")],
    "yn": [("y", "是", "Yes"), ("n", "否", "No")],
    "document": [
        ("id_card", "居民身份证", "Resident identity card"),
        ("passport", "护照", "Passport"),
        ("hk_macau_pass", "港澳居民来往内地通行证", "Hong Kong / Macao travel permit"),
        ("taiwan_pass", "台湾居民来往大陆通行证", "Taiwan travel permit"),
        ("residence_permit", "港澳台居民居住证", "Hong Kong / Macao / Taiwan residence permit"),
        ("permanent_residence", "外国人永久居留身份证", "Foreign permanent residence card"),
        ("none", "没有证件", "No document"),
    ],
    "transport": [
        ("train", "火车", "Train"), ("flight", "飞机", "Flight"), ("bus", "客车、公交", "Coach or bus"),
        ("car", "自驾或搭车", "Car"), ("other", "其他", "Other"),
    ],
    "symptom": [
        ("none", "没有不舒服", "None"), ("fever", "发热", "Fever"), ("cough", "咳嗽", "Cough"),
        ("fatigue", "乏力", "Fatigue"), ("breath", "呼吸困难", "Short of breath"),
    ],
    # The words of results are those of gridward/response/canvass/choices: a test compares them.
    "result": [
        ("done", "已核实", "Checked"), ("absent", "家中无人", "Nobody home"),
        ("refused", "拒访", "Refused to answer"), ("vacant", "空置", "Vacant"), ("moved", "已搬走", "Moved away"),
    ],
    "rental_result": [
        ("done", "已清查", "Rental checked"), ("absent", "家中无人", "Nobody home"),
        ("refused", "拒访", "Refused to answer"), ("vacant", "暂未出租", "Not let at present"),
        ("moved", "不再出租", "No longer a rental"),
    ],
    "rental_type": [
        ("detached", "单家独户", "Detached house"), ("managed_flat", "有小区管理的套间", "Flat in a managed estate"),
        ("limited_title", "小产权房", "Limited title"), ("old_block", "老旧商品楼", "Old commercial block"),
        ("online_let", "网约房", "Let online by the day"), ("apartment", "公寓", "Apartment house"),
    ],
    "call_result": [
        ("done", "已接种", "Vaccinated"), ("promised", "同意接种，已约时间", "Agreed, date set"),
        ("absent", "联系不上", "Not reached"), ("refused", "不愿接种", "Does not want it"),
        ("exempt", "有禁忌，医生建议缓种", "Not to be vaccinated, by a doctor"), ("moved", "不在本地居住", "Lives elsewhere"),
    ],
    "asked_by": [("phone", "电话", "By phone"), ("door", "上门", "At the door")],
    "enterprise_result": [
        ("done", "已核查", "Enterprise checked"), ("absent", "无人在岗", "Nobody there"),
        ("refused", "拒访", "Refused to answer"), ("vacant", "停业", "Out of business"), ("moved", "已搬迁或注销", "Premises given up"),
    ],
    "task_end": [("done", "已办结", "Task done"), ("cancelled", "不再需要", "No longer needed")],
    "slot": [("morning", "上午", "Morning"), ("evening", "下午", "Evening")],
    "site": [("forehead", "额头", "Forehead"), ("armpit", "腋下", "Armpit"), ("ear", "耳温", "Ear")],
    "channel": [
        ("video", "视频", "Video call"), ("phone", "电话", "Phone"), ("visit", "上门", "Visit"),
        ("self", "本人上报", "By the person"),
    ],
}  # fmt: skip

Row = dict[str, str]


def question(kind: str, name: str, label: Texts, **more: str | Texts) -> Row:
    """One row of the sheet "survey"; texts are (Chinese, English) pairs."""
    row = {"type": kind, "name": name, f"label::{ZH}": label[0], f"label::{EN}": label[1]}
    for key, value in more.items():
        if isinstance(value, str):
            row[key] = value
        else:
            row[f"{key}::{ZH}"], row[f"{key}::{EN}"] = value
    if row.get("required") == "yes":
        row.setdefault(f"required_message::{ZH}", f"请填写：{label[0]}")
        row.setdefault(f"required_message::{EN}", f"Please answer: {label[1]}")
    return row


NOT_LATER = ("日期不能晚于今天", "The date cannot lie in the future")
META = [{"type": "start", "name": "start"}, {"type": "end", "name": "end"}]
TEMPERATURE: dict[str, str | Texts] = {
    "constraint": ". >= 34 and . <= 43",
    "constraint_message": ("体温应在34至43度之间，请核对", "A temperature lies between 34 and 43 °C. Please check"),
    "hint": ("单位：摄氏度，例如 36.5", "In degrees Celsius, such as 36.5"),
}  # fmt: skip
SYMPTOMS: dict[str, str | Texts] = {
    "constraint": "not(selected(., 'none')) or count-selected(.) = 1",
    "constraint_message": ("选了“没有不舒服”就不能再选其他症状", "“None” cannot stand beside a symptom"),
    "required": "yes",
}  # fmt: skip

SCREENING: list[Row] = [
    *META,
    question("text", "name", ("姓名", "Name"), required="yes",
             constraint="string-length(normalize-space(.)) >= 2",
             constraint_message=("姓名至少两个字", "A name has at least two characters"),
             hint=("与证件一致", "As in the document")),
    question("select_one sex", "sex", ("性别", "Sex"), required="yes", appearance="columns-pack"),
    question("select_one document", "document_type", ("证件类型", "Kind of document"), required="yes",
             appearance="minimal", default="id_card"),
    question("text", "document_no", ("证件号码", "Document number"), required="yes",
             relevant="${document_type} != 'none'",
             constraint=f"${{document_type}} != 'id_card' or ({ID_CARD})",
             constraint_message=("身份证号码有误，请逐位核对（18位，最后一位可以是X）",
                                 "This is no valid resident number. Please check all 18 characters")),
    question("text", "phone", ("手机号码", "Phone"), required="yes", appearance="numbers",
             constraint=PHONE,
             constraint_message=("请填写11位手机号，或带区号的座机号",
                                 "Please give an 11-digit mobile number or a landline with area code"),
             hint=("网格员可能会给您打电话", "The grid worker may call you")),
    question("text", "address", ("现住址", "Present address"), required="yes",
             hint=("村（社区）、组、门牌号，例如：龙泉村5组12号",
                   "Village or community, group and house number")),
    question("integer", "household_size", ("同住人数（含本人）", "People in the household, you included"),
             required="yes", constraint=". >= 1 and . <= 50",
             constraint_message=("同住人数应在1至50之间", "Between 1 and 50 people")),
    question("select_one yn", "travelled", ("近14天是否离开过本镇", "Were you away from this township in the last 14 days?"),
             required="yes", appearance="columns-pack"),
    {"type": "begin repeat", "name": "trip", f"label::{ZH}": "去过的地方", f"label::{EN}": "Place stayed at",
     "relevant": "${travelled} = 'y'"},
    question("text", "place", ("地点", "Place"), required="yes",
             hint=("写到县（区）或乡镇，例如：湖北省孝感市孝昌县", "Down to the county or township")),
    question("date", "arrived", ("到达日期", "Arrived on"), required="yes", constraint=". <= today()",
             constraint_message=NOT_LATER),
    question("date", "left", ("离开日期", "Left on"), constraint=". >= ${arrived} and . <= today()",
             constraint_message=("离开日期不能早于到达日期，也不能晚于今天",
                                 "Not before the arrival and not in the future"),
             hint=("还在当地可以不填", "Leave empty when still there")),
    question("select_one transport", "transport", ("交通工具", "Means of transport"), appearance="minimal"),
    question("text", "number", ("车次、航班或车牌", "Train, flight or plate number"),
             relevant="${transport} != ''", hint=("例如 G1112", "Such as G1112")),
    {"type": "end repeat"},
    question("select_one yn", "contact", ("近14天是否接触过确诊或疑似病人",
                                          "Did you meet a confirmed or suspected case in the last 14 days?"),
             required="yes", appearance="columns-pack"),
    question("date", "contact_date", ("最后一次接触日期", "Last day of contact"), required="yes",
             relevant="${contact} = 'y'", constraint=". <= today()", constraint_message=NOT_LATER),
    question("decimal", "temperature", ("今日体温", "Temperature today"), **TEMPERATURE),
    question("select_multiple symptom", "symptoms", ("现在有没有以下症状", "Do you have any of these symptoms?"), **SYMPTOMS),
    question("text", "remark", ("备注", "Remark"), appearance="multiline"),
]  # fmt: skip

PHOTO = question(
    "image", "photo", ("照片", "Photo"), parameters="max-pixels=1280",
    hint=("门牌、张贴的通知单等，不拍人脸", "The door plate or the notice left there; no faces"),
)  # fmt: skip
NOTE = question("text", "note", ("备注", "Note"), appearance="multiline")

HOUSEHOLD_VISIT: list[Row] = [
    *META,
    question("text", "household_code", ("户编号", "Household code"), required="yes",
             hint=("门牌或联系卡上的编号", "From the door plate or the contact card")),
    question("select_one result", "result", ("走访结果", "Result of the visit"), required="yes"),
    question("integer", "people_now", ("现在家中人数", "People at home now"), required="yes",
             relevant="${result} = 'done'", constraint=". >= 0 and . <= 200",
             constraint_message=("人数应在0至200之间", "Between 0 and 200 people")),
    question("integer", "outsiders", ("其中外来（返乡）人数", "Of them from outside or returned"),
             relevant="${result} = 'done'", constraint=". >= 0 and . <= ${people_now}",
             constraint_message=("不能多于现在家中人数", "Not more than the people at home")),
    question("select_one yn", "symptoms_seen", ("有没有人发热、咳嗽", "Does anybody have fever or cough?"),
             required="yes", relevant="${result} = 'done'", appearance="columns-pack"),
    PHOTO, NOTE,
]  # fmt: skip

WHERE = question(
    "geopoint", "where", ("当前位置", "Where you stand"), hint=("自愿填写", "Only if you add it")
)

RENTAL_VISIT: list[Row] = [  # 出租屋清查
    *META,
    question("text", "item_code", ("出租屋编号", "Number of the rental"), required="yes",
             hint=("清查清单上的编号，如 R000012", "From the list, such as R000012")),
    question("select_one rental_result", "result", ("清查结果", "Result"), required="yes"),
    question("select_one rental_type", "rental_type", ("出租屋类型", "Type of rental"), required="yes",
             relevant="${result} = 'done'"),
    question("integer", "rooms", ("出租间数", "Rooms let"), relevant="${result} = 'done'", constraint=". >= 1 and . <= 500",
             constraint_message=("间数应在1至500之间", "Between 1 and 500 rooms")),
    question("integer", "tenants_now", ("现住租户人数", "Tenants now"), required="yes", relevant="${result} = 'done'",
             constraint=". >= 0 and . <= 500", constraint_message=("人数应在0至500之间", "Between 0 and 500 people")),
    question("integer", "newcomers", ("其中近14天来的人数", "Of them came in the last 14 days"), relevant="${result} = 'done'",
             constraint=". >= 0 and . <= ${tenants_now}", constraint_message=("不能多于租户人数", "Not more than the tenants")),
    question("select_one yn", "pledged", ("房东是否已签责任书", "Has the landlord signed the duty?"), required="yes",
             relevant="${result} = 'done'", appearance="columns-pack"),
    PHOTO, WHERE, NOTE,
]  # fmt: skip

VACCINATION_CALL: list[Row] = [
    *META,
    question("text", "item_code", ("人员编号", "Number of the person"), required="yes",
             hint=("动员清单上的编号，如 P000123", "From the list, such as P000123")),
    question("select_one asked_by", "channel", ("联系方式", "How you asked"), required="yes", appearance="columns-pack"),
    question("select_one call_result", "result", ("联系结果", "Result"), required="yes"),
    question("date", "appointment", ("约定接种日期", "Date agreed"), required="yes", relevant="${result} = 'promised'",
             constraint=". >= today()", constraint_message=("日期不能早于今天", "The date cannot lie in the past")),
    question("date", "vaccinated_on", ("接种日期", "Vaccinated on"), relevant="${result} = 'done'", constraint=". <= today()",
             constraint_message=NOT_LATER),
    WHERE, NOTE,
]  # fmt: skip

ENTERPRISE_VISIT: list[Row] = [
    *META,
    question("text", "item_code", ("统一社会信用代码", "Unified social credit code"), required="yes"),
    question("select_one enterprise_result", "result", ("核查结果", "Result"), required="yes"),
    question("integer", "on_site", ("在岗人数", "People on site"), required="yes", relevant="${result} = 'done'",
             constraint=". >= 0 and . <= 100000", constraint_message=("人数应在0至100000之间", "Between 0 and 100000 people")),
    question("integer", "outsiders", ("其中外来（返岗）人数", "Of them from outside"), relevant="${result} = 'done'",
             constraint=". >= 0 and . <= ${on_site}", constraint_message=("不能多于在岗人数", "Not more than the people on site")),
    question("select_one yn", "symptoms_seen", ("有没有人发热、咳嗽", "Does anybody have fever or cough?"),
             required="yes", relevant="${result} = 'done'", appearance="columns-pack"),
    PHOTO, WHERE, NOTE,
]  # fmt: skip

TEMPERATURE_ROUND: list[Row] = [
    *META,
    question("text", "case_number", ("观察对象编号", "Case number"), required="yes"),
    question("date", "slot_date", ("测温日期", "Date"), required="yes", constraint=". <= today()",
             constraint_message=NOT_LATER),
    question("select_one slot", "slot", ("时段", "Slot"), required="yes", appearance="columns-pack"),
    question("decimal", "temperature", ("体温", "Temperature"), required="yes", **TEMPERATURE),
    question("select_one site", "site", ("测量部位", "Where it was taken"), required="yes", appearance="columns-pack"),
    question("select_multiple symptom", "symptoms", ("症状", "Symptoms"), **SYMPTOMS),
    question("select_one channel", "channel", ("测温方式", "How it was reported"), required="yes", appearance="minimal"),
]  # fmt: skip

TASK_RESULT: list[Row] = [
    *META,
    question("text", "task_number", ("任务编号", "Number of the task"), required="yes"),
    question("select_one task_end", "how", ("办理结果", "How it ended"), required="yes", appearance="columns-pack"),
    question("text", "result", ("办理情况", "What came of it"), required="yes", appearance="multiline"),
]  # fmt: skip

FORMS: dict[str, tuple[Texts, list[Row], str]] = {
    "screening": (("疫情筛查表", "Health screening"), SCREENING, VERSION),
    "household_visit": (("入户走访登记表", "Household visit"), HOUSEHOLD_VISIT, VISITS),
    "temperature_round": (("体温登记表", "Temperature round"), TEMPERATURE_ROUND, VERSION),
    "rental_visit": (("出租屋清查表", "Check of a rental"), RENTAL_VISIT, VISITS),
    "vaccination_call": (("接种动员联系表", "Vaccination call"), VACCINATION_CALL, VISITS),
    "enterprise_visit": (("企业核查表", "Visit of an enterprise"), ENTERPRISE_VISIT, VISITS),
    "task_result": (("任务办结表", "Result of a task"), TASK_RESULT, VISITS),
}


def write(form_id: str, title: Texts, survey: list[Row], version: str) -> Path:
    """The workbook of one form; returns where it lies."""
    used = {row["type"].split()[-1] for row in survey if row["type"].startswith("select_")}
    columns = list(dict.fromkeys(key for row in survey for key in row))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(columns)
    for row in survey:
        sheet.append([row.get(column) for column in columns])
    listed = book.create_sheet("choices")
    listed.append(["list_name", "name", f"label::{ZH}", f"label::{EN}"])
    for name in sorted(used):
        for choice in CHOICES[name]:
            listed.append([name, *choice])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language", f"form_title::{EN}"])
    settings.append([title[0], form_id, version, ZH, title[1]])
    for page in book.worksheets:
        page.freeze_panes = "A2"
        for cell in page[1]:
            cell.font = Font(bold=True)
        for number, column in enumerate(page.columns, 1):
            page.column_dimensions[get_column_letter(number)].width = 28
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    path = FOLDER / f"{form_id}.xlsx"
    book.save(path)
    return path


if __name__ == "__main__":
    for form, (name, rows, version) in FORMS.items():
        print(write(form, name, rows, version))
