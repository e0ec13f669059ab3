"""On which texts are tokens counted?"""

from __future__ import annotations

import argparse
import inspect
import json.decoder
import random
import textwrap
from typing import Final

PROSE: Final = {
    "English": "The meeting was moved to Thursday, since half of the people who'd planned to come weren't able to. " * 3,
    "German": "Die Besprechung wurde auf Donnerstag verlegt, weil viele der Eingeladenen verhindert gewesen wären. " * 3,
    "French": "La réunion a été reportée à jeudi, car beaucoup d'invités n'auraient pas pu s'y rendre à l'heure. " * 3,
    "Vietnamese": "Cuộc họp đã được dời sang thứ năm vì nhiều người được mời không thể đến đúng giờ. " * 3,
    "Russian": "Встречу перенесли на четверг, потому что многие приглашённые не смогли бы прийти вовремя. " * 3,
    "Greek": "Η συνάντηση μεταφέρθηκε για την Πέμπτη, επειδή πολλοί καλεσμένοι δεν θα προλάβαιναν. " * 3,
    "Hebrew": "הפגישה נדחתה ליום חמישי, מפני שרבים מן המוזמנים לא היו יכולים להגיע בזמן. " * 3,
    "Arabic": "تأجل الاجتماع إلى يوم الخميس لأن كثيراً من المدعوين لن يتمكنوا من الحضور في الموعد. " * 3,
    "Hindi": "बैठक गुरुवार तक टाल दी गई, क्योंकि बुलाए गए बहुत से लोग समय पर नहीं आ सकते थे। " * 3,
    "Thai": "การประชุมถูกเลื่อนไปเป็นวันพฤหัสบดี เพราะผู้ได้รับเชิญหลายคนมาไม่ทันเวลา " * 3,
    "Chinese": "会议改到星期四举行，因为很多受邀的人不能准时到场。大家都说，这样安排比较好！" * 3,
    "Japanese": "会議は木曜日に延期された。招待された人の多くが、時間どおりに来られなかったからだ。" * 3,
    "Korean": "초대받은 사람들 가운데 많은 이가 제시간에 올 수 없어서 회의가 목요일로 미뤄졌다. " * 3,
}


def texts() -> list[str]:
    """Prose in many scripts, code, emoji, white space, the text of special tokens, random bytes, and what is long."""
    chance = random.Random(1)
    raw = [chance.randbytes(length) for length in (1, 2, 3, 10, 100, 5000)]
    return [
        "",
        *PROSE.values(),
        "\n\n".join(PROSE.values()),
        *(inspect.getsource(module) for module in (argparse, json.decoder, textwrap)),
        "👩‍👩‍👧‍👦 🇩🇪 👍🏽 ☺️ e\u0301 \u200b\ufeff \U0010ffff \x00\x1f\x7f\x85\xa0\u2028",
        " ",
        "\n",
        "\r\n",
        "\t",
        " " * 1999,
        "\n" * 1999,
        " \n" * 900,
        "\t \r\n" * 400,
        "a  b   c    d\n    e\n\n\n  f  ",
        "x\n/y",
        "x\n'll",
        "<|endoftext|>",
        "say <|endofprompt|> and <|fim_prefix|><|fim_middle|><|fim_suffix|><|im_start|>user",
        "<|endoftext|" + "|>" * 99,
        "it's IT'S we'll WE'LL they'd've ''''s 's",
        "camelCaseHTTPServer snake_case SHOUTING_CASE 1234567890 3.14159e-10",
        *("".join(chance.choice(" \n\r\t/'aA1.,é中文，。ไ\u0301") for _ in range(3000)) for _ in range(20)),
        *(data.decode("utf-8", "replace") for data in raw),
        *(data.decode("latin-1") for data in raw),
        "lone \ud83d surrogate, \ud83d\ude00 pair, \ude00\ud83d the wrong way round",
        "a" * 1999,
        "中" * 1999,
        "-" * 1999,
        "word " * 50_000,
        '{"key":[1,2,3],"text":"中文，还有"}' * 5000,
        "QUJDYQ2k" * 5000 + "=",
    ]
