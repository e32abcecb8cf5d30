from marshmallow import Schema, fields


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
