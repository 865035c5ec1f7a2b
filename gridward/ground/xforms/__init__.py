"""Forms (表单): one form everybody fills (筛查表, 信息采集表).

Nouns: Form, Version, Submission, Attachment, EntityList. Speaks XLSForm, OpenRosa 1.0 and ODK
Entities. A submission is never refused for its content: it is kept and put before a person.
"""
