from marshmallow import Schema, fields

from enforcement.web.fields import Form


class DrillForm(Form):
    """Nothing to fill in: the newest backup is the one that would be needed."""


class DrillSchema(Schema):
    id = fields.UUID(metadata={"description": "演练标识"})
    state = fields.String(metadata={"description": "状态代码"})
    state_name = fields.String(metadata={"description": "状态或者结论"})
    passed = fields.Boolean(allow_none=True, metadata={"description": "是否通过；未得出结论的为空"})
    progress = fields.Integer(metadata={"description": "进度，百分之几"})
    stage = fields.String(metadata={"description": "正在进行的步骤"})
    requested_by = fields.UUID(metadata={"description": "由谁发起"})
    requested_at = fields.DateTime(metadata={"description": "发起时间"})
    ended_at = fields.DateTime(allow_none=True, metadata={"description": "结束时间"})
    backup = fields.String(metadata={"description": "所恢复的备份"})
    backup_made_at = fields.DateTime(allow_none=True, metadata={"description": "备份的制作时间"})
    seconds = fields.Integer(metadata={"description": "用时，秒"})
    records = fields.Integer(metadata={"description": "恢复出的记录行数"})
    entries = fields.Integer(metadata={"description": "核对的留痕条数"})
    objects = fields.Integer(metadata={"description": "抽查的文件数"})
    later = fields.Integer(metadata={"description": "备份之后新增的留痕条数"})
    sentence = fields.String(metadata={"description": "结论"})
    failure = fields.String(metadata={"description": "未能进行的原因"})
    findings = fields.List(fields.String(), metadata={"description": "发现的异常"})


class BackupSchema(Schema):
    name = fields.String(metadata={"description": "备份文件夹的名称"})
    made_at = fields.DateTime(metadata={"description": "制作时间"})
    size = fields.Integer(metadata={"description": "字节数"})
    head_size = fields.Integer(metadata={"description": "签名日志头的条数"})


class StandingSchema(Schema):
    backup = fields.Nested(BackupSchema, allow_none=True, metadata={"description": "最近一次备份"})
    backup_words = fields.String(metadata={"description": "备份的警示，没有时为空"})
    drill_words = fields.String(metadata={"description": "恢复演练的警示，没有时为空"})
    drills = fields.List(fields.Nested(DrillSchema), metadata={"description": "最近的演练，新者在前"})


class HeartbeatSchema(Schema):
    job = fields.String(metadata={"description": "任务标识"})
    title = fields.String(metadata={"description": "任务名称"})
    started_at = fields.DateTime(metadata={"description": "最近一次开始时间"})
    finished_at = fields.DateTime(allow_none=True, metadata={"description": "最近一次结束时间"})
    next_at = fields.DateTime(allow_none=True, metadata={"description": "下次运行时间"})
    outcome = fields.String(metadata={"description": "结果代码"})
    outcome_name = fields.String(metadata={"description": "结果"})
    done = fields.Integer(metadata={"description": "完成件数"})
    failed = fields.Integer(metadata={"description": "未完成件数"})
    note = fields.String(metadata={"description": "说明"})
