"""The fields of each kind of list, with the headings that townships give them."""

from gridward.core.decision import Reason
from gridward.ground.roster.rules.columns import Column

_VILLAGE = Column("village", Reason("Village or community"), (
    "村", "社区", "村/社区", "村社区", "村(社区)", "村(居)", "所属村", "所属社区", "村居",
    "行政村", "村名",
    "village", "community",
))  # fmt: skip
_GRID = Column("grid", Reason("Grid"), (
    "网格", "所属网格", "网格名称", "网格编码", "网格编号", "网格代码", "网格号", "grid",
))  # fmt: skip
_ADDRESS = Column("address", Reason("Address"), (
    "地址", "住址", "家庭住址", "详细地址", "现住址", "居住地址", "家庭地址", "居住地",
    "现居住地址", "经营地址",
    "场所地址", "address",
), "address")  # fmt: skip
_DOOR = (
    Column("group", Reason("Villagers' group"), ("组", "村民小组", "村民组", "小组", "组别",
        "group")),
    Column("building", Reason("Building"), ("楼栋", "栋", "幢", "楼号", "栋号", "building")),
    Column("unit", Reason("Unit"), ("单元", "单元号", "unit")),
    Column("room", Reason("Room or house number"), (
        "房号", "室", "门牌号", "门牌", "户室", "室号", "房间号", "room", "house number",
    )),
)  # fmt: skip
_PHONE = Column("phone", Reason("Phone"), (
    "电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "联系号码", "phone", "mobile",
), "phone")  # fmt: skip
_CODE = Column("household_code", Reason("Household code"), (
    "户编号", "户号", "户编码", "门牌卡号", "家庭编号", "household code",
))  # fmt: skip
_COUNT = "count"

COLUMNS: dict[str, tuple[Column, ...]] = {
    "household": (
        Column("code", Reason("Household code"), _CODE.words), _VILLAGE, _GRID, _ADDRESS, *_DOOR,
        Column("head_name", Reason("Householder"), (
            "户主", "户主姓名", "姓名", "负责人", "householder", "head",
        ), "name"),
        _PHONE,
        Column("size", Reason("Number of people"), (
            "人数", "家庭人口", "人口数", "家庭人数", "常住人口", "户内人数", "人口", "size",
            "people",
        ), _COUNT),
        Column("tenure", Reason("Kind of dwelling"), (
            "房屋性质", "居住性质", "房屋类型", "住房性质", "居住类型", "tenure",
        )),
    ),
    "person": (
        Column("name", Reason("Name"), ("姓名", "名字", "居民姓名", "成员姓名",
            "name"), "name", is_needed=True),
        Column("document_no", Reason("Document number"), (
            "身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "id number",
            "id card",
        ), "document"),
        Column("document_type", Reason("Kind of document"), ("证件类型", "证件种类",
            "document type")),
        _PHONE,
        Column("sex", Reason("Sex"), ("性别", "sex", "gender"), "sex"),
        Column("birth_date", Reason("Date of birth"), ("出生日期", "生日", "出生年月",
            "birth date"), "date"),
        _CODE, _VILLAGE, _GRID, _ADDRESS, *_DOOR,
        Column("residence", Reason("Kind of residence"), (
            "人口类型", "人员类型", "户籍类型", "居民类型", "是否户籍", "residence",
        )),
        Column("needs_help", Reason("Needs help"), (
            "需要帮助", "重点关爱", "是否独居", "独居老人", "特殊困难", "needs help",
        )),
    ),
    "enterprise": (
        Column("name", Reason("Name of the enterprise"), (
            "企业名称", "单位名称", "名称", "公司名称", "商户名称", "店名", "enterprise", "company",
        ), is_needed=True),
        Column("uscc", Reason("Social credit code"), (
            "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "uscc",
        ), "uscc", is_needed=True),
        _VILLAGE, _GRID, _ADDRESS,
        Column("industry", Reason("Line of business"), ("行业", "所属行业", "经营范围",
            "行业类别", "industry")),
        Column("responsible", Reason("Responsible person"), (
            "负责人", "法人", "法定代表人", "联系人", "经营者", "responsible", "contact",
        ), "name"),
        _PHONE,
        Column("workers", Reason("Number of workers"), (
            "员工人数", "职工人数", "从业人数", "用工人数", "人数", "workers",
        ), _COUNT),
    ),
    "place": (
        Column("name", Reason("Name of the place"), ("场所名称", "名称", "场所", "place",
            "name"), is_needed=True),
        Column("kind", Reason("Kind of place"), ("场所类型", "类型", "类别", "场所类别", "kind",
            "type")),
        _VILLAGE, _GRID, _ADDRESS,
        Column("lat", Reason("Latitude"), ("纬度", "lat", "latitude")),
        Column("lon", Reason("Longitude"), ("经度", "lon", "lng", "longitude")),
    ),
    "vehicle": (
        Column("plate", Reason("Number plate"), (
            "车牌", "车牌号", "车牌号码", "号牌", "号牌号码", "车辆号牌", "plate",
        ), "plate", is_needed=True),
        _CODE, _VILLAGE, _GRID, _ADDRESS, *_DOOR,
    ),
    "pushed": (
        Column("name", Reason("Name"), ("姓名", "名字", "人员姓名",
            "name"), "name", is_needed=True),
        Column("document_no", Reason("Document number"), (
            "身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "id number",
        ), "document"),
        _PHONE, _VILLAGE, _GRID, _ADDRESS, *_DOOR,
        Column("category", Reason("Category of the list"), (
            "类别", "人员类别", "风险类别", "人员类型", "管控类别", "重点人员类别", "category",
        )),
        Column("place", Reason("Place the list speaks of"), (
            "涉及地区", "来源地", "旅居地", "旅居史", "途经地", "风险地区", "来自", "出发地",
            "轨迹", "涉疫地区", "place",
        )),
        Column("since", Reason("There since"), ("到达日期", "开始日期", "到达时间", "涉及日期",
            "接触日期", "arrived", "since")),
        Column("until", Reason("There until"), ("离开日期", "结束日期", "离开时间", "返回日期",
            "返湘日期", "入境日期", "left", "until")),
        Column("source", Reason("Who sent the list"), ("来源", "数据来源", "推送单位", "下发单位",
            "source")),
        Column("batch", Reason("Batch"), ("批次", "推送批次", "批号", "batch")),
        Column("note", Reason("Remark"), ("备注", "说明", "核查要求", "note", "remark")),
    ),
}  # fmt: skip
_WHERE = ("address", "village", "grid", "household_code")
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "household": (("address", "room"), ("village", "grid", "address")),
    "person": (("name",), _WHERE),
    "enterprise": (("name",), ("uscc",), ("village", "grid", "address")),
    "place": (("name",), ("village", "grid", "address")),
    "vehicle": (("plate",), _WHERE),
    "pushed": (("name",), ("document_no", "phone", "address", "village", "grid")),
}
