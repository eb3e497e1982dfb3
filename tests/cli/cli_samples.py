"""What tests of commands add."""

PERSON = {"name": "見本 花子", "kana": "ミホン ハナコ", "birth_on": "1980-11"}
CALL = {
    "centre": "life_support",
    "held_on": "2026-11-20",
    "started_at_time": "09:30",
    "ended_at_time": "10:15",
    "method": "phone",
    "body": "家賃の支払いについての相談。",
    "topics": ["housing"],
}
